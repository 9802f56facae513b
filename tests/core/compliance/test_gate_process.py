"""The rules about steps: terms, attestations, how many calls, who is trained; and what comes up after booking."""

from typing import Any

import asyncpg
import pytest

from tests.core.compliance.bureau import MOVE, SHIFT, Bureau, noon
from tests.core.research import expected

DAY = "2026-03-16"
ZONE = "UPDATE expert_network.campaigns SET timezone = 'America/New_York' WHERE id = $1"


async def twins(bureau: Bureau) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two vendors' offers of one person."""
    one = await bureau.expert(company="Initech")
    vendor = (await bureau.bob.post("/api/vendors", json={"name": "Other Network"})).json()
    other = await bureau.expert(company="Initech", vendor_platform_id=vendor["id"])
    assert one["person_id"] == other["person_id"]
    return one, other


async def test_terms_are_younger_than_a_year_at_the_call(bureau: Bureau) -> None:
    expert = await bureau.expert()
    await bureau.rule("attestation_terms")
    none = expected.refusal_of(await bureau.book(expert, DAY), 409, "gate_refused")
    assert none["findings"][0]["fact"] == "the expert had signed no terms by then"
    await bureau.attest("terms", "2025-03-16T10:00:00Z", person_id=expert["person_id"])
    old = expected.refusal_of(await bureau.book(expert, DAY), 409, "gate_refused")
    assert old["findings"][0]["fact"] == (
        "the expert signed the terms on 2025-03-16, 12 months or more before the call"
    )
    assert (await bureau.ask(expert, "2026-03-15"))["outcome"] == "cleared"
    await bureau.attest("terms", "2026-03-16T11:59:00Z", person_id=expert["person_id"])
    assert (await bureau.book(expert, DAY)).status_code == 201


async def test_a_call_is_attested_before_it_is_confirmed_or_held_by_who_is_called(bureau: Bureau) -> None:
    expert, other = await bureau.expert(), await bureau.expert(name="Otto Other")
    await bureau.rule("attestation_call")
    call = (await bureau.book(expert, DAY)).json()
    for verb in ("confirm", "complete"):
        told = expected.refusal_of(await bureau.tell(call, verb), 409, "gate_refused")
        assert told["findings"][0]["fact"] == "the expert has signed no attestation of this call"
    async with bureau.as_core() as core:
        with pytest.raises(asyncpg.CheckViolationError, match="attestation_call"):
            await core.execute(MOVE, call["id"], "completed")
    elsewhere = (await bureau.book(other, DAY)).json()
    await bureau.attest("call", noon("2026-03-15"), interview_id=elsewhere["id"])
    await bureau.attest("call", "2026-03-16T12:00:01Z", interview_id=call["id"])
    expected.refusal_of(await bureau.tell(call, "confirm"), 409, "gate_refused")
    await bureau.attest("call", noon("2026-03-16"), interview_id=call["id"])
    assert (await bureau.tell(call, "confirm")).status_code == 200
    assert (await bureau.tell(call, "complete")).status_code == 200


async def test_only_so_many_calls_are_held_by_an_offer_and_with_a_person_over_all_vendors(bureau: Bureau) -> None:
    expert, twin = await twins(bureau)
    await bureau.rule("call_limit", parameters={"per_offer": 1, "per_person": 2, "period_days": 10})
    assert (await bureau.book(expert, "2026-03-02")).status_code == 201
    second = expected.refusal_of(await bureau.book(expert, "2026-03-11"), 409, "gate_refused")
    assert second["findings"][0]["fact"] == "1 calls by this offer in 10 days are all there may be"
    assert (await bureau.book(twin, "2026-03-11")).status_code == 201
    assert (await bureau.book(expert, "2026-03-12")).status_code == 201
    third = expected.refusal_of(await bureau.book(twin, "2026-03-13"), 409, "gate_refused")
    assert {each["fact"] for each in third["findings"]} == {
        "1 calls by this offer in 10 days are all there may be",
        "2 calls over all vendors in 10 days are all there may be",
    }
    assert (await bureau.book(twin, "2026-03-22")).status_code == 201


