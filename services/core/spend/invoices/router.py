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
    """Reads a vendor's invoice, a .csv or .xlsx as it comes (its headings are guessed), and holds each line against the
    charges of the calls. Negative amounts are credits; nothing is paid until a line is accepted. `one_file` for several
    at a time, `invoice_unreadable` where no table with amounts is found, `invoice_too_long` beyond the most lines; the
    same file again changes nothing. Can be undone.
    """
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
    """The invoices that were imported, each with its sums and how its lines came out."""
    body = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, body)


@queries.get("/{invoice_id}", response_model=InvoiceOut, operation_id="get_invoice")
async def get_invoice(request: Request, invoice_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One invoice, with its sums, how many lines came out each way, and how many calls of its period nobody billed."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=invoice_id), missing=repository.MISSING)


@queries.get("/{invoice_id}/lines", response_model=Page[LineOut], operation_id="list_invoice_lines")
async def list_invoice_lines(
    request: Request, invoice_id: UUID, query: Annotated[LineQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The lines of an invoice in its order: the call each is of, and every difference from what is due."""
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
async def accept_invoice_line(
    request: Request, invoice_id: UUID, line_id: UUID, body: AcceptIn, session: SessionDep, caller: CallerDep
) -> Response:
    """Has a line paid as billed: the ledger takes over its amount, or takes off its credit.

    Again, only the note changes. `line_not_payable` for a line that is of no call, `credit_exceeds_cost` for a credit
    above what is left of its call, `invoice_undone` for an import taken back. Disputing the line takes it back.
    """
    await _require_unchanged(request, session, invoice_id, line_id)
    await service.accept(session, caller=caller, invoice_id=invoice_id, line_id=line_id, note=body.note)
    return await _line(session, invoice_id, line_id)


@commands.post("/{invoice_id}/lines/{line_id}/dispute", response_model=LineOut, operation_id="dispute_invoice_line")
@policies.needs(policies.WORK)
async def dispute_invoice_line(
    request: Request, invoice_id: UUID, line_id: UUID, body: DisputeIn, session: SessionDep, caller: CallerDep
) -> Response:
    """Does not pay a line as billed; what its acceptance had changed in the ledger is changed back.

    `credit_exceeds_cost` where another credit would then exceed what is left of the call, `invoice_undone` for an
    import taken back.
    """
    await _require_unchanged(request, session, invoice_id, line_id)
    await service.dispute(session, caller=caller, invoice_id=invoice_id, line_id=line_id, note=body.note)
    return await _line(session, invoice_id, line_id)


@commands.post("/{invoice_id}/undo", response_model=InvoiceOut, operation_id="undo_invoice")
@policies.needs(policies.WORK)
async def undo_invoice(invoice_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    """Takes an import back with all that was accepted of it; the ledger is as before.

    `invoice_undone` where it was taken back already, `credit_exceeds_cost` where another invoice credits more than
    would be left.
    """
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
