"""A vendor that is paused: who is new waits, told with the reason, and is placed when the intake is tried again."""

from typing import Any

import pytest

from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, CLEO, Desk, counted, outcomes
from tests.core.research import expected

GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
DEARER = (*ANNA[:4], "$650 per hour")


async def become(desk: Desk, status: str) -> None:
    answer = await desk.client.patch(f"/api/campaigns/{desk.campaign_id}/vendors/{GLG}", json={"status": status})
    assert answer.status_code == 200, answer.text


async def paused(desk: Desk) -> dict[str, Any]:
    """The report of a sheet with somebody offered before the vendor was paused, and somebody new."""
    await desk.report(desks.sheet(ANNA))
    await become(desk, "paused")
    return await desk.report(desks.sheet(DEARER, BERT))


async def test_news_is_taken_and_who_is_new_is_told_with_the_reason_and_what_helps(desk: Desk) -> None:
    report = await paused(desk)
    assert outcomes(report) == {"Anna Weber": "updated", "Bert Okafor": "rejected"}
    refused = report["items"][1]
    assert (refused["code"], refused["expert_id"]) == ("proposals_not_taken", None)
    assert "GLG is paused" in refused["reason"] and "retry" in refused["reason"]
    assert set(await desk.offers()) == {"GLG Anna Weber"}


async def test_a_vendor_that_was_let_go_proposes_nobody_new(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await become(desk, "withdrawn")
    report = await desk.report(desks.sheet(DEARER, BERT))
    assert outcomes(report) == {"Anna Weber": "updated", "Bert Okafor": "rejected"}


async def test_somebody_refused_leaves_no_trace_for_whom_another_vendor_offers(desk: Desk) -> None:
    await paused(desk)
    other = await desk.report(desks.sheet(BERT, CLEO), vendor="AlphaSights")
    assert counted(other) == {"added": 2}
    assert (await desk.get("/api/match-reviews"))["items"] == []


async def test_what_came_before_the_pause_is_placed_after_it(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA), received_at="2026-03-02T09:00:00Z")
    await become(desk, "paused")
    late = await desk.report(desks.sheet(BERT), received_at="2026-03-03T09:00:00Z")
    assert counted(late) == {"added": 1}


async def test_a_dry_run_tells_the_same(desk: Desk) -> None:
    await paused(desk)
    dry = await desk.report(desks.sheet(CLEO), status=200, dry_run=True)
    assert counted(dry) == {"rejected": 1}


async def test_trying_again_changes_nothing_while_it_is_paused_and_places_all_once_it_goes_on(desk: Desk) -> None:
    first = await paused(desk)
    path = f"/api/intakes/{first['id']}/retry"
    still = await desk.post(path)
    assert (still["id"], still["duplicate_of"]) == (first["id"], first["id"])
    await become(desk, "active")
    again = await desk.post(path, status=201)
    assert outcomes(again) == {"Anna Weber": "unchanged", "Bert Okafor": "added"}
    assert again["items"][1]["source"]["file_id"] == first["items"][1]["source"]["file_id"]
    assert set(await desk.offers()) == {"GLG Anna Weber", "GLG Bert Okafor"}
    assert (await desk.post(path))["duplicate_of"] == again["id"]


async def test_the_same_file_handed_in_again_is_placed_once_it_goes_on(desk: Desk) -> None:
    await paused(desk)
    assert (await desk.report(desks.sheet(DEARER, BERT), status=200))["duplicate_of"]
    await become(desk, "active")
    assert counted(await desk.report(desks.sheet(DEARER, BERT))) == {"unchanged": 1, "added": 1}


@pytest.mark.parametrize("intake_id", ["no-id", "01920000-0000-7000-8000-000000000000"])
async def test_an_intake_there_is_not_is_missing(desk: Desk, intake_id: str) -> None:
    expected.refusal_of(await desk.client.post(f"/api/intakes/{intake_id}/retry"), 404, "intake_missing")
