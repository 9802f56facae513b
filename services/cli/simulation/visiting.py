"""Plays the vendors of a campaign that is there already, while somebody watches: for development."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from services.cli.simulation.api import Api, Json
from services.cli.simulation.playing import ENROLLED, found
from services.cli.stack.errors import StackError
from services.core.simulator import making, themes
from services.core.simulator.personas import Writer
from services.core.simulator.records import Campaign
from services.core.simulator.themes import THEMES, Question, Theme
from services.core.simulator.vendors import Vendor, named
from services.core.simulator.world import World

SECOND = timedelta(seconds=1)


async def visit(api: Api, campaign_id: str, *, seed: int, tempo: float, writer: Writer | None) -> World:
    """Let every pending enrolment be answered and its vendor propose; an hour of a vendor's takes `tempo` seconds.

    What a vendor's portal would say of a person beside the mail, rating and fit, is set on the expert.

    Raises StackError for a campaign that is not there, or one without a pending enrolment.
    """
    where = f"/api/campaigns/{campaign_id}"
    pending = await api.call("GET", f"{where}/vendors", params={"status": "pending", "limit": 200})
    if not pending["items"]:
        raise StackError("no vendor of this campaign is waiting to answer: invite one first")
    vendors = {row["vendor_name"]: row for row in pending["items"]}
    campaign = await _campaign(api, where)
    playing = [_vendor(row) for row in vendors.values()]
    world = await asyncio.to_thread(making.visit, seed, campaign, playing, pace=SECOND, writer=writer)
    began = time.monotonic()
    for step in world.steps:
        due = (step.at - world.begins_at).total_seconds() * tempo
        await asyncio.sleep(max(0.0, began + due - time.monotonic()))
        if step.verb in ENROLLED:
            body: Json = {"status": ENROLLED[step.verb]} | step.given
            vendor_id = vendors[step.about]["vendor_platform_id"]
            await api.call("PATCH", f"{where}/vendors/{vendor_id}", json=body)
        elif step.verb == "hand_in":
            document = next(each for each in world.documents if each.name == step.about)
            file = (document.name, document.content, document.media_type)
            report = await api.call("POST", f"{where}/intake", files={"files": file})
            new = world.batches[document.name].new
            ids = found(new, report, document)
            for offer in new:
                profile = {"rating": offer.rating, "ai_fit_score": offer.fit}
                await api.call("PATCH", f"/api/experts/{ids[offer.key]}", json=profile)
    return world


def _vendor(row: Json) -> Vendor:
    prices = {"low": row["avg_cost_per_call_min"], "high": row["avg_cost_per_call_max"]}
    stated = {name: value for name, value in prices.items() if value is not None}
    return named(row["vendor_name"], tags=tuple(row["vendor_tags"]), **stated)


async def _campaign(api: Api, where: str) -> Campaign:
    """The campaign as the simulator knows one; what it does not say is taken from a theme of its industry."""
    row = await api.call("GET", where)
    theme = _theme(row, (await api.call("GET", f"{where}/companies", params={"limit": 200}))["items"])
    tree = (await api.call("GET", f"{where}/screening-questions"))["items"]
    return Campaign(
        key=row["id"],
        theme=theme,
        name=row["campaign_name"],
        code=f"CV-{row['id'][-4:].upper()}",
        currency=row["currency"],
        timezone=row["timezone"],
        minimum=row["min_calls"] or 0,
        maximum=row["max_calls"] or 0,
        budget_minor=0,
        starts_at=datetime.now(UTC).replace(microsecond=0),
        members=(),
        questions=_questions(tree) or themes.questions(theme),
    )


def _theme(row: Json, companies: list[Json]) -> Theme:
    theme = next((each for each in THEMES if each.industry == row["industry_vertical"]), THEMES[0])
    regions = tuple(region for region in row["target_regions"] if region != "Other") or theme.regions
    given: dict[str, Any] = {"topic": row["campaign_name"], "regions": regions}
    for role, field in (("competitor", "competitors"), ("customer", "customers"), ("supplier", "suppliers")):
        if known := tuple(company["name"] for company in companies if company["role"] == role):
            given[field] = known
    if target := next((company["name"] for company in companies if company["role"] == "target"), None):
        given["target"] = target
    return replace(theme, **given)


def _questions(tree: list[Json]) -> tuple[Question, ...]:
    """The campaign's questions, numbered as vendors do: 1, 1a, 1b, 2."""
    numbered = []
    for number, question in enumerate(tree, start=1):
        numbered.append(_question(str(number), question, None))
        for place, below in enumerate(question["sub_questions"]):
            numbered.append(_question(f"{number}{chr(ord('a') + place)}", below, str(number)))
    return tuple(numbered)


def _question(key: str, row: Json, parent: str | None) -> Question:
    return Question(key, row["question_text"], row["question_type"], tuple(row["options"] or ()), parent)
