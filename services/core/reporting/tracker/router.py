"""The call tracker over HTTP: handed out as a workbook, handed in again, and what became of each cell."""

import asyncio
import hashlib
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep, resources_of
from services.core.intake import forms
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.reporting.tracker import reading, repository, service
from services.core.reporting.tracker.schemas import (
    CellQuery,
    HandInQuery,
    MergedOut,
    ReadOut,
    ReadQuery,
    TrackerCellOut,
)
from services.core.reporting.tracker.service import HandedIn, Merged
from services.core.research.campaigns import repository as campaigns
from shared.contracts.page import LARGEST_PAGE, Page
from shared.contracts.principal import Principal
from shared.db.read import text_of
from shared.errors import invalid
from shared.http import answers

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL = ("id", "cell", "row_id", "base", "ours", "theirs", "outcome", "code", "reason")


class TrackerRoute(CommandRoute):
    """Reads the workbook before the transaction that merges it begins."""

    async def prepare(self, request: Request, caller: Principal) -> None:
        uploads, _ = await forms.read(request)
        async with resources_of(request).transactions.begin(caller) as session:
            await campaigns.get(session, forms.campaign_id(request))
        if len(uploads) != 1:
            raise invalid("one_file", "Hand in one tracker at a time.", pointer="#/files")
        sheet = await asyncio.to_thread(reading.read, uploads[0].data)
        request.state.given = HandedIn(uploads[0].name, hashlib.sha256(uploads[0].data).hexdigest(), sheet)

    def said(self, request: Request, body: bytes) -> bytes:
        """The file: a form sent again has a new boundary each time."""
        given: HandedIn = request.state.given
        return given.content_hash.encode()


queries = APIRouter(prefix="/api", tags=["tracker"])
commands = APIRouter(prefix="/api", tags=["tracker"], route_class=TrackerRoute)


@queries.get(
    "/campaigns/{campaign_id}/tracker.xlsx",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}, "description": "One row a call, and one an offer that stands without"}},
    operation_id="get_tracker",
)
async def get_tracker(request: Request, campaign_id: UUID, caller: CallerDep) -> Response:
    """The campaign's calls and standing offers as a workbook to be edited offline and handed in again.

    What was handed out is kept, to merge what comes back.
    """
    async with resources_of(request).transactions.begin(caller) as session:
        content = await service.hand_out(session, caller=caller, campaign_id=campaign_id)
    return answers.download(content, name="tracker.xlsx", media_type=XLSX)


@commands.post(
    "/campaigns/{campaign_id}/tracker",
    status_code=201,
    response_model=MergedOut,
    responses={200: {"model": MergedOut, "description": "A dry run, or the same file again"}},
    operation_id="hand_in_tracker",
    openapi_extra=forms.ONE_FILE,
)
@policies.needs(policies.WORK)
async def hand_in_tracker(
    request: Request,
    campaign_id: UUID,
    query: Annotated[HandInQuery, Query()],
    session: SessionDep,
    caller: CallerDep,
) -> Response:
    """Merges an edited tracker cell by cell: what was changed offline and not here is taken; of two changes of one cell
    ours stays and theirs is told. A cell that may mean two things is refused, and what goes with it. Nothing is deleted
    for a missing row or column; an added row becomes an offer. `one_file` for several at a time, `tracker_unknown` for
    one that was not handed out for this campaign, `tracker_unrecognised` or `tracker_columns` for a file that is no
    tracker any more, `tracker_too_long` for too many rows, `tracker_adds_too_many` for more than 50 new ones (a
    vendor's list of people is for the campaign's intake), `tracker_changes_too_many` for more than 500 changed cells:
    hand in some of the rows, then the others. 200 for a dry run, or the same file again.
    """
    rehearsal = await session.begin_nested() if query.dry_run else None
    merged = await service.hand_in(session, caller=caller, campaign_id=campaign_id, given=request.state.given)
    document = orjson.loads(await text_of(session, repository.ONE, id=merged.read.id) or "{}")
    document |= _told(merged, is_whole=query.dry_run) | {"dry_run": query.dry_run}
    if rehearsal is not None:
        await rehearsal.rollback()
    headers = {} if query.dry_run else {"location": f"/api/tracker-reads/{merged.read.id}"}
    status = 201 if merged.is_new and not query.dry_run else 200
    return Response(orjson.dumps(document), status, headers, "application/json")


@queries.get("/campaigns/{campaign_id}/tracker-reads", response_model=Page[ReadOut], operation_id="list_tracker_reads")
async def list_tracker_reads(
    request: Request, campaign_id: UUID, query: Annotated[ReadQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The trackers that were handed in for a campaign, with how their cells came out, the latest first."""
    if await reader.value(caller, campaigns.EXISTS, id=campaign_id) is None:
        raise campaigns.MISSING
    filters = {"campaign_id": campaign_id}
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@queries.get("/tracker-reads/{read_id}", response_model=ReadOut, operation_id="get_tracker_read")
async def get_tracker_read(request: Request, read_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One tracker that was handed in, with how many cells came out each way."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=read_id), missing=repository.MISSING)


@queries.get("/tracker-reads/{read_id}/cells", response_model=Page[TrackerCellOut], operation_id="list_tracker_cells")
async def list_tracker_cells(
    request: Request, read_id: UUID, query: Annotated[CellQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The cells that were not as they had been handed out, in the file's order: what was handed out, what is here, what
    came back, and what became of it.
    """
    if await reader.value(caller, repository.EXISTS, id=read_id) is None:
        raise repository.MISSING
    filters = {"read_id": read_id, "outcome": query.outcome}
    return answers.page(
        request, await repository.CELLS.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


def _told(merged: Merged, *, is_whole: bool) -> dict[str, Any]:
    shown = merged.cells if is_whole else merged.cells[:LARGEST_PAGE]
    cells = [{name: getattr(cell, name) for name in CELL} | {"column": cell.column_title} for cell in shown]
    return {"duplicate_of": None if merged.is_new else str(merged.read.id), "cells": cells}
