"""The call tracker: out, in again, known by its rows however they were moved; what was not read is told."""

import re

from tests.core.reporting.tracker.desk import Desk, codes, told, wall
from tests.support import calls, trackers
from tests.support.core import Core
from tests.support.trackers import Workbook


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
