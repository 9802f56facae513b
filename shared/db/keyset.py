"""Pages by keyset: the cursor holds the last row's sort value and id, so that page 1,000 costs what page 1 does."""

import base64
import binascii
import zlib
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, cast, func, literal_column, or_
from sqlalchemy import select as plain_select

from shared.contracts.page import PageQuery
from shared.contracts.principal import Principal
from shared.db.read import Reader, Statement
from shared.errors import Problem

Id = UUID | str | int
REMEMBERED = 500
"""Statements kept compiled by one list: callers choose their sort, filters and limit, so there are many."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the page before ended, and of which list in which order it was."""

    of: str
    sort: str
    key: str
    id: Id


def encode(cursor: Cursor) -> str:
    """The opaque text given to the client."""
    content = orjson.dumps([cursor.of, cursor.sort, cursor.key, str(cursor.id)])
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(text: str, *, of: str, sort: str, identity: Callable[[str], Id] = UUID) -> Cursor:
    """The cursor behind a client's text. Raises Problem (malformed) if it is not one of this list in this order.

    `identity` makes a row's id of its text.
    """
    try:
        list_, order, key, id_ = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        cursor = Cursor(of=list_, sort=order, key=key, id=identity(id_))
    except (ValueError, TypeError, AttributeError, binascii.Error) as fault:
        raise _malformed() from fault
    if (cursor.of, cursor.sort) != (of, sort) or not isinstance(key, str) or "\x00" in f"{key}{cursor.id}":
        raise _malformed()
    return cursor


def _malformed() -> Problem:
    return Problem("malformed", "cursor_malformed", "This `after` is not the `next` of a page of this list.")


Source = Callable[[Select[Any]], Select[Any]]
"""Of what is selected, the same from the tables it is in."""


@dataclass(frozen=True, slots=True)
class Scan:
    """Where rows are looked for: `identity` is their id in `source`, which has what `sorts` and `filters` look at."""

    source: Source
    identity: Any
    sorts: Mapping[str, Any]
    filters: Mapping[str, ColumnElement[bool]]

    def conditions(
        self, given: AbstractSet[str], *, sort: str, descending: bool, resumed: bool
    ) -> list[ColumnElement[bool]]:
        """What the filters given ask of a row, and that it lies behind the page before if there was one."""
        asked = [self.filters[name] for name in sorted(given)]
        return [*asked, self._past_cursor(self.sorts[sort], descending=descending)] if resumed else asked

    def _past_cursor(self, column: Any, *, descending: bool) -> ColumnElement[bool]:
        key = cast(bindparam("after_key", type_=Text), column.type)
        id_ = bindparam("after_id", type_=self.identity.type)
        if descending:
            return and_(column <= key, or_(column < key, self.identity < id_))
        return and_(column >= key, or_(column > key, self.identity > id_))


