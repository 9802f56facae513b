"""The call tracker: out, edited offline, in again; what changed on both sides is told cell by cell, nothing is lost."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from tests.support import calls, trackers
from tests.support.core import Core
from tests.support.trackers import Workbook

PRICE = {"amount_minor": 120_000, "unit": "hour", "currency": "USD", "minimum_minutes": 30, "increment_minutes": 5}
PAST = datetime(2026, 11, 16, 14, tzinfo=UTC)


def wall(*parts: int) -> datetime:
    """A time as a cell holds it: of no zone."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc,arg-type]


@pytest.fixture
async def ada(core: Core) -> AsyncIterator[httpx2.AsyncClient]:
    async with core.as_("ada") as client:
        yield client


class Desk:
    """A campaign with three experts: one booked, one shortlisted, one proposed; and somebody who leads."""

    def __init__(self, core: Core, client: httpx2.AsyncClient) -> None:
        self.core, self.client = core, client

    async def set_up(self) -> "Desk":
        self.campaign = await calls.campaign(self.client, timezone="Europe/Berlin")
        self.leader = await calls.member(self.client, "Ada Lovelace", "ada@example.com")
        self.sarah = await calls.expert(self.client, self.campaign, "Sarah Chen", price=PRICE, title="Chief of Staff")
        self.lena = await calls.expert(self.client, self.campaign, "Lena Vogt", company="Siemens")
        self.call = await calls.call(self.core, self.campaign, self.sarah, notes="Ask about prices")
        return self

    async def out(self) -> Workbook:
        return Workbook.of(await trackers.handed_out(self.client, self.campaign))

    async def hand_in(self, book: Workbook, **query: Any) -> dict[str, Any]:
        return await trackers.merged(self.client, self.campaign, book.saved(), **query)

    async def interview(self, id_: str | None = None) -> dict[str, Any]:
        found: dict[str, Any] = (await self.client.get(f"/api/interviews/{id_ or self.call}")).json()
        return found

    async def expert(self, id_: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.client.get(f"/api/experts/{id_}")).json()
        return found


@pytest.fixture
async def desk(core: Core, ada: httpx2.AsyncClient) -> Desk:
    return await Desk(core, ada).set_up()


