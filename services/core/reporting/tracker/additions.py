"""Rows that were added offline: an expert where the row says enough, else what it lacks."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError

from services.core.reporting.tracker import quotes
from services.core.reporting.tracker.applying import Desk
from services.core.reporting.tracker.columns import COLUMNS
from services.core.reporting.tracker.merge import Change, TheirRow
from services.core.research.experts import service as experts
from services.core.research.experts.schemas import ExpertIn
from services.core.research.vendors import service as vendors
from shared.db import refusals
from shared.errors import Problem

NEEDED = ("name", "vendor")
READ = frozenset({*NEEDED, "employer", "title", "price", "per"})


async def add(desk: Desk, their: TheirRow, campaign_id: UUID, platforms: Mapping[str, UUID]) -> Change:
    """What became of one added row, and under which id if it is an expert now."""
    cells = their.row.cells
    told = "; ".join(f"{column.title}: {cells[column.key]}" for column in COLUMNS if cells.get(column.key) is not None)
    change = Change("", their.number, "", None, None, told, "row_incomplete")
    lacking = [column.title for column in COLUMNS if column.key in NEEDED and cells.get(column.key) is None]
    typed = {key for key, value in cells.items() if value is not None} | their.unread.keys()
    beside = [column.title for column in COLUMNS if column.key in typed - READ]
    doubted = [
        (column.title, their.unread[column.key]) for column in COLUMNS if column.key in READ & their.unread.keys()
    ]
    if doubted:
        change.code = doubted[0][1].code
        change.reason = " ".join(f"{title}: {fault.reason}" for title, fault in doubted)
        return change
    if lacking:
        change.code, change.reason = "row_incomplete", f"A new expert needs {' and '.join(lacking)}."
        return change
    try:
        async with desk.session.begin_nested():
            change.row_id = f"offer:{await _added(desk, their, campaign_id, platforms)}"
    except ValidationError as fault:
        change.code, change.reason = "value_refused", "; ".join(str(error["msg"]) for error in fault.errors())
    except IntegrityError as fault:
        problem = refusals.problem_of(fault.orig.__cause__ if fault.orig else None)
        change.code, change.reason = problem.code, f"Row {their.number}: {problem.message}"
    except Problem as problem:
        change.code, change.reason = problem.code, f"Row {their.number}: {problem.message}"
    else:
        change.outcome = "row_added"
        change.reason = f"Not taken with it, to be set on the expert: {', '.join(beside)}." if beside else None
    return change


async def _added(desk: Desk, their: TheirRow, campaign_id: UUID, platforms: Mapping[str, UUID]) -> UUID:
    cells = their.row.cells
    vendor = platforms.get(vendors.folded(cells["vendor"] or ""))
    if vendor is None:
        raise Problem("invalid", "vendor_unknown", f"There is no vendor called '{cells['vendor']}'.")
    given = {
        "campaign_id": campaign_id,
        "vendor_platform_id": vendor,
        "name": cells["name"],
        "company": cells.get("employer"),
        "title": cells.get("title"),
        "price": quotes.price(cells.get("price"), cells.get("per"), known=None),
    }
    body = ExpertIn.model_validate(given).fields()
    body.pop("proposed_at", None)
    made = await experts.add(desk.session, caller=desk.caller, proposed_at=desk.at, **body)
    await desk.session.flush()
    return made.id
