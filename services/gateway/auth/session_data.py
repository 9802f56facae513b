"""The cookie that holds a cached session: whole, or in numbered parts where a browser would not take it whole."""

import re
from collections.abc import Callable

from services.gateway.auth import wire

Line = tuple[bytes, bytes]

LARGEST = 4050
"""Characters of a cookie with its name and attributes that every browser takes."""
MOST_PARTS = 100


class SessionData:
    """Reads and writes the cookie of that name; `line` makes a Set-Cookie line of name, value and age."""

    def __init__(self, name: str, line: Callable[[str, str, int | None], Line]) -> None:
        self._name, self._line = name, line
        self._part = re.compile(re.escape(name) + r"(?:\.(0|[1-9][0-9]*))?")

    def value(self, header: str) -> str | None:
        """What a Cookie header holds: the whole, else the parts in their order."""
        if self._name not in header:
            return None
        kept = self._kept(header)
        if whole := kept.pop(self._name, ""):
            return whole
        return "".join(kept[name] for name in sorted(kept, key=lambda name: int(name.rpartition(".")[2]))) or None

    def lines(self, value: str, *, max_age: int | None, header: str) -> list[Line]:
        """The lines that set it and take away the parts it no longer has; only these where it is too large for any."""
        ages: dict[str, tuple[str, int | None]] = dict.fromkeys(self._kept(header), ("", 0))
        return [self._line(name, *line) for name, line in {**ages, **self._parts(value, max_age)}.items()]

    def taken_away(self, header: str) -> list[Line]:
        """The lines that take away whatever a Cookie header has of it."""
        return [self._line(name, "", 0) for name in self._kept(header)] if self._name in header else []

    def refused(self) -> Line:
        """The line that takes it away, sent or not."""
        return self._line(self._name, "", 0)

    def _kept(self, header: str) -> dict[str, str]:
        """What a Cookie header has of it, by name; the first of a name counts."""
        kept: dict[str, str] = {}
        for pair in header.split(";"):
            name, equals, value = pair.partition("=")
            if equals and self._part.fullmatch(name.strip()):
                kept.setdefault(name.strip(), wire.decoded(value.strip().strip('"')))
        return kept

    def _parts(self, value: str, max_age: int | None) -> dict[str, tuple[str, int | None]]:
        overhead = len(self._line(f"{self._name}.99", "", max_age)[1])
        size = LARGEST - overhead
        if len(value) <= size:
            return {self._name: (value, max_age)}
        starts = range(0, len(value), size)
        if len(starts) > MOST_PARTS:
            return {}
        return {f"{self._name}.{number}": (value[at : at + size], max_age) for number, at in enumerate(starts)}