async def test_the_limit_holds_in_whichever_order_calls_are_booked(bureau: Bureau) -> None:
    expert = await bureau.expert()
    await bureau.rule("call_limit", parameters={"per_offer": 2, "per_person": 5, "period_days": 10})
    elsewhere = await bureau.booked(expert, noon("2026-01-05"))
    for day in ("2026-03-12", "2026-03-05"):
        assert (await bureau.book(expert, day)).status_code == 201
    fact = "2 calls by this offer in 10 days are all there may be"
    for day in ("2026-03-03", "2026-03-08", "2026-03-14"):
        told = expected.refusal_of(await bureau.book(expert, day), 409, "gate_refused")
        assert [each["fact"] for each in told["findings"]] == [fact]
        moved = await bureau.tell(elsewhere, "reschedule", starts_at=noon(day), reason="sooner")
        expected.refusal_of(moved, 409, "gate_refused")
        async with bureau.as_core() as core:
            requested = await bureau.insert(core, expert, "requested", day)
            for attempt in (
                lambda day=day: bureau.insert(core, expert, "scheduled", day),
                lambda day=day: bureau.insert(core, expert, "completed", day),
                lambda day=day: bureau.insert(core, expert, "stopped", day),
                lambda call=requested: core.execute(MOVE, call, "scheduled"),
                lambda day=day: core.execute(SHIFT, elsewhere["id"], noon(day)),
            ):
                with pytest.raises(asyncpg.CheckViolationError, match=fact):
                    async with core.transaction():
                        await attempt()
    for day in ("2026-03-02", "2026-03-15"):
        async with bureau.as_core() as core:
            await core.execute(SHIFT, elsewhere["id"], noon(day))
            await core.execute(MOVE, elsewhere["id"], "completed")
        assert (await bureau.book(expert, day)).status_code == 201


async def test_a_limit_set_after_booking_stops_the_later_calls_and_lets_the_earlier_be_held(bureau: Bureau) -> None:
    expert = await bureau.expert()
    later, earlier = [await bureau.booked(expert, noon(day)) for day in ("2026-03-08", "2026-03-05")]
    await bureau.rule("call_limit", parameters={"per_offer": 1, "per_person": 1, "period_days": 10})
    expected.refusal_of(await bureau.tell(later, "complete"), 409, "gate_refused")
    async with bureau.as_core() as core:
        with pytest.raises(asyncpg.CheckViolationError, match="call_limit"):
            await core.execute(MOVE, later["id"], "completed")
    assert (await bureau.tell(earlier, "complete")).status_code == 200
    moved = await bureau.tell(later, "reschedule", starts_at=noon("2026-03-15"), reason="as the limit says")
    assert moved.status_code == 200, moved.text


async def test_two_calls_of_a_person_are_never_booked_past_each_other(bureau: Bureau) -> None:
    expert, twin = await twins(bureau)
    async with bureau.as_core() as one, bureau.as_core() as other:
        await bureau.insert(one, expert, "scheduled", "2026-03-05")
        await other.execute("SET LOCAL lock_timeout = '200ms'")
        with pytest.raises(asyncpg.LockNotAvailableError):
            await bureau.insert(other, twin, "scheduled", "2026-03-08")


