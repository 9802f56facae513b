"""The log over HTTP: read by everybody of the workspace, written out for those who answer for it."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from services.core.audit import repository, service
from services.core.audit.schemas import AuditEntryOut, AuditHeadOut, AuditQuery
from services.core.deps import CallerDep, ReaderDep, resources_of
from services.core.platform import policies
from shared.contracts.page import Page
from shared.http import answers

MEDIA_TYPE = "application/x-ndjson"
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPE: {}}, "description": "A header, a line an entry, a seal; each a JSON object"}
}

queries = APIRouter(prefix="/api/audit-entries", tags=["audit"])


@queries.get("", response_model=Page[AuditEntryOut], operation_id="list_audit_entries")
async def list_audit_entries(
    request: Request, query: Annotated[AuditQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The workspace's log of what was done and decided, the last entry first.

    Nothing in it can be changed or removed; entries are bound to each other by hashes.
    """
    page = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, page)


@queries.get("/head", response_model=AuditHeadOut, operation_id="get_audit_head")
async def get_audit_head(request: Request, caller: CallerDep, reader: ReaderDep) -> Response:
    """How far the log goes now, signed by this installation.

    Kept elsewhere, it proves that no later log denies an entry up to it.
    """
    key = service.key_of(resources_of(request).settings)
    sealed = await service.sealed_head(reader, caller, key)
    return Response(orjson.dumps(sealed), headers={"cache-control": "no-store"}, media_type="application/json")


@queries.get(
    "/export",
    response_class=Response,
    responses=FILE | policies.documented(policies.EXPORT_LOG),
    operation_id="export_audit_entries",
)
async def export_audit_entries(request: Request, caller: CallerDep, reader: ReaderDep) -> Response:
    """The whole log as a file of one JSON object a line, from a header to a signed seal, for `canvass audit verify` on
    any machine. For owners, admins and compliance.
    """
    policies.require(policies.EXPORT_LOG, caller)
    key = service.key_of(resources_of(request).settings)
    headers = {"content-disposition": 'attachment; filename="audit.jsonl"', "cache-control": "private, no-store"}
    return StreamingResponse(service.written(reader, caller, key), headers=headers, media_type=MEDIA_TYPE)
