"""Tells what a file is by its bytes. Its name only settles what the bytes leave open."""

import zipfile
from pathlib import PurePath
from typing import Literal

from services.core.intake.readers import encodings, mails
from services.core.intake.readers.errors import Unreadable

Kind = Literal["workbook", "pdf", "mail", "html", "table", "text"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or sound"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"{\\rtf", "a rich text document"),
)
_READ = "send .eml, .txt, .xlsx, .csv, .tsv or .pdf"
_PDF = b"%PDF-"


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a zip archive, which must be measured before anything opens it."""
    return data.startswith(_ZIP)


def of_archive(entries: list[zipfile.ZipInfo]) -> Kind:
    """Raises `Unreadable` (unsupported_type) for archives that are no .xlsx or .xlsm."""
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" in names:
        return "workbook"
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise Unreadable("unsupported_type", "The spreadsheet is a .xlsb or .ods; save it as .xlsx and resend it.")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise Unreadable("unsupported_type", f"The file is a Word or PowerPoint document; {_READ}.")
    raise Unreadable("unsupported_type", f"The file is a zip archive; unpack it and {_READ}.")


def of(file_name: str, data: bytes) -> Kind:
    """What a file that is no archive is. Raises `Unreadable` (unsupported_type, encrypted_file)."""
    if data.startswith(_OLE):
        raise _old_office(data)
    if _PDF in data[:1024]:
        return "pdf"
    foreign = next((what for mark, what in _FOREIGN if data.startswith(mark)), None)
    if foreign or encodings.is_binary(data):
        raise Unreadable("unsupported_type", f"The file is {foreign or 'no text'}; {_READ}.")
    ending = PurePath(file_name).suffix.lower()
    if mails.is_mail(data, named_so=ending == ".eml"):
        return "mail"
    start = data[:2048].lstrip().lower()
    if b'progid="excel.sheet"' in start or b"<?mso-application" in start:
        raise Unreadable("unsupported_type", "The spreadsheet is in an old XML form; save it as .xlsx and resend it.")
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "table" if ending in (".csv", ".tsv", ".tab") else "text"


def _old_office(data: bytes) -> Unreadable:
    def names(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if names("EncryptedPackage"):
        return Unreadable("encrypted_file", "The file is protected by a password; resend it without.")
    if names("__substg1.0") or names("__properties_version1.0"):
        return Unreadable("unsupported_type", "The mail is an Outlook .msg; save it as .eml or paste its text.")
    if names("Workbook") or names("Book"):
        return Unreadable("unsupported_type", "The spreadsheet is an old .xls; save it as .xlsx and resend it.")
    return Unreadable("unsupported_type", f"The file is an old Office document; {_READ}.")
