"""What cannot be read is refused with a stable code and a reason that says what to do."""

import io
import zipfile

import pytest

from services.core.intake import readers
from services.core.intake.readers import Limits, Unreadable
from tests.unit.intake.readers import files


def refused(name: str, data: bytes, limits: Limits = readers.STANDARD) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        readers.open_document(name, data, limits=limits)
    return caught.value


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in names:
            made.writestr(name, b"<a/>")
    return target.getvalue()


def test_an_empty_file() -> None:
    assert refused("experts.xlsx", b"").code == "empty_file"


def test_a_file_of_white_space() -> None:
    assert refused("mail.txt", b" \r\n\t\n").code == "no_text"


@pytest.mark.parametrize(
    ("name", "data", "hint"),
    [
        ("profile.docx", archive("[Content_Types].xml", "word/document.xml"), "Word"),
        ("profiles.zip", archive("sarah.txt"), "zip archive"),
        ("experts.xlsb", archive("xl/workbook.bin"), "save it as .xlsx"),
        ("experts.ods", archive("mimetype", "content.xml"), "save it as .xlsx"),
        ("experts.xls", files.compound("Workbook"), "save it as .xlsx"),
        ("offer.msg", files.compound("__properties_version1.0"), "save it as .eml"),
        ("profile.doc", files.compound("WordDocument"), "old Office"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "picture"),
        ("scan.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 50, "picture"),
        ("setup.exe", b"MZ\x90\0" + b"\0" * 50, "program"),
        ("experts.csv.gz", b"\x1f\x8b\x08" + b"\0" * 50, "compressed"),
        ("profile.rtf", b"{\\rtf1 Sarah Chen}", "rich text"),
        ("data.bin", bytes(range(256)) * 4, "no text"),
        ("old.xml", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "save it as .xlsx"),
    ],
)
def test_a_type_that_is_not_read_names_itself_and_what_to_send(name: str, data: bytes, hint: str) -> None:
    error = refused(name, data)
    assert error.code == "unsupported_type"
    assert hint in error.reason


def test_the_name_does_not_hide_what_the_bytes_are() -> None:
    assert refused("experts.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 50).code == "unsupported_type"
    book = files.workbook(("Experts", [["Name"], ["Sarah Chen"]]))
    assert readers.open_document("experts.txt", book).kind == "sheet"


def test_sixty_megabytes_are_refused_unseen() -> None:
    class Unseen(bytes):
        def startswith(self, *_: object) -> bool:
            raise AssertionError("the bytes were looked at")

        def __contains__(self, _: object) -> bool:
            raise AssertionError("the bytes were looked at")

    assert refused("experts.csv", Unseen(60 * 1024 * 1024)).code == "too_large"


def test_a_protected_workbook() -> None:
    assert refused("experts.xlsx", files.compound("EncryptionInfo", "EncryptedPackage")).code == "encrypted_file"


def test_a_workbook_whose_parts_are_encrypted() -> None:
    data = bytearray(files.workbook(("Experts", [["Name"]])))
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    assert refused("experts.xlsx", bytes(data)).code == "encrypted_file"


def test_a_cut_off_workbook() -> None:
    data = files.workbook(("Experts", [["Name"], ["Sarah Chen"]]))
    assert refused("experts.xlsx", data[: len(data) // 2]).code == "corrupt_file"


def test_a_workbook_with_a_flipped_byte() -> None:
    data = bytearray(files.workbook(("Experts", [["Name"], ["Sarah Chen"]])))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as made:
        start = made.getinfo("xl/worksheets/sheet1.xml").header_offset
    data[start + 30 + len("xl/worksheets/sheet1.xml") + 20] ^= 0xFF
    assert refused("experts.xlsx", bytes(data)).code == "corrupt_file"


def test_a_workbook_whose_sheets_are_hidden_or_empty() -> None:
    data = files.workbook(("Shown", []), ("Hidden", [["Name"]]), also=lambda _, sheets: sheets["Hidden"].hide())
    assert refused("experts.xlsx", data).code == "no_text"


def test_utf_16_that_is_none() -> None:
    assert refused("mail.txt", b"\xff\xfe\x00\xd8\x00").code == "bad_encoding"


def test_a_mail_without_anything_to_read() -> None:
    assert refused("mail.eml", files.mail("  ").as_bytes()).code == "no_text"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (files.mail("word " * 400).as_bytes(), "too_large"),
        (b"From: a@b.com\nMIME-Version: 1.0\n" + b"--x\nContent-Type: text/plain\n\n" * 4_000, "too_large"),
        (b"From: a@b.com\nContent-Type: text/plain" + b";a=b" * 4_000 + b"\n\nHello", "corrupt_file"),
    ],
)
def test_a_mail_beyond_what_people_write(data: bytes, code: str) -> None:
    assert refused("mail.eml", data, Limits(text=1_000)).code == code


def test_a_pasted_text_beyond_what_people_write() -> None:
    assert refused("mail.txt", b"word " * 400, Limits(text=1_000)).code == "too_large"


def test_a_page_without_words() -> None:
    assert refused("page.html", b"<html><style>p{}</style><p> </p></html>").code == "no_text"


def test_too_many_rows_in_a_csv() -> None:
    assert refused("experts.csv", b"Name,Company\n" * 12, Limits(rows=10)).code == "too_large"


def test_a_quotation_mark_left_open_in_a_csv() -> None:
    error = refused("experts.csv", b'Name,Company\nSarah,"Epic\n' + b"Ana,IBM\n" * 6_000)
    assert error.code == "too_large"
    assert "Line 2" in error.reason