class Listing:
    """A list resource: its rows as JSON, its filters and its sorts; statements are compiled once per combination.

    `document` is the JSON of a row, `source` a select without columns' order or limit, `within` one of only the tables
    that sorts and filters look into (else `source`), `identity` the row's id column,
    `sorts` the columns a client may sort by (never null), `filters` the condition each parameter stands for. For
    `unindexed` sorts and filters, which no index serves, one scan finds the page's ids first: no wide row is carried
    through a sort, and no order is followed row by row in the hope of a match. `scans` are those that need fewer tables
    than `within` where just their filters are given.
    The limit is written into the statement: as a parameter it would make Postgres plan every page anew.
    """

    def __init__(
        self,
        *,
        document: ColumnElement[Any],
        source: Source,
        identity: Any,
        sorts: Mapping[str, Any],
        filters: Mapping[str, ColumnElement[bool]],
        within: Source | None = None,
        unindexed: AbstractSet[str] = frozenset(),
        scans: Sequence[Scan] = (),
    ) -> None:
        self._document, self._source, self._identity = document, source, identity
        self._sorts, self._unindexed = sorts, unindexed
        self._whole, self._scans = Scan(within or source, identity, sorts, filters), scans
        self.name = f"{zlib.crc32(' '.join([str(identity), *sorts]).encode()):x}"
        """Of what its rows are and what they are sorted by: the next page of one list is none of another."""
        self._compiled: dict[tuple[object, ...], Statement] = {}

    async def page(
        self, reader: Reader, caller: Principal, *, query: PageQuery, sort: str, filters: Mapping[str, object]
    ) -> bytes:
        """The page as JSON bytes. Raises Problem for an unknown sort or a malformed cursor."""
        given = {name: value for name, value in filters.items() if value is not None}
        values: dict[str, object] = dict(given)
        if query.after:
            cursor = decode(query.after, of=self.name, sort=sort, identity=self._identity.type.python_type)
            values |= {"after_key": cursor.key, "after_id": cursor.id}
        statement = self._page_statement(sort, frozenset(given), limit=query.limit, resumed=query.after is not None)
        try:
            if not query.count:
                rows, total = await reader.rows(caller, statement, **values), None
            else:
                count = self._count_statement(frozenset(given))
                rows, total = await reader.rows_and_value(caller, statement, count, **values)
        except asyncpg.DataError as fault:
            raise _malformed() from fault
        return self._body(rows, limit=query.limit, sort=sort, total=total)

    def _page_statement(self, sort: str, given: frozenset[str], *, limit: int, resumed: bool) -> Statement:
        key = (sort, given, limit, resumed)
        if key not in self._compiled:
            if len(self._compiled) >= REMEMBERED:
                self._compiled.clear()
            self._compiled[key] = Statement(self._page_select(sort, given, limit=limit + 1, resumed=resumed))
        return self._compiled[key]

    def _page_select(self, sort: str, given: frozenset[str], *, limit: int, resumed: bool) -> Select[Any]:
        name, descending = self._order(sort)
        column: Any = self._sorts[name]
        most: ColumnElement[int] = literal_column(str(limit))
        order = _ordered(column, self._identity, descending=descending)
        shown = (self._document, cast(column, Text), self._identity)
        is_scanned = bool(self._unindexed & {name, *given})
        scan = self._scan(given, name) if is_scanned else self._whole
        conditions = scan.conditions(given, sort=name, descending=descending, resumed=resumed)
        if not is_scanned:
            return self._source(plain_select(*shown)).where(*conditions).order_by(*order).limit(most)
        scanned = scan.source(plain_select(scan.sorts[name].label("key"), scan.identity.label("id"))).where(*conditions)
        if self._unindexed & given:
            scanned = scanned.offset(literal_column("0"))
        rows = scanned.correlate(None).subquery("scanned")
        ids = plain_select(rows.c.id).order_by(*_ordered(rows.c.key, rows.c.id, descending=descending)).limit(most)
        return self._source(plain_select(*shown)).where(self._identity.in_(ids)).order_by(*order)

    def _count_statement(self, given: frozenset[str]) -> Statement:
        key = ("count", given)
        if key not in self._compiled:
            scan = self._scan(given)
            counted = scan.source(plain_select(func.count(scan.identity)))
            self._compiled[key] = Statement(counted.where(*(scan.filters[name] for name in sorted(given))))
        return self._compiled[key]

    def _scan(self, given: frozenset[str], sort: str | None = None) -> Scan:
        fewer = (scan for scan in self._scans if scan.filters.keys() == given and (sort is None or sort in scan.sorts))
        return next(fewer, self._whole)

    def _order(self, sort: str) -> tuple[str, bool]:
        name = sort.removeprefix("-")
        if name not in self._sorts:
            known = ", ".join(sorted(self._sorts))
            raise Problem(
                "invalid",
                "sort_unknown",
                f"Cannot sort by '{name}'.",
                errors=[{"pointer": "#/query/sort", "reason": f"use one of {known}, with - before it for descending"}],
            )
        return name, sort.startswith("-")

    def _body(self, rows: list[asyncpg.Record], *, limit: int, sort: str, total: int | None) -> bytes:
        shown = rows[:limit]
        more = len(rows) > limit
        next_ = encode(Cursor(of=self.name, sort=sort, key=shown[-1][1], id=shown[-1][2])) if more else None
        tail = b"" if total is None else b',"total":%d' % total
        items = ",".join([row[0] for row in shown])
        return b'{"items":[' + items.encode() + b'],"next":' + orjson.dumps(next_) + tail + b"}"


def _ordered(key: Any, identity: Any, *, descending: bool) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return (key.desc(), identity.desc()) if descending else (key.asc(), identity.asc())
