"""A log that was written out proves itself; whatever was done to it is found, in its line."""

import datetime as dt
import json
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from services.core.audit import lines
from services.core.audit.lines import GENESIS, Head
from services.core.audit.verification import Tampered, verify

KEY = lines.signing_key("of this installation")
OTHER_KEY = lines.signing_key("of another installation")
WORKSPACE = UUID(int=7)
AT = dt.datetime(2026, 11, 21, 15, tzinfo=dt.UTC)
ENTRIES = 40

Log = list[dict[str, Any]]


def entry(number: int, previous: str, **changed: Any) -> dict[str, Any]:
    stated = dict.fromkeys(lines.ENTRY - {"hash"}) | {
        "workspace_id": str(WORKSPACE),
        "number": number,
        "action": "expert.shortlisted",
        "reason": 'She knows "Åre" \\ well\n\u0001 \U0001f600',
        "details": {"b": [1, {"é": True}], "a": {}, "Z": None},
        "previous_hash": previous,
    }
    stated |= changed
    return stated | {"hash": lines.hash_of(stated)}


def entries(count: int = ENTRIES) -> Log:
    log: Log = []
    for number in range(1, count + 1):
        log.append(entry(number, log[-1]["hash"] if log else GENESIS))
    return log


def sealed(log: Log, key: Any = KEY) -> list[bytes]:
    """The file of a log: its lines."""
    head = Head(len(log), log[-1]["hash"] if log else GENESIS)
    whole = [lines.header(WORKSPACE, key), *log, lines.seal(WORKSPACE, head, key, at=AT)]
    return [lines.canonical(each) + b"\n" for each in whole]


def fault_of(raw: list[bytes], **options: Any) -> Tampered:
    with pytest.raises(Tampered) as caught:
        verify(raw, **options)
    return caught.value


@pytest.mark.parametrize("count", [0, 1, ENTRIES])
def test_a_log_as_it_was_written_is_whole(count: int) -> None:
    log = entries(count)
    found = verify(sealed(log), public_key=lines.public_key_of(KEY))
    assert (found.workspace_id, found.count) == (str(WORKSPACE), count)
    assert found.head == (log[-1]["hash"] if log else "")
    assert found.sealed_at == "2026-11-21T15:00:00.000000Z"


def test_a_byte_changed_anywhere_is_found_in_its_line() -> None:
    whole = b"".join(sealed(entries()))
    chance = random.Random(4)
    for _ in range(2_000):
        at = chance.randrange(len(whole))
        changed = bytearray(whole)
        changed[at] = chance.choice([byte for byte in range(256) if byte != whole[at]])
        fault = fault_of(_split(bytes(changed)))
        assert fault.line == whole[:at].count(b"\n") + 1, (at, whole[at : at + 1], bytes(changed[at : at + 1]), fault)


def _split(whole: bytes) -> list[bytes]:
    *ended, rest = whole.split(b"\n")
    return [line + b"\n" for line in ended] + ([rest] if rest else [])


