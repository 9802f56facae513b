"""A dry run tells exactly what the real run then does, and leaves nothing behind."""

from typing import Any

import pytest

from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, CLEO, Desk, counted
from tests.core.research import expected

Json = dict[str, Any]
OWN = {"id", "expert_id", "person_id", "intake_id", "file_id", "position"}
NOBODY = ("", "Head of Sales", "Opel", "Mainz, Germany", "$400 per hour")


def told(report: Json) -> Json:
    """The report without ids and instants of its own."""
    kept = {name: report[name] for name in ("counts", "items", "notes", "total", "processed", "status", "vendor_hint")}
    cleaned: Json = _without_ids(kept)
    return cleaned


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_ids(part) for name, part in value.items() if name not in OWN}
    return [_without_ids(part) for part in value] if isinstance(value, list) else value


async def test_on_an_empty_campaign(desk: Desk) -> None:
    before = await desk.rows()
    rehearsed = await desk.report(desks.sheet(ANNA, BERT, NOBODY), status=200, dry_run="true")
    assert rehearsed["dry_run"] is True
    assert counted(rehearsed) == {"added": 2, "rejected": 1}
    assert await desk.rows() == before
    done = await desk.report(desks.sheet(ANNA, BERT, NOBODY))
    assert done["dry_run"] is False
    assert told(rehearsed) == told(done)


async def test_of_updates_merges_reviews_and_suggestions(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA, BERT))
    await desk.report(desks.sheet(CLEO), vendor="AlphaSights")
    await desk.edit(await desk.offer("GLG Bert Okafor"), title="Head of Plants")
    file = desks.sheet(
        (*ANNA[:4], "$650 per hour"),
        (BERT[0], "Works Director", *BERT[2:]),
        CLEO,
        ("Anna Weber", "", "", "", "$9 per hour"),
    )
    before = await desk.rows()
    rehearsed = await desk.report(file, status=200, dry_run="true")
    assert await desk.rows() == before
    assert told(rehearsed) == told(await desk.report(file))


async def test_of_what_was_handed_in_before(desk: Desk) -> None:
    first = await desk.report(desks.sheet(ANNA))
    rehearsed = await desk.report(desks.sheet(ANNA), status=200, dry_run="true")
    assert (rehearsed["duplicate_of"], rehearsed["dry_run"]) == (first["id"], True)
    assert counted(rehearsed) == {"unchanged": 1}


async def test_of_more_rows_than_are_placed_at_once(desk: Desk) -> None:
    rows = [*desks.crowd(520), (*desks.crowd(4)[3][:4], "$6 per hour"), NOBODY]
    before = await desk.rows()
    rehearsed = await desk.report(desks.sheet(*rows), ("scan.png", b"\x89PNG", "image/png"), status=200, dry_run="true")
    assert counted(rehearsed) == {"added": 520, "updated": 1, "rejected": 2}
    assert [item["position"] for item in rehearsed["items"]] == list(range(523))
    assert await desk.rows() == before


@pytest.mark.parametrize("word", ["maybe", "2"])
async def test_a_dry_run_is_asked_for_in_plain_words(desk: Desk, word: str) -> None:
    before = await desk.rows()
    expected.refusal_of(await desk.send(desks.sheet(ANNA), dry_run=word), 422, "input_invalid", "#/query/dry_run")
    assert await desk.rows() == before
