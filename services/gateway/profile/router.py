"""One's own profile over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.gateway.auth import wire
from services.gateway.auth.identity import Identified
from services.gateway.callers import caller_in
from services.gateway.profile import service
from services.gateway.profile.schemas import Notifications, ProfileIn, ProfileOut, ProfilePatch
from services.gateway.resources import Resources
from shared import types
from shared.errors import missing
from shared.http import answers

router = APIRouter(prefix="/api/users/profile", tags=["profile"])

Caller = Annotated[Identified, Depends(caller_in("profile"))]
MISSING = missing("profile")


@router.get("", response_model=ProfileOut, operation_id="get_profile")
async def get_profile(request: Request, caller: Caller) -> Response:
    """One's own profile; what was never said has its default."""
    own = service.personal(caller.principal)
    async with _resources(request).transactions.begin(own) as session:
        found = await service.read(session, own)
    return answers.one(request, found.model_dump_json(), missing=MISSING)


@router.post("", response_model=ProfileOut, operation_id="replace_profile")
async def replace_profile(request: Request, body: ProfileIn, caller: Caller) -> Response:
    """Sets the whole profile; a field that is not sent gets its default."""
    fields = body.model_dump(exclude={"notifications"})
    fields["notifications"] = Notifications(**body.notifications.given()).model_dump()
    return await _written(request, caller, fields)


@router.patch("", response_model=ProfileOut, operation_id="update_profile")
async def update_profile(request: Request, body: ProfilePatch, caller: Caller) -> Response:
    """Some of it: an absent field stays, null clears. Honours If-Match."""
    return await _written(request, caller, body.given())


async def _written(request: Request, caller: Identified, fields: dict[str, object]) -> Response:
    own = service.personal(caller.principal)
    async with _resources(request).transactions.begin(own) as session:
        answers.require_unchanged(request, (await service.read(session, own)).model_dump_json())
        written = await service.write(session, own, fields, now=wire.cut(types.now()))
    return answers.written(written.model_dump_json(), missing=MISSING)


def _resources(request: Request) -> Resources:
    resources: Resources = request.app.state.resources
    return resources
