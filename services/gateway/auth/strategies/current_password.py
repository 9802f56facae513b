"""Proving, while signed in, that one knows one's own password."""

from services.gateway.auth import accounts
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.strategies.password import refuse_long


async def prove(
    auth: Auth, user_id: str, password: str, *, missing: str = "CREDENTIAL_ACCOUNT_NOT_FOUND"
) -> accounts.Password:
    """What is stored of the password that was told rightly. Raises Refusal, with code `missing` if there is none."""
    refuse_long(password)
    known = await accounts.find_password(auth.resources.pool, user_id)
    if known is None:
        raise refusal(400, missing)
    if not await auth.hasher.matches(known.hashed, password):
        raise refusal(400, "INVALID_PASSWORD")
    return known
