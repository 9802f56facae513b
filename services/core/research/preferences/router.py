"""The caller's own screen preferences over HTTP."""

from fastapi import APIRouter, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.preferences import repository, service
from services.core.research.preferences.schemas import PreferencesOut, PreferencesPatch
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/ui-preferences", tags=["preferences"])
commands = APIRouter(prefix="/api/ui-preferences", tags=["preferences"], route_class=CommandRoute)


@queries.get("", response_model=PreferencesOut, operation_id="get_ui_preferences")
async def get_ui_preferences(request: Request, caller: CallerDep, reader: ReaderDep) -> Response:
    """What the caller set on their screens in this workspace; the product's defaults until they do."""
    document = await reader.value(caller, repository.ONE, user_id=caller.user_id)
    return answers.one(request, document, missing=repository.MISSING)


@commands.patch("", response_model=PreferencesOut, operation_id="update_ui_preferences")
@policies.needs(policies.SET_OWN_PREFERENCES)
async def update_ui_preferences(
    request: Request, body: PreferencesPatch, session: SessionDep, caller: CallerDep
) -> Response:
    """Sets the caller's own preferences, whatever their role.

    Sizes are merged key by key, null forgets a key, and more than 100 keys are refused with `too_many_sizes`.
    """
    await repository.find(session, caller)
    answers.require_unchanged(request, await text_of(session, repository.ONE, user_id=caller.user_id))
    await service.update(session, caller=caller, **body.given())
    return answers.written(await text_of(session, repository.ONE, user_id=caller.user_id), missing=repository.MISSING)
