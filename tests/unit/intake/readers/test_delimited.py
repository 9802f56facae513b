"""A table in text is found by the columns its delimiter makes."""

import pytest

from services.core.intake import readers
from services.core.intake.documents import Sheet

ROWS = [["Name", "Company", "Rate"], ["Sarah Chen", "Epic", "1.150,00"], ["Ana Ruiz", "IBM", "900,50"]]


def only(name: str, data: bytes) -> Sheet:
    document = readers.open_document(name, data)
    assert document.kind == "csv"
    (sheet,) = document.sheets
    return sheet


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_found(delimiter: str, encoding: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    assert only("experts.csv", text.encode(encoding)).rows == ROWS


def test_commas_where_numbers_have_commas_too_need_their_quotation_marks() -> None:
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in ROWS)
    assert only("experts.csv", text.encode()).rows == ROWS


def test_the_delimiter_excel_announces_is_believed_and_its_line_left_out() -> None:
    sheet = only("experts.csv", b"sep=;\nName;Company\nSarah Chen;Epic\n")
    assert sheet.rows == [["Name", "Company"], ["Sarah Chen", "Epic"]]
    assert [sheet.number_of(0), sheet.number_of(1)] == [2, 3]


def test_each_row_keeps_the_line_it_begins_on() -> None:
    sheet = only("experts.csv", b'Name,Bio\n"Sarah Chen","one\ntwo\nthree"\n\nAna Ruiz,short\n')
    assert [sheet.number_of(index) for index in range(4)] == [1, 2, 5, 6]
    assert sheet.rows[1] == ["Sarah Chen", "one\ntwo\nthree"]


def test_cells_pasted_from_a_sheet_are_a_table_though_the_file_is_named_txt() -> None:
    text = "\n".join("\t".join(row) for row in ROWS)
    assert only("pasted.txt", text.encode()).rows == ROWS


def test_prose_with_commas_is_no_table() -> None:
    text = b"Hi,\n\nplease find Sarah, Ana, Bob, and Tom below.\nThey are free Monday, Tuesday, Friday, and Sunday.\n"
    assert readers.open_document("mail.txt", text).kind == "text"
