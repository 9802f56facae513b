"""Signing up and in with an e-mail address and a password."""

from services.gateway.auth import wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.flows import sign_in as signing_in
from services.gateway.auth.flows import sign_up as signing_up
from services.gateway.auth.grants import granted
from services.gateway.auth.routing import Values
from services.gateway.auth.strategies import password


async def sign_up_email(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A new person, signed in at once."""
    remembered = values.get("rememberMe", True)
    identity = await signing_up.sign_up(
        auth,
        name=values["name"],
        email=values["email"],
        password=values["password"],
        image=values.get("image"),
        visitor=request.visitor,
        remembered=remembered,
    )
    document = {"token": identity.session.token, "user": wire.user(identity.user)}
    return answer(document, granted(auth, request, identity, remembered=remembered))


async def sign_in_email(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A session for an e-mail address and its password; with a callbackURL the client is told to go there."""
    remembered, target = values.get("rememberMe", True), values.get("callbackURL")
    user = await password.prove(auth, email=values["email"], password=values["password"])
    identity = await signing_in.sign_in(auth, user, visitor=request.visitor, remembered=remembered)
    headers = granted(auth, request, identity, remembered=remembered)
    document: dict[str, object] = {"redirect": bool(target), "token": identity.session.token}
    if target is not None:
        document["url"] = target
    if target:
        headers.append((b"location", wire.location(target)))
    return answer(document | {"user": wire.user(user)}, headers)
