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
    filters = query.model_dump(include={"q", "tag", "location", "is_active"})
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@queries.get("/{vendor_id}", response_model=VendorOut, operation_id="get_vendor")
async def get_vendor(request: Request, vendor_id: UUID, caller: AnyoneDep, reader: ReaderDep) -> Response:
    return answers.one(request, await reader.value(caller, repository.ONE, id=vendor_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=VendorOut, operation_id="add_vendor")
@policies.needs(policies.WORK)
async def add_vendor(body: VendorIn, session: SessionDep, caller: CallerDep) -> Response:
    vendor = await service.add(session, caller=caller, **body.model_dump())
    document = await text_of(session, repository.ONE, id=vendor.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/vendors/{vendor.id}")


@commands.patch("/{vendor_id}", response_model=VendorOut, operation_id="update_vendor")
@policies.needs(policies.WORK)
async def update_vendor(
    request: Request, vendor_id: UUID, body: VendorPatch, session: SessionDep, caller: CallerDep
) -> Response:
    await service.hold(session, caller=caller, vendor_id=vendor_id, fields=body.model_fields_set)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=vendor_id))
    await service.update(session, caller=caller, vendor_id=vendor_id, **body.given())
    return answers.written(await text_of(session, repository.ONE, id=vendor_id), missing=repository.MISSING)


@commands.delete("/{vendor_id}", status_code=204, operation_id="remove_vendor")
@policies.needs(policies.WORK)
async def remove_vendor(request: Request, vendor_id: UUID, session: SessionDep) -> None:
    await service.own(session, vendor_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=vendor_id))
    await service.remove(session, vendor_id=vendor_id)
