"""Signing up and in with an e-mail address and a password."""

from services.gateway.auth import wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.flows import sign_in as signing_in
from services.gateway.auth.flows import sign_up as signing_up
from services.gateway.auth.grants import granted
from services.gateway.auth.records import Identity
from services.gateway.auth.reserved import refuse_reserved
from services.gateway.auth.routing import Values
from services.gateway.auth.strategies import password

RESERVED = ("role", "banReason", "banExpires")
"""What nobody sets for themselves; `banned` has a default, which stands instead of what was sent."""


async def sign_up_email(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A new person, signed in at once unless the settings say otherwise."""
    if auth.settings.disable_sign_up or not auth.settings.email_and_password_enabled:
        raise refusal(400, "EMAIL_PASSWORD_SIGN_UP_DISABLED")
    refuse_reserved(values, RESERVED)
    remembered = values.get("rememberMe", True)
    user, session = await signing_up.sign_up(
        auth,
        name=values["name"],
        email=values["email"],
        password=values["password"],
        image=values.get("image"),
        target=values.get("callbackURL"),
        visitor=request.visitor,
        remembered=remembered,
    )
    request.actor = user if session else None
    document = {"token": session.token if session else None, "user": wire.user(user)}
    headers = granted(auth, request, Identity(session, user), remembered=remembered) if session else []
    return answer(document, headers)


async def sign_in_email(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A session for an e-mail address and its password; with a callbackURL the client is told to go there."""
    if not auth.settings.email_and_password_enabled:
        raise refusal(400, "EMAIL_PASSWORD_DISABLED")
    remembered, target = values.get("rememberMe", True), values.get("callbackURL")
    user = await password.prove(auth, email=values["email"], password=values["password"])
    request.actor = user
    await signing_in.require_proved_address(auth, user, target=target)
    identity = await signing_in.sign_in(auth, user, visitor=request.visitor, remembered=remembered)
    headers = granted(auth, request, identity, remembered=remembered)
    document: dict[str, object] = {"redirect": bool(target), "token": identity.session.token}
    if target is not None:
        document["url"] = target
    if target:
        headers.append((b"location", wire.location(target)))
    return answer(document | {"user": wire.user(user)}, headers)
