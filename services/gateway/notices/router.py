"""Notices over HTTP: core's worker alone is believed; the edge lets nobody else as far as here."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Request

from services.gateway.notices import service
from services.gateway.resources import Resources
from shared.contracts.notices import THRESHOLD_PATH, ThresholdNotice
from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.security import internal_token

router = APIRouter(include_in_schema=False)

UNVOUCHED: Final = Problem("unauthenticated", "internal_token_refused", "The caller could not be verified.")


def vouched(request: Request, token: Annotated[str | None, Header(alias=internal_token.HEADER)] = None) -> Principal:
    """A dependency: whose doing is told of, by core's own word. Raises Problem (unauthenticated) for any other."""
    if token is None:
        raise UNVOUCHED
    resources: Resources = request.app.state.resources
    return resources.notices.verify(token)


@router.post(THRESHOLD_PATH, status_code=204)
async def tell_threshold(
    request: Request, notice: ThresholdNotice, caller: Annotated[Principal, Depends(vouched)]
) -> None:
    resources: Resources = request.app.state.resources
    await service.tell_threshold(resources.transactions, resources.settings, caller=caller, notice=notice)
