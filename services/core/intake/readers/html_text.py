"""Turns a mail's HTML into the lines a reader sees: rows and breaks kept, cells joined by ` | `. Fetches nothing."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from services.core.intake.readers import html_tokens
from services.core.intake.readers.html_tokens import Tag

_CELL = " | "
_BLOCKS = re.compile(
    r"address|article|blockquote|center|div|dl|dt|dd|fieldset|figure|footer|form|h[1-6]|header|hr|li|main|ol|p|pre"
    r"|section|ul"
)
_SPACED = re.compile(r"p|h[1-6]|table|ul|ol|blockquote")
_SPACES = re.compile(r"[ \t\n\r\f\u200b\u200c\xad]+")
_CITED = re.compile(r"gmail_quote|moz-cite|yahoo_quoted|protonmail_quote", re.IGNORECASE)
_TELLING = re.compile(r"linkedin\.com/|^mailto:", re.IGNORECASE)
_DEEPEST_TABLE = 40
_TALLEST_CELL = 6

_Line = tuple[int, str]
"""How deeply quoted, and the words."""


def to_text(html: str) -> str:
    """Plain text; quotations marked with `> `, addresses of profile and mail links kept where the words hide them."""
    reader = _Reader()
    for token in html_tokens.tokens(html):
        reader.read(token)
    return reader.text()


@dataclass(slots=True)
class _Frame:
    """A page or a cell being written."""

    lines: list[_Line] = field(default_factory=list)
    line: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    frame: int
    """The frame it stands in."""
    cells: list[list[_Line]] = field(default_factory=list)
    """Of the row being read."""


class _Reader:
    def __init__(self) -> None:
        self._frames = [_Frame()]
        self._tables: list[_Table] = []
        self._too_deep = 0
        self._quotes: list[bool] = []
        self._link: tuple[str, int] | None = None

    def read(self, token: Tag | str) -> None:
        if isinstance(token, str):
            self._frames[-1].line.append(_SPACES.sub(" ", token.replace("\xa0", " ")))
        elif token.closes:
            self._leave(token.name)
        else:
            self._enter(token)

    def text(self) -> str:
        while self._tables:
            self._leave_table()
        self._break()
        lines = self._frames[0].lines
        while lines and not lines[-1][1]:
            lines.pop()
        text = "\n".join(f"{'> ' * depth}{words}".rstrip() for depth, words in lines)
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n")

    def _enter(self, tag: Tag) -> None:
        if tag.name == "a":
            self._link = _address(tag.attributes().get("href", "")), len(self._frames[-1].line)
        elif tag.name in ("table", "tr", "td", "th"):
            self._enter_table_part(tag.name)
        elif tag.name == "br":
            self._break()
        elif _BLOCKS.fullmatch(tag.name):
            self._block(tag.name)
            if tag.name == "li":
                self._frames[-1].line.append("- ")
            elif tag.name == "blockquote":
                self._quotes.append(_is_cited(tag.attributes()))

    def _leave(self, name: str) -> None:
        if name == "a" and self._link:
            self._show_address(*self._link)
        elif name == "table":
            self._leave_table()
        elif name == "tr" and self._tables:
            self._end_row()
        elif name in ("td", "th") and self._tables:
            self._end_cell()
        elif _BLOCKS.fullmatch(name):
            self._block(name)
            if name == "blockquote" and self._quotes:
                self._quotes.pop()

    def _enter_table_part(self, tag: str) -> None:
        if tag == "table":
            self._block(tag)
            if len(self._tables) < _DEEPEST_TABLE:
                self._tables.append(_Table(len(self._frames) - 1))
            else:
                self._too_deep += 1
        elif self._tables and not self._too_deep:
            if tag == "tr":
                self._end_row()
            else:
                self._end_cell()
                self._frames.append(_Frame())

    def _leave_table(self) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif self._tables:
            self._end_row()
            self._tables.pop()
            self._block("table")

    def _end_cell(self) -> None:
        table = self._tables[-1]
        if self._too_deep or len(self._frames) <= table.frame + 1:
            return
        self._break()
        table.cells.append(self._frames.pop().lines)

    def _end_row(self) -> None:
        if self._too_deep:
            return
        self._end_cell()
        table = self._tables[-1]
        cells = [cell for cell in table.cells if any(words for _, words in cell)]
        self._break()
        if len(cells) > 1 and all(len(cell) <= _TALLEST_CELL for cell in cells):
            words = _CELL.join(" ".join(words for _, words in cell if words) for cell in table.cells)
            self._frames[-1].lines.append((cells[0][0][0], words.strip()))
        else:
            self._frames[-1].lines += [line for cell in cells for line in cell]
        table.cells = []

    def _block(self, tag: str) -> None:
        self._break()
        lines = self._frames[-1].lines
        if _SPACED.fullmatch(tag) and lines and lines[-1][1]:
            lines.append((sum(self._quotes), ""))

    def _break(self) -> None:
        frame = self._frames[-1]
        words = re.sub(r" {2,}", " ", "".join(frame.line)).strip()
        frame.line.clear()
        self._link = self._link and (self._link[0], 0)
        if words:
            frame.lines.append((sum(self._quotes), words))

    def _show_address(self, address: str, start: int) -> None:
        line = self._frames[-1].line
        if address and address.rstrip("/").split("://")[-1].lower() not in "".join(line[start:]).lower():
            line.append(f" <{address}>")
        self._link = None


def _is_cited(attributes: dict[str, str]) -> bool:
    return attributes.get("type") == "cite" or bool(_CITED.search(attributes.get("class", "")))


def _address(link: str) -> str:
    """The address worth showing: profile links and mail addresses, out of the wrapping that mail filters put on."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    if (parts.hostname or "").endswith("safelinks.protection.outlook.com"):
        link = parse_qs(parts.query).get("url", [link])[0]
    if not _TELLING.search(link):
        return ""
    return link.partition(":")[2].partition("?")[0] if link.lower().startswith("mailto:") else link
