"""An admin in somebody's place: never another admin's, for an hour, and back to their own session."""

from services.gateway.admin import permissions
from services.gateway.admin.errors import refusal as own_refusal
from services.gateway.admin.repository import lock_user
from services.gateway.auth import addresses, repository, sessions
from services.gateway.auth.cookies import Admin
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal, refusal
from services.gateway.auth.records import Identity, SessionRecord, UserRecord
from services.gateway.auth.visitors import Visitor


async def begin(auth: Auth, admin: UserRecord, user_id: str, *, visitor: Visitor) -> Identity:
    """Begin a session of that person which says who is behind it. Raises Refusal."""
    async with auth.resources.transactions.begin(None) as transaction:
        user = await lock_user(transaction, user_id)
        if user is None:
            raise refusal(404, "USER_NOT_FOUND")
        if permissions.ADMIN in [role.strip() for role in permissions.roles_of(user.role)]:
            raise own_refusal(403, "YOU_CANNOT_IMPERSONATE_ADMINS")
        session = await sessions.begin(
            transaction, user_id=user.id, visitor=visitor, remembered=False, now=auth.now(), impersonated_by=admin.id
        )
    return Identity(session, user)


async def end(auth: Auth, borrowed: SessionRecord, kept: Admin | None) -> Identity:
    """Close it; the admin's own session, if that lives and is theirs. Raises Refusal, and then closes nothing."""
    if borrowed.impersonated_by is None:
        raise Refusal(400, None, "You are not impersonating anyone")
    if await addresses.find_person(auth.resources.pool, borrowed.impersonated_by) is None:
        raise Refusal(500, None, "Failed to find user")
    own = await repository.find_identity(auth.resources.pool, kept.token) if kept else None
    if own is None or own.user.id != borrowed.impersonated_by or own.session.expires_at < auth.now():
        raise Refusal(500, None, "Failed to find admin session")
    await sessions.close(auth, borrowed.token)
    return own
