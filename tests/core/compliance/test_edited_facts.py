"""Nobody edits their way through the gate: what an offer said before is in the log, and the gate reads it there."""

import json
from typing import Any

import pytest

from tests.core.compliance.bureau import Bureau
from tests.core.compliance.cases import BEFORE, FIRST
from tests.core.research import expected


async def edit(bureau: Bureau, expert: dict[str, Any], **fields: Any) -> None:
    changed = await bureau.bob.patch(f"/api/experts/{expert['id']}", json=fields)
    assert changed.status_code == 200, changed.text


@pytest.mark.parametrize(
    ("was", "becomes", "rule", "told"),
    [
        ({"company": "Umbrella"}, {"company": "Harmless"}, "restricted_company", "company was 'Umbrella' until"),
        ({"company": "Umbrella"}, {"title": "Formerly CTO"}, "restricted_company", "title was empty until"),
        ({"name": "Una Fics"}, {"name": "Una Ficfs"}, "do_not_contact", "name was 'Una Fics' until edited by"),
        ({"email": "una@acme.example"}, {"email": "una@private.example"}, "do_not_contact", "email was"),
        (
            {"company": "Initech", "past_employers": [{"name": "Hooli", "end": "2026-02"}]},
            {"past_employers": [{"name": "Hooli", "end": "2019"}]},
            "cooling_off",
            "past employers was another until",
        ),
    ],
)
async def test_what_an_edit_takes_away_needs_approval_and_is_in_the_log(
    bureau: Bureau, was: dict[str, Any], becomes: dict[str, Any], rule: str, told: str
) -> None:
    expert = await bureau.expert(**was)
    await bureau.entry("Umbrella")
    await bureau.entry("Una Fics", kind="person", list="do_not_contact")
    await bureau.entry("acme.example", kind="address", list="do_not_contact")
    assert (await bureau.ask(expert, FIRST))["outcome"] == "refused"
    await edit(bureau, expert, **becomes)
    refused = expected.refusal_of(await bureau.book(expert, FIRST), 409, "gate_needs_approval")
    [finding] = refused["findings"]
    assert (finding["rule"], told in finding["fact"]) == (rule, True), finding
    assert bureau.core.user_id("bob") in finding["fact"]
    [entry] = await bureau.entries("expert.changed")
    details = json.loads(entry["details"])
    assert (entry["actor"], str(entry["subject_id"])) == (bureau.core.user_id("bob"), expert["id"])
    assert details["before"].keys() == details["after"].keys() == becomes.keys()
    assert (await bureau.decide(rule, "approve", expert_id=expert["id"], starts_at=f"{FIRST}T12:00:00Z")).is_success
    assert (await bureau.book(expert, FIRST)).status_code == 201


async def test_edits_one_after_another_are_undone_together(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Umbrella", title="CTO")
    await bureau.entry("Umbrella")
    await edit(bureau, expert, title="Former CTO")
    await edit(bureau, expert, company="Harmless")
    await edit(bureau, expert, company="Harmless Ltd", title="CTO")
    refused = expected.refusal_of(await bureau.book(expert, FIRST), 409, "gate_needs_approval")
    assert any("title was 'CTO' until" in finding["fact"] for finding in refused["findings"])
    assert (await bureau.ask(expert, BEFORE))["outcome"] == "cleared"


async def test_an_edit_of_what_stands_on_no_list_asks_for_nothing(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Initech")
    await bureau.entry("Umbrella")
    await edit(bureau, expert, company="Hooli", name="Sarah Chan")
    assert (await bureau.book(expert, FIRST)).status_code == 201
    assert len(await bureau.entries("expert.changed")) == 1


async def test_what_another_offer_of_the_person_says_needs_approval(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Initech", linkedin_url="https://www.linkedin.com/in/sarah-chen")
    other = (await bureau.bob.post("/api/vendors", json={"name": "Other Network"})).json()
    at_umbrella = {"company": "Umbrella", "linkedin_url": "https://www.linkedin.com/in/sarah-chen"}
    beside = await bureau.expert(vendor_platform_id=other["id"], **at_umbrella)
    assert beside["person_id"] == expert["person_id"]
    await bureau.entry("Umbrella")
    said = await bureau.ask(expert, FIRST)
    assert said["outcome"] == "needs_approval"
    assert [each["fact"].split("; ")[-1] for each in said["findings"] if each["outcome"] == "needs_approval"] == [
        "so says the offer of Other Network"
    ]


async def test_raw_sql_as_core_leaves_the_same_trace(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Umbrella")
    await bureau.entry("Umbrella")
    async with bureau.as_core() as core:
        await core.execute("UPDATE expert_network.experts SET company = 'Harmless' WHERE id = $1", expert["id"])
        said = await core.fetch(
            "SELECT outcome, fact FROM expert_network.gate_findings($1, $2, $3::text::timestamptz, NULL) "
            "WHERE outcome <> 'note'",
            expert["id"],
            bureau.campaign_id,
            f"{FIRST}T12:00:00Z",
        )
        assert [row["outcome"] for row in said] == ["needs_approval"]
        assert "company was 'Umbrella' until" in said[0]["fact"]
