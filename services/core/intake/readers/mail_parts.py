"""Takes a MIME message apart: the text to read, the attachments to open, what was left aside. Reads no text itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as Mail
from pathlib import PurePosixPath

from services.core.intake.readers import encodings, flowed, html_text
from services.core.intake.readers.limits import Limits

_DEEPEST = 25
_LONGEST_HEADER = 2_000
_STUB_SHARE = 5
"""A plain text that is a fifth of the HTML beside it, or less, only says that there is HTML."""
_LEFT_ASIDE = ("image/", "video/", "audio/", "text/calendar", "application/ics", "application/pkcs7", "application/pgp")
_ENDINGS = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "message/rfc822": ".eml",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail; a mail attached to a mail is already parsed."""

    name: str
    content: bytes | Mail


@dataclass(frozen=True, slots=True)
class Parts:
    """A mail's text, its attachments, and the names of parts that hold nothing to read (images, invitations)."""

    text: str
    attachments: list[Attachment]
    ignored: list[str]


def take_apart(mail: Mail, limits: Limits) -> Parts:
    """Plain text is preferred to HTML unless it is a mere stub; attachments keep their order."""
    texts: list[str] = []
    attachments: list[Attachment] = []
    ignored: list[str] = []
    for part in _leaves(mail, 0):
        kind = part.get_content_type()
        name = file_name(part)
        if kind.startswith(_LEFT_ASIDE):
            ignored.append(f"{name or 'unnamed part'} ({kind})")
        elif kind == "multipart/alternative":
            texts.append(_best(part, limits))
        elif _is_attachment(part, name):
            name = name or f"attachment-{len(attachments) + 1}{_ENDINGS.get(kind, '.txt')}"
            attachments.append(Attachment(name, _content(part)))
        else:
            texts.append(_text(part, limits))
    return Parts("\n\n".join(text for text in texts if text.strip()), attachments, ignored)


def header(mail: Mail, name: str) -> str:
    """A header's text with encoded words and raw bytes made readable; empty when it is absent."""
    for key, value in mail.raw_items():
        if key.lower() == name:
            return _decoded(str(value)[:_LONGEST_HEADER])
    return ""


def file_name(part: Mail) -> str:
    """The attachment's own name without folders or control characters; empty when it has none."""
    try:
        name = _decoded(part.get_filename() or "")
    except (LookupError, TypeError, ValueError):
        return ""
    return PurePosixPath(name.replace("\\", "/")).name.strip()[:200]


def _leaves(part: Mail, depth: int) -> Iterator[Mail]:
    """Parts without parts, but an alternative as a whole."""
    if not part.is_multipart() or part.get_content_type() in ("multipart/alternative", "message/rfc822"):
        yield part
    elif depth < _DEEPEST:
        for child in _children(part):
            yield from _leaves(child, depth + 1)


def _children(part: Mail) -> list[Mail]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Mail)] if isinstance(payload, list) else []


def _is_attachment(part: Mail, name: str) -> bool:
    if part.get_content_maintype() != "text":
        return True
    return (
        part.get_content_type() not in ("text/plain", "text/html") or _disposition(part) == "attachment" or bool(name)
    )


def _disposition(part: Mail) -> str:
    return str(part.get("content-disposition", "")).partition(";")[0].strip().lower()


def _content(part: Mail) -> bytes | Mail:
    if part.get_content_type() == "message/rfc822":
        return next(iter(_children(part)), Mail())
    return _bytes(part)


def _bytes(part: Mail) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _best(alternative: Mail, limits: Limits) -> str:
    """The plain text of an alternative, or the HTML's where the plain one is missing or a stub."""
    parts = [part for part in _leaves_below(alternative) if not file_name(part)]
    texts = [(part.get_content_type(), _text(part, limits)) for part in parts]
    plain = "\n\n".join(text for kind, text in texts if kind == "text/plain")
    html = "\n\n".join(text for kind, text in texts if kind == "text/html")
    return plain if len(plain.strip()) * _STUB_SHARE > len(html.strip()) else html


def _leaves_below(alternative: Mail) -> Iterator[Mail]:
    for child in _children(alternative):
        yield from _leaves(child, 1)


def _text(part: Mail, limits: Limits) -> str:
    if part.get_content_type() not in ("text/plain", "text/html"):
        return ""
    content = _bytes(part)
    limits.check_text(len(content))
    text = encodings.decode(content, part.get_content_charset())
    if part.get_content_type() == "text/html":
        return html_text.to_text(text)
    return flowed.unwrap(text, delsp=_is(part, "delsp", "yes")) if _is(part, "format", "flowed") else text


def _is(part: Mail, parameter: str, value: str) -> bool:
    return str(part.get_param(parameter, "")).lower() == value


def _decoded(raw: str) -> str:
    """Encoded words (RFC 2047) read by their charset; bytes that should not be there read as text files are."""
    text = encodings.decode(raw.encode("utf-8", "surrogateescape"))
    if "=?" not in text:
        return text
    try:
        words = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(word if isinstance(word, str) else encodings.decode(word, charset) for word, charset in words)
