"""Who on the shortlist can be called: nobody whom the gate refuses today; the called and the booked are told apart."""

from typing import Any
from uuid import UUID

import httpx2
import pytest

from services.core.reporting.schemas import ShortlistOut
from tests.core.reporting.ground import START, Ground
from tests.core.research import expected

Json = dict[str, Any]
PRICE: Json = {"price_unit": "hour", "price_currency": "EUR"}


async def shortlist(ada: httpx2.AsyncClient, campaign: UUID) -> Json:
    found: Json = expected.body_of(await ada.get(f"/api/campaigns/{campaign}/shortlist"), ShortlistOut)
    return found


async def offered(ground: Ground, campaign: UUID, vendor: UUID, name: str, amount: int = 100, **fields: Any) -> UUID:
    person = fields.pop("person", None) or await ground.person(name)
    return await ground.offer(campaign, vendor, person, name=name, price_amount_minor=amount, **PRICE, **fields)


async def restricted(ground: Ground, name: str, **fields: Any) -> None:
    usual = {"list": "restricted", "kind": "company", "valid_from": START.date(), "reason": "a live deal"}
    await ground.row("restricted_entries", name=name, **usual | fields)


def told(found: Json) -> dict[str, tuple[str, str, str | None]]:
    """What is said of each person's first offer."""
    return {
        entry["offers"][0]["name"]: (
            entry["call_state"],
            entry["offers"][0]["compliance"]["outcome"],
            entry["offers"][0]["compliance"]["rule"],
        )
        for entry in found["items"]
    }


