"""Vendors' invoices over HTTP: import, follow what each line is of, decide, take back."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.intake import forms
from services.core.intake.uploads import content_hash
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.spend.invoices import repository, service
from services.core.spend.invoices.schemas import (
    AcceptIn,
    DisputeIn,
    ImportedOut,
    ImportQuery,
    InvoiceOut,
    InvoiceQuery,
    LineOut,
    LineQuery,
    MissingOut,
    MissingQuery,
)
from services.core.spend.invoices.service import Terms
from shared.contracts.page import Page
from shared.contracts.principal import Principal
from shared.db.read import text_of
from shared.errors import invalid
from shared.http import answers


class ImportRoute(CommandRoute):
    """Opens and reads the file before the transaction that places it begins."""

    async def prepare(self, request: Request, caller: Principal) -> None:
        terms = _terms(request)
        uploads, _ = await forms.read(request)
        if len(uploads) > 1:
            raise invalid("one_file", "Hand in one invoice at a time.", pointer="#/files")
        request.state.terms, request.state.upload = terms, uploads[0]
        request.state.found = await service.read(uploads[0], terms=terms)

    def said(self, request: Request, body: bytes) -> bytes:
        """The content: a form sent again has a new boundary each time."""
        return content_hash([request.state.upload], vendor=None).encode()


def _terms(request: Request) -> Terms:
    """Of the query, which FastAPI has not looked at yet."""
    try:
        query = ImportQuery.model_validate(dict(request.query_params))
    except ValidationError as fault:
        errors = [each | {"loc": ("query", *each["loc"])} for each in fault.errors(include_context=False)]
        raise RequestValidationError(errors) from fault
    return Terms(query.vendor_id, (query.period_from, query.period_to), query.number, query.currency)


queries = APIRouter(prefix="/api/invoices", tags=["spend"])
commands = APIRouter(prefix="/api/invoices", tags=["spend"], route_class=CommandRoute)
imports = APIRouter(prefix="/api/invoices", tags=["spend"], route_class=ImportRoute)


@imports.post(
    "",
    status_code=201,
    response_model=ImportedOut,
    responses={200: {"model": ImportedOut, "description": "A dry run, or the same file again: nothing changes"}},
    operation_id="import_invoice",
    openapi_extra=forms.ONE_FILE,
)
@policies.needs(policies.WORK)
async def import_invoice(
    request: Request, query: Annotated[ImportQuery, Query()], session: SessionDep, caller: CallerDep
) -> Response:
    """A .csv or .xlsx as the vendor sends it; its headings are guessed. Negative amounts are credits."""
    rehearsal = await session.begin_nested() if query.dry_run else None
    invoice, new = await service.place(
        session,
        caller=caller,
        terms=request.state.terms,
        upload=request.state.upload,
        found=request.state.found,
    )
    told = await text_of(session, repository.ONE, id=invoice.id, duplicate_of=None if new else invoice.id)
    lines = await text_of(session, repository.ALL_LINES, invoice_id=invoice.id) if query.dry_run else None
    document = orjson.loads(told or "{}") | {"dry_run": query.dry_run, "lines": orjson.loads(lines or "null")}
    if rehearsal is not None:
        await rehearsal.rollback()
    created = new and not query.dry_run
    headers = {"location": f"/api/invoices/{invoice.id}"} if created else {}
    return Response(orjson.dumps(document), 201 if created else 200, headers, "application/json")


@queries.get("", response_model=Page[InvoiceOut], operation_id="list_invoices")
async def list_invoices(
    request: Request, query: Annotated[InvoiceQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    body = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, body)


@queries.get("/{invoice_id}", response_model=InvoiceOut, operation_id="get_invoice")
async def get_invoice(request: Request, invoice_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    return answers.one(request, await reader.value(caller, repository.ONE, id=invoice_id), missing=repository.MISSING)


@queries.get("/{invoice_id}/lines", response_model=Page[LineOut], operation_id="list_invoice_lines")
async def list_lines(
    request: Request, invoice_id: UUID, query: Annotated[LineQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    if await reader.value(caller, repository.EXISTS, id=invoice_id) is None:
        raise repository.MISSING
    filters = query.filters() | {"invoice_id": invoice_id}
    body = await repository.LINES.page(reader, caller, query=query, sort=query.sort, filters=filters)
    return answers.page(request, body)


@queries.get("/{invoice_id}/missing-calls", response_model=Page[MissingOut], operation_id="list_missing_calls")
async def list_missing_calls(
    request: Request, invoice_id: UUID, query: Annotated[MissingQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The vendor's calls held in the invoice's period that no invoice bills."""
    if await reader.value(caller, repository.EXISTS, id=invoice_id) is None:
        raise repository.MISSING
    filters = {"invoice_id": invoice_id}
    body = await repository.NOT_BILLED.page(reader, caller, query=query, sort=query.sort, filters=filters)
    return answers.page(request, body)


@commands.post("/{invoice_id}/lines/{line_id}/accept", response_model=LineOut, operation_id="accept_invoice_line")
@policies.needs(policies.WORK)
async def accept_line(
    request: Request, invoice_id: UUID, line_id: UUID, body: AcceptIn, session: SessionDep, caller: CallerDep
) -> Response:
    await _require_unchanged(request, session, invoice_id, line_id)
    await service.accept(session, caller=caller, invoice_id=invoice_id, line_id=line_id, note=body.note)
    return await _line(session, invoice_id, line_id)


@commands.post("/{invoice_id}/lines/{line_id}/dispute", response_model=LineOut, operation_id="dispute_invoice_line")
@policies.needs(policies.WORK)
async def dispute_line(
    request: Request, invoice_id: UUID, line_id: UUID, body: DisputeIn, session: SessionDep, caller: CallerDep
) -> Response:
    await _require_unchanged(request, session, invoice_id, line_id)
    await service.dispute(session, caller=caller, invoice_id=invoice_id, line_id=line_id, note=body.note)
    return await _line(session, invoice_id, line_id)


@commands.post("/{invoice_id}/undo", response_model=InvoiceOut, operation_id="undo_invoice")
@policies.needs(policies.WORK)
async def undo(invoice_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    await service.undo(session, caller=caller, invoice_id=invoice_id)
    document = await text_of(session, repository.ONE, id=invoice_id, duplicate_of=None)
    return answers.written(document, missing=repository.MISSING)


async def _require_unchanged(request: Request, session: SessionDep, invoice_id: UUID, line_id: UUID) -> None:
    await repository.get(session, invoice_id)
    await repository.get_line(session, invoice_id=invoice_id, line_id=line_id)
    current = await text_of(session, repository.ONE_LINE, invoice_id=invoice_id, id=line_id)
    answers.require_unchanged(request, current)


async def _line(session: SessionDep, invoice_id: UUID, line_id: UUID) -> Response:
    document = await text_of(session, repository.ONE_LINE, invoice_id=invoice_id, id=line_id)
    return answers.written(document, missing=repository.LINE_MISSING)
