"""A PDF is read by its text layer, page by page."""

import io

import pypdf
import pytest

from services.core.intake import readers
from services.core.intake.readers import Limits, Unreadable
from tests.unit.intake.readers import files


def refused(data: bytes, limits: Limits = readers.STANDARD) -> str:
    with pytest.raises(Unreadable) as caught:
        readers.open_document("profiles.pdf", data, limits=limits)
    return caught.value.code


def test_each_page_is_a_message_numbered_as_its_page() -> None:
    document = readers.open_document("profiles.pdf", files.pdf("Sarah Chen, Epic", None, "Ana Ruíz, IBM"))
    assert document.kind == "pdf"
    assert [(message.index, message.text) for message in document.messages] == [
        (1, "Sarah Chen, Epic"),
        (3, "Ana Ruíz, IBM"),
    ]
    assert document.notes == ["pages without text (pictures?): 2"]


def test_a_scanned_pdf_is_refused_as_such() -> None:
    assert refused(files.pdf(None, None)) == "scanned_pdf"


def test_a_protected_pdf_is_refused_as_such() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.encrypt("secret", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    assert refused(target.getvalue()) == "encrypted_file"


def test_a_cut_off_pdf_is_refused_as_damaged() -> None:
    assert refused(files.pdf("Sarah Chen")[:60]) == "corrupt_file"


def test_more_pages_than_are_read_are_refused() -> None:
    assert refused(files.pdf("a", "b", "c"), Limits(pages=2)) == "too_large"
