"""Hands a campaign's tracker out and reads it back; what was handed out is kept, so that edits can be merged."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as log
from services.core.intake import service as intake
from services.core.interviews.booking import states as calls
from services.core.reporting.tracker import additions, call_rows, merge, repository, rows, sheets
from services.core.reporting.tracker.applying import Desk, Taking
from services.core.reporting.tracker.columns import BY_KEY
from services.core.reporting.tracker.merge import Change, Row
from services.core.reporting.tracker.reading import Sheet
from services.core.reporting.tracker.rows import Subject
from services.core.research.campaigns import repository as campaigns
from services.core.research.experts import states as offers
from services.core.research.people import repository as people
from services.core.research.vendors import service as vendors
from shared.contracts.principal import Principal
from shared.errors import invalid
from shared.models.sourcing import VendorPlatform
from shared.models.tracker import TrackerCell, TrackerExport, TrackerRead
from shared.types import new_id, now, time_zones

MOST_TAKEN = 500
"""Changed cells that are taken at a time: meanwhile nobody else may enter or edit people."""
UNKNOWN_EXPORT = invalid("tracker_unknown", "This tracker was not handed out for this campaign.", pointer="#/files")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that came back, read but not merged yet."""

    name: str
    content_hash: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of a tracker: what is kept of it, or the reading before of the same file, and its cells."""

    read: TrackerRead
    cells: list[TrackerCell]
    is_new: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """A campaign as its tracker shows it."""

    subjects: dict[str, Subject]
    quotes: dict[UUID, Mapping[str, Any] | None]
    labels: dict[UUID, str]
    platforms: list[VendorPlatform]


async def hand_out(session: AsyncSession, *, caller: Principal, campaign_id: UUID) -> bytes:
    """The campaign's tracker as a workbook. Raises Problem (missing)."""
    await campaigns.get(session, campaign_id)
    ground = await _ground(session, campaign_id)
    shown = [subject.row for subject in ground.subjects.values() if subject.is_shown]
    kept = [{"id": row.id, "version": row.version, "cells": row.cells} for row in shown]
    export = TrackerExport(
        workspace_id=caller.workspace_id,
        campaign_id=campaign_id,
        user_id=caller.user_id,
        content_hash=hashlib.sha256(orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)).hexdigest(),
        rows=kept,
    )
    export_id = await repository.keep_export(session, export)
    return await asyncio.to_thread(sheets.write, shown, export_id=export_id, lists=_lists(ground))


async def hand_in(session: AsyncSession, *, caller: Principal, campaign_id: UUID, given: HandedIn) -> Merged:
    """Merge a tracker with what has happened here since it was handed out; the same file again changes nothing.

    Raises Problem (missing) for an unknown campaign, (invalid) for a tracker that is not this campaign's.
    """
    await people.lock(session, caller.workspace_id)
    await campaigns.get(session, campaign_id)
    before = await repository.read_before(session, campaign_id=campaign_id, content_hash=given.content_hash)
    if before is not None:
        return Merged(before, [], is_new=False)
    export = await repository.find_export(session, campaign_id=campaign_id, export_id=given.sheet.export_id)
    if export is None:
        raise UNKNOWN_EXPORT
    await campaigns.keep_still(session, campaign_id)
    await repository.hold_calls(session, campaign_id)
    found = await _merge(session, caller=caller, campaign_id=campaign_id, export=export, sheet=given.sheet)
    counts = Counter(change.outcome for change in found)
    compared = sum(len(their.row.cells) for their in given.sheet.rows if their.row.id)
    read = TrackerRead(
        workspace_id=caller.workspace_id,
        campaign_id=campaign_id,
        export_id=export.id,
        user_id=caller.user_id,
        file_name=given.name,
        content_hash=given.content_hash,
        counts={
            "unchanged": compared - sum(1 for change in found if change.number and change.column),
            **{str(outcome): count for outcome, count in counts.items()},
        },
    )
    session.add(read)
    await session.flush()
    cells = [_cell(read, given.sheet, position, change) for position, change in enumerate(found)]
    await repository.add_cells(session, [cell.model_dump() for cell in cells])
    await log.note(
        session,
        caller=caller,
        action="tracker.read",
        subject_kind="tracker",
        subject_id=read.id,
        campaign_id=campaign_id,
        details={"export_id": export.id, "file_name": given.name, "cells": dict(counts)},
    )
    return Merged(read, cells, is_new=True)