async def test_an_attestation_is_of_the_call_and_before_it_also_by_sql(bureau: Bureau) -> None:
    expert = await bureau.expert()
    await bureau.rule("attestation_call")
    call, unsigned = [await bureau.booked(expert, noon(day)) for day in (DAY, "2026-03-17")]
    await bureau.attest("call", noon("2026-03-16"), interview_id=call["id"])
    async with bureau.as_core() as core:
        for attempt in (
            lambda: bureau.insert(core, expert, "confirmed", "2026-03-18"),
            lambda: bureau.insert(core, expert, "completed", "2026-03-18"),
            lambda: core.execute(MOVE, unsigned["id"], "confirmed"),
            lambda: core.execute(MOVE, unsigned["id"], "completed"),
        ):
            with pytest.raises(asyncpg.CheckViolationError, match="attestation_call"):
                async with core.transaction():
                    await attempt()
        await core.execute(MOVE, call["id"], "confirmed")
        with pytest.raises(asyncpg.CheckViolationError, match="attestation_call"):
            async with core.transaction():
                await core.execute(SHIFT, call["id"], noon("2026-03-15"))
        await core.execute(SHIFT, call["id"], noon("2026-03-19"))
        await core.execute(MOVE, call["id"], "completed")


async def test_who_books_is_trained(bureau: Bureau) -> None:
    expert = await bureau.expert()
    await bureau.rule("user_training")
    none = expected.refusal_of(await bureau.book(expert, DAY), 409, "gate_refused")
    assert none["findings"][0]["fact"] == "who books has no training in force on the day of the call"
    bob = bureau.core.user_id("bob")
    course = {"user_id": bob, "course": "Inside information", "completed_on": "2025-03-17", "expires_on": "2026-03-15"}
    assert (await bureau.olga.post("/api/user-trainings", json=course)).status_code == 201
    expected.refusal_of(await bureau.book(expert, DAY), 409, "gate_refused")
    await bureau.olga.post("/api/user-trainings", json=course | {"expires_on": None})
    assert (await bureau.book(expert, DAY)).status_code == 201
    expected.refusal_of(await bureau.book(expert, "2026-03-17"), 409, "gate_refused")


