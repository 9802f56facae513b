"""Takes one intake back, exactly, also after others; refuses, naming it, when a later change builds on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import bindparam, text
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as audit
from services.core.intake import repository
from services.core.research.campaigns import repository as campaigns
from services.core.research.companies import service as companies
from services.core.research.experts import repository as experts
from services.core.research.people import repository as people_repository
from services.core.research.people import service as people
from services.core.research.screening import service as screening
from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.models.base import SCHEMA
from shared.models.intake import Intake, IntakeChange, MatchReview, Suggestion
from shared.models.sourcing import CampaignVendorEnrollment, Expert, ExpertScreeningResponse
from shared.types import now

ORDER: tuple[type[SQLModel], ...] = (Suggestion, ExpertScreeningResponse, MatchReview, Expert)
"""Tables an intake writes, those that refer to others first; enrolments are seen to when all is restored."""
VOLATILE = frozenset({"updated_at", "expert_type", "expert_type_reason", "screening_question_id"})
"""Columns that follow from others: nobody's work hangs on them, and they follow anew when all is restored."""
BY_PART = "sources"
"""A column of many fields' provenance: compared and restored field by field."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Net:
    """What the intake did to one row, first state against last."""

    entity: str
    entity_id: UUID
    before: Row | None
    after: Row | None


async def undo(session: AsyncSession, *, caller: Principal, intake_id: UUID) -> Intake:
    """Undo an intake. Raises Problem (missing), (conflict) unless it is finished and nothing builds on it."""
    await people_repository.lock(session, caller.workspace_id)
    intake = await repository.get(session, intake_id)
    await campaigns.keep_still(session, intake.campaign_id)
    refuse_unfinished(intake)
    nets = net_changes(await _changes(session, intake_id))
    current = await _current(session, nets)
    names = await _names(session, nets)
    blocking = [f"{names(net)}: {words}" for net in nets if (words := depends(net, current[net.entity_id]))]
    blocking += await _built_upon(session, intake, nets)
    if blocking:
        message = "Later changes build on this intake; undo them first."
        raise Problem("conflict", "later_changes_depend", message, details={"depends": sorted(set(blocking))[:50]})
    touched = _people(nets, current)
    for table in ORDER:
        await _restore(session, table, [net for net in nets if net.entity == table.__tablename__], current)
    await _disenroll(session, intake)
    session.expire_all()
    await people.refresh(session, caller=caller, person_ids=touched)
    intake = await repository.get(session, intake_id)
    await _rescore(session, caller=caller, nets=nets)
    intake.status, intake.undone_at = "undone", now()
    session.add(intake)
    await audit.note(
        session,
        caller=caller,
        action="intake.undone",
        subject_kind="intake",
        subject_id=intake.id,
        campaign_id=intake.campaign_id,
    )
    return intake


async def _rescore(session: AsyncSession, *, caller: Principal, nets: Sequence[Net]) -> None:
    """Let what follows from the offers and answers that were restored follow anew."""
    rows = [row for net in nets for row in (net.before, net.after) if row]
    ids = {UUID(row["expert_id"]) for row in rows if "response_text" in row}
    offers = await experts.by_ids(
        session, [*ids, *(net.entity_id for net in nets if net.entity == Expert.__tablename__)]
    )
    await companies.classify(session, offers)
    session.add_all(offers)
    await screening.rescore(session, caller=caller, expert_ids=[offer.id for offer in offers])


def refuse_unfinished(intake: Intake) -> None:
    """Raises Problem (conflict) for an intake that is being placed or was undone."""
    if intake.status not in ("done", "failed"):
        message = (
            "This intake was undone already." if intake.status == "undone" else "This intake is still being placed."
        )
        raise Problem("conflict", "intake_not_undoable", message, details={"current": intake.status})


def net_changes(changes: Sequence[IntakeChange]) -> list[Net]:
    """One entry per row, from its state before the intake to the one after; rows come and gone in between drop out."""
    first: dict[UUID, IntakeChange] = {}
    last: dict[UUID, IntakeChange] = {}
    for change in changes:
        first.setdefault(change.entity_id, change)
        last[change.entity_id] = change
    nets = [Net(last[id_].entity, id_, first[id_].before, last[id_].after) for id_ in first]
    restorable = {table.__tablename__ for table in ORDER}
    return [net for net in nets if net.entity in restorable and (net.before is not None or net.after is not None)]


def depends(net: Net, current: Row | None) -> str | None:
    """What was changed since of what the intake wrote in one row, in words; None for what nobody has touched.

    Nothing is left to restore of a row that is gone; of one the intake made, every column is its own.
    """
    if current is None or net.after is None:
        return None
    names = differing(net.before, net.after) if net.before is not None else _all_parts(net.after)
    changed = [name for name in names if part(current, name) != part(net.after, name)]
    return f"{net.entity.removeprefix('expert_')} changed since ({', '.join(sorted(changed))})" if changed else None


def _all_parts(row: Row) -> list[str]:
    return [name for name in row if name not in VOLATILE | {BY_PART}] + [
        f"{BY_PART}.{n}" for n in row.get(BY_PART) or {}
    ]


def differing(before: Row | None, after: Row | None) -> list[str]:
    """The columns (and the fields within `sources`) in which two states differ."""
    one, other = before or {}, after or {}
    names = [n for n in one.keys() | other.keys() if n not in VOLATILE | {BY_PART} and one.get(n) != other.get(n)]
    own, others = one.get(BY_PART) or {}, other.get(BY_PART) or {}
    parts = [f"{BY_PART}.{n}" for n in own.keys() | others.keys() if own.get(n) != others.get(n)]
    return sorted(names) + sorted(parts)


def part(row: Row, name: str) -> Any:
    """A column's value, or one field within `sources`."""
    column, _, inner = name.partition(".")
    return (row.get(column) or {}).get(inner) if inner else row.get(column)


