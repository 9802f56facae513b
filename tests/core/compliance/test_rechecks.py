"""Booked calls that a changed list or rule speaks against show it: on the calendar, in the log, on the stream."""

import datetime as dt

import pytest

from tests.core.compliance.bureau import Bureau
from tests.core.compliance.lookout import DAY, SINCE, SOON, conflicts, let_a_minute_pass, look, waiting


@pytest.mark.parametrize("change", ["list", "rule", "fact", "target"])
async def test_a_change_that_speaks_against_a_booked_call_shows_until_it_is_over(bureau: Bureau, change: str) -> None:
    if change == "fact":
        await bureau.rule("healthcare")
    call = await bureau.booked(await bureau.expert(company="Umbrella"), SOON.isoformat())
    other = await bureau.booked(await bureau.expert(name="Otto Other", company="Initech"), SOON.isoformat())
    await look(bureau)
    if change == "list":
        entry = await bureau.entry("Umbrella", **SINCE)
    elif change == "rule":
        await bureau.rule("conflict_check", "needs_approval")
    elif change == "fact":
        await bureau.fact("Umbrella", "healthcare")
    else:
        await bureau.company("Umbrella")
    assert await look(bureau) == 1
    await let_a_minute_pass(bureau)
    assert await look(bureau) == 1
    found = await conflicts(bureau)
    entries = await bureau.entries("gate.conflict")
    assert len(found) == len(entries) == (2 if change == "rule" else 1)
    if change != "rule":
        assert str(entries[0]["subject_id"]) == call["id"]
        assert found[0]["party"] == "Sarah Chen"
        assert "Umbrella, where the expert works, is" in found[0]["text"]
        assert entries[0]["reason"] == found[0]["text"]
        assert str(entries[0]["campaign_id"]) == bureau.campaign_id
        told = (await bureau.bob.get(f"/api/interviews/{call['id']}")).json()
        assert told["gate_conflict"] == found[0]["text"]
    assert (await bureau.bob.get(f"/api/interviews/{other['id']}")).json()["status"] == "scheduled"
    if change == "list":
        ended = {"valid_to": (SOON.date() - 2 * DAY).isoformat()}
        await bureau.olga.patch(f"/api/restricted-entries/{entry['id']}", json=ended)
        await look(bureau)
        assert await conflicts(bureau) == []
        assert len(await bureau.entries("gate.conflict_over")) == 1


async def test_a_decision_about_a_booked_call_ends_its_conflict_and_another_brings_it_back(bureau: Bureau) -> None:
    call = await bureau.booked(await bureau.expert(company="Umbrella"), SOON.isoformat())
    await bureau.entry("Umbrella", **SINCE)
    await look(bureau)
    for decision, left in (("override", 0), ("refuse", 1)):
        decided = await bureau.decide("restricted_company", decision, interview_id=call["id"])
        assert decided.status_code == 200, decided.text
        await look(bureau)
        assert len(await conflicts(bureau)) == left, decision
    assert [len(await bureau.entries(f"gate.{action}")) for action in ("conflict", "conflict_over")] == [2, 1]


async def test_an_edit_of_what_is_said_of_the_expert_shows(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Initech")
    await bureau.booked(expert, SOON.isoformat())
    await bureau.entry("Umbrella", **SINCE)
    await look(bureau)
    await bureau.bob.patch(f"/api/experts/{expert['id']}", json={"company": "Umbrella"})
    await look(bureau)
    [found] = await conflicts(bureau)
    assert "Umbrella, where the expert works" in found["text"]


async def test_what_another_vendor_says_of_the_person_shows(bureau: Bureau) -> None:
    page = {"linkedin_url": "https://www.linkedin.com/in/sarah-chen"}
    await bureau.booked(await bureau.expert(company="Initech", **page), SOON.isoformat())
    await bureau.entry("Umbrella", **SINCE)
    await look(bureau)
    other = (await bureau.bob.post("/api/vendors", json={"name": "Other Network"})).json()
    await bureau.expert(company="Umbrella", vendor_platform_id=other["id"], **page)
    await look(bureau)
    [found] = await conflicts(bureau)
    assert "so says the offer of Other Network" in found["text"]


@pytest.mark.parametrize("rule", ["attestation_terms", "user_training"])
async def test_what_was_missing_and_is_signed_or_learnt_ends_a_conflict(bureau: Bureau, rule: str) -> None:
    expert = await bureau.expert()
    await bureau.booked(expert, SOON.isoformat())
    await bureau.rule(rule)
    await look(bureau)
    assert len(await conflicts(bureau)) == 1
    today = dt.datetime.now(dt.UTC)
    if rule == "attestation_terms":
        await bureau.attest("terms", (today - DAY).isoformat(), person_id=expert["person_id"])
    else:
        await bureau.train("bob", today.date().isoformat())
    await look(bureau)
    assert await conflicts(bureau) == []


async def test_an_edit_of_somebody_nobody_calls_asks_for_nothing(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Initech")
    await bureau.bob.patch(f"/api/experts/{expert['id']}", json={"status": "rejected", "reason": "too dear"})
    await look(bureau)
    await bureau.bob.patch(f"/api/experts/{expert['id']}", json={"company": "Umbrella"})
    await bureau.attest("terms", "2026-11-01T12:00:00Z", person_id=expert["person_id"])
    assert await waiting(bureau) == []


async def test_a_call_that_is_cleared_anew_is_in_no_conflict(bureau: Bureau) -> None:
    call = await bureau.booked(await bureau.expert(company="Umbrella"), SOON.isoformat())
    await bureau.entry("Umbrella", valid_from="2026-01-01", valid_to=SOON.date().isoformat())
    await look(bureau)
    assert len(await conflicts(bureau)) == 1
    moved = await bureau.tell(call, "reschedule", starts_at=(SOON + 2 * DAY).isoformat(), reason="compliance")
    assert (moved.status_code, moved.json()["gate_conflict"]) == (200, None)
    assert await conflicts(bureau) == []


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("cancel", {"reason": "compliance"}),
        ("stop", {"rule": "restricted_company", "reason": "heard of it"}),
        ("no-show", {"fault": "expert"}),
        ("request-again", {}),
    ],
)
async def test_a_call_that_is_no_longer_booked_is_in_no_conflict(
    bureau: Bureau, verb: str, said: dict[str, str]
) -> None:
    call = await bureau.booked(await bureau.expert(company="Umbrella"), (SOON - 5 * DAY).isoformat())
    await bureau.entry("Umbrella", **SINCE)
    await look(bureau)
    assert (await bureau.bob.get(f"/api/interviews/{call['id']}")).json()["gate_conflict"] is not None
    moved = await bureau.tell(call, verb, **said)
    assert (moved.status_code, moved.json()["gate_conflict"]) == (200, None), moved.text
