"""The restricted and do-not-contact lists over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.compliance.lists import repository, service
from services.core.compliance.lists.schemas import EntryIn, EntryOut, EntryPatch, EntryQuery, ImportOut, List
from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.intake import forms
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/restricted-entries", tags=["compliance"])
commands = APIRouter(prefix="/api/restricted-entries", tags=["compliance"], route_class=CommandRoute)

FILE = forms.body({"text/csv": {"schema": {"type": "string", "description": "name, kind, reason, from, to, list"}}})


@queries.get("", response_model=Page[EntryOut], operation_id="list_restricted_entries")
async def list_entries(
    request: Request, query: Annotated[EntryQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    page = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, page)


@queries.get("/{entry_id}", response_model=EntryOut, operation_id="get_restricted_entry")
async def get_entry(request: Request, entry_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    return answers.one(request, await reader.value(caller, repository.ONE, id=entry_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=EntryOut, operation_id="add_restricted_entry")
@policies.needs(policies.CHANGE_RULES)
async def add_entry(body: EntryIn, session: SessionDep, caller: CallerDep) -> Response:
    entry = await service.add(session, caller=caller, given=body)
    document = await text_of(session, repository.ONE, id=entry.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/restricted-entries/{entry.id}")


@commands.post("/import", operation_id="import_restricted_entries", openapi_extra=FILE)
@policies.needs(policies.CHANGE_RULES)
async def bring_in(
    request: Request, session: SessionDep, caller: CallerDep, into: Annotated[List, Query(alias="list")] = "restricted"
) -> ImportOut:
    return await service.bring_in(session, caller=caller, data=await request.body(), into=into)


@commands.patch("/{entry_id}", response_model=EntryOut, operation_id="update_restricted_entry")
@policies.needs(policies.CHANGE_RULES)
async def update_entry(
    request: Request, entry_id: UUID, body: EntryPatch, session: SessionDep, caller: CallerDep
) -> Response:
    await service.hold(session, caller=caller, entry_id=entry_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=entry_id))
    await service.update(session, caller=caller, entry_id=entry_id, **body.given())
    return answers.written(await text_of(session, repository.ONE, id=entry_id), missing=repository.MISSING)
