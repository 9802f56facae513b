"""Holds a log that was written out against itself: needs no database, no settings and no network. Pure.

The first fault is located: its line, where possible the column or member, and what was done to it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.core.audit import lines
from services.core.audit.lines import ENTRY, FORMAT, GENESIS, HEADER, SEAL, VERSION, Line

TEXT = (str, type(None))
KINDS: Mapping[str, type] = {"count": int, "details": dict, "number": int, "version": int}
"""Of members that are not text."""


class Tampered(Exception):
    """The log is not as it was sealed: where (lines and columns count from 1) and how that is known."""

    def __init__(self, line: int, reason: str, *, column: int | None = None) -> None:
        where = f"line {line}" if column is None else f"line {line}, column {column}"
        super().__init__(f"{where}: {reason}")
        self.line, self.column, self.reason = line, column, reason


@dataclass(frozen=True, slots=True)
class Verified:
    """A whole log, as it was when it was sealed."""

    workspace_id: str
    count: int
    head: str
    sealed_at: str
    public_key: str


@dataclass(frozen=True, slots=True)
class _Read:
    number: int
    content: Line


def verify(raw: Iterable[bytes], *, public_key: str | None = None) -> Verified:
    """What the lines of a file (each with its line feed) prove; `public_key` is whose seal they must bear.

    Raises Tampered for the first line that is changed, removed, inserted, in another's place or cut off.
    """
    log = _lines(raw)
    header = next(log, None)
    if header is None:
        raise Tampered(1, "the file is empty")
    _require_header(header, public_key)
    workspace_id, previous, before = header.content["workspace_id"], GENESIS, header
    for count, read in enumerate(log):
        if read.content.keys() == SEAL:
            _require_end(log, read)
            return _sealed(read, header, count=count, previous=previous)
        _require_next(read, log, number=count + 1, previous=previous, workspace_id=workspace_id)
        previous, before = read.content["hash"], read
    raise Tampered(before.number + 1, "the end is cut off: there is no seal")


def _lines(raw: Iterable[bytes]) -> Iterator[_Read]:
    """Each line as an object whose hash is right."""
    for number, line in enumerate(raw, start=1):
        if not line.endswith(b"\n"):
            raise Tampered(number, "the line is cut off: it has no end", column=len(line) + 1)
        content = _object(number, line[:-1])
        members = HEADER if number == 1 else SEAL if content.keys() == SEAL else ENTRY
        _require_members(number, content, members)
        if content["hash"] != lines.hash_of(content):
            raise Tampered(number, "changed: its content has another hash than it says")
        yield _Read(number, content)


def _require_members(number: int, content: Line, members: frozenset[str]) -> None:
    if number == 1 and content.keys() == ENTRY:
        raise Tampered(1, "removed: the header is missing before this line")
    odd = content.keys() ^ members
    odd |= {name for name, value in content.items() if not isinstance(value, KINDS.get(name, TEXT))}
    if odd:
        raise Tampered(number, f"changed: has not the members it must have ({', '.join(sorted(odd))})")


def _object(number: int, line: bytes) -> dict[str, Any]:
    try:
        content = json.loads(line.decode(), parse_float=_refuse, parse_constant=_refuse)
    except UnicodeDecodeError as fault:
        raise Tampered(number, "changed: not UTF-8", column=fault.start + 1) from None
    except json.JSONDecodeError as fault:
        column = len(fault.doc[: fault.pos].encode()) + 1
        raise Tampered(number, f"changed: not JSON ({fault.msg})", column=column) from None
    except (ValueError, RecursionError) as fault:
        raise Tampered(number, f"changed: {fault}") from None
    if not isinstance(content, dict):
        raise Tampered(number, "changed: not an object")
    _require_canonical(number, line, content)
    return content


def _require_canonical(number: int, line: bytes, content: Line) -> None:
    try:
        written = lines.canonical(content)
    except UnicodeEncodeError:
        raise Tampered(number, "changed: holds half a character") from None
    if written != line:
        same = next((i for i, (one, other) in enumerate(zip(line, written, strict=False)) if one != other), None)
        column = 1 + (min(len(line), len(written)) if same is None else same)
        raise Tampered(number, "changed: not written as a log is written", column=column)


def _refuse(text: str) -> None:
    raise ValueError(f"{text} is no integer")


def _require_header(read: _Read, public_key: str | None) -> None:
    stated = read.content
    if (stated["format"], stated["version"]) != (FORMAT, VERSION):
        raise Tampered(read.number, f"this is not a log of format {FORMAT} {VERSION}")
    if public_key is not None and stated["public_key"] != public_key:
        raise Tampered(read.number, f"sealed with another key: {stated['public_key']}")


def _require_next(read: _Read, rest: Iterator[_Read], *, number: int, previous: str, workspace_id: str) -> None:
    entry = read.content
    if entry["workspace_id"] != workspace_id:
        raise Tampered(read.number, "inserted: an entry of another workspace (workspace_id)")
    if entry["number"] != number:
        raise Tampered(read.number, _misplaced(entry["number"], rest, wanted=number))
    if entry["previous_hash"] != previous:
        raise Tampered(read.number, f"inserted or written anew: does not follow line {read.number - 1} (previous_hash)")


def _misplaced(found: int, rest: Iterator[_Read], *, wanted: int) -> str:
    if found < wanted:
        return f"inserted: entry {found} stands above already, here belongs entry {wanted}"
    if _comes(wanted, rest):
        return f"swapped: entry {found} stands where entry {wanted} belongs, which comes later"
    missing = f"entry {wanted} is" if found == wanted + 1 else f"entries {wanted} to {found - 1} are"
    return f"removed: {missing} missing before this line"


def _comes(wanted: int, rest: Iterator[_Read]) -> bool:
    try:
        return any(later.content.get("number") == wanted for later in rest)
    except Tampered:
        return False


def _require_end(rest: Iterator[_Read], seal: _Read) -> None:
    for extra in rest:
        raise Tampered(extra.number, f"inserted: stands below the seal of line {seal.number}")


def _sealed(read: _Read, header: _Read, *, count: int, previous: str) -> Verified:
    seal, key = read.content, header.content["public_key"]
    if not lines.is_signed(seal, key):
        raise Tampered(read.number, "the seal is not signed with the key of line 1 (signature)")
    if seal["workspace_id"] != header.content["workspace_id"]:
        raise Tampered(1, "the header names another workspace than the seal (workspace_id)")
    if seal["count"] != count:
        verb = "removed" if count < seal["count"] else "inserted"
        raise Tampered(read.number, f"{verb}: the seal is of {seal['count']} entries, here are {count}")
    if seal["head"] != previous:
        raise Tampered(read.number, "the seal is of another last entry (head)")
    return Verified(header.content["workspace_id"], count, previous, seal["sealed_at"], key)
