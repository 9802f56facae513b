"""The funnel: how far each proposal ever came, by the log, and how long it stood where."""

from typing import Any

import httpx2

from services.core.reporting.funnel.schemas import FunnelOut
from tests.core.reporting.ground import Ground, Moves, at
from tests.core.research import expected

Json = dict[str, Any]


async def funnel(ada: httpx2.AsyncClient, campaign: object) -> Json:
    found: Json = expected.body_of(await ada.get(f"/api/campaigns/{campaign}/funnel"), FunnelOut)
    return found


def by_stage(found: Json, name: str) -> dict[str, Any]:
    return {stage["stage"]: stage[name] for stage in found["stages"]}


async def test_an_empty_campaign_has_a_funnel_of_noughts(ada: httpx2.AsyncClient, ground: Ground) -> None:
    found = await funnel(ada, await ground.campaign())
    assert set(by_stage(found, "reached").values()) == {0}
    assert found["vendors"] == []


async def test_a_campaign_nobody_knows_is_missing(ada: httpx2.AsyncClient) -> None:
    response = await ada.get("/api/campaigns/00000000-0000-4000-8000-000000000000/funnel")
    assert (response.status_code, response.json()["code"]) == (404, "campaign_missing")


async def test_what_was_passed_or_skipped_on_the_way_was_reached(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign, glg, alpha = await ground.campaign(), await ground.vendor("GLG"), await ground.vendor("AlphaSights")
    ways: tuple[tuple[Any, Moves], ...] = (
        (glg, ()),
        (
            glg,
            (
                ("reviewed", 10),
                ("rejected", 20),
            ),
        ),
        (
            glg,
            (
                ("shortlisted", 10),
                ("scheduled", 20),
                ("completed", 90),
            ),
        ),
        (
            glg,
            (
                ("shortlisted", 10),
                ("scheduled", 20),
                ("shortlisted", 30),
            ),
        ),
        (alpha, (("lapsed", 72),)),
        (
            alpha,
            (
                ("reviewed", 5),
                ("blocked", 6),
            ),
        ),
    )
    for vendor, moves in ways:
        await ground.offer(campaign, vendor, await ground.person("Anna"), moves=moves)
    found = await funnel(ada, campaign)
    assert by_stage(found, "reached") == {
        "proposed": 6,
        "reviewed": 4,
        "shortlisted": 2,
        "scheduling": 2,
        "scheduled": 2,
        "completed": 1,
    }
    assert by_stage(found, "here")["proposed"] == 1
    dropped = by_stage(found, "dropped")
    assert dropped["proposed"] == {"rejected": 0, "declined": 0, "lapsed": 1, "blocked": 0}
    assert dropped["reviewed"] == {"rejected": 1, "declined": 0, "lapsed": 0, "blocked": 1}
    conversion = by_stage(found, "conversion")
    assert (conversion["proposed"], conversion["reviewed"]["hits"], conversion["reviewed"]["n"]) == (None, 4, 6)
    assert [(part["vendor"], part["reached"]["proposed"], part["completion"]["hits"]) for part in found["vendors"]] == [
        ("GLG", 4, 1),
        ("AlphaSights", 2, 0),
    ]


async def test_days_in_a_stage_end_with_any_move_and_run_on_without_one(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    campaign, vendor = await ground.campaign(), await ground.vendor("GLG")
    ways: tuple[Moves, ...] = ((("reviewed", 24), ("rejected", 36)), (("reviewed", 48),), (("rejected", 72),))
    for moves in ways:
        await ground.offer(campaign, vendor, await ground.person("Anna"), moves=moves)
    days = by_stage(await funnel(ada, campaign), "median_days")
    assert (days["proposed"]["n"], days["proposed"]["value"]) == (3, 2.0)
    assert (days["reviewed"]["n"], days["reviewed"]["value"]) == (2, 0.5)
    assert (days["completed"]["n"], days["completed"]["value"]) == (0, None)


async def test_offers_set_aside_for_another_do_not_count(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign, vendor, anna = await ground.campaign(), await ground.vendor("GLG"), await ground.person("Anna")
    kept = await ground.offer(campaign, vendor, anna)
    await ground.offer(campaign, vendor, anna, superseded_by_id=kept)
    assert by_stage(await funnel(ada, campaign), "reached")["proposed"] == 1


async def test_entries_not_yet_linked_into_the_log_are_not_read(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign, vendor = await ground.campaign(), await ground.vendor("GLG")
    offer = await ground.offer(campaign, vendor, await ground.person("Anna"))
    unlinked = {"action": "expert.completed", "subject_kind": "expert", "subject_id": offer, "campaign_id": campaign}
    await ground.row("audit_entries", **unlinked, occurred_at=at(1), details='{"from": "scheduled", "to": "completed"}')
    assert by_stage(await funnel(ada, campaign), "reached")["completed"] == 0
