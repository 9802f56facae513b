"""Recognises what mail programs put above a quoted mail: header blocks, attributions, separator lines.

English, German, French and Spanish. Reads lines; decides nothing about order or content.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from services.core.intake.readers import thread_dates

_KEYS = {
    "from": ("from", "von", "de", "da", "expéditeur", "expediteur", "remitente", "absender"),
    "sent": ("sent", "sent on", "date", "gesendet", "datum", "envoyé", "envoye", "fecha", "enviado", "enviado el"),
    "to": ("to", "an", "à", "a", "para", "destinataire"),
    "copied": ("cc", "kopie", "copie", "bcc"),
    "other": ("reply-to", "reply to", "importance", "priority", "attachments", "anlagen", "wichtigkeit"),
    "subject": ("subject", "betreff", "objet", "asunto", "oggetto"),
}
_FIELDS = {key: name for name, keys in _KEYS.items() for key in keys}
_HEADER = re.compile(r"^[*_ ]{0,3}([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ -]{0,14}?)\s?[*_]{0,2}\s?:[*_]{0,2}\s*(.*)$")
_SEPARATOR = re.compile(
    r"^\s*-{2,}\s*(?:original (?:message|appointment)|ursprüngliche nachricht|message d.origine|mensaje original"
    r"|forwarded (?:message|by.*)|weitergeleitete nachricht|message transféré|mensaje reenviado)\s*-{2,}\s*$"
    r"|^\s*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)|début du message réexpédié)"
    r"\s*:\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*[_=*-]{5,}\s*$")
_ATTRIBUTIONS = (
    re.compile(r"^on\b(?P<head>.*\d.*?)\bwrote\s?:$", re.IGNORECASE),
    re.compile(r"^am\b(?P<head>.*\d.*?)\bschrieb\b(?P<who>.*):$", re.IGNORECASE),
    re.compile(r"^le\b(?P<head>.*\d.*?)\ba écrit\s?:$", re.IGNORECASE),
    re.compile(r"^el\b(?P<head>.*\d.*?)\bescribió\s?:$", re.IGNORECASE),
    re.compile(r"^(?P<head>20\d\d-\d\d-\d\d \d\d?:\d\d\b.*<[^<>@\s]+@[^<>\s]+>)\s?:$"),
)
_FIRST_WORDS = ("on ", "am ", "le ", "el ", "20")
_ADDRESS = re.compile(r"<?(?:mailto:)?([^\s<>\[\]()\"';,:]+@[^\s<>\[\]()\"';,]+\.[^\s<>\[\]()\"';,]+)>?", re.IGNORECASE)
_AFTER_TIME = re.compile(
    r"^.*(?:\d{1,2}\s?[:.h]\s?\d{2}(?::\d{2})?|\b\d{4})\s*(?:[AaPp]\.?[Mm]\b\.?)?\s*(?:uhr\b)?"
    r"\s*(?:\(?\b(?:UTC|GMT|[A-Z]{2,4}T)\b\)?)?\s*(?:[+-]\d{2}:?\d{2})?\s*[,.]?\s*",
    re.DOTALL,
)
_LONGEST_BLOCK = 14
_LONGEST_LINE = 300
_LONGEST_PERSON = 500
_ATTRIBUTION_LINES = 4


@dataclass(frozen=True, slots=True)
class Headers:
    """Who wrote a mail, when, and about what, as far as the text above it says."""

    sender: str | None = None
    address: str | None = None
    subject: str | None = None
    sent_at: datetime | None = None

    def known(self) -> int:
        """How many of them are known."""
        return sum(value is not None for value in (self.sender, self.address, self.subject, self.sent_at))


NOBODY = Headers()


def is_separator(line: str) -> bool:
    """Whether the line can only stand above a quoted or forwarded mail."""
    return len(line) <= _LONGEST_LINE and bool(_SEPARATOR.match(line))


def is_rule(line: str) -> bool:
    """A line drawn of dashes, underscores, equal signs or asterisks."""
    return bool(_RULE.match(line))


def block(lines: list[str], start: int, *, sure: bool) -> tuple[Headers, int] | None:
    """The header block beginning at `start` and the index of the line after it, or None.

    `sure` says that a separator or the beginning of the file stands before it, so that two headers are enough;
    elsewhere "From: 2015" and "To: 2019" may be somebody's years in a job.
    """
    first = _header(lines[start])
    if first is None:
        return None
    found: dict[str, str] = {}
    index, end, last = start, start, ""
    while index < min(start + _LONGEST_BLOCK, len(lines)):
        header = _header(lines[index])
        if header and header[0] not in found:
            last = header[0]
            found[last] = header[1]
            end = index + 1
        elif header or not _continues(lines, index, last):
            break
        index += 1
    return (_headers(found), end) if _convincing(found, sure) else None


def attribution(lines: list[str], start: int) -> tuple[Headers, int] | None:
    """An "On …, X wrote:" beginning at `start`, though wrapped over lines, and the index of the line after it."""
    line = lines[start].strip()
    if len(line) > _LONGEST_LINE or not line.lower().startswith(_FIRST_WORDS):
        return None
    for end in range(start + 1, min(start + _ATTRIBUTION_LINES, len(lines)) + 1):
        if line.endswith(":"):
            found = next((match for pattern in _ATTRIBUTIONS if (match := pattern.match(line))), None)
            sent_at = thread_dates.parse(line) if found else None
            return (_attributed(found, sent_at), end) if found and sent_at else None
        if end == len(lines) or not lines[end].strip() or len(line) > _LONGEST_LINE:
            return None
        line = f"{line} {lines[end].strip()}"
    return None


def person(text: str) -> tuple[str | None, str | None]:
    """Name and address out of `Anna Berg <anna@x.com>` and the other ways of writing it."""
    text = text[:_LONGEST_PERSON]
    found = _ADDRESS.search(text)
    address = found.group(1).lower().rstrip(".>") if found else None
    name = _ADDRESS.sub(" ", text) if found else text
    name = re.sub(r"\[\s*\]|<\s*>|\(\s*\)|mailto:", " ", name)
    name = " ".join(name.split()).strip(" \"'*,;:<>[]")
    return name or None, address


def _header(line: str) -> tuple[str, str] | None:
    found = _HEADER.match(line) if ":" in line[:24] else None
    name = _FIELDS.get(found.group(1).lower().strip()) if found else None
    return (name, found.group(2).strip(" *")) if found and name else None


def _continues(lines: list[str], index: int, last: str) -> bool:
    """Long lists of recipients are wrapped; some programs put empty lines between headers."""
    line = lines[index]
    if not line.strip():
        return index + 1 < len(lines) and _header(lines[index + 1]) is not None
    return last in ("to", "copied") and ("@" in line or ";" in line or line.startswith((" ", "\t")))


def _convincing(found: dict[str, str], sure: bool) -> bool:
    if not found.get("from") or not ("sent" in found or "subject" in found):
        return False
    if "sent" in found and thread_dates.parse(found["sent"]) is None and "subject" not in found:
        return False
    return sure or len(found) >= 3 or "@" in found["from"]


def _headers(found: dict[str, str]) -> Headers:
    name, address = person(found["from"])
    sent_at = thread_dates.parse(found["sent"]) if "sent" in found else None
    return Headers(name, address, found.get("subject") or None, sent_at)


def _attributed(found: re.Match[str], sent_at: datetime) -> Headers:
    who = found.groupdict().get("who") or _AFTER_TIME.sub("", found["head"])
    name, address = person(who)
    return Headers(name, address, None, sent_at)