async def _merge(
    session: AsyncSession, *, caller: Principal, campaign_id: UUID, export: TrackerExport, sheet: Sheet
) -> list[Change]:
    ground, base = await _ground(session, campaign_id), {row["id"]: Row(**row) for row in export.rows}
    leads = {label.casefold(): id_ for id_, label in ground.labels.items()}
    desk, found = Desk(session, caller, now(), ground.quotes, leads), list(_not_read(sheet))
    compared, firsts = _compared(sheet, base, ground.subjects), dict[str, int]()
    for their in sheet.rows:
        if not their.row.id:
            found.append(await additions.add(desk, their, campaign_id, intake.ids_by_name(ground.platforms)))
            continue
        subject, changed = ground.subjects.get(their.row.id), compared[their.row.id]
        first = firsts.setdefault(their.row.id, their.number)
        if first != their.number:
            was, ours = base.get(their.row.id), subject.row.cells if subject else None
            changed = list(merge.repeated(their, base=was, ours=ours, first=first, taken=changed))
        elif subject is not None and changed:
            await call_rows.take(Taking(desk, subject, changed))
        found += changed
    return found + [_missing(row) for id_, row in base.items() if id_ not in firsts]


def _compared(sheet: Sheet, base: Mapping[str, Row], subjects: Mapping[str, Subject]) -> dict[str, list[Change]]:
    """What has changed, by row. Raises Problem (invalid) where that is more than one tracker may change."""
    found: dict[str, list[Change]] = {}
    for their in sheet.rows:
        if their.row.id and their.row.id not in found:
            subject = subjects.get(their.row.id)
            ours = subject.row.cells if subject else None
            found[their.row.id] = list(merge.changes(their, base=base.get(their.row.id), ours=ours))
    taken = sum(change.outcome == "taken" for changed in found.values() for change in changed)
    if taken > MOST_TAKEN:
        message = (
            f"{taken:,} cells were changed, and {MOST_TAKEN} are taken at a time: hand in some of the rows, then the"
            " others. Nothing is deleted for a row that is not in the file."
        )
        raise invalid("tracker_changes_too_many", message, pointer="#/files")
    return found


async def _ground(session: AsyncSession, campaign_id: UUID) -> Ground:
    offered, called = await repository.documents(session, campaign_id)
    labels = rows.labels(await repository.members(session))
    platforms = await vendors.catalogue(session)
    quotes = {UUID(offer["id"]): offer["price"] for offer in offered}
    return Ground(rows.subjects(offered, called, names=labels), quotes, labels, platforms)


def _lists(ground: Ground) -> dict[str, Sequence[str]]:
    states = dict.fromkeys([*offers.MACHINE.moves, *calls.MACHINE.moves])
    return {
        "vendor": sorted({platform.name for platform in ground.platforms}),
        "status": list(states),
        "lead": sorted(ground.labels.values()),
        "zone": sorted(time_zones()),
        "length": sheets.LENGTHS,
    }


def _not_read(sheet: Sheet) -> Iterator[Change]:
    for title in sheet.unknown:
        reason = f"'{title}' is no column of the tracker: nothing in it was read."
        yield Change("", 1, "", None, None, title, "refused", "column_unknown", reason)
    for column in sheet.missing:
        reason = f"The file has no column '{column.title}': everything in it stays as it is here."
        yield Change("", None, column.key, None, None, None, "refused", "column_missing", reason)


def _missing(row: Row) -> Change:
    reason = "The row is not in the file; nothing was deleted."
    return Change(row.id, None, "", row.cells.get("name"), None, None, "row_missing", "row_missing", reason)


def _cell(read: TrackerRead, sheet: Sheet, position: int, change: Change) -> TrackerCell:
    letter = sheet.letters.get(change.column or "name", "A")
    return TrackerCell(
        workspace_id=read.workspace_id,
        id=new_id(),
        read_id=read.id,
        position=position,
        cell=f"{sheets.SHEET}!{letter}{change.number}" if change.number else None,
        row_id=change.row_id,
        column_title=BY_KEY[change.column].title if change.column else None,
        base=change.base,
        ours=change.ours,
        theirs=change.theirs,
        outcome=change.outcome,
        code=change.code,
        reason=change.reason,
    )
