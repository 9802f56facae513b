"""What core's routes ask for: the verified caller, the fast reader, the request's transaction."""

from typing import Annotated

from fastapi import Depends, Request
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.resources import Resources
from shared.contracts.principal import NOBODY, Principal
from shared.db.read import Reader
from shared.errors import Problem
from shared.security.internal_token import HEADER, TARGET_HEADER


def resources_of(request: Request) -> Resources:
    """What the running app holds."""
    resources: Resources = request.app.state.resources
    return resources


async def anyone(request: Request) -> Principal:
    """Whoever the gateway vouches for, nobody in particular included."""
    return resources_of(request).verifier.verify(request.headers.get(HEADER, ""))


async def member(request: Request) -> Principal:
    """A signed-in caller. Raises Problem (unauthenticated) for nobody in particular."""
    caller = await anyone(request)
    if caller.workspace_id == NOBODY:
        raise Problem("unauthenticated", "not_signed_in", "Sign in first.")
    return caller


async def target(request: Request) -> Principal:
    """The caller in the other workspace a request is about. Raises Problem (unauthenticated) unless vouched for."""
    return resources_of(request).verifier.verify(request.headers.get(TARGET_HEADER, ""))


async def operator(request: Request) -> Principal:
    """An admin of the whole installation. Raises Problem (unauthenticated) unless vouched for as one."""
    return resources_of(request).operators.verify(request.headers.get(HEADER, ""))


async def reader(request: Request) -> Reader:
    """The fast read path."""
    return resources_of(request).reader


async def session(request: Request) -> AsyncSession:
    """The transaction a `CommandRoute` has opened for this request."""
    opened: AsyncSession = request.state.session
    return opened


AnyoneDep = Annotated[Principal, Depends(anyone)]
CallerDep = Annotated[Principal, Depends(member)]
TargetDep = Annotated[Principal, Depends(target)]
OperatorDep = Annotated[Principal, Depends(operator)]
ReaderDep = Annotated[Reader, Depends(reader)]
SessionDep = Annotated[AsyncSession, Depends(session)]
