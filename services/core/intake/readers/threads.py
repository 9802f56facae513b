"""Splits a thread's text into its mails, newest first, each once. Drops marks, headers and rules, never words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from services.core.intake.documents import Message
from services.core.intake.readers import thread_headers
from services.core.intake.readers.thread_headers import NOBODY, Headers

_DEEPEST = 30
_ZONE_DOUBT = timedelta(hours=26)
"""By how much a cited mail may seem newer than its answer, because programs quote local times without a zone."""
_TELLING = 40
"""Characters from which on the same words are the same mail, whoever sent them when."""
_NEWEST, _OLDEST = datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True, eq=False)
class _Part:
    """One mail as found; `above` is the mail that quotes it, `cited` that it stands in or below its answer."""

    headers: Headers = NOBODY
    above: "_Part | None" = None
    cited: bool = False
    lines: list[str] = field(default_factory=list)
    quotes: list[tuple["_Part", list[str]]] = field(default_factory=list)
    text: str = ""
    when: datetime = _NEWEST
    same_as: "_Part | None" = None


def split(text: str, *, top: Headers | None = None) -> list[Message]:
    """The mails in `text`, newest first.

    `top` are the headers of the mail whose body this is, which is the newest then. In pasted text the dates decide,
    and without dates the order of quoting.
    """
    parts = _parts(text.split("\n"), _Part(top or NOBODY), depth=0)
    for part in parts:
        part.text = _text(part.lines)
    parts = _once([part for part in parts if part.text] or parts[:1])
    _date(parts, mail=top is not None)
    parts.sort(key=lambda part: part.when, reverse=True)
    return [_message(part, index) for index, part in enumerate(parts, start=1)]


def _message(part: _Part, index: int) -> Message:
    headers = part.headers
    return Message(
        index=index,
        text=part.text,
        sender=headers.sender,
        sender_address=headers.address,
        subject=headers.subject,
        sent_at=headers.sent_at,
        quoted=part.cited and index > 1,
    )


def _parts(lines: list[str], first: _Part, *, depth: int) -> list[_Part]:
    """The mails in these lines: those one below another, each followed by those it quotes with marks."""
    level = [first]
    index, fresh, last_quoted = 0, True, -1
    while index < len(lines):
        current, line = level[-1], lines[index]
        opening = _opening(lines, index, fresh=fresh)
        if opening:
            headers, index = opening
            fresh = False
            if _is_quoted_next(lines, index):
                current.quotes.append((_Part(headers, above=current, cited=True), []))
            else:
                level.append(_Part(headers, above=first.above, cited=True))
            continue
        if depth < _DEEPEST and line.startswith(">") and (current.quotes or _is_run(lines, index)):
            _quote(current, line, resumed=last_quoted != index - 1)
            last_quoted = index
        else:
            current.lines.append(line)
        fresh = fresh and not line.strip()
        index += 1
    return list(_with_quoted(level, depth))


def _with_quoted(level: list[_Part], depth: int) -> Iterator[_Part]:
    for part in level:
        yield part
        for quoted, lines in part.quotes:
            yield from _parts(lines, quoted, depth=depth + 1)


def _opening(lines: list[str], index: int, *, fresh: bool) -> tuple[Headers, int] | None:
    """What opens an older mail here, if anything does, and the index of its first line."""
    if not lines[index].strip():
        return None
    if thread_headers.is_separator(lines[index]):
        start = _next_filled(lines, index + 1)
        found = thread_headers.block(lines, start, sure=True) if start < len(lines) else None
        return found or (NOBODY, index + 1)
    sure = fresh or thread_headers.is_rule(lines[index - 1])
    return thread_headers.block(lines, index, sure=sure) or thread_headers.attribution(lines, index)


def _is_run(lines: list[str], index: int) -> bool:
    """A single line with a mark may be somebody's bullet; two are a quotation."""
    return index + 1 < len(lines) and lines[index + 1].startswith(">")


def _is_quoted_next(lines: list[str], index: int) -> bool:
    start = _next_filled(lines, index)
    return start < len(lines) and lines[start].startswith(">")


def _next_filled(lines: list[str], index: int) -> int:
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index


def _quote(current: _Part, line: str, *, resumed: bool) -> None:
    if not current.quotes:
        current.quotes.append((_Part(above=current, cited=True), []))
    _, lines = current.quotes[-1]
    if resumed and lines:
        lines.append("")
    lines.append(line[2:] if line.startswith("> ") else line[1:])


def _text(lines: list[str]) -> str:
    first, end = 0, len(lines)
    while first < end and _is_filler(lines[first]):
        first += 1
    while first < end and _is_filler(lines[end - 1]):
        end -= 1
    return "\n".join(line.rstrip() for line in lines[first:end])


def _is_filler(line: str) -> bool:
    return not line.strip() or thread_headers.is_rule(line)


def _once(parts: list[_Part]) -> list[_Part]:
    """Without the copies of a mail that several answers quote; what any copy knows of its sender is kept."""
    kept: list[_Part] = []
    by_words: dict[str, list[_Part]] = {}
    for part in parts:
        alike = by_words.setdefault("".join(part.text.split()).casefold(), [])
        twin = next((other for other in alike if _is_same(part, other)), None)
        if twin is None:
            kept.append(part)
            alike.append(part)
            continue
        part.same_as = twin
        twin.cited = twin.cited and part.cited
        if part.headers.known() > twin.headers.known():
            twin.headers = part.headers
    return kept


def _is_same(part: _Part, other: _Part) -> bool:
    one, two = part.headers, other.headers
    if one.address and two.address and one.address != two.address:
        return False
    return len(part.text) >= _TELLING or one.sent_at is None or two.sent_at is None or one.sent_at == two.sent_at


def _date(parts: list[_Part], *, mail: bool) -> None:
    """Gives each part the time it is sorted by: its own, but never newer than the mail that cites it."""
    dates = [part.headers.sent_at for part in parts if part.headers.sent_at and part.above is None]
    oldest_first = not mail and len(dates) > 1 and dates[0] < dates[-1]
    before = _OLDEST if oldest_first else _NEWEST
    for position, part in enumerate(parts):
        own = part.headers.sent_at or before
        above = part.above.same_as or part.above if part.above else None
        if above:
            own = min(own, above.when)
        elif mail and (position < 2 or own - before <= _ZONE_DOUBT):
            own = min(own, before)
        elif oldest_first:
            part.cited = False
        part.when = before = own
