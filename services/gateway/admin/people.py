"""What becomes of a person in an admin's hands: made, changed, given a password."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from services.gateway.admin import permissions, schemas
from services.gateway.admin.checks import instant_of, text_of
from services.gateway.admin.errors import refusal as own_refusal
from services.gateway.admin.repository import lock_user
from services.gateway.auth import accounts, addresses, repository, tokens, users, validation, verifications, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.flows import reset_password
from services.gateway.auth.records import UserRecord
from services.gateway.auth.strategies import password as passwords
from shared.mail import kinds, outbox

COLUMNS = {
    "name": "name",
    "email": "email",
    "emailVerified": "email_verified",
    "image": "image",
    "role": "role",
    "banned": "banned",
    "banReason": "ban_reason",
    "banExpires": "ban_expires",
}
TAKEN = "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL"


async def create(auth: Auth, values: Mapping[str, Any]) -> UserRecord:
    """Make a person. Raises Refusal, in the plugin's order."""
    data = {"role": permissions.USER, **values.get("data", {})}
    role = values.get("role", data["role"])
    _refuse_role(role)
    email = values["email"].lower()
    if not validation.is_email(email):
        raise refusal(400, "INVALID_EMAIL")
    given = _columns(data | {"name": values["name"], "email": email, "role": joined(role)})
    if password := values.get("password"):
        passwords.refuse_unfit(auth, password)
    if await repository.find_login(auth.resources.pool, email):
        raise refusal(400, TAKEN)
    hashed = await auth.hasher.hash(password) if password else None
    user = _person(auth, given)
    try:
        async with auth.resources.transactions.begin(None) as transaction:
            await repository.add_user(transaction, user)
            if hashed:
                await repository.add_password(transaction, id_=tokens.random_text(), user=user, password=hashed)
    except IntegrityError as fault:
        raise refusal(400, TAKEN) from fault
    return user


async def change(auth: Auth, admin: UserRecord, user_id: str, data: Mapping[str, Any]) -> UserRecord:
    """Change a person. Raises Refusal, in the plugin's order."""
    if not data:
        raise own_refusal(400, "NO_DATA_TO_UPDATE")
    if "password" in data:
        raise own_refusal(400, "PASSWORD_CANNOT_BE_UPDATED_VIA_UPDATE_USER")
    if "id" in data:
        raise own_refusal(400, "USER_ID_CANNOT_BE_UPDATED")
    given = dict(data)
    if "role" in data:
        _refuse_role(data["role"])
        given["role"] = joined(data["role"])
    if data.get("banned") is True and user_id == admin.id:
        raise own_refusal(400, "YOU_CANNOT_BAN_YOURSELF")
    if "email" in data:
        given["email"] = await _free_address(auth, text_of(data["email"]).lower(), user_id)
    return await write(auth, user_id, _columns(given))


async def write(auth: Auth, user_id: str, columns: Mapping[str, object]) -> UserRecord:
    """Write to a person. Raises Refusal.

    Whoever is banned by it is signed out everywhere; who is no admin any more, only where they are in others' places.
    A link mailed to an address that is replaced sets no password any more.
    """
    try:
        async with auth.resources.transactions.begin(None) as transaction:
            user = await users.change(transaction, user_id, columns, now=wire.cut(auth.now()))
            if user is None:
                raise refusal(404, "USER_NOT_FOUND")
            if columns.get("banned"):
                await repository.remove_sessions_of(transaction, user_id)
            elif "role" in columns and permissions.ADMIN not in permissions.roles_of(user.role):
                await repository.remove_borrowed_sessions(transaction, user_id)
            if "email" in columns:
                await verifications.forget(transaction, reset_password.IDENTIFIER, value=user_id)
            return user
    except IntegrityError as fault:
        raise refusal(400, TAKEN) from fault


async def set_password(auth: Auth, user_id: str, password: str) -> None:
    """Let a person sign in with this password and no other, mailed links included, and tell them. Raises Refusal."""
    passwords.refuse_unfit(auth, password)
    if await addresses.find_person(auth.resources.pool, user_id) is None:
        raise refusal(404, "USER_NOT_FOUND")
    hashed = await auth.hasher.hash(password)
    now = wire.cut(auth.now())
    async with auth.resources.transactions.begin(None) as transaction:
        user = await lock_user(transaction, user_id)
        if user is None:
            raise refusal(404, "USER_NOT_FOUND")
        await accounts.set_password(transaction, user_id, hashed, now=now)
        await verifications.forget(transaction, reset_password.IDENTIFIER, value=user_id)
        await outbox.send(transaction, kinds.PasswordChanged(to=user.email, name=user.name, changed_at=now))


def joined(role: str | list[str]) -> str:
    """A role, or several as the database keeps them."""
    return ",".join(role) if isinstance(role, list) else role


def _refuse_role(role: object) -> None:
    if not all(isinstance(name, str) for name in (role if isinstance(role, list) else [role])):
        raise own_refusal(400, "INVALID_ROLE_TYPE")


async def _free_address(auth: Auth, email: str, user_id: str) -> str:
    if not validation.is_email(email):
        raise refusal(400, "INVALID_EMAIL")
    known = await repository.find_login(auth.resources.pool, email)
    if known and known.user.id != user_id:
        raise refusal(400, TAKEN)
    return email


def _columns(data: Mapping[str, Any]) -> dict[str, object]:
    """What the database keeps of a person's members; unknown ones are let pass. Raises Refusal for unfit ones."""
    return {COLUMNS[name]: _value(name, value) for name, value in schemas.DATA.read(dict(data)).items()}


def _value(name: str, value: Any) -> object:
    if value is None or isinstance(value, bool):
        return value
    text = wire.text(value)
    return instant_of(text) if name == "banExpires" else text


def _person(auth: Auth, given: Mapping[str, Any]) -> UserRecord:
    at = wire.cut(auth.now())
    return UserRecord(
        name=given["name"],
        email=given["email"],
        email_verified=given.get("email_verified", False),
        image=given.get("image"),
        created_at=at,
        updated_at=at,
        role=given["role"],
        banned=given.get("banned", False),
        ban_reason=given.get("ban_reason"),
        ban_expires=given.get("ban_expires"),
        id=tokens.random_text(),
    )
