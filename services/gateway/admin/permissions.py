"""What admins may do: the plugin's roles and their rights, and the refusal of whoever has none."""

from collections.abc import Collection, Mapping

from services.gateway.admin.errors import refusal
from services.gateway.auth import presence
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal
from services.gateway.auth.exchange import Incoming
from services.gateway.auth.records import Identity, UserRecord

ADMIN, USER = "admin", "user"
Rights = Mapping[str, Collection[str]]

ROLES: Mapping[str, Rights] = {
    ADMIN: {
        "user": (
            "create",
            "list",
            "set-role",
            "ban",
            "impersonate",
            "delete",
            "set-password",
            "set-email",
            "set-phone",
            "get",
            "update",
        ),
        "session": ("list", "revoke", "delete"),
    },
    USER: {"user": (), "session": ()},
}
"""The rights of each role; what a role is not listed with, nobody has: an admin cannot take another admin's place."""

REFUSED = {
    ("user", "create"): "YOU_ARE_NOT_ALLOWED_TO_CREATE_USERS",
    ("user", "list"): "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS",
    ("user", "set-role"): "YOU_ARE_NOT_ALLOWED_TO_CHANGE_USERS_ROLE",
    ("user", "ban"): "YOU_ARE_NOT_ALLOWED_TO_BAN_USERS",
    ("user", "impersonate"): "YOU_ARE_NOT_ALLOWED_TO_IMPERSONATE_USERS",
    ("user", "delete"): "YOU_ARE_NOT_ALLOWED_TO_DELETE_USERS",
    ("user", "set-password"): "YOU_ARE_NOT_ALLOWED_TO_SET_USERS_PASSWORD",
    ("user", "get"): "YOU_ARE_NOT_ALLOWED_TO_GET_USER",
    ("user", "update"): "YOU_ARE_NOT_ALLOWED_TO_UPDATE_USERS",
    ("session", "list"): "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS_SESSIONS",
    ("session", "revoke"): "YOU_ARE_NOT_ALLOWED_TO_REVOKE_USERS_SESSIONS",
}


async def caller(auth: Auth, request: Incoming) -> Identity:
    """Whoever asks, an admin or not. Raises Refusal, without a body as the plugin does, for nobody."""
    identity = await presence.find(auth, request)
    if identity is None:
        raise Refusal(401, "UNAUTHORIZED", "")
    return identity


async def require(auth: Auth, request: Incoming, resource: str, action: str) -> UserRecord:
    """The admin who asks for something they may do. Raises Refusal."""
    user = (await caller(auth, request)).user
    if not allows(user.role, {resource: (action,)}):
        raise refusal(403, REFUSED[resource, action])
    return user


def allows(role: str | None, asked: Rights) -> bool:
    """Whether one of the comma-joined roles has every right asked for; to ask for none is to have none."""
    return any(_has(ROLES[name], asked) for name in roles_of(role) if name in ROLES)


def roles_of(role: str | None) -> list[str]:
    """The names of comma-joined roles; whoever has none is a user."""
    return (role or USER).split(",")


def _has(rights: Rights, asked: Rights) -> bool:
    return bool(asked) and all(
        actions and all(action in rights.get(resource, ()) for action in actions) for resource, actions in asked.items()
    )