def told(answer: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    """What the answer says of cells: outcome, column, theirs."""
    return [(cell["outcome"], cell["column"], cell["theirs"]) for cell in answer["cells"]]


def codes(answer: dict[str, Any]) -> dict[str, str]:
    """Why cells were refused, by column."""
    return {cell["column"]: cell["code"] for cell in answer["cells"] if cell["outcome"] == "refused"}


async def test_a_tracker_has_a_row_a_call_and_one_an_offer_that_has_none(desk: Desk) -> None:
    book = await desk.out()
    assert book.titles()[:2] == ["Row", "Version"]
    assert [book.place(name, "row").value for name in ("Sarah Chen", "Lena Vogt")] == [
        f"call:{desk.call}",
        f"offer:{desk.lena}",
    ]
    shown = {column: book.place("Sarah Chen", column).value for column in ("status", "price", "per", "zone", "length")}
    assert shown == {"status": "scheduled", "price": 1200, "per": "USD/hour", "zone": "Europe/Berlin", "length": 60}
    assert book.place("Sarah Chen", "call_date").value == wall(2026, 11, 30, 15)
    assert book.place("Sarah Chen", "vendor").value == "GLG"


async def test_a_tracker_hides_what_knows_rows_again_and_offers_lists(desk: Desk) -> None:
    book = await desk.out()
    assert book.book["Canvass"].sheet_state == "hidden"
    assert {(each.min, each.max) for each in book.sheet.column_dimensions.values() if each.hidden} == {(1, 2)}
    assert book.sheet.freeze_panes == "D2" and book.sheet.auto_filter.ref is not None
    listed = {re.findall("[A-Z]+", str(each.sqref))[0] for each in book.sheet.data_validations.dataValidation}
    wanted = {
        book.place("Sarah Chen", column).column_letter for column in ("status", "vendor", "lead", "zone", "length")
    }
    assert listed == wanted


async def test_what_comes_back_as_it_went_out_changes_nothing(desk: Desk) -> None:
    before = [await desk.interview(), await desk.expert(desk.sarah), await desk.expert(desk.lena)]
    answer = await desk.hand_in(await desk.out())
    assert answer["cells"] == [] and answer["counts"]["unchanged"] > 30
    assert [await desk.interview(), await desk.expert(desk.sarah), await desk.expert(desk.lena)] == before


async def test_edits_are_taken_over_through_the_services(desk: Desk) -> None:
    book = await desk.out()
    book.set("Sarah Chen", title="Vice President", price=1350.5, notes="Asked", lead="Ada Lovelace")
    book.set("Lena Vogt", employer="Siemens Energy", status="rejected", reason="Too junior")
    answer = await desk.hand_in(book)
    assert {outcome for outcome, _, _ in told(answer)} == {"taken"}, answer["cells"]
    sarah, lena, call = await desk.expert(desk.sarah), await desk.expert(desk.lena), await desk.interview()
    assert (sarah["title"], sarah["price"]["amount_minor"], sarah["price"]["minimum_minutes"]) == (
        "Vice President",
        135_050,
        30,
    )
    assert (lena["company"], lena["status"], lena["status_reason"]) == ("Siemens Energy", "rejected", "Too junior")
    assert (call["notes"], call["lead_member_id"]) == ("Asked", desk.leader)


async def test_a_call_is_moved_by_its_wall_time_in_its_zone(desk: Desk) -> None:
    book = (await desk.out()).set("Sarah Chen", call_date=wall(2027, 3, 28, 9), zone="America/New_York", length=45)
    assert {outcome for outcome, _, _ in told(await desk.hand_in(book))} == {"taken"}
    call = await desk.interview()
    assert datetime.fromisoformat(call["starts_at"]) == datetime(2027, 3, 28, 13, tzinfo=UTC)
    assert (call["timezone"], call["duration_minutes"], call["status"]) == ("America/New_York", 45, "scheduled")


async def test_a_call_is_completed_with_how_long_it_took(desk: Desk, core: Core) -> None:
    await calls.change(core, desk.call, starts_at=PAST)
    book = (await desk.out()).set("Sarah Chen", status="Completed", length=52)
    assert {outcome for outcome, _, _ in told(await desk.hand_in(book))} == {"taken"}
    call = await desk.interview()
    assert (call["status"], call["actual_minutes"]) == ("completed", 52)


async def test_an_offer_without_a_call_is_booked_by_its_state_and_time(desk: Desk) -> None:
    book = await desk.out()
    book.set("Lena Vogt", status="scheduled", call_date=wall(2027, 1, 11, 10), zone="Europe/London", length=30)
    answer = await desk.hand_in(book)
    assert {outcome for outcome, _, _ in told(answer)} == {"taken"}, answer["cells"]
    (call,) = (await desk.client.get("/api/interviews", params={"expert_id": desk.lena})).json()["items"]
    assert datetime.fromisoformat(call["starts_at"]) == datetime(2027, 1, 11, 10, tzinfo=UTC)
    assert (call["status"], call["duration_minutes"]) == ("scheduled", 30)


async def test_of_two_changes_of_a_cell_ours_stays_and_theirs_is_told_with_its_place(desk: Desk) -> None:
    book = (await desk.out()).set("Sarah Chen", title="Vice President", notes="Theirs")
    await desk.client.patch(f"/api/experts/{desk.sarah}", json={"title": "Director"})
    answer = await desk.hand_in(book)
    (cell,) = [each for each in answer["cells"] if each["outcome"] == "conflict"]
    assert (cell["base"], cell["ours"], cell["theirs"]) == ("Chief of Staff", "Director", "Vice President")
    assert cell["cell"] == f"Tracker!{book.place('Sarah Chen', 'title').coordinate}"
    assert (await desk.expert(desk.sarah))["title"] == "Director"
    assert (await desk.interview())["notes"] == "Theirs"


async def test_two_editors_of_one_tracker_lose_nothing(desk: Desk) -> None:
    content = await trackers.handed_out(desk.client, desk.campaign)
    one = Workbook.of(content).set("Sarah Chen", title="One", notes="One").set("Lena Vogt", title="Only one")
    two = Workbook.of(content).set("Sarah Chen", title="Two", employer="Two").set("Lena Vogt", title="Only one")
    answers = await asyncio.gather(desk.hand_in(one), desk.hand_in(two))
    first, second = sorted(answers, key=lambda answer: answer["counts"].get("conflict", 0))
    assert {outcome for outcome, _, _ in told(first)} == {"taken"}
    assert sorted((outcome, column) for outcome, column, _ in told(second) if outcome != "taken") == [
        ("already_so", "Title"),
        ("conflict", "Title"),
    ]
    typed = {cell["theirs"] for answer in answers for cell in answer["cells"]}
    sarah, lena, call = await desk.expert(desk.sarah), await desk.expert(desk.lena), await desk.interview()
    kept = {sarah["title"], sarah["company"], call["notes"], lena["title"]}
    told_of = {cell["theirs"] for cell in second["cells"] if cell["outcome"] == "conflict"}
    assert typed == kept | told_of


async def test_a_time_in_conflict_takes_its_zone_with_it(desk: Desk) -> None:
    book = (await desk.out()).set("Sarah Chen", zone="America/New_York")
    moved = {"starts_at": (calls.START + timedelta(days=1)).isoformat()}
    answer = await desk.client.post(f"/api/interviews/{desk.call}/reschedule", json=moved)
    assert answer.is_success, answer.text
    book.set("Sarah Chen", call_date=wall(2026, 12, 4, 9))
    assert {column for outcome, column, _ in told(await desk.hand_in(book)) if outcome == "conflict"} == {
        "Call date",
        "Zone",
    }
    assert (await desk.interview())["timezone"] == "Europe/Berlin"


async def test_every_refusal_is_told_and_stops_nothing_else(desk: Desk) -> None:
    book = await desk.out()
    book.set(
        "Sarah Chen", vendor="Tegus", status="requsted", price="a lot", zone="Mars/Base", lead="Nobody", notes="Fine"
    )
    book.set("Lena Vogt", status="blocked", score=99, call_date=wall(2027, 1, 11, 10), reason="Because")
    answer = await desk.hand_in(book)
    of_sarah = {cell["column"]: cell["code"] for cell in answer["cells"] if cell["row_id"].startswith("call")}
    assert of_sarah == {
        "Vendor": "read_only",
        "Status": "status_unknown",
        "Price": "price_unread",
        "Zone": "zone_unknown",
        "Lead": "lead_unknown",
        "Notes": None,
    }
    of_lena = {cell["column"]: cell["code"] for cell in answer["cells"] if cell["row_id"].startswith("offer")}
    assert of_lena == {
        "Status": "move_not_allowed",
        "Score": "read_only",
        "Call date": "no_call_yet",
        "Reason": "move_not_allowed",
    }
    assert (await desk.interview())["notes"] == "Fine"


@pytest.mark.parametrize(
    ("status", "reason", "code"),
    [
        ("cancelled", None, "reason_needed"),
        ("no_show", "Nobody came", "fault_needed"),
        ("stopped", "MNPI", "rule_needed"),
        ("completed", None, "call_to_come"),
        ("requested", None, None),
        ("cancelled", "The expert fell ill", None),
    ],
)
async def test_a_state_is_entered_as_its_route_would(
    desk: Desk, status: str, reason: str | None, code: str | None
) -> None:
    answer = await desk.hand_in((await desk.out()).set("Sarah Chen", status=status, reason=reason))
    assert {cell["code"] for cell in answer["cells"]} == {code}
    assert (await desk.interview())["status"] == (status if code is None else "scheduled")


async def test_a_dry_run_tells_the_same_and_changes_nothing(desk: Desk) -> None:
    book = (await desk.out()).set("Sarah Chen", title="Vice President").add(name="Jo Doe", vendor="GLG")
    before = await desk.expert(desk.sarah)
    rehearsed = await desk.hand_in(book, dry_run=True)
    assert await desk.expert(desk.sarah) == before
    assert (await desk.client.get(f"/api/campaigns/{desk.campaign}/tracker-reads")).json()["items"] == []
    assert told(await desk.hand_in(book)) == told(rehearsed)


async def test_the_same_file_again_is_read_once(desk: Desk) -> None:
    content = (await desk.out()).set("Sarah Chen", title="Vice President").saved()
    first = await trackers.handed_in(desk.client, desk.campaign, content)
    await desk.client.patch(f"/api/experts/{desk.sarah}", json={"title": "Director"})
    again = await trackers.handed_in(desk.client, desk.campaign, content)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["duplicate_of"] == first.json()["id"]
    assert (await desk.expert(desk.sarah))["title"] == "Director"


async def test_rows_added_are_experts_where_they_say_enough(desk: Desk) -> None:
    book = await desk.out()
    book.add(name="Jo Doe", vendor="GLG", employer="Bosch", price=900, per="EUR/hour", notes="Met at a fair")
    book.add(name="Without Vendor").add(name="Of Nobody", vendor="No Such Network")
    rows = {cell["cell"]: cell for cell in (await desk.hand_in(book))["cells"]}
    added, lacking, unknown = rows.values()
    assert (added["outcome"], lacking["outcome"], unknown["outcome"]) == (
        "row_added",
        "row_incomplete",
        "row_incomplete",
    )
    assert "Notes" in added["reason"] and "Vendor" in lacking["reason"] and unknown["code"] == "vendor_unknown"
    made = await desk.expert(added["row_id"].partition(":")[2])
    assert (made["name"], made["company"], made["price"]["amount_minor"]) == ("Jo Doe", "Bosch", 90_000)


async def test_rows_deleted_in_the_file_are_told_and_not_deleted(desk: Desk) -> None:
    answer = await desk.hand_in((await desk.out()).drop("Lena Vogt"))
    assert [(cell["outcome"], cell["base"]) for cell in answer["cells"]] == [("row_missing", "Lena Vogt")]
    assert (await desk.expert(desk.lena))["status"] == "shortlisted"


async def test_columns_of_ones_own_are_told_not_to_have_been_read(desk: Desk) -> None:
    book = await desk.out()
    book.sheet.cell(1, 40).value = "My thoughts"
    (cell,) = (await desk.hand_in(book))["cells"]
    assert (cell["outcome"], cell["code"], cell["theirs"]) == ("refused", "column_unknown", "My thoughts")


async def test_rows_sorted_and_columns_moved_are_known_again(desk: Desk) -> None:
    book = await desk.out()
    lines = [[cell.value for cell in row] for row in book.sheet.iter_rows()]
    book.sheet.delete_rows(1, book.sheet.max_row)
    for line in [lines[0], *reversed(lines[1:])]:
        book.sheet.append([*line[2:], *line[:2]])
    book.set("Lena Vogt", title="Engineer")
    assert told(await desk.hand_in(book)) == [("taken", "Title", "Engineer")]


async def test_a_row_of_another_tracker_or_version_is_not_taken(desk: Desk) -> None:
    book = (await desk.out()).set("Sarah Chen", version="somewhere else", title="Vice President")
    book.set("Lena Vogt", row=f"offer:{desk.sarah}", title="Engineer")
    assert {cell["code"] for cell in (await desk.hand_in(book))["cells"]} == {
        "row_version",
        "row_unknown",
        "row_missing",
    }


async def test_formulas_are_text_on_the_way_out_and_their_text_on_the_way_back(desk: Desk) -> None:
    name, title = '=HYPERLINK("http://evil.example")', "+1+cmd|' /C calc'!A0"
    await desk.client.patch(f"/api/experts/{desk.lena}", json={"name": name, "title": title})
    content = await trackers.handed_out(desk.client, desk.campaign)
    book = Workbook.of(content)
    assert {book.place(name, "name").data_type, book.place(name, "title").data_type} == {"s"}
    assert book.place(name, "name").quotePrefix
    book.set(name, name=f"'{name}", employer="'=1+1")
    assert told(await desk.hand_in(book)) == [("taken", "Employer", "=1+1")]


async def test_a_formula_whose_value_was_not_saved_clears_nothing(desk: Desk) -> None:
    answer = await desk.hand_in((await desk.out()).set("Sarah Chen", title='="Vice "&"President"'))
    assert codes(answer) == {"Title": "formula_without_value"}
    assert (await desk.expert(desk.sarah))["title"] == "Chief of Staff"


async def test_cells_are_paged_by_outcome_and_the_reading_is_in_the_log(desk: Desk) -> None:
    book = (
        (await desk.out()).set("Sarah Chen", title="Vice President", vendor="Tegus").set("Lena Vogt", title="Engineer")
    )
    read = (await desk.hand_in(book))["id"]
    path = f"/api/tracker-reads/{read}"
    assert (await desk.client.get(path)).json()["counts"] | {"unchanged": 0} == {
        "taken": 2,
        "refused": 1,
        "unchanged": 0,
    }
    taken = (await desk.client.get(f"{path}/cells", params={"outcome": "taken", "limit": 1})).json()
    assert len(taken["items"]) == 1 and taken["next"]
    entries = (await desk.client.get("/api/audit-entries", params={"action": "tracker.read"})).json()["items"]
    assert [entry["subject_id"] for entry in entries] == [read]


async def test_a_file_that_is_no_tracker_of_this_campaign_is_refused(desk: Desk) -> None:
    other = await calls.campaign(desk.client)
    elsewhere = await trackers.handed_in(desk.client, other, (await desk.out()).saved())
    assert elsewhere.json()["code"] == "tracker_unknown"
    shown = await desk.out()
    del shown.book["Canvass"]
    assert (await trackers.handed_in(desk.client, desk.campaign, shown.saved())).json()[
        "code"
    ] == "tracker_unrecognised"
    assert (await trackers.handed_in(desk.client, desk.campaign, b"PK\x03\x04 no")).status_code == 422


async def test_a_stranger_has_no_tracker_of_it(desk: Desk, core: Core) -> None:
    content = await trackers.handed_out(desk.client, desk.campaign)
    read = (await trackers.handed_in(desk.client, desk.campaign, content)).json()["id"]
    async with core.as_("bob") as bob:
        assert (await bob.get(f"/api/campaigns/{desk.campaign}/tracker.xlsx")).status_code == 404
        assert (await trackers.handed_in(bob, desk.campaign, content)).status_code == 404
        assert (await bob.get(f"/api/tracker-reads/{read}/cells")).status_code == 404
    async with core.as_("eve", "viewer", within="ada") as viewer:
        assert (await viewer.get(f"/api/campaigns/{desk.campaign}/tracker.xlsx")).status_code == 200
        assert (await trackers.handed_in(viewer, desk.campaign, content)).status_code == 403
