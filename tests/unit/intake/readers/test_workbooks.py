"""A workbook's cells come as the person who sent it sees them, in their place."""

from datetime import date, datetime, time
from typing import Any

from services.core.intake import readers
from services.core.intake.documents import Document, Sheet
from tests.unit.intake.readers import files


def opened(data: bytes) -> Document:
    return readers.open_document("experts.xlsx", data)


def only(data: bytes) -> Sheet:
    (sheet,) = opened(data).sheets
    return sheet


def test_numbers_dates_and_truths_are_text() -> None:
    def dated(book: Any, sheets: dict[str, Any]) -> None:
        day, moment = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "dd.mm.yy hh:mm"})
        sheets["S"].write_datetime("D1", date(2026, 11, 3), day)
        sheets["S"].write_datetime("E1", datetime(2026, 11, 3, 10, 30), moment)  # noqa: DTZ001 - sheets have no zones
        sheets["S"].write_datetime("F1", time(10, 30), book.add_format({"num_format": "hh:mm"}))
        sheets["S"].write_formula("G1", "=A1*2", None, 2300)

    row = only(files.workbook(("S", [[1150, 1150.5, True]]), also=dated)).rows[0]
    assert row == ["1150", "1150.5", "TRUE", "2026-11-03", "2026-11-03T10:30", "10:30", "2300"]


def test_rows_keep_their_numbers_and_columns_below_and_right_of_empty_ones() -> None:
    sheet = only(files.workbook(("S", [[], [], ["", "Name"], [], ["", "Sarah Chen"]])))
    assert (sheet.first_row, sheet.rows) == (3, [["", "Name"], ["", ""], ["", "Sarah Chen"]])
    assert sheet.number_of(2) == 5


def test_merged_cells_hold_their_value_everywhere() -> None:
    def merged(_: Any, sheets: dict[str, Any]) -> None:
        sheets["S"].merge_range("A1:C1", "Experts")
        sheets["S"].merge_range("B3:B4", "Dedalus")

    rows = only(files.workbook(("S", [[], ["Name", "Company", "Rate"], ["A", "", 1], ["B", "", 2]]), also=merged)).rows
    assert rows == [["Experts"] * 3, ["Name", "Company", "Rate"], ["A", "Dedalus", "1"], ["B", "Dedalus", "2"]]


def test_a_currency_that_only_the_number_format_knows_is_written_out() -> None:
    formats = {
        "A1": '#,##0.00 "€"',
        "B1": "[$$-409]#,##0",
        "C1": "[$CHF] #,##0.00",
        "D1": '0.0 "credits"',
        "E1": "0.00",
    }

    def priced(book: Any, sheets: dict[str, Any]) -> None:
        for cell, code in formats.items():
            sheets["S"].write_number(cell, 1150, book.add_format({"num_format": code}))

    row = only(files.workbook(("S", []), also=priced)).rows[0]
    assert row == ["1150 €", "$1150", "CHF 1150", "1150 credits", "1150"]


def test_links_behind_cells_are_kept_beside_them() -> None:
    def linked(_: Any, sheets: dict[str, Any]) -> None:
        sheets["S"].write_url("B3", "https://www.linkedin.com/in/sarah-chen", string="Profile")
        sheets["S"].write_formula("C3", '=HYPERLINK("https://example.com/ana","CV")', None, "CV")
        sheets["S"].write_url("D3", "internal:S!A1", string="top")

    sheet = only(files.workbook(("S", [[], ["Name"], ["Sarah Chen"]]), also=linked))
    assert sheet.rows[1] == ["Sarah Chen", "Profile", "CV", "top"]
    assert sheet.links == {(1, 1): "https://www.linkedin.com/in/sarah-chen", (1, 2): "https://example.com/ana"}


def test_hidden_and_empty_sheets_are_named_and_left_out() -> None:
    data = files.workbook(
        ("Experts", [["Name"]]), ("Notes", [["x"]]), ("Blank", []), also=lambda _, sheets: sheets["Notes"].hide()
    )
    document = opened(data)
    assert [sheet.name for sheet in document.sheets] == ["Experts"]
    assert document.notes == ["sheet 'Notes' is hidden and was not read", "sheet 'Blank' is empty"]


def test_formatting_far_below_the_last_row_makes_no_rows() -> None:
    def painted(book: Any, sheets: dict[str, Any]) -> None:
        sheets["S"].write_blank("A900000", None, book.add_format({"bold": True}))

    assert only(files.workbook(("S", [["Name"], ["Sarah Chen"]]), also=painted)).rows == [["Name"], ["Sarah Chen"]]


def test_several_sheets_keep_their_order_and_their_own_formats() -> None:
    def priced(book: Any, sheets: dict[str, Any]) -> None:
        sheets["Second"].write_number("A1", 5, book.add_format({"num_format": '0 "£"'}))
        sheets["First"].write_number("A1", 5)

    sheets = opened(files.workbook(("First", []), ("Second", []), also=priced)).sheets
    assert [(sheet.name, sheet.rows) for sheet in sheets] == [("First", [["5"]]), ("Second", [["5 £"]])]
