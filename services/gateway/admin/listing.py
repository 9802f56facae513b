"""The plugin's list of people: searched, filtered and sorted by known columns only.

Whatever the database could not answer (an unknown column, a date that is none, a negative limit) finds nobody, as in
BetterAuth. Unlike there, `%` and `_` stand for themselves, and without an order the oldest come first.
"""

import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import Boolean, ColumnElement, DateTime, Select, Text, cast, func, literal, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from services.gateway.admin import schemas
from services.gateway.auth import repository
from services.gateway.auth.deps import Auth
from services.gateway.auth.records import UserRecord
from shared.models.identity import User

USUAL_LIMIT = 100
LARGEST = 2**63 - 1
HEXADECIMAL = re.compile(r"0[xX][0-9a-fA-F]+")
DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")

COLUMNS: Mapping[str, Any] = {
    "id": col(User.id),
    "name": col(User.name),
    "email": col(User.email),
    "emailVerified": col(User.email_verified),
    "image": col(User.image),
    "createdAt": col(User.created_at),
    "updatedAt": col(User.updated_at),
    "role": col(User.role),
    "banned": col(User.banned),
    "banReason": col(User.ban_reason),
    "banExpires": col(User.ban_expires),
}
COMPARE: Mapping[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    name: getattr(operator, name.replace("lte", "le").replace("gte", "ge")) for name in schemas.COMPARISONS
}


class Found(NamedTuple):
    """A page of people, how many there are in all, and the limit and offset that were asked for, if any."""

    users: list[UserRecord]
    total: int
    limit: int | None = None
    offset: int | None = None


class Unanswerable(Exception):
    """What is asked for makes no sense to the database."""


async def find(auth: Auth, query: Mapping[str, Any]) -> Found:
    """The people a query asks for."""
    try:
        return await _find(auth, query)
    except Unanswerable:
        return Found([], 0)
    except DBAPIError as fault:
        cause = fault.orig.__cause__ if fault.orig else None
        if not isinstance(cause, asyncpg.DataError):
            raise
        return Found([], 0)


async def _find(auth: Auth, query: Mapping[str, Any]) -> Found:
    limit, offset = _count(query.get("limit", "")), _count(query.get("offset", ""))
    conditions = _conditions(query)
    page = _sorted(select(*repository.USER).where(*conditions), query).limit(limit or USUAL_LIMIT).offset(offset)
    async with auth.resources.transactions.begin(None) as transaction:
        connection = await transaction.connection()
        users = [UserRecord(*row) for row in await connection.execute(page)]
        counted = select(func.count()).select_from(User).where(*conditions)
        total: int = (await connection.execute(counted)).scalar_one()
    return Found(users, total, limit, offset)


def _conditions(query: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    conditions = []
    if searched := query.get("searchValue"):
        column = COLUMNS[query.get("searchField", "email")]
        conditions.append(_condition(column, query.get("searchOperator", "contains"), searched))
    if "filterValue" in query:
        column = _column(query.get("filterField") or "email")
        conditions.append(_condition(column, query.get("filterOperator", "eq"), query["filterValue"]))
    return conditions


def _condition(column: Any, how: str, value: str | list[str]) -> ColumnElement[bool]:
    if how in schemas.LIST_OPERATORS:
        return _among(column, how, value)
    if isinstance(value, list):
        raise Unanswerable
    if how in COMPARE:
        return COMPARE[how](column, _typed(column, value))
    if not isinstance(column.type, Text):
        raise Unanswerable
    pattern = {"contains": column.contains, "starts_with": column.startswith, "ends_with": column.endswith}[how]
    matching: ColumnElement[bool] = pattern(value, autoescape=True)
    return matching


def _among(column: Any, how: str, value: str | list[str]) -> ColumnElement[bool]:
    if how == "in" and isinstance(value, str):
        raise Unanswerable
    values = [_typed(column, each) for each in ([value] if isinstance(value, str) else value)]
    among: ColumnElement[bool] = column.in_(values) if how == "in" else column.not_in(values)
    return among


def _typed(column: Any, value: str) -> Any:
    """A text from the query as the column's type; Postgres itself reads times."""
    if "\0" in value:
        raise Unanswerable
    if isinstance(column.type, Boolean):
        return literal(value == "true")
    if isinstance(column.type, DateTime):
        return cast(literal(value, Text), DateTime(timezone=True))
    return literal(value, Text)


def _sorted(page: Select[Any], query: Mapping[str, Any]) -> Select[Any]:
    key = _column(query.get("sortBy") or "createdAt")
    downwards = bool(query.get("sortBy")) and query.get("sortDirection") == "desc"
    return page.order_by(key.desc() if downwards else key.asc(), col(User.id))


def _column(name: str) -> Any:
    if name not in COLUMNS:
        raise Unanswerable
    return COLUMNS[name]


def _count(text: str) -> int | None:
    """A number of rows as JavaScript's `Number` reads it; None for 0 and for what is no number."""
    number = _number(text.strip())
    if not number or math.isnan(number):
        return None
    if number != number // 1 or not 0 < number <= LARGEST:
        raise Unanswerable
    return int(number)


def _number(text: str) -> float:
    if HEXADECIMAL.fullmatch(text):
        number = int(text, 16)
        return float(number) if number <= LARGEST else math.inf
    if text.lstrip("+-") == "Infinity":
        return math.inf
    return float(text) if DECIMAL.fullmatch(text) else math.nan
