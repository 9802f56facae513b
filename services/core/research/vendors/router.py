"""Vendors over HTTP. Anybody may read the catalogue; what a workspace added is its own."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import AnyoneDep, CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.vendors import repository, service
from services.core.research.vendors.schemas import VendorIn, VendorOut, VendorPatch, VendorQuery
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/vendors", tags=["vendors"])
commands = APIRouter(prefix="/api/vendors", tags=["vendors"], route_class=CommandRoute)


@queries.get("", response_model=Page[VendorOut], operation_id="list_vendors")
async def list_vendors(
    request: Request, query: Annotated[VendorQuery, Query()], caller: AnyoneDep, reader: ReaderDep
) -> Response:
    """The expert networks the caller can see: the shared catalogue, which anybody may read, and those the workspace
    added itself.
    """
    filters = query.model_dump(include={"q", "tag", "location", "is_active"})
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@queries.get("/{vendor_id}", response_model=VendorOut, operation_id="get_vendor")
async def get_vendor(request: Request, vendor_id: UUID, caller: AnyoneDep, reader: ReaderDep) -> Response:
    """One expert network, of the shared catalogue or of the workspace."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=vendor_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=VendorOut, operation_id="add_vendor")
@policies.needs(policies.WORK)
async def add_vendor(body: VendorIn, session: SessionDep, caller: CallerDep) -> Response:
    """Adds an expert network the catalogue does not have, for this workspace alone.

    `vendor_name_taken` where another vendor answers to the name or to one of the other names, `costs_reversed` for a
    range that ends below its beginning.
    """
    vendor = await service.add(session, caller=caller, **body.model_dump())
    document = await text_of(session, repository.ONE, id=vendor.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/vendors/{vendor.id}")


@commands.patch("/{vendor_id}", response_model=VendorOut, operation_id="update_vendor")
@policies.needs(policies.WORK)
async def update_vendor(
    request: Request, vendor_id: UUID, body: VendorPatch, session: SessionDep, caller: CallerDep
) -> Response:
    """Changes a vendor the workspace added itself; of one of the catalogue only what is agreed with it, such as the
    lead time, and for this workspace alone. Anything else there is `vendor_of_catalogue`; `vendor_name_taken` and
    `costs_reversed` as when adding.
    """
    await service.hold(session, caller=caller, vendor_id=vendor_id, fields=body.model_fields_set)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=vendor_id))
    await service.update(session, caller=caller, vendor_id=vendor_id, **body.given())
    return answers.written(await text_of(session, repository.ONE, id=vendor_id), missing=repository.MISSING)


@commands.delete("/{vendor_id}", status_code=204, operation_id="remove_vendor")
@policies.needs(policies.WORK)
async def remove_vendor(request: Request, vendor_id: UUID, session: SessionDep) -> None:
    """Deletes a vendor the workspace added itself.

    `vendor_in_use` with counts where campaigns or experts name it, `vendor_of_catalogue` for one of the catalogue.
    """
    await service.own(session, vendor_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=vendor_id))
    await service.remove(session, vendor_id=vendor_id)
