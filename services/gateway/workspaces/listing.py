"""Pages of an organization's members: filtered and sorted by any member of the table, as BetterAuth takes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import false, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth.errors import Refusal
from services.gateway.workspaces import members
from services.gateway.workspaces.organizations import LARGEST_PAGE, LISTED
from services.gateway.workspaces.records import Membership
from services.gateway.workspaces.schemas import UNION, one_of
from shared.models.workspaces import Member

Column: TypeAlias = Any
"""A column of the table, or a condition on one."""

COLUMNS: Final[Mapping[str, Column]] = {
    "id": col(Member.id),
    "organizationId": col(Member.organization_id),
    "userId": col(Member.user_id),
    "role": col(Member.role),
    "createdAt": col(Member.created_at),
}
COMPARED: Final[Mapping[str, Callable[[Column, Any], Column]]] = {
    "eq": lambda column, value: column == value,
    "ne": lambda column, value: column != value,
    "lt": lambda column, value: column < value,
    "lte": lambda column, value: column <= value,
    "gt": lambda column, value: column > value,
    "gte": lambda column, value: column >= value,
}
AMONG: Final[Mapping[str, Callable[[Column, Sequence[Any]], Column]]] = {
    "in": lambda column, values: column.in_(values),
    "not_in": lambda column, values: column.not_in(values),
}
LIKE: Final[Mapping[str, Callable[[Column, Any], Column]]] = {
    "contains": lambda column, text: column.contains(text, autoescape=True),
    "starts_with": lambda column, text: column.startswith(text, autoescape=True),
    "ends_with": lambda column, text: column.endswith(text, autoescape=True),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Which members, in which order, how many of them."""

    filter: Column | None
    order: tuple[Column, ...]
    limit: int
    offset: int


def page_of(query: Mapping[str, Any]) -> Page:
    """The page a query asks for. Raises Refusal for a column, a value or an amount that is none."""
    order: tuple[Column, ...] = members.IN_ORDER
    if query.get("sortBy"):
        column = _column(query["sortBy"], "sortBy")
        order = (column.desc() if query.get("sortDirection") == "desc" else column.asc(), *order)
    return Page(
        filter=_filter(query) if query.get("filterField") else None,
        order=order,
        limit=min(_amount(query, "limit") or LISTED, LARGEST_PAGE),
        offset=_amount(query, "offset"),
    )


async def read(session: AsyncSession, organization_id: str, page: Page) -> tuple[list[Membership], int]:
    """The members on a page, and how many the filter lets through in all."""
    which = [col(Member.organization_id) == organization_id, *([] if page.filter is None else [page.filter])]
    chosen = members.MEMBERSHIP.where(*which).order_by(*page.order).limit(page.limit).offset(page.offset)
    found = (await (await session.connection()).execute(chosen)).all()
    total = (await session.exec(select(func.count()).select_from(Member).where(*which))).one()
    return [members.of_row(row) for row in found], total


def _column(name: str, field: str) -> Column:
    if name not in COLUMNS:
        raise _invalid(field, str(one_of(*COLUMNS)(name)[0]))
    return COLUMNS[name]


def _filter(query: Mapping[str, Any]) -> Column:
    name, operator, value = query["filterField"], query.get("filterOperator", "eq"), query.get("filterValue")
    column = _column(name, "filterField")
    if value is None:
        return false()
    if operator in AMONG:
        return AMONG[operator](column, [_typed(name, each) for each in (value if isinstance(value, list) else [value])])
    if isinstance(value, list) or (operator in LIKE and name == "createdAt"):
        raise _invalid("filterValue", UNION)
    return {**COMPARED, **LIKE}[operator](column, _typed(name, value))


def _typed(name: str, value: str) -> str | datetime:
    if "\0" in value:
        raise _invalid("filterValue", UNION)
    if name != "createdAt":
        return value
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as fault:
        raise _invalid("filterValue", UNION) from fault


def _amount(query: Mapping[str, Any], field: str) -> int:
    """As JavaScript's `Number` reads it; what it cannot read counts as none."""
    try:
        number = float(query.get(field, 0) or 0)
    except ValueError:
        return 0
    if not (number.is_integer() and 0 <= number < 2**31):
        raise _invalid(field, UNION)
    return int(number)


def _invalid(field: str, text: str) -> Refusal:
    return Refusal(400, "VALIDATION_ERROR", f"[query.{field}] {text}")
