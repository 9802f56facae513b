"""What a file does not say for certain is not taken, nor what goes with it; nothing is lost without a word."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.core.reporting.tracker import service
from tests.core.reporting.tracker.desk import PAST, Desk, codes, told, wall
from tests.support import calls, trackers
from tests.support.core import Core
from tests.support.trackers import Workbook

NEW_YORK = "America/New_York"


def by_column(answer: dict[str, Any]) -> dict[str | None, dict[str, Any]]:
    """The answer's cells."""
    return {cell["column"]: cell for cell in answer["cells"]}


@pytest.mark.parametrize(
    ("typed", "minor"), [("950,50", 95_050), ("1,200.50", 120_050), ("1.250,00", 125_000), ("1,250", 125_000)]
)
async def test_a_price_typed_as_text_is_the_amount_it_says(desk: Desk, typed: str, minor: int) -> None:
    answer = await desk.hand_in((await desk.out()).set("Sarah Chen", price=typed))
    assert [cell["outcome"] for cell in answer["cells"]] == ["taken"]
    assert (await desk.expert(desk.sarah))["price"]["amount_minor"] == minor


async def test_a_price_that_may_be_two_is_refused_and_its_unit_with_it(desk: Desk) -> None:
    answer = await desk.hand_in((await desk.out()).set("Sarah Chen", price="1.250", per="EUR/hour"))
    assert codes(answer) == {"Price": "price_unread", "Per": "goes_with_refused"}
    assert "1250" in by_column(answer)["Price"]["reason"] and "1.25" in by_column(answer)["Price"]["reason"]
    price = (await desk.expert(desk.sarah))["price"]
    assert (price["amount_minor"], price["currency"]) == (120_000, "USD")


@pytest.mark.parametrize("length", ["1h", "1,5", 1.5, "45 min"])
async def test_a_length_is_whole_minutes(desk: Desk, length: str | float) -> None:
    answer = await desk.hand_in((await desk.out()).set("Sarah Chen", length=length))
    assert codes(answer) == {"Length": "length_unread"}
    assert "whole minutes" in by_column(answer)["Length"]["reason"]
    assert (await desk.interview())["duration_minutes"] == 60


async def test_a_call_is_not_completed_with_a_length_that_was_not_read(desk: Desk, core: Core) -> None:
    await calls.change(core, desk.call, starts_at=PAST)
    answer = await desk.hand_in((await desk.out()).set("Sarah Chen", status="completed", length="1h"))
    assert codes(answer) == {"Status": "goes_with_refused", "Length": "length_unread"}
    assert (await desk.interview())["status"] == "scheduled"


async def test_a_call_date_with_an_offset_is_that_instant(desk: Desk) -> None:
    book = (await desk.out()).set("Sarah Chen", call_date="2026-12-10T10:00:00Z", zone=NEW_YORK)
    assert {outcome for outcome, _, _ in told(await desk.hand_in(book))} == {"taken"}
    assert datetime.fromisoformat((await desk.interview())["starts_at"]) == datetime(2026, 12, 10, 10, tzinfo=UTC)


async def test_of_two_equal_times_the_call_keeps_its_own(desk: Desk, core: Core) -> None:
    second = datetime(2027, 11, 7, 6, 30, tzinfo=UTC)
    await calls.change(core, desk.call, starts_at=second, timezone=NEW_YORK)
    answer = await desk.hand_in((await desk.out()).set("Sarah Chen", length=45))
    assert told(answer) == [("taken", "Length", "45")]
    assert datetime.fromisoformat((await desk.interview())["starts_at"]) == second


async def test_of_two_equal_times_the_first_is_taken_and_said(desk: Desk) -> None:
    book = (await desk.out()).set("Sarah Chen", call_date=wall(2027, 11, 7, 1, 30), zone=NEW_YORK)
    cells = by_column(await desk.hand_in(book))
    assert cells["Call date"]["outcome"] == "taken" and "twice" in cells["Call date"]["reason"]
    assert datetime.fromisoformat((await desk.interview())["starts_at"]) == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