def restored(net: Net, current: Row) -> Row:
    """The current row with everything the intake changed as it was before."""
    before = net.before or {}
    row, sources = dict(current), dict(current.get(BY_PART) or {})
    for name in differing(net.before, net.after):
        column, _, inner = name.partition(".")
        if not inner:
            row[column] = before.get(column)
        elif (value := part(before, name)) is None:
            sources.pop(inner, None)
        else:
            sources[inner] = value
    return row | {BY_PART: sources} if BY_PART in row else row


async def _changes(session: AsyncSession, intake_id: UUID) -> Sequence[IntakeChange]:
    chosen = select(IntakeChange).where(IntakeChange.intake_id == intake_id).order_by(col(IntakeChange.number))
    return (await session.exec(chosen)).all()


async def _current(session: AsyncSession, nets: Sequence[Net]) -> dict[UUID, Row | None]:
    """The rows as they stand now; None for one that is gone."""
    rows: dict[UUID, Row | None] = dict.fromkeys(net.entity_id for net in nets)
    for entity in sorted({net.entity for net in nets}):
        query = text(f"SELECT t.id, to_jsonb(t) FROM {SCHEMA}.{entity} t WHERE t.id = ANY(CAST(:ids AS uuid[]))")
        wanted = {"ids": [net.entity_id for net in nets if net.entity == entity]}
        statement = query.bindparams(bindparam("ids", type_=people_repository.IDS))
        found = await (await session.connection()).execute(statement, wanted)
        rows |= {row.id: row.to_jsonb for row in found}
    return rows


async def _names(session: AsyncSession, nets: Sequence[Net]) -> Callable[[Net], str]:
    """Says whom a row is about."""
    about = {net.entity_id: _subject(net) for net in nets}
    query = text(
        f"""
        SELECT id, name FROM {SCHEMA}.experts WHERE id = ANY(CAST(:ids AS uuid[]))
        UNION ALL SELECT id, name FROM {SCHEMA}.people WHERE id = ANY(CAST(:ids AS uuid[]))
        """
    ).bindparams(bindparam("ids", type_=people_repository.IDS))
    found = await (await session.connection()).execute(query, {"ids": sorted(set(about.values()))})
    names = {row.id: row.name for row in found}
    return lambda net: str(names.get(about[net.entity_id], net.entity_id))


def _subject(net: Net) -> UUID:
    row = net.after or net.before or {}
    return net.entity_id if net.entity == Expert.__tablename__ else UUID(row.get("expert_id") or row["person_id"])


