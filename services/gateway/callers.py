"""Who asks for one of the gateway's own routes: the same as on core's, by session or API key."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from services.gateway.auth.identity import SAFE, Identified, Identifier
from shared.errors import Problem


def caller_in(area: str | None) -> Callable[[Request], Awaitable[Identified]]:
    """A dependency: whoever asks, an API key only with the scope for `area`; without an area no key at all.

    It raises Problem: unauthenticated for nobody, forbidden for a key or another site's page.
    """

    async def read(request: Request) -> Identified:
        identifier: Identifier = request.app.state.identifier
        identified = await identifier.identified(request.scope)
        if identified is None:
            raise Problem("unauthenticated", "not_signed_in", "Sign in first.")
        if identified.api_key_id is not None:
            _bound(identified, area, request.method)
        elif request.method not in SAFE:
            identifier.refuse_forged(request.scope)
        return identified

    return read


def _bound(identified: Identified, area: str | None, method: str) -> None:
    if area is None:
        raise Problem("forbidden", "session_needed", "This cannot be done with an API key: sign in.")
    identified.require(area, method=method)


async def operator(caller: Annotated[Identified, Depends(caller_in(None))]) -> Identified:
    """A dependency: an admin of the whole installation. Raises Problem (forbidden) for anybody else."""
    if not caller.is_operator:
        raise Problem("forbidden", "operators_only", "Only an admin of this installation may do this.")
    return caller


Operator = Annotated[Identified, Depends(operator)]