@pytest.mark.parametrize(
    ("done", "line", "reason"),
    [
        (lambda raw: raw.pop(5), 6, "removed: entry 5 is missing"),
        (lambda raw: [raw.pop(5) for _ in range(3)], 6, "removed: entries 5 to 7 are missing"),
        (lambda raw: raw.insert(5, raw[2]), 6, "inserted: entry 2 stands above already"),
        (lambda raw: raw.insert(5, raw[5]), 7, "inserted: entry 5 stands above already"),
        (lambda raw: raw.append(raw.pop(5)), 6, "swapped: entry 6 stands where entry 5"),
        (lambda raw: raw.__setitem__(slice(5, 7), [raw[6], raw[5]]), 6, "swapped: entry 6 stands where entry 5"),
        (lambda raw: raw.__setitem__(slice(10, -1), []), 11, "removed: the seal is of 40 entries, here are 9"),
        (lambda raw: raw.__setitem__(slice(10, None), []), 11, "cut off"),
        (lambda raw: raw.pop(), 42, "cut off"),
        (lambda raw: raw.pop(0), 1, "removed: the header"),
        (lambda raw: raw.append(raw[-1]), 43, "inserted: stands below the seal of line 42"),
        (lambda raw: raw.clear(), 1, "empty"),
        (lambda raw: raw.__setitem__(4, raw[4][:-1] + b"\r\n"), 5, "not written as a log"),
        (lambda raw: raw.__setitem__(4, raw[4][:-1]), 5, "cut off"),
    ],
)
def test_lines_that_are_not_where_they_were_are_told(
    done: Callable[[list[bytes]], Any], line: int, reason: str
) -> None:
    raw = sealed(entries())
    done(raw)
    fault = fault_of(raw)
    assert fault.line == line
    assert reason in fault.reason


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (b'{"a":1', 7, "not JSON"),
        (b'{"a":"\xff"}', 7, "not UTF-8"),
        (b'{"a":1.5}', None, "1.5 is no integer"),
        (b'{"a":NaN}', None, "NaN is no integer"),
        (b'{"a":"\\ud800"}', None, "half a character"),
        (b'{"a": 1}', 6, "not written as a log"),
        (b'{"a":1,"a":1}', 7, "not written as a log"),
        (b'{"b":1,"a":1}', 3, "not written as a log"),
        (b"[1]", None, "not an object"),
        (b"[" * 100_000, None, "changed"),
        (b'{"a":1}', None, "has not the members"),
    ],
)
def test_a_line_that_is_no_entry_is_told_with_its_column(line: bytes, column: int | None, reason: str) -> None:
    raw = sealed(entries(3))
    raw[2] = line + b"\n"
    fault = fault_of(raw)
    assert (fault.line, fault.column) == (3, column)
    assert reason in fault.reason


@pytest.mark.parametrize("member", ["number", "details", "actor"])
def test_a_member_of_another_kind_is_told_by_its_name(member: str) -> None:
    raw = sealed(entries(3))
    raw[2] = lines.canonical(entry(2, "") | {member: ["odd"]}) + b"\n"
    assert f"({member})" in fault_of(raw).reason


def test_an_entry_rewritten_with_its_own_hash_breaks_the_chain_below_it() -> None:
    log = entries()
    log[9] = entry(10, log[8]["hash"], reason="Never happened.")
    fault = fault_of(sealed(log))
    assert (fault.line, fault.reason) == (12, "inserted or written anew: does not follow line 11 (previous_hash)")


def test_a_chain_rewritten_from_there_on_breaks_the_seal() -> None:
    raw, log = sealed(entries()), entries()[:30]
    for number in range(31, ENTRIES + 1):
        log.append(entry(number, log[-1]["hash"], reason="Never happened."))
    fault = fault_of([*sealed(log)[:-1], raw[-1]])
    assert (fault.line, fault.reason) == (42, "the seal is of another last entry (head)")


def test_a_log_sealed_anew_with_another_key_is_told_by_who_knows_the_right_one() -> None:
    forged = sealed(entries(), OTHER_KEY)
    assert verify(forged).public_key == lines.public_key_of(OTHER_KEY)
    fault = fault_of(forged, public_key=lines.public_key_of(KEY))
    assert (fault.line, "another key" in fault.reason) == (1, True)
    forged[0] = sealed([])[0]
    assert "not signed with the key of line 1" in fault_of(forged).reason


def test_an_entry_of_another_workspace_is_told() -> None:
    log = entries(2)
    log.append(entry(3, log[-1]["hash"], workspace_id=str(UUID(int=8))))
    fault = fault_of(sealed(log))
    assert (fault.line, "another workspace" in fault.reason) == (4, True)


def test_a_seal_of_another_workspace_is_told() -> None:
    raw = sealed([])
    raw[-1] = lines.canonical(lines.seal(UUID(int=8), Head(0, GENESIS), KEY, at=AT)) + b"\n"
    assert "another workspace than the seal" in fault_of(raw).reason


def test_a_log_of_another_format_is_told() -> None:
    stated = json.loads(sealed([])[0]) | {"version": 2}
    raw = [lines.canonical(stated | {"hash": lines.hash_of(stated)}) + b"\n", *sealed([])[1:]]
    assert "not a log of format" in fault_of(raw).reason