async def test_a_row_copied_in_the_file_is_read_once_and_what_the_copy_says_is_told(desk: Desk) -> None:
    book = (await desk.out()).set("Sarah Chen", notes="First", lead="Ada Lovelace")
    (line,) = [row for row in book.sheet.iter_rows(min_row=2) if "Sarah Chen" in [cell.value for cell in row]]
    copy = [cell.value for cell in line]
    copy[book.titles().index("Notes")] = "Second"
    book.sheet.append(copy)
    answer = await desk.hand_in(book)
    assert sorted(told(answer)) == sorted(
        [
            ("taken", "Lead", "Ada Lovelace"),
            ("taken", "Notes", "First"),
            ("already_so", "Lead", "Ada Lovelace"),
            ("conflict", "Notes", "Second"),
        ]
    )
    (second,) = [cell for cell in answer["cells"] if cell["outcome"] == "conflict"]
    assert (second["code"], second["ours"]) == ("row_twice", "First")
    assert f"Rows {line[0].row} and {book.sheet.max_row} " in second["reason"]
    assert (await desk.interview())["notes"] == "First"


async def test_a_row_copied_without_a_change_is_told(desk: Desk) -> None:
    book = await desk.out()
    book.sheet.append([cell.value for cell in book.sheet[2]])
    (cell,) = (await desk.hand_in(book))["cells"]
    assert (cell["outcome"], cell["code"], cell["column"]) == ("conflict", "row_twice", None)


async def test_a_formula_in_an_empty_cell_is_told(desk: Desk) -> None:
    answer = await desk.hand_in((await desk.out()).set("Lena Vogt", title="=1+1"))
    assert codes(answer) == {"Title": "formula_without_value"}


async def test_a_row_that_was_added_says_which_of_its_cells_were_not_read(desk: Desk) -> None:
    book = (await desk.out()).add(name="Jo Doe", vendor="GLG", price="1.250", per="USD/hour")
    book.add(name="Mo Roe", vendor="GLG", notes="=1+1")
    doubted, added = (await desk.hand_in(book))["cells"]
    assert (doubted["outcome"], doubted["code"]) == ("row_incomplete", "price_unread")
    assert added["outcome"] == "row_added" and "Notes" in added["reason"]


async def test_a_deleted_column_is_told_and_stays_as_it_is(desk: Desk) -> None:
    book = await desk.out()
    book.sheet.delete_cols(book.titles().index("Notes") + 1)
    (cell,) = (await desk.hand_in(book))["cells"]
    assert (cell["column"], cell["code"], cell["cell"]) == ("Notes", "column_missing", None)
    assert (await desk.interview())["notes"] == "Ask about prices"


async def test_an_expert_who_is_offered_already_is_told_in_words_with_the_row(desk: Desk) -> None:
    book = (await desk.out()).add(name="Sarah Chen", vendor="GLG", employer="Epic Systems")
    (cell,) = (await desk.hand_in(book))["cells"]
    assert (cell["outcome"], cell["code"]) == ("row_incomplete", "offer_exists")
    assert cell[
        "reason"
    ] == f"Row {book.sheet.max_row}: This vendor already has an open offer of this person in this" + (" campaign.")


async def test_a_tracker_with_too_many_new_rows_is_sent_to_the_intake(desk: Desk) -> None:
    book = await desk.out()
    for number in range(51):
        book.add(name=f"Person {number}", vendor="GLG")
    answer = await trackers.handed_in(desk.client, desk.campaign, book.saved())
    assert (answer.status_code, answer.json()["code"]) == (422, "tracker_adds_too_many")
    assert "51 rows" in answer.json()["detail"] and "/intake" in answer.json()["detail"]


async def test_a_tracker_that_changes_too_much_is_taken_in_parts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_TAKEN", 1)
    book = (await desk.out()).set("Sarah Chen", title="Vice President").set("Lena Vogt", title="Engineer")
    answer = await trackers.handed_in(desk.client, desk.campaign, book.saved())
    assert (answer.status_code, answer.json()["code"]) == (422, "tracker_changes_too_many")
    assert (await desk.expert(desk.sarah))["title"] == "Chief of Staff"
    rest = Workbook.of(book.saved()).drop("Sarah Chen")
    assert ("taken", "Title", "Vice President") in told(await desk.hand_in(book.drop("Lena Vogt")))
    assert ("taken", "Title", "Engineer") in told(await desk.hand_in(rest))
