"""No archive is opened before it is measured, and no header is believed about its size."""

import io
import struct
import zipfile

import pytest

from services.core.intake import readers
from services.core.intake.readers import Limits, Unreadable
from tests.unit.intake.readers import files

MIB = 1024 * 1024


def refused(data: bytes, limits: Limits = readers.STANDARD) -> str:
    with pytest.raises(Unreadable) as caught:
        readers.open_document("experts.xlsx", data, limits=limits)
    assert caught.value.reason
    return caught.value.code


def test_a_part_that_unpacks_to_more_than_a_hundred_mebibytes_is_refused_as_a_bomb() -> None:
    cell = b"<sst><si><t>" + b"A" * (120 * MIB) + b"</t></si></sst>"
    data = files.with_member(files.workbook(("Experts", [["Name"]])), "xl/bomb.xml", cell)
    assert len(data) < MIB
    assert refused(data) == "archive_bomb"


def test_a_high_ratio_is_refused_even_below_the_size_limit() -> None:
    data = files.with_member(files.workbook(("Experts", [["Name"]])), "xl/media/blank.bin", b"\0" * (4 * MIB))
    assert refused(data) == "archive_bomb"


def test_an_ordinary_small_sheet_of_equal_rows_passes_whatever_its_ratio() -> None:
    rows = [["Name", "Company"], *[["Sarah Chen", "Epic Systems"]] * 400]
    assert len(readers.open_document("experts.xlsx", files.workbook(("Experts", rows))).sheets[0].rows) == 401


def test_parts_that_only_together_exceed_the_limit_are_refused() -> None:
    data = files.workbook(("Experts", [["Name"]]))
    for number in range(3):
        noise = bytes((index * 7919 + number) % 251 for index in range(40_000))
        data = files.with_member(data, f"xl/part{number}.bin", noise)
    assert refused(data, Limits(unpacked=100_000)) == "archive_bomb"


def test_a_directory_that_lies_about_a_size_is_refused() -> None:
    data = files.workbook(("Experts", [["Name", "Company"], ["Sarah Chen", "Epic"]]))
    assert refused(files.claiming_size(data, "xl/worksheets/sheet1.xml", 10)) == "archive_bomb"
    assert refused(files.claiming_size(data, "xl/worksheets/sheet1.xml", 4_000_000_000)) in {
        "archive_bomb",
        "corrupt_file",
    }


def test_an_archive_of_more_than_a_thousand_parts_is_refused() -> None:
    target = io.BytesIO(files.workbook(("Experts", [["Name"]])))
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(1_001):
            archive.writestr(f"xl/part{number}.xml", b"<a/>")
    assert refused(target.getvalue()) == "archive_bomb"


def test_overlapping_parts_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/kernel.xml", b"A" * 5_000)
    data = target.getvalue()
    start = data.index(b"PK\x01\x02")
    first = data.index(b"PK\x01\x02", start)
    second = data.index(b"PK\x01\x02", first + 1)
    twin = bytearray(data[second : data.index(b"PK\x05\x06")])
    twin[46 : 46 + len("xl/kernel.xml")] = b"xl/overla.xml"
    end = data.index(b"PK\x05\x06")
    trailer = bytearray(data[end:])
    struct.pack_into("<HHI", trailer, 8, 3, 3, end - start + len(twin))
    assert refused(data[:end] + bytes(twin) + bytes(trailer)) == "archive_bomb"


def test_two_parts_of_one_name_are_refused_because_readers_disagree_on_which_counts() -> None:
    data = files.workbook(("Experts", [["Name"]]))
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = files.with_member(data, "xl/workbook.xml", b"<workbook/>")
    assert refused(data) == "archive_bomb"


def test_an_archive_inside_the_archive_is_refused_unless_it_is_an_embedded_object() -> None:
    inner = files.workbook(("Inner", [["Name"]]))
    outer = files.workbook(("Experts", [["Name"], ["Sarah Chen"]]))
    assert refused(files.with_member(outer, "xl/worksheets/quine.xml", inner)) == "archive_bomb"
    embedded = files.with_member(outer, "xl/embeddings/Sheet1.xlsx", inner)
    assert readers.open_document("experts.xlsx", embedded).sheets[0].rows == [["Name"], ["Sarah Chen"]]


def test_a_cell_in_the_last_corner_does_not_make_the_whole_rectangle() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert refused(files.with_sheet_xml(b"</sheetData>", far)) == "too_large"


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="4294967290"><c><v>1</v></c></row>',
        b'<row r="9"><c r="B4295999999"><v>1</v></c></row>',
        b'<row r="9"><c r="ZZZZZZ9"><v>1</v></c></row>',
        b'<row r="1048576"><c r="A"><v>1</v></c></row>',
    ],
)
def test_places_that_no_sheet_has_are_refused_before_they_can_wrap_around(row: bytes) -> None:
    assert refused(files.with_sheet_xml(b"</sheetData>", row + b"</sheetData>")) == "corrupt_file"


def test_rows_without_numbers_are_counted_too() -> None:
    rows = b"<row><c><v>1</v></c></row>" * 50
    data = files.with_sheet_xml(b"</sheetData>", rows + b"</sheetData>")
    assert refused(data, Limits(rows=40)) == "too_large"
    assert len(readers.open_document("experts.xlsx", data).sheets[0].rows) == 52


def test_a_long_text_that_many_cells_share_is_counted_once_per_cell() -> None:
    rows = [["Name"], *[["A" * 30_000]] * 200]
    assert refused(files.workbook(("Experts", rows)), Limits(unpacked=2_000_000)) == "archive_bomb"


def test_a_cell_longer_than_excel_allows_is_refused() -> None:
    text = b'<row r="3"><c r="A3" t="inlineStr"><is><t>' + b"ab" * 20_000 + b"</t></is></c></row></sheetData>"
    assert refused(files.with_sheet_xml(b"</sheetData>", text)) == "too_large"


def test_more_columns_than_anyone_uses_are_refused() -> None:
    assert refused(files.workbook(("Experts", [["x"] * 501]))) == "too_large"


def test_a_document_type_is_refused_since_entities_multiply() -> None:
    old = b"<worksheet"
    new = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet'
    assert refused(files.with_sheet_xml(old, new)) == "archive_bomb"


def test_merged_cells_that_cover_the_sheet_again_and_again_are_refused() -> None:
    merged = b'<mergeCells count="500">' + b'<mergeCell ref="A1:B2"/>' * 500 + b"</mergeCells>"
    data = files.with_sheet_xml(b"</sheetData>", b"</sheetData>" + merged)
    assert refused(data, Limits(cells=100)) == "archive_bomb"


def test_all_attachments_of_a_mail_share_one_budget() -> None:
    book = files.workbook(("Experts", [["Name"], *[[f"Person {number}"] for number in range(300)]]))
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    mail = _mail_with(book, book, book)
    documents = readers.open_documents("offer.eml", mail, limits=Limits(unpacked=unpacked * 3))
    assert [document.kind for document in documents].count("sheet") == 2
    assert any("archive_bomb" in note for note in documents[0].notes)


def _mail_with(*attachments: bytes) -> bytes:
    mail = files.mail("Two sheets attached.")
    for number, data in enumerate(attachments, start=1):
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=f"{number}.xlsx")
    return mail.as_bytes()