async def test_what_comes_up_after_booking_stops_the_call_and_leaves_the_ways_out(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Umbrella")
    call = (await bureau.book(expert, DAY)).json()
    await bureau.entry("Umbrella")
    for verb in ("confirm", "complete"):
        expected.refusal_of(await bureau.tell(call, verb), 409, "gate_refused")
    async with bureau.as_core() as core:
        for state in ("confirmed", "completed"):
            with pytest.raises(asyncpg.CheckViolationError, match="restricted_company"):
                async with core.transaction():
                    await core.execute(MOVE, call["id"], state)
    moved = await bureau.tell(call, "reschedule", starts_at=noon("2026-03-21"), reason="the list ends")
    assert moved.status_code == 200, moved.text
    back = await bureau.tell(call, "reschedule", starts_at=noon(DAY), reason="no, it does not")
    expected.refusal_of(back, 409, "gate_refused")
    stopped = await bureau.tell(call, "stop", rule="restricted_company", reason="came up in the call")
    assert stopped.status_code == 200, stopped.text


async def test_moving_time_or_expert_by_sql_is_asked_about_too(bureau: Bureau) -> None:
    expert, other = await bureau.expert(company="Umbrella"), await bureau.expert(name="Otto Other", company="Initech")
    await bureau.entry("Umbrella")
    async with bureau.as_core() as core:
        call = await bureau.insert(core, other, "scheduled", DAY)
        for change in (f"expert_id = '{expert['id']}'", "starts_at = NULL"):
            with pytest.raises(asyncpg.CheckViolationError) as refused:
                async with core.transaction():
                    await core.execute(f"UPDATE expert_network.interviews SET {change} WHERE id = $1", call)
            assert refused.value.constraint_name == "compliance_gate"


async def test_every_answer_of_the_gate_is_in_the_log_the_refusals_too(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Umbrella")
    await bureau.entry("Umbrella")
    await bureau.rule("healthcare", "needs_approval", parameters={"when_unknown": "needs_approval"})
    await bureau.book(expert, DAY)
    await bureau.book(expert, "2026-03-21")
    await bureau.rule("healthcare", "off")
    call = (await bureau.book(expert, "2026-03-21")).json()
    [refused] = await bureau.entries("gate.refused")
    [asked] = await bureau.entries("gate.needs_approval")
    [cleared] = await bureau.entries("gate.cleared")
    assert refused["actor"] == bureau.core.user_id("bob")
    assert '"rule": "restricted_company"' in refused["details"] and '"outcome": "refuse"' in refused["details"]
    assert '"rule": "healthcare"' in asked["details"]
    assert (str(cleared["subject_id"]), cleared["subject_kind"]) == (call["id"], "interview")


async def test_a_refusal_names_every_finding_and_leaves_no_call_behind(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Umbrella", phone="+44 20 7946 0958")
    await bureau.entry("Umbrella")
    await bureau.entry("+442079460958", kind="address", list="do_not_contact")
    told = expected.refusal_of(await bureau.book(expert, DAY), 409, "gate_refused")
    assert [each["rule"] for each in told["findings"]] == ["do_not_contact", "restricted_company"]
    assert (await bureau.bob.get("/api/interviews")).json()["items"] == []


async def test_the_day_is_that_of_the_campaign_s_own_zone(bureau: Bureau) -> None:
    path = f"/api/campaigns/{bureau.campaign_id}"
    assert (await bureau.bob.patch(path, json={"timezone": "Asia/Tokyo"})).status_code == 200
    expert = await bureau.expert(company="Umbrella")
    await bureau.entry("Umbrella")
    for at, outcome in (("2026-03-09T14:59:00Z", "cleared"), ("2026-03-09T15:00:00Z", "refused")):
        answer = await bureau.bob.get(f"/api/experts/{expert['id']}/gate", params={"starts_at": at})
        assert answer.json()["outcome"] == outcome


async def test_the_zone_stays_while_calls_have_a_day_in_it(bureau: Bureau) -> None:
    expert = await bureau.expert()
    path, tokyo = f"/api/campaigns/{bureau.campaign_id}", {"timezone": "Asia/Tokyo"}
    call = (await bureau.bob.post("/api/interviews", json={"expert_id": expert["id"]})).json()
    assert (await bureau.bob.patch(path, json=tokyo)).status_code == 200
    await bureau.tell(call, "schedule", starts_at=noon(DAY))
    told = expected.refusal_of(await bureau.bob.patch(path, json={"timezone": "UTC"}), 409, "calls_booked")
    assert told["calls"] == 1
    assert told["detail"].startswith("1 calls of this campaign are booked or were held, on days of its time zone Asia")
    renamed = await bureau.bob.patch(path, json={"campaign_name": "Cots"} | tokyo)
    assert (renamed.json()["campaign_name"], renamed.json()["timezone"]) == ("Cots", "Asia/Tokyo")
    async with bureau.as_core() as core:
        for state in ("confirmed", "completed"):
            await core.execute(MOVE, call["id"], state)
            with pytest.raises(asyncpg.CheckViolationError) as refused:
                async with core.transaction():
                    await core.execute(ZONE, bureau.campaign_id)
            assert refused.value.constraint_name == "campaign_timezone_is_reckoned_in"
    await bureau.tell(call, "cancel", reason="off")
    assert (await bureau.bob.patch(path, json={"timezone": "UTC"})).status_code == 200


async def test_what_was_signed_can_be_read_to_the_letter_and_is_not_in_the_log(bureau: Bureau) -> None:
    expert = await bureau.expert()
    signed = await bureau.attest("terms", "2026-01-02T10:00:00Z", person_id=expert["person_id"], text="Ich schweige.")
    read = (await bureau.bob.get(f"/api/attestations/{signed['id']}")).json()
    assert (read["text"], read["text_version"]) == ("Ich schweige.", "2026-1")
    [entry] = await bureau.entries("attestation.added")
    assert "schweige" not in entry["details"]
    assert read["text_hash"] in entry["details"]
