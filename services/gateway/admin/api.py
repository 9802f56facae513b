"""What operators see of the whole installation: its health, its people, its jobs. Theirs alone, not a workspace's."""

from typing import Annotated, Any, Final
from urllib.parse import urlencode

import httpx2
import orjson
from fastapi import APIRouter, Path, Query, Request, Response

from services.gateway import openapi
from services.gateway.admin import directory, health, operations
from services.gateway.admin.directory import UserOut, UserQuery
from services.gateway.admin.health import Health
from services.gateway.auth.exchange import headers_of
from services.gateway.auth.trail import Event, Trail
from services.gateway.auth.visitors import visitor_of
from services.gateway.callers import Operator
from services.gateway.resources import Resources
from services.gateway.trusted_proxies import Proxies
from shared import types
from shared.contracts.jobs import JobOut, JobQuery
from shared.contracts.page import Page
from shared.contracts.principal import NOBODY, Principal
from shared.db.read import Reader
from shared.http import answers

SECURED: Final[dict[str, Any]] = {"security": openapi.SIGNED_IN}
JobId = Annotated[int, Path(ge=1, le=2**63 - 1)]

router = APIRouter(prefix="/api/admin", tags=["admin"])


@router.get("/health", operation_id="get_health", openapi_extra=SECURED)
async def get_health(request: Request, operator: Operator) -> Health:
    """How both services, the database and the queue do; always 200, whatever fails."""
    return await health.examine(_resources(request), operator.principal.user_id, now=types.now())


@router.get("/users", response_model=Page[UserOut], operation_id="list_users", openapi_extra=SECURED)
async def list_users(request: Request, query: Annotated[UserQuery, Query()], operator: Operator) -> Response:
    """Everybody who can sign in, with their organizations and when they last came; for admins of the installation."""
    nowhere = Principal(operator.principal.user_id, NOBODY)
    filters = query.model_dump(include={"q", "role", "banned"})
    reader = Reader(_resources(request).pool)
    return answers.page(
        request, await directory.LISTING.page(reader, nowhere, query=query, sort=query.sort, filters=filters)
    )


@router.get("/jobs", response_model=Page[JobOut], operation_id="list_jobs", openapi_extra=SECURED)
async def list_jobs(request: Request, query: Annotated[JobQuery, Query()], operator: Operator) -> Response:
    """Jobs that are not done, with why their last attempt failed; never what they are about."""
    asked = urlencode(query.model_dump(exclude_none=True))
    return _as_core_said(await operations.ask(_resources(request), operator.principal.user_id, "GET", f"?{asked}"))


@router.post("/jobs/{job_id}/retry", status_code=204, operation_id="retry_job", openapi_extra=SECURED)
async def retry_job(request: Request, job_id: JobId, operator: Operator) -> Response:
    """Another attempt, now, of a job that failed or waits for one; `job_in_progress` for any other."""
    return await _done(request, operator, "retry", job_id)


@router.post("/jobs/{job_id}/discard", status_code=204, operation_id="discard_job", openapi_extra=SECURED)
async def discard_job(request: Request, job_id: JobId, operator: Operator) -> Response:
    """Gives a failed job up for good; any other is refused with `job_not_failed`."""
    return await _done(request, operator, "discard", job_id)


async def _done(request: Request, operator: Operator, what: str, job_id: int) -> Response:
    """What core says of it, once it is on the audit trail."""
    resources, user_id = _resources(request), operator.principal.user_id
    answer = await operations.ask(resources, user_id, "POST", f"/{job_id}/{what}")
    reason = orjson.loads(answer.content)["code"] if answer.content else None
    visitor = visitor_of(
        headers_of(request.scope["headers"]),
        peer=request.client.host if request.client else "",
        proxies=Proxies(resources.settings.trusted_proxies),
    )
    event = Event(f"{what}_job", reason, actor_id=user_id, subject_id=str(job_id), visitor=visitor)
    await Trail(resources).tell(event)
    return _as_core_said(answer)


def _as_core_said(answer: httpx2.Response) -> Response:
    return Response(answer.content or None, answer.status_code, media_type=answer.headers.get("content-type"))


def _resources(request: Request) -> Resources:
    resources: Resources = request.app.state.resources
    return resources