async def _built_upon(session: AsyncSession, intake: Intake, nets: Sequence[Net]) -> list[str]:
    """What hangs on the offers this intake made: calls, answers it did not bring, decisions on who they are of."""
    made = [net for net in nets if net.entity == Expert.__tablename__ and net.before is None and net.after]
    query = text(
        f"""
        SELECT e.name || ': a call is on record, ' || replace(i.status::text, '_', '-') FROM {SCHEMA}.interviews i
        JOIN {SCHEMA}.experts e ON e.workspace_id = i.workspace_id AND e.id = i.expert_id
        WHERE i.expert_id = ANY(CAST(:made AS uuid[]))
        UNION ALL
        SELECT e.name || ': answered since' FROM {SCHEMA}.expert_screening_responses a
        JOIN {SCHEMA}.experts e ON e.workspace_id = a.workspace_id AND e.id = a.expert_id
        WHERE a.expert_id = ANY(CAST(:made AS uuid[])) AND a.id <> ALL(CAST(:own AS uuid[]))
        UNION ALL
        SELECT p.name || ': a match review was decided since' FROM {SCHEMA}.match_reviews r
        JOIN {SCHEMA}.people p ON p.workspace_id = r.workspace_id AND p.id IN (r.person_id, r.other_person_id)
        WHERE p.id = ANY(CAST(:people AS uuid[])) AND r.decided_at > :since
        """
    ).bindparams(*(bindparam(name, type_=people_repository.IDS) for name in ("made", "own", "people")))
    asked = {
        "made": [net.entity_id for net in made],
        "own": [net.entity_id for net in nets],
        "people": [UUID(net.after["person_id"]) for net in made if net.after],
        "since": intake.created_at,
    }
    return list((await (await session.connection()).execute(query, asked)).scalars())


def _people(nets: Sequence[Net], current: dict[UUID, Row | None]) -> set[UUID]:
    rows = [row for net in nets for row in (net.before, net.after, current[net.entity_id]) if row]
    return {
        UUID(row["person_id"]) for row in rows if "status" in row and "vendor_platform_id" in row and "person_id" in row
    }


async def _restore(
    session: AsyncSession, table: type[SQLModel], nets: Sequence[Net], current: dict[UUID, Row | None]
) -> None:
    """Delete what the intake made, set back what it changed."""
    name = f"{SCHEMA}.{table.__tablename__}"
    made = [net.entity_id for net in nets if net.before is None]
    connection = await session.connection()
    delete = text(f"DELETE FROM {name} t WHERE t.id = ANY(CAST(:ids AS uuid[]))")
    await connection.execute(delete.bindparams(bindparam("ids", type_=people_repository.IDS)), {"ids": made})
    rows = [restored(net, row) for net in nets if net.before is not None and (row := current[net.entity_id])]
    columns = [c.name for c in table.__table__.columns if not c.primary_key]  # type: ignore[attr-defined]
    settings = ", ".join(f"{column} = r.{column}" for column in columns)
    update = text(
        f"UPDATE {name} t SET {settings} FROM jsonb_populate_recordset(NULL::{name}, CAST(:rows AS jsonb)) r"
        " WHERE t.id = r.id"
    )
    if rows:
        await connection.execute(update, {"rows": orjson.dumps(rows).decode()})


async def _disenroll(session: AsyncSession, intake: Intake) -> None:
    """End enrolments that this intake, or one undone before it, made; not where somebody has worked on them since, nor
    where other offers of the vendor stand.
    """
    query = text(
        f"""
        DELETE FROM {SCHEMA}.{CampaignVendorEnrollment.__tablename__} t
        USING {SCHEMA}.intake_changes c
        JOIN {SCHEMA}.intakes i ON i.workspace_id = c.workspace_id AND i.id = c.intake_id
        WHERE t.campaign_id = :campaign_id AND c.workspace_id = t.workspace_id AND c.entity_id = t.id
          AND c.kind = 'insert' AND c.after - 'updated_at' = to_jsonb(t) - 'updated_at'
          AND (i.status = 'undone' OR i.id = :intake_id)
          AND NOT EXISTS (SELECT FROM {SCHEMA}.experts e WHERE e.workspace_id = t.workspace_id
                          AND e.campaign_id = t.campaign_id AND e.vendor_platform_id = t.vendor_platform_id)
        """
    )
    asked = {"campaign_id": intake.campaign_id, "intake_id": intake.id}
    await (await session.connection()).execute(query, asked)
