"""Cuts HTML into tags and text in linear time, however broken it is.

Python 3.11's own parser needs minutes for 200 KB of `<a ` without an end; mail comes from anyone.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:-]*+")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']++)(?:\s*+=\s*+("[^"]*"|'[^']*'|[^\s"'>]++))?""")
_UNSEEN = ("script", "style", "title", "textarea", "noscript", "template", "svg")
_ENDS = {tag: re.compile(rf"</{tag}\b", re.IGNORECASE) for tag in _UNSEEN}
_ENDLESS_NUMBER = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,})+;?")


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag; `name` in lower case, attributes with their entities read."""

    name: str
    closes: bool = False
    source: str = field(default="", repr=False)

    def attributes(self) -> dict[str, str]:
        """Names in lower case; the first of equal ones counts."""
        found: dict[str, str] = {}
        for name, value in _ATTRIBUTE.findall(self.source):
            found.setdefault(name.lower(), text_of(value.strip("\"'")))
        return found


def tokens(source: str) -> Iterator[Tag | str]:
    """The tags and the texts between them, entities read; comments, scripts, styles and titles left out."""
    at = 0
    while at < len(source):
        start = source.find("<", at)
        if start < 0 or start == len(source) - 1:
            yield text_of(source[at:])
            return
        if start > at:
            yield text_of(source[at:start])
        if source.startswith("<!--", start):
            at = _after(source, "-->", start + 4)
            continue
        name = _NAME.match(source, start + 1)
        if not name and source[start + 1] not in "!?/":
            yield "<"
            at = start + 1
            continue
        end = source.find(">", start)
        if end < 0:
            yield text_of(source[start:])
            return
        at = end + 1
        if name:
            tag = name.group().lower()
            yield Tag(tag.lstrip("/"), tag.startswith("/"), source[name.end() : end])
            if tag in _ENDS and source[end - 1] != "/":
                hidden = _ENDS[tag].search(source, at)
                at = hidden.start() if hidden else len(source)


def text_of(source: str) -> str:
    """`source` with its character references read."""
    return html.unescape(_ENDLESS_NUMBER.sub("", source)) if "&" in source else source


def _after(source: str, mark: str, start: int) -> int:
    found = source.find(mark, start)
    return found + len(mark) if found >= 0 else len(source)
