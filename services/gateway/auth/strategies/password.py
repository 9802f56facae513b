"""Proving who one is by e-mail address and password; takes as long for a stranger as for a wrong password."""

from services.gateway.auth import common_passwords, passwords, repository, validation
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.records import UserRecord


async def prove(auth: Auth, *, email: str, password: str) -> UserRecord:
    """The person of an e-mail address and a password. Raises Refusal, the same for a stranger and a wrong password."""
    if not validation.is_email(email):
        raise refusal(400, "INVALID_EMAIL")
    refuse_long(password)
    known = await repository.find_login(auth.resources.pool, email.lower())
    if known is None or not known.password:
        await auth.hasher.hash(password)
        raise refusal(401, "INVALID_EMAIL_OR_PASSWORD")
    if not await auth.hasher.matches(known.password, password):
        raise refusal(401, "INVALID_EMAIL_OR_PASSWORD")
    return known.user


def refuse_unfit(auth: Auth, password: str) -> None:
    """Raises Refusal for a password that may not be set: too short, too long, or too common."""
    if passwords.length_of(password) < auth.settings.password_min_length:
        raise refusal(400, "PASSWORD_TOO_SHORT")
    refuse_long(password)
    if auth.settings.password_block_common and common_passwords.holds(password):
        raise refusal(400, "PASSWORD_COMPROMISED")


def refuse_long(password: str) -> None:
    """Raises Refusal for a password too long to be hashed."""
    if passwords.length_of(password) > passwords.LONGEST:
        raise refusal(400, "PASSWORD_TOO_LONG")
