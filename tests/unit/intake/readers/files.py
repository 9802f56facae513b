"""Files as vendors send them, made byte by byte for the readers' tests."""

import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from typing import Any

import xlsxwriter

Cells = Sequence[Sequence[object]]


def workbook(*sheets: tuple[str, Cells], also: Callable[[Any, dict[str, Any]], None] | None = None) -> bytes:
    """An .xlsx of these sheets; `also` gets the workbook and its sheets by name for what plain rows cannot say."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    made: dict[str, Any] = {}
    for name, rows in sheets:
        made[name] = book.add_worksheet(name)
        for index, row in enumerate(rows):
            made[name].write_row(index, 0, row)
    if also:
        also(book, made)
    book.close()
    return target.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The archive with each member changed, or dropped where `change` says None."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", method) as archive:
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                archive.writestr(name, content)
    return target.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with one member more."""
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


def with_sheet_xml(old: bytes, new: bytes) -> bytes:
    """A small workbook whose first sheet's XML has `old` replaced by `new`."""
    data = workbook(("Experts", [["Name", "Company"], ["Sarah Chen", "Epic"]]))
    return repacked(
        data, lambda name, content: content.replace(old, new) if name == "xl/worksheets/sheet1.xml" else content
    )


def claiming_size(data: bytes, member: str, size: int) -> bytes:
    """The archive whose directory claims `size` for a member, whatever it unpacks to."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        local = archive.getinfo(member).header_offset
    changed[local + 22 : local + 26] = size.to_bytes(4, "little")
    entry = data.index(b"PK\x01\x02")
    while data[entry + 46 : entry + 46 + len(member)] != member.encode():
        entry = data.index(b"PK\x01\x02", entry + 1)
    changed[entry + 24 : entry + 28] = size.to_bytes(4, "little")
    return bytes(changed)


def mail(text: str, **headers: str) -> EmailMessage:
    """A plain mail from Anna Berg; keyword arguments replace or add headers (`reply_to` is Reply-To)."""
    message = EmailMessage()
    defaults = {
        "from": "Anna Berg <Anna.Berg@guidepoint.com>",
        "to": "priya@client.example",
        "subject": "Experts for your project",
        "date": "Tue, 03 Nov 2026 10:12:00 +0100",
    }
    for name, value in (defaults | headers).items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def compound(*streams: str) -> bytes:
    """The outline of an old Office file (OLE) that names these streams."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    return head + b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)


def pdf(*pages: str | None) -> bytes:
    """A PDF of one line of text per page; None is a page that only shows a picture, as a scanner makes it."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for text in pages:
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects += _page(number, text)
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _assembled(objects)


def _page(number: int, text: str | None) -> list[bytes]:
    if text is None:
        picture = zlib.compress(b"\x00" * 64)
        content = b"q 8 0 0 8 0 0 cm /Im0 Do Q"
        resources = f"/XObject << /Im0 {number + 2} 0 R >>"
        extra = (
            b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
            b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(picture), picture)
        )
    else:
        content = b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % text.encode("latin-1")
        resources = f"/Font << /F1 {number + 2} 0 R >>"
        extra = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R"
        f" /Resources << {resources} >> >>"
    )
    return [page.encode(), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content), extra]


def _assembled(objects: list[bytes]) -> bytes:
    data = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
