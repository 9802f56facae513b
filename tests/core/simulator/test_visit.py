"""The vendors of a campaign that is there already: they answer, propose people and pass on what these say."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.cli.simulation import visiting, writing
from services.cli.simulation.api import Api
from services.cli.stack.errors import StackError
from tests.support.stack import Stack

Json = dict[str, Any]
CAMPAIGN = {
    "campaign_name": "Dental imaging",
    "industry_vertical": "Healthcare",
    "start_date": "2026-01-05",
    "target_completion_date": "2026-02-27",
    "target_regions": ["Europe"],
}
QUESTION = {"question_text": "Who in a practice decides on a new scanner?"}


async def a_campaign(api: Api, *invited: str) -> str:
    campaign: Json = await api.call("POST", "/api/campaigns", json=CAMPAIGN)
    where = f"/api/campaigns/{campaign['id']}"
    above = await api.call("POST", f"{where}/screening-questions", json=QUESTION)
    below = {"question_text": "Which supplier came second on your list, and why?", "parent_question_id": above["id"]}
    await api.call("POST", f"{where}/screening-questions", json=below)
    await api.call("POST", f"{where}/companies", json={"name": "Brightray Dental", "role": "target"})
    vendors = {each["name"]: each["id"] for each in (await api.call("GET", "/api/vendors?limit=200"))["items"]}
    for name in invited:
        await api.call("POST", f"{where}/vendors", json={"vendor_platform_id": vendors[name]})
    return str(campaign["id"])


async def test_pending_vendors_answer_propose_and_pass_on_answers(stack: Stack, tmp_path: Path) -> None:
    api = Api(await stack.sign_up("ada"))
    campaign_id = await a_campaign(api, "GLG", "Guidepoint", "Third Bridge")
    world = await visiting.visit(api, campaign_id, seed=5, tempo=0.0, writer=None)
    enrolled = await api.call("GET", f"/api/campaigns/{campaign_id}/vendors", params={"limit": 50})
    answered = {row["vendor_name"]: row["status"] for row in enrolled["items"]}
    assert answered == {each.vendor.name: each.answer for each in world.campaigns[0].enrollments}
    experts = (await api.call("GET", "/api/experts", params={"campaign_id": campaign_id, "limit": 200}))["items"]
    assert sorted(expert["vendor_ref"] for expert in experts) == sorted(offer.ref for offer in world.offers)
    told = {expert["vendor_ref"]: (expert["rating"], expert["ai_fit_score"]) for expert in experts}
    assert told == {offer.ref: (offer.rating, offer.fit) for offer in world.offers}
    assert {expert["region"] for expert in experts} <= {"Europe", "Asia Pacific"}
    assert any(expert["company"] == "Brightray Dental" for expert in experts)
    answers = [
        answer["screening_question_id"]
        for expert in experts
        for answer in (await api.call("GET", f"/api/experts/{expert['id']}/screening"))["items"]
    ]
    assert len(answers) == sum(len(offer.answers) for offer in world.offers)
    assert None not in answers
    assert writing.write(world, tmp_path) == len(world.documents) + 1
    told = json.loads((tmp_path / writing.TRUTH).read_text())["campaigns"][0]
    assert sorted(offer["ref"] for offer in told["offers"]) == sorted(expert["vendor_ref"] for expert in experts)


async def test_without_a_pending_enrolment_there_is_nothing_to_play(stack: Stack) -> None:
    api = Api(await stack.sign_up("ada"))
    campaign_id = await a_campaign(api)
    with pytest.raises(StackError, match="invite one first"):
        await visiting.visit(api, campaign_id, seed=5, tempo=0.0, writer=None)
