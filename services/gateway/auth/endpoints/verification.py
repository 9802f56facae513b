"""Links about an e-mail address: asked for, and followed."""

import asyncio
from typing import Final

from services.gateway.auth import presence, wire
from services.gateway.auth.cookies import Lines
from services.gateway.auth.deps import Auth
from services.gateway.auth.detours import detour
from services.gateway.auth.email_tokens import CONFIRM_CHANGE, VERIFY_CHANGE, Followed
from services.gateway.auth.errors import Refusal, refusal
from services.gateway.auth.exchange import Answer, Incoming, answer, redirect
from services.gateway.auth.flows import change_email, verify_email
from services.gateway.auth.grants import granted_again
from services.gateway.auth.records import Identity
from services.gateway.auth.routing import Values

Document = dict[str, object]
LEAST: Final = 0.5
"""Seconds that asking without a session takes, so that nobody can tell by the time whose address is known."""


async def send_verification_email(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A link that proves an e-mail address, mailed to it; without a session the answer is the same for any address."""
    email, target = values["email"], values.get("callbackURL")
    identity = await presence.find(auth, request)
    if identity is None:
        at_least = asyncio.create_task(asyncio.sleep(LEAST))
        try:
            await verify_email.send_to(auth, email, target=target)
        finally:
            await at_least
        return answer({"status": True})
    if identity.user.email.lower() != email.lower():
        raise refusal(400, "EMAIL_MISMATCH")
    if identity.user.email_verified:
        raise refusal(400, "EMAIL_ALREADY_VERIFIED")
    async with auth.resources.transactions.begin(None) as transaction:
        await verify_email.send(auth, transaction, identity.user, target=target)
    return answer({"status": True})


async def follow_email_link(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A mailed link followed: an address is proved, or a change of it is agreed to or made."""
    target = values.get("callbackURL", "")
    auth.guard.check_target(target)
    try:
        followed = auth.email_tokens.read(values["token"], now=auth.now())
        document, granted = await _done(auth, request, followed, target=target)
    except Refusal as fault:
        if not target or fault.code is None:
            raise
        raise detour(target, fault.code, headers=fault.headers) from fault
    return redirect(target, granted) if target else answer(document, granted)


async def _done(auth: Auth, request: Incoming, followed: Followed, *, target: str) -> tuple[Document, Lines]:
    if followed.token.update_to:
        return await _changed(auth, request, followed, new_email=followed.token.update_to, target=target)
    return {"status": True, "user": None}, await _proved(auth, request, followed)


async def _proved(auth: Auth, request: Incoming, followed: Followed) -> Lines:
    user = request.actor = await verify_email.find_unproved(auth, followed.token)
    if user is None:
        return []
    wanted = auth.settings.auto_sign_in_after_verification
    current = await presence.find(auth, request) if wanted else None
    own = current if current and current.user.id == user.id else None
    proved = await verify_email.prove(auth, followed, user, signs_in=request.visitor if wanted and not own else None)
    if proved is None:
        return []
    identity = Identity(proved.session, proved.user) if proved.session else own
    return granted_again(auth, request, identity._replace(user=proved.user)) if identity else []


async def _changed(
    auth: Auth, request: Incoming, followed: Followed, *, new_email: str, target: str
) -> tuple[Document, Lines]:
    user = request.actor = await change_email.find_person(auth, followed.token)
    identity = await presence.find(auth, request)
    if identity and identity.user.id != user.id:
        raise refusal(401, "INVALID_USER")
    if followed.token.request_type == CONFIRM_CHANGE:
        await change_email.confirm(auth, followed, user, new_email=new_email, target=target)
        return {"status": True}, []
    if followed.token.request_type == VERIFY_CHANGE:
        changed = await change_email.complete(auth, followed, user, new_email=new_email)
    else:
        changed = await change_email.complete_unproved(auth, followed, user, new_email=new_email, target=target)
    again = granted_again(auth, request, identity._replace(user=changed)) if identity else []
    return {"status": True, "user": wire.user(changed)}, again
