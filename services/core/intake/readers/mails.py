"""Reads .eml: the thread in its text, and what is attached. Follows no link and runs nothing it contains."""

import email
import re
from email.message import Message as Mail

from services.core.intake.documents import Document
from services.core.intake.readers import mail_parts, thread_dates, thread_headers, threads
from services.core.intake.readers.errors import Unreadable
from services.core.intake.readers.limits import Limits
from services.core.intake.readers.mail_parts import Attachment
from services.core.intake.readers.thread_headers import Headers

_FIELD = re.compile(rb"^([!-9;-~]+):")
_TRANSPORT = frozenset(
    b"received mime-version message-id return-path delivered-to x-mailer content-type dkim-signature".split()
)
_ENVELOPE = frozenset(b"from subject date to".split())
_MBOX = b"From "
_CONTENT_FIELD = re.compile(rb"(?mi)^content-[a-z-]+:[^\n]*+(?:\n[ \t][^\n]*+)*+")
_LONGEST_FIELD = 8 * 1024


def is_mail(data: bytes, *, named_so: bool) -> bool:
    """Whether the bytes begin with a mail's headers; a file not named .eml must show that it was transported."""
    fields: set[bytes] = set()
    for line in _start(data)[:16384].splitlines()[:80]:
        found = _FIELD.match(line)
        if found:
            fields.add(found.group(1).lower())
        elif not line.strip() or not line.startswith((b" ", b"\t")):
            break
    return bool(fields & _ENVELOPE) and (named_so or bool(fields & _TRANSPORT))


def read(file: str, content: bytes | Mail, *, limits: Limits) -> tuple[Document, list[Attachment]]:
    """The mail's thread, and its attachments unopened.

    Raises `Unreadable`: no_text, too_large, bad_encoding, corrupt_file.
    """
    try:
        mail = _parsed(content, limits) if isinstance(content, bytes) else content
        parts = mail_parts.take_apart(mail, limits)
    except RecursionError as error:
        raise Unreadable("corrupt_file", "The mail is nested deeper than any mail program nests.") from error
    headers = _headers(mail)
    if not parts.text.strip() and not parts.attachments:
        raise Unreadable("no_text", "The mail has neither text nor an attachment that can be read.")
    messages = threads.split(parts.text, top=headers)
    notes = [f"not read: {', '.join(parts.ignored)}"] if parts.ignored else []
    return Document(file=file, kind="mail", messages=messages, notes=notes), parts.attachments


def _parsed(data: bytes, limits: Limits) -> Mail:
    """The MIME tree; what the parser takes quadratic time for is refused before."""
    if data.count(b"\n--") > limits.parts * 3:
        raise Unreadable("too_large", f"The mail has more than {limits.parts:,} parts.")
    if any(len(field.group()) > _LONGEST_FIELD for field in _CONTENT_FIELD.finditer(data)):
        raise Unreadable("corrupt_file", "The mail describes a part at a length no mail program needs.")
    return email.message_from_bytes(_start(data))


def _start(data: bytes) -> bytes:
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return data.partition(b"\n")[2] if data.startswith(_MBOX) else data


def _headers(mail: Mail) -> Headers:
    name, address = thread_headers.person(mail_parts.header(mail, "from"))
    subject = " ".join(mail_parts.header(mail, "subject").split())
    return Headers(name, address, subject or None, thread_dates.parse(mail_parts.header(mail, "date")))
