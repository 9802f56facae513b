"""Signing in: whatever proved who somebody is, a session is opened for them."""

from sqlalchemy.exc import IntegrityError

from services.gateway.auth import sessions
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.flows import verify_email
from services.gateway.auth.records import Identity, UserRecord
from services.gateway.auth.visitors import Visitor


async def sign_in(auth: Auth, user: UserRecord, *, visitor: Visitor, remembered: bool) -> Identity:
    """Open a session for a person who has proved who they are. Raises Refusal where they were deleted meanwhile."""
    try:
        async with auth.resources.transactions.begin(None) as transaction:
            session = await sessions.begin(
                transaction, user_id=user.id, visitor=visitor, remembered=remembered, now=auth.now()
            )
    except IntegrityError as fault:
        raise refusal(401, "FAILED_TO_CREATE_SESSION") from fault
    return Identity(session, user)


async def require_proved_address(auth: Auth, user: UserRecord, *, target: str | None) -> None:
    """Raises Refusal where the settings ask for a proved address and theirs is not; it may be mailed the link."""
    if user.email_verified or not auth.settings.require_email_verification:
        return
    if auth.settings.send_on_sign_in:
        async with auth.resources.transactions.begin(None) as transaction:
            await verify_email.send(auth, transaction, user, target=target)
    raise refusal(403, "EMAIL_NOT_VERIFIED")