async def test_whoever_works_for_the_target_or_a_restricted_company_cannot_be_called(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    campaign, glg = await ground.campaign(min_calls=3, max_calls=3), await ground.vendor("GLG")
    await ground.row("campaign_companies", campaign_id=campaign, name="International Business Machines", role="target")
    await restricted(ground, "Zeta Holdings")
    await offered(ground, campaign, glg, "At Target", company="IBM Corp", title="Director")
    await offered(ground, campaign, glg, "At Restricted", company="Zeta", title="Director")
    await offered(ground, campaign, glg, "Left Target", company="IBM Corp", title="Former Director")
    await offered(ground, campaign, glg, "Elsewhere", company="Acme", title="Director")
    found = await shortlist(ada, campaign)
    assert told(found) == {
        "At Target": ("barred", "refused", "target_employee"),
        "At Restricted": ("barred", "refused", "restricted_company"),
        "Left Target": ("open", "clear", None),
        "Elsewhere": ("open", "clear", None),
    }
    facts = {entry["offers"][0]["compliance"]["fact"] for entry in found["items"]}
    assert facts == {
        None,
        "IBM Corp, where the expert works, is a target of this campaign",
        "Zeta, where the expert works, is restricted since 2026-09-07 (a live deal)",
    }
    figures = {name: found["coverage"][name] for name in ("people", "people_open", "people_barred", "missing_to_min")}
    assert figures == {"people": 4, "people_open": 2, "people_barred": 2, "missing_to_min": 1}
    assert [entry["best_offer_id"] is None for entry in found["items"] if entry["call_state"] == "barred"] == [True] * 2


async def test_what_is_known_is_what_the_gate_says(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign, glg = await ground.campaign(), await ground.vendor("GLG")
    await ground.row("campaign_companies", campaign_id=campaign, name="Siemens AG", role="target")
    await restricted(ground, "Zeta Holdings")
    await restricted(ground, "Late Ltd", valid_from=START.date().replace(year=2040))
    offers = [
        await offered(ground, campaign, glg, f"No {number}", company=company, title=title)
        for number, (company, title) in enumerate(
            [
                ("Siemens", "CEO"),
                ("Formerly Siemens", "CEO"),
                ("Siemens", "ex-CEO"),
                ("Siemens, former", "CEO"),
                ("Siemens Healthineers", "CEO"),
                ("ZETA", None),
                ("Late", "CEO"),
                ("self-employed", "CEO"),
                (None, None),
            ]
        )
    ]
    found = {
        offer["expert_id"]: offer["compliance"]
        for entry in (await shortlist(ada, campaign))["items"]
        for offer in entry["offers"]
    }
    for offer in offers:
        gate = (await ada.get(f"/api/experts/{offer}/gate")).json()
        stands = {
            (each["rule"], each["version"], each["fact"]) for each in gate["findings"] if each["outcome"] == "refuse"
        }
        known = found[str(offer)]
        assert ({(known["rule"], known["version"], known["fact"])} if known["fact"] else set()) == stands


async def test_the_cheapest_offer_that_the_gate_refuses_is_not_the_best(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    campaign, glg, alpha = await ground.campaign(), await ground.vendor("GLG"), await ground.vendor("AlphaSights")
    await restricted(ground, "Zeta Holdings")
    anna = await ground.person("Anna")
    await offered(ground, campaign, glg, "Anna", 100, person=anna, company="Zeta")
    dear = await offered(ground, campaign, alpha, "Anna", 900, person=anna, company="Acme")
    (entry,) = (await shortlist(ada, campaign))["items"]
    assert (entry["best_offer_id"], entry["call_state"]) == (str(dear), "open")
    assert [offer["vendor"] for offer in entry["offers"]] == ["AlphaSights", "GLG"]


@pytest.mark.parametrize(
    ("outcome", "state", "said"), [("needs_approval", "open", "needs_approval"), ("off", "open", "clear")]
)
async def test_the_rule_in_force_says_what_its_fact_makes_of_an_offer(
    ada: httpx2.AsyncClient, ground: Ground, outcome: str, state: str, said: str
) -> None:
    campaign, glg = await ground.campaign(), await ground.vendor("GLG")
    rule = {"rule": "restricted_company", "version": 1, "outcome": outcome, "valid_from": START.date()}
    await ground.row("compliance_rules", reason="as agreed", **rule)
    await restricted(ground, "Zeta Holdings")
    await offered(ground, campaign, glg, "Anna", company="Zeta")
    assert told(await shortlist(ada, campaign))["Anna"][:2] == (state, said)


async def test_what_needs_approval_comes_after_what_is_clear_however_cheap(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    campaign, glg, alpha = await ground.campaign(), await ground.vendor("GLG"), await ground.vendor("AlphaSights")
    rule = {"rule": "restricted_company", "version": 1, "outcome": "needs_approval", "valid_from": START.date()}
    await ground.row("compliance_rules", reason="as agreed", **rule)
    await restricted(ground, "Zeta Holdings")
    anna = await ground.person("Anna")
    await offered(ground, campaign, glg, "Anna", 100, person=anna, company="Zeta")
    await offered(ground, campaign, alpha, "Anna", 900, person=anna, company="Acme")
    (entry,) = (await shortlist(ada, campaign))["items"]
    assert [offer["vendor"] for offer in entry["offers"]] == ["AlphaSights", "GLG"]


async def test_a_person_blocked_with_one_offer_is_barred_with_every_other(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    campaign, glg, alpha = await ground.campaign(), await ground.vendor("GLG"), await ground.vendor("AlphaSights")
    anna, reason = await ground.person("Anna"), "do_not_contact (version 0): Anna is not to be contacted"
    await ground.offer(campaign, glg, anna, status="blocked", blocked_from="proposed", status_reason=reason)
    await ground.offer(campaign, alpha, anna, status="scheduling")
    (entry,) = (await shortlist(ada, campaign))["items"]
    assert (entry["call_state"], entry["offers"][0]["compliance"]["fact"]) == ("barred", reason)


async def test_the_called_and_the_booked_are_told_apart_and_fill_the_target(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    campaign, glg = await ground.campaign(min_calls=4, max_calls=5), await ground.vendor("GLG")
    for name, status in (("Done", "completed"), ("Booked", "scheduled"), ("Asked", "scheduling"), ("New", "proposed")):
        await offered(ground, campaign, glg, name, status=status)
    found = await shortlist(ada, campaign)
    assert {name: state for name, (state, _, _) in told(found).items()} == {
        "Done": "called",
        "Booked": "booked",
        "Asked": "open",
        "New": "open",
    }
    names = ("people_open", "people_booked", "people_called", "missing_to_min", "reaches_max")
    assert [found["coverage"][name] for name in names] == [2, 1, 1, 0, False]
    page = (await ada.get(f"/api/campaigns/{campaign}/report.html")).text
    assert "2 people can be called; 1 booked, 1 called already" in page


SAID: dict[str, tuple[Json, Json]] = {
    "At the target": ({"company": "Epic Systems Inc."}, {}),
    "At the target by the card": ({}, {"company": "Epic Systems Corp.", "title": "CIO"}),
    "Was at the target by the card": ({}, {"company": "Epic Systems", "title": "Former CIO"}),
    "At a child of the target": ({"company": "AWS"}, {}),
    "At a restricted company": ({"company": "Zeta"}, {}),
    "Flagged by the vendor": ({"company": "Acme", "conflict_status": "flagged"}, {}),
    "Was at the target": ({"company": "Epic Systems, past"}, {}),
    "At Ex Libris": ({"company": "Ex Libris"}, {}),
    "Elsewhere": ({"company": "Acme"}, {"company": "Epic Systems"}),
}
BARRED = {
    "At the target",
    "At the target by the card",
    "At a child of the target",
    "At a restricted company",
    "Flagged by the vendor",
    "At Ex Libris",
    "Blocked elsewhere",
}


@pytest.mark.parametrize("status", ["shortlisted", "scheduling"])
async def test_nobody_is_barred_in_one_part_of_a_report_and_approved_in_another(
    ada: httpx2.AsyncClient, ground: Ground, status: str
) -> None:
    campaign, glg, alpha = await ground.campaign(), await ground.vendor("GLG"), await ground.vendor("AlphaSights")
    for target in ("Epic Systems", "Amazon", "Ex Libris"):
        await ground.row("campaign_companies", campaign_id=campaign, name=target, role="target")
    await restricted(ground, "Zeta Holdings")
    for name, (offer, card) in SAID.items():
        person = await ground.person(name, region="Europe", **card)
        await ground.offer(campaign, glg, person, name=name, status=status, expert_type="customer", **offer)
    blocked = await ground.person("Blocked elsewhere", region="Europe")
    await ground.offer(campaign, glg, blocked, name="Blocked elsewhere", status=status, expert_type="customer")
    await ground.offer(campaign, alpha, blocked, status="blocked", blocked_from="proposed", status_reason="listed")
    both = await ground.person("With two offers", region="Europe")
    for vendor, company in ((glg, "Epic Systems"), (alpha, "Acme")):
        offer = {"name": "With two offers", "company": company, "expert_type": "customer"}
        await ground.offer(campaign, vendor, both, status=status, **offer)
    for name, state in (("Booked since", "scheduled"), ("Called since", "completed")):
        person = await ground.person(name, region="Europe")
        await ground.offer(
            campaign, glg, person, name=name, status=state, expert_type="customer", company="Epic Systems"
        )
    await ground.row("coverage_targets", campaign_id=campaign, region="Europe", expert_type="customer", min_calls=1)
    states = {entry["person"]["name"]: entry["call_state"] for entry in (await shortlist(ada, campaign))["items"]}
    assert {name for name, state in states.items() if state == "barred"} == BARRED
    approved = len(states) - len(BARRED)
    (cell,) = (await ada.get(f"/api/campaigns/{campaign}/coverage")).json()["cells"]
    (target,) = (await ada.get(f"/api/campaigns/{campaign}/coverage-targets")).json()["items"]
    assert (cell["people"], cell["approved"], target["taken"]) == (len(states), approved, approved)
    page = (await ada.get(f"/api/campaigns/{campaign}/report.html")).text
    assert f"{len(states)} on the list" in page.replace("\u202f", " ")


@pytest.mark.parametrize(("outcome", "approved"), [("off", 1), ("needs_approval", 1), ("refuse", 0)])
async def test_whom_the_rule_in_force_lets_be_called_fills_a_cell(
    ada: httpx2.AsyncClient, ground: Ground, outcome: str, approved: int
) -> None:
    campaign, glg = await ground.campaign(), await ground.vendor("GLG")
    rule = {"rule": "target_employee", "version": 1, "outcome": outcome, "valid_from": START.date()}
    await ground.row("compliance_rules", reason="as agreed", **rule)
    await ground.row("campaign_companies", campaign_id=campaign, name="Epic Systems", role="target")
    person = await ground.person("Anna", region="Europe")
    await ground.offer(campaign, glg, person, status="shortlisted", expert_type="customer", company="Epic Systems")
    await ground.row("coverage_targets", campaign_id=campaign, region="Europe", expert_type="customer", max_calls=1)
    (cell,) = (await ada.get(f"/api/campaigns/{campaign}/coverage")).json()["cells"]
    (target,) = (await ada.get(f"/api/campaigns/{campaign}/coverage-targets")).json()["items"]
    assert (cell["approved"], target["taken"], target["full"]) == (approved, approved, bool(approved))
