"""Intake over HTTP: hand files in, follow the report, take it back."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Request, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core import deps
from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.intake import forms, repository, service
from services.core.intake import undo as undoing
from services.core.intake.schemas import HandInQuery, IntakeBrief, IntakeOut, IntakeQuery, ItemOut, ItemQuery
from services.core.intake.uploads import Upload, content_hash
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.campaigns import repository as campaigns
from services.core.research.vendors import service as vendors
from shared.contracts import moments
from shared.contracts.page import Page
from shared.contracts.principal import Principal
from shared.db.read import text_of
from shared.http import answers
from shared.models.intake import Intake
from shared.types import instant_within_reach, now


class HandInRoute(CommandRoute):
    """Opens and reads the files before the transaction that places them begins."""

    async def prepare(self, request: Request, caller: Principal) -> None:
        campaign_id = forms.campaign_id(request)
        uploads, beside = await forms.read(request)
        async with deps.resources_of(request).transactions.begin(caller) as session:
            await campaigns.get(session, campaign_id)
            platforms = await vendors.catalogue(session)
        hint = service.name_of_hint(request.query_params.get("vendor") or beside, platforms)
        known = service.known_vendors(platforms)
        request.state.uploads, request.state.hint = uploads, hint
        today = (_received_at(request) or now()).date()
        request.state.found = await service.read(uploads, known=known, hint=hint, today=today)

    def said(self, request: Request, body: bytes) -> bytes:
        """The content: a form sent again has a new boundary each time."""
        return content_hash(request.state.uploads, vendor=request.state.hint).encode()


class RetryRoute(CommandRoute):
    """Reads the files that were kept before the transaction that places them begins."""

    async def prepare(self, request: Request, caller: Principal) -> None:
        async with deps.resources_of(request).transactions.begin(caller) as session:
            intake = await repository.get(session, _intake_id(request), lock=False)
            kept = await repository.files(session, intake.file_ids)
            platforms = await vendors.catalogue(session)
        uploads = [Upload(file.name, file.media_type, file.content) for file in kept]
        known, today = service.known_vendors(platforms), intake.received_at.date()
        request.state.uploads = uploads
        request.state.found = await service.read(uploads, known=known, hint=intake.vendor_hint, today=today)


def _intake_id(request: Request) -> UUID:
    """Of the path, which FastAPI has not looked at yet. Raises Problem (missing) for what is no id."""
    try:
        return UUID(request.path_params["intake_id"])
    except ValueError as fault:
        raise repository.MISSING from fault


def _received_at(request: Request) -> datetime | None:
    """Of the query, which FastAPI has not looked at yet and refuses if it is no instant."""
    try:
        return instant_within_reach(datetime.fromisoformat(request.query_params["received_at"]))
    except (KeyError, ValueError):
        return None


queries = APIRouter(prefix="/api", tags=["intake"])
commands = APIRouter(prefix="/api", tags=["intake"], route_class=CommandRoute)
hand_ins = APIRouter(prefix="/api", tags=["intake"], route_class=HandInRoute)
retries = APIRouter(prefix="/api", tags=["intake"], route_class=RetryRoute)


@hand_ins.post(
    "/campaigns/{campaign_id}/intake",
    status_code=201,
    response_model=IntakeOut,
    responses={200: {"model": IntakeOut}, 202: {"model": IntakeOut}},
    operation_id="hand_in",
    summary="Hand In Files",
    openapi_extra=forms.FILES_OR_TEXT,
)
@policies.needs(policies.WORK)
async def hand_in(
    request: Request,
    campaign_id: UUID,
    query: Annotated[HandInQuery, Query()],
    session: SessionDep,
    caller: CallerDep,
) -> Response:
    """Reads vendors' mails and sheets (up to 20 files of 50 MiB each, or pasted text), places who is offered, and tells
    of every row what became of it and why. 201 when placed, 202 when a worker places it (ask for the intake, or listen
    to the campaign's events), 200 when nothing changes: a dry run, or the same content again. `vendor_unknown` names
    the vendors there are; files that cannot be read are refused only where none can; `file_missing` or `text_missing`
    where nothing is handed in, `file_too_large`, `form_malformed`, and `vendor_not_text` or `text_not_unicode` for what
    is no text. Can be undone.
    """
    rehearsal = await session.begin_nested() if query.dry_run else None
    intake, earlier = await service.hand_in(
        session,
        caller=caller,
        campaign_id=campaign_id,
        uploads=request.state.uploads,
        found=request.state.found,
        hint=request.state.hint,
        received_at=moments.happened(query.received_at, field="query/received_at"),
        dry_run=query.dry_run,
    )
    answer = await _placed(session, intake, earlier, dry_run=query.dry_run)
    if rehearsal is not None:
        await rehearsal.rollback()
    return answer


@retries.post(
    "/intakes/{intake_id}/retry",
    status_code=201,
    response_model=IntakeOut,
    responses={200: {"model": IntakeOut}, 202: {"model": IntakeOut}},
    operation_id="retry_intake",
)
@policies.needs(policies.WORK)
async def retry_intake(request: Request, intake_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    """Places the kept files again, now that a vendor is known or takes proposals again.

    Answers as handing in: 201, 202, or 200 where it says nothing new.
    """
    uploads, found = request.state.uploads, request.state.found
    intake, earlier = await service.retry(session, caller=caller, intake_id=intake_id, uploads=uploads, found=found)
    return await _placed(session, intake, earlier, dry_run=False)


async def _placed(session: AsyncSession, intake: Intake, earlier: Intake | None, *, dry_run: bool) -> Response:
    report = repository.WHOLE if dry_run else repository.ONE
    document = orjson.loads(await text_of(session, report, id=intake.id) or "{}")
    document |= {"dry_run": dry_run, "duplicate_of": str(earlier.id) if earlier else None}
    if earlier is not None:
        document |= service.nothing_new(document)
    status = 200 if dry_run or earlier else 201 if intake.status == "done" else 202
    headers = {} if dry_run else {"location": f"/api/intakes/{intake.id}"}
    return Response(orjson.dumps(document), status, headers, "application/json")


@queries.get("/campaigns/{campaign_id}/intakes", response_model=Page[IntakeBrief], operation_id="list_intakes")
async def list_intakes(
    request: Request,
    campaign_id: UUID,
    query: Annotated[IntakeQuery, Query()],
    caller: CallerDep,
    reader: ReaderDep,
) -> Response:
    """What was handed in for a campaign, with how many rows came out each way, the newest first."""
    if await reader.value(caller, campaigns.EXISTS, id=campaign_id) is None:
        raise campaigns.MISSING
    filters = {"campaign_id": campaign_id, "status": query.status}
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@queries.get("/intakes/{intake_id}", response_model=IntakeOut, operation_id="get_intake")
async def get_intake(request: Request, intake_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One intake with its progress and its report, of which the first 500 rows."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=intake_id), missing=repository.MISSING)


@queries.get("/intakes/{intake_id}/items", response_model=Page[ItemOut], operation_id="list_intake_items")
async def list_intake_items(
    request: Request, intake_id: UUID, query: Annotated[ItemQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """All rows of an intake's report, in the order of the files: what became of each, where it stands in its file, and
    what it changed.
    """
    if await reader.value(caller, repository.EXISTS, id=intake_id) is None:
        raise repository.MISSING
    filters = {"intake_id": intake_id, "outcome": query.outcome}
    return answers.page(
        request, await repository.ITEM_LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@commands.post("/intakes/{intake_id}/undo", response_model=IntakeOut, operation_id="undo_intake")
@policies.needs(policies.WORK)
async def undo_intake(intake_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    """Takes an intake back, exactly, also after others: offers it added go, fields it changed are as before.

    `later_changes_depend` names what builds on it, `intake_not_undoable` where it is not done or was undone.
    """
    await undoing.undo(session, caller=caller, intake_id=intake_id)
    return answers.written(await text_of(session, repository.ONE, id=intake_id), missing=repository.MISSING)


@queries.get(
    "/source-files/{file_id}",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "The file, byte for byte"}},
    operation_id="get_source_file",
)
async def get_source_file(file_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """A file as it was handed in, byte for byte, as a download."""
    rows = await reader.rows(caller, repository.CONTENT, id=file_id)
    if not rows:
        raise repository.FILE_MISSING
    return answers.download(rows[0]["content"], name=rows[0]["name"])
