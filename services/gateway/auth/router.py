"""BetterAuth's paths and what answers each: HTTP in and out, nothing else."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from services.gateway.auth import pages, schemas, sessions, wire
from services.gateway.auth.cookies import Lines
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.flows import sign_in as signing_in
from services.gateway.auth.flows import sign_up as signing_up
from services.gateway.auth.records import Identity
from services.gateway.auth.strategies import password
from services.gateway.auth.validation import Schema
from services.gateway.auth.visitors import Visitor, visitor_of

Values = Mapping[str, Any]

UNCACHED = ((b"cache-control", b"no-store"), (b"pragma", b"no-cache"))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What answers a path: `headers` come with every answer it makes, refusals too.

    `forms` also takes url-encoded forms, `login` guards against other sites' pages signing somebody in.
    """

    handle: Callable[[Auth, Incoming, Values], Awaitable[Answer]]
    schema: Schema | None = None
    forms: bool = False
    login: bool = False
    headers: tuple[tuple[bytes, bytes], ...] = ()


async def sign_up_email(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A new person, signed in at once."""
    remembered = values.get("rememberMe", True)
    identity = await signing_up.sign_up(
        auth,
        name=values["name"],
        email=values["email"],
        password=values["password"],
        image=values.get("image"),
        visitor=_visitor(auth, request),
        remembered=remembered,
    )
    document = {"token": identity.session.token, "user": wire.user(identity.user)}
    return answer(document, _granted(auth, request, identity, remembered=remembered))


async def sign_in_email(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A session for an e-mail address and its password; with a callbackURL the client is told to go there."""
    remembered, target = values.get("rememberMe", True), values.get("callbackURL")
    user = await password.prove(auth, email=values["email"], password=values["password"])
    identity = await signing_in.sign_in(auth, user, visitor=_visitor(auth, request), remembered=remembered)
    headers = _granted(auth, request, identity, remembered=remembered)
    document: dict[str, object] = {"redirect": bool(target), "token": identity.session.token}
    if target is not None:
        document["url"] = target
    if target:
        headers.append((b"location", wire.location(target)))
    return answer(document | {"user": wire.user(user)}, headers)


async def sign_out(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The session closed and its cookies cleared, if there was one; success either way."""
    presented = auth.credentials.presented(request.headers)
    if presented:
        await sessions.close(auth, presented.token)
    return answer({"success": True}, auth.cookies.cleared(_cookie(request)))


async def get_session(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The session and its person, read from the database each time; null without one."""
    presented = auth.credentials.presented(request.headers)
    cookie = _cookie(request)
    if presented is None:
        return answer(None, auth.cookies.uncached(cookie))
    wanted = not request.query.get("disableRefresh") and not auth.cookies.forgets(cookie)
    try:
        reading = await sessions.read(auth, presented.token, prolong=wanted)
    except sessions.Vanished as fault:
        raise refusal(401, "FAILED_TO_GET_SESSION", headers=auth.cookies.cleared(cookie)) from fault
    if reading is None:
        return answer(None, auth.cookies.cleared(cookie))
    session, user = reading.identity
    headers = auth.cookies.uncached(cookie)
    if reading.prolonged:
        headers += _granted(auth, request, reading.identity, remembered=True)
    return answer({"session": wire.session(session), "user": wire.user(user)}, headers)


async def post_session(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Only for deferred refreshes, which are not in use. Raises Refusal."""
    raise refusal(405, "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED")


async def ok(auth: Auth, request: Incoming, values: Values) -> Answer:
    """That auth is there."""
    return answer({"ok": True})


async def error(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A page about a failed sign-in; in production the frontend shows it."""
    code, description = _first(request, "error"), _first(request, "error_description")
    if auth.settings.environment != "production":
        html = (b"content-type", b"text/html")
        return Answer(pages.error_page(code, description), headers=[html, pages.POLICY])
    query = {"error": pages.known_code(code)} | ({"error_description": description} if description else {})
    return Answer(status=302, headers=[(b"location", f"/?{urlencode(query)}".encode())])


ROUTES: Mapping[tuple[str, str], Endpoint] = {
    ("POST", "/sign-up/email"): Endpoint(sign_up_email, schemas.SIGN_UP, forms=True, login=True),
    ("POST", "/sign-in/email"): Endpoint(sign_in_email, schemas.SIGN_IN, forms=True, login=True),
    ("POST", "/sign-out"): Endpoint(sign_out, schemas.SIGN_OUT),
    ("GET", "/get-session"): Endpoint(get_session, headers=UNCACHED),
    ("POST", "/get-session"): Endpoint(post_session, headers=UNCACHED),
    ("GET", "/ok"): Endpoint(ok),
    ("GET", "/error"): Endpoint(error),
}


def _granted(auth: Auth, request: Incoming, identity: Identity, *, remembered: bool) -> Lines:
    return auth.cookies.granted(identity.session.token, remembered=remembered, header=_cookie(request))


def _cookie(request: Incoming) -> str:
    return request.headers.get("cookie", "")


def _visitor(auth: Auth, request: Incoming) -> Visitor:
    return visitor_of(request.headers, local=auth.settings.environment != "production")


def _first(request: Incoming, name: str) -> str:
    value = request.query.get(name, "")
    return value if isinstance(value, str) else value[0]
