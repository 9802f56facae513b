"""The audit trail over HTTP: a workspace's for its owner, everybody's for operators."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from services.gateway import openapi
from services.gateway.audit import repository
from services.gateway.audit.schemas import AuditEventOut, AuditQuery
from services.gateway.auth.identity import Identified
from services.gateway.callers import Operator, caller_in
from services.gateway.resources import Resources
from shared.contracts.page import Page
from shared.contracts.principal import NOBODY, Principal
from shared.db.read import Reader
from shared.errors import Problem
from shared.http import answers

SECURED: Final[dict[str, Any]] = {"security": openapi.SIGNED_IN}

router = APIRouter(prefix="/api", tags=["audit"])


async def owner(caller: Annotated[Identified, Depends(caller_in(None))]) -> Identified:
    """A dependency: the owner of the workspace they work in. Raises Problem (forbidden) for anybody else."""
    if caller.principal.role != "owner":
        raise Problem("forbidden", "role_forbids", "Only an owner of this workspace may read its audit trail.")
    return caller


@router.get(
    "/workspace/audit", response_model=Page[AuditEventOut], operation_id="list_audit_events", openapi_extra=SECURED
)
async def list_audit_events(
    request: Request, query: Annotated[AuditQuery, Query()], caller: Annotated[Identified, Depends(owner)]
) -> Response:
    """What was done and refused in the workspace one works in, and by its members."""
    return await _page(request, query, Reader(_pool(request)), caller.principal)


@router.get(
    "/admin/audit", response_model=Page[AuditEventOut], operation_id="list_all_audit_events", openapi_extra=SECURED
)
async def list_all_audit_events(
    request: Request, query: Annotated[AuditQuery, Query()], operator: Operator
) -> Response:
    """What was done and refused anywhere; an event that concerns several workspaces lies in each of them."""
    nowhere = Principal(operator.principal.user_id, NOBODY)
    return await _page(request, query, repository.OperatorReader(_pool(request)), nowhere)


async def _page(request: Request, query: AuditQuery, reader: Reader, caller: Principal) -> Response:
    page = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, page)


def _pool(request: Request) -> Any:
    resources: Resources = request.app.state.resources
    return resources.pool
