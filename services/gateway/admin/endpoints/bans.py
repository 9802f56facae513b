"""Bans: who is banned is signed out everywhere and signs in no more."""

from datetime import timedelta
from typing import Any

from services.gateway.admin import people, permissions
from services.gateway.admin.checks import text_of
from services.gateway.admin.errors import refusal as own_refusal
from services.gateway.auth import addresses, bans, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.routing import Values

NO_REASON = "No reason"


async def ban_user(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A person banned for good, or for some seconds."""
    admin = await permissions.require(auth, request, "user", "ban")
    user_id = request.subject = text_of(values["userId"])
    if await addresses.find_person(auth.resources.pool, user_id) is None:
        raise refusal(404, "USER_NOT_FOUND")
    if user_id == admin.id:
        raise own_refusal(400, "YOU_CANNOT_BAN_YOURSELF")
    seconds = values.get("banExpiresIn")
    ban: dict[str, Any] = {
        "banned": True,
        "ban_reason": values.get("banReason") or NO_REASON,
        "ban_expires": wire.cut(auth.now() + timedelta(seconds=seconds)) if seconds else None,
    }
    return answer({"user": wire.user(await people.write(auth, user_id, ban))})


async def unban_user(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A person's ban lifted."""
    await permissions.require(auth, request, "user", "ban")
    request.subject = text_of(values["userId"])
    return answer({"user": wire.user(await people.write(auth, request.subject, bans.LIFTED))})
