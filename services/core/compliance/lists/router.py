"""The restricted and do-not-contact lists over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.compliance.lists import repository, service
from services.core.compliance.lists.schemas import EntryIn, EntryPatch, EntryQuery, ImportOut, List, RestrictedEntryOut
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


@queries.get("", response_model=Page[RestrictedEntryOut], operation_id="list_restricted_entries")
async def list_restricted_entries(
    request: Request, query: Annotated[EntryQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The restricted list and the do-not-contact list: companies, people and addresses, with the days each entry is in
    force.
    """
    page = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, page)


@queries.get("/{entry_id}", response_model=RestrictedEntryOut, operation_id="get_restricted_entry")
async def get_restricted_entry(request: Request, entry_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One entry of a list, with the days it is in force."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=entry_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=RestrictedEntryOut, operation_id="add_restricted_entry")
@policies.needs(policies.CHANGE_RULES)
async def add_restricted_entry(body: EntryIn, session: SessionDep, caller: CallerDep) -> Response:
    """Puts a company, a person or an address on a list from a day on; offers it bars are blocked at once.

    `name_names_nobody` for a name that can match nothing, `kind_not_person` for a `person_id` with another kind,
    `dates_reversed`.
    """
    entry = await service.add(session, caller=caller, given=body)
    document = await text_of(session, repository.ONE, id=entry.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/restricted-entries/{entry.id}")


@commands.post("/import", operation_id="import_restricted_entries", openapi_extra=FILE)
@policies.needs(policies.CHANGE_RULES)
async def import_restricted_entries(
    request: Request,
    session: SessionDep,
    caller: CallerDep,
    into: Annotated[List, Query(alias="list", description="The list of rows that name none")] = "restricted",
) -> ImportOut:
    """Puts the rows of a CSV file on the lists.

    Entries that are there with the same days stay as they are, rows that cannot be used are left out and named by line;
    the same file again adds nothing. `csv_malformed` for what is no CSV in UTF-8, `columns_missing` names the columns
    it lacks, `list_too_long` for too many rows.
    """
    return await service.bring_in(session, caller=caller, data=await request.body(), into=into)


@commands.patch("/{entry_id}", response_model=RestrictedEntryOut, operation_id="update_restricted_entry")
@policies.needs(policies.CHANGE_RULES)
async def update_restricted_entry(
    request: Request, entry_id: UUID, body: EntryPatch, session: SessionDep, caller: CallerDep
) -> Response:
    """Changes the fields that are sent; an entry that ends is given its last day, and stays in force for calls before.

    Offers are blocked or let back accordingly. `name_names_nobody`, `dates_reversed`.
    """
    await service.hold(session, caller=caller, entry_id=entry_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=entry_id))
    await service.update(session, caller=caller, entry_id=entry_id, **body.given())
    return answers.written(await text_of(session, repository.ONE, id=entry_id), missing=repository.MISSING)
