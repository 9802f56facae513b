"""Reads a PDF's text layer, a message per page. Never recognises pictures of text and never runs what a PDF embeds."""

import io

import pypdf
from pypdf import errors as pypdf_errors

from services.core.intake.documents import Document, Message
from services.core.intake.readers import encodings
from services.core.intake.readers.errors import Unreadable
from services.core.intake.readers.limits import Limits


def read(file: str, data: bytes, *, limits: Limits) -> Document:
    """Every page with text; `index` is the page's number.

    Raises `Unreadable`: scanned_pdf when no page has text, encrypted_file, too_large, archive_bomb, corrupt_file.
    """
    try:
        texts = _texts(data, limits)
    except Unreadable:
        raise
    except pypdf_errors.LimitReachedError as error:
        raise Unreadable("archive_bomb", "A part of the PDF unpacks to more than is read.") from error
    except Exception as error:
        raise Unreadable("corrupt_file", "The PDF is damaged; save it again and resend it.") from error
    messages = [Message(index=page, text=text) for page, text in enumerate(texts, start=1) if text]
    if not messages:
        raise Unreadable("scanned_pdf", "The PDF is a picture without text; ask for the original or a spreadsheet.")
    bare = [str(page) for page, text in enumerate(texts, start=1) if not text]
    notes = [f"pages without text (pictures?): {', '.join(bare)}"] if bare else []
    return Document(file=file, kind="pdf", messages=messages, notes=notes)


def _texts(data: bytes, limits: Limits) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("encrypted_file", "The PDF is protected by a password; resend it without.")
    if len(reader.pages) > limits.pages:
        raise Unreadable("too_large", f"The PDF has {len(reader.pages):,} pages; at most {limits.pages} are read.")
    texts: list[str] = []
    for page in reader.pages:
        texts.append(encodings.clean(page.extract_text()).strip())
        limits.check_text(sum(map(len, texts)))
    return texts
