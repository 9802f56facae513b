"""Signing out."""

from services.gateway.auth import repository, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.flows import sign_out as signing_out
from services.gateway.auth.routing import Values


async def sign_out(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The session closed and its cookies cleared, if there was one; success either way."""
    presented, cleared = auth.credentials.presented(request.headers), auth.cookies.cleared(request.cookie)
    request.found = await repository.find_identity(auth.resources.pool, presented.token) if presented else None
    if request.found is None:
        return answer({"success": True}, cleared)
    url = await signing_out.sign_out(auth, request.found, target=values.get("callbackURL"), state=values.get("state"))
    if url is None:
        return answer({"success": True}, cleared)
    leaves = not values.get("disableRedirect", False)
    headers = [*cleared, (b"location", wire.location(url))] if leaves else cleared
    return answer({"success": True, "url": url, "redirect": leaves}, headers)
