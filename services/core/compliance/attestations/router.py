"""Attestations over HTTP; what is recorded is neither changed nor deleted."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.compliance.attestations import repository, service
from services.core.compliance.attestations.schemas import AttestationIn, AttestationOut, AttestationQuery, SignedOut
from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/attestations", tags=["compliance"])
commands = APIRouter(prefix="/api/attestations", tags=["compliance"], route_class=CommandRoute)


@queries.get("", response_model=Page[AttestationOut], operation_id="list_attestations")
async def list_attestations(
    request: Request, query: Annotated[AttestationQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """What experts have signed, the latest first, without the texts."""
    page = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, page)


@queries.get("/{attestation_id}", response_model=SignedOut, operation_id="get_attestation")
async def get_attestation(request: Request, attestation_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One attestation with the text that was signed."""
    found = await reader.value(caller, repository.ONE, id=attestation_id)
    return answers.one(request, found, missing=repository.MISSING)


@commands.post("", status_code=201, response_model=SignedOut, operation_id="record_attestation")
@policies.needs(policies.WORK)
async def record_attestation(body: AttestationIn, session: SessionDep, caller: CallerDep) -> Response:
    """Records for good what an expert signed: the terms, or the attestation of one call.

    The gate knows it from its moment on. `signed_what`, `signed_by_another` or `signed_by_whom` where call, person and
    kind do not go together, `still_to_come` for a moment in the future.
    """
    attestation = await service.record(session, caller=caller, **body.model_dump())
    document = await text_of(session, repository.ONE, id=attestation.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/attestations/{attestation.id}")
