"""Acting in somebody's place for an hour, and the way back."""

from services.gateway.admin import impersonation as impersonating
from services.gateway.admin import permissions
from services.gateway.admin.checks import text_of
from services.gateway.auth import wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.grants import granted
from services.gateway.auth.records import Identity
from services.gateway.auth.routing import Values


async def impersonate_user(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A session in somebody's place; the admin's own waits in a cookie."""
    await permissions.require(auth, request, "user", "impersonate")
    own = request.identity
    request.subject = text_of(values["userId"])
    borrowed = await impersonating.begin(auth, own.user, request.subject, visitor=request.visitor)
    headers = [
        *auth.cookies.cleared(request.cookie),
        *auth.cookies.with_admin_session(own.session.token, header=request.cookie),
        *granted(auth, request, borrowed, remembered=False),
    ]
    return answer(_shown(borrowed), headers)


async def stop_impersonating(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The session in somebody's place closed, the admin's own handed back."""
    borrowed = await permissions.caller(auth, request)
    kept = auth.cookies.admin_session(request.cookie)
    request.subject = borrowed.user.id
    own = await impersonating.end(auth, borrowed.session, kept)
    headers = granted(auth, request, own, remembered=kept is None or kept.remembered)
    return answer(_shown(own), [*headers, *auth.cookies.without_admin_session()])


def _shown(identity: Identity) -> dict[str, object]:
    return {"session": wire.session(identity.session), "user": wire.user(identity.user)}
