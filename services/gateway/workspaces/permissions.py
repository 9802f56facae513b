"""Who may do what in an organization, on one screen: roles, and the actions each may take on which resource.

BetterAuth's own resources stand first and mean what they mean there. Canvass's say what core allows, so that a
frontend can ask before it offers; core's own policies decide, and a test holds the two together.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

Statements = Mapping[str, frozenset[str]]

OWNER: Final = "owner"
"""The role of whoever makes an organization; only owners make owners, and the last one stays."""


def _statements(**actions: str) -> Statements:
    return {resource: frozenset(named.split()) for resource, named in actions.items()}


_MANAGED: Final = _statements(
    organization="update",
    member="create update delete",
    invitation="create cancel",
    team="create update delete",
    ac="create read update delete",
    project="create read update delete",
    campaign="create read update delete move",
    expert="create read update delete",
    intake="create read undo",
    compliance="read update",
    settings="read update",
)
_NOTHING: Final = _statements(organization="", member="", invitation="", team="", ac="read")
_WORK: Final = _statements(
    project="create read update",
    campaign="create read update delete move",
    expert="create read update delete",
    intake="create read undo",
    compliance="read",
    settings="read",
)
ROLES: Final[Mapping[str, Statements]] = {
    OWNER: {**_MANAGED, **_statements(organization="update delete")},
    "admin": _MANAGED,
    "member": {**_NOTHING, **_WORK},
    "compliance": {**_NOTHING, **_WORK, **_statements(compliance="read update approve")},
    "viewer": {
        **_NOTHING,
        **_statements(
            project="read", campaign="read", expert="read", intake="read", compliance="read", settings="read"
        ),
    },
}


def roles_of(given: str | Sequence[str]) -> list[str]:
    """The roles in a text joined by commas, or in several such texts."""
    texts = [given] if isinstance(given, str) else given
    return [role.strip() for text in texts for role in text.split(",") if role.strip()]


def unknown(roles: Iterable[str]) -> list[str]:
    """Those that are no roles."""
    return [role for role in roles if role not in ROLES]


def owns(role: str | None) -> bool:
    """Whether owner is among the roles."""
    return OWNER in roles_of(role or "")


def allows(role: str, asked: Mapping[str, Sequence[str]]) -> bool:
    """Whether one of the roles alone may take every action asked for; asking for none is no permission."""
    return any(_permits(ROLES[name], asked) for name in roles_of(role) if name in ROLES)


def _permits(statements: Statements, asked: Mapping[str, Sequence[str]]) -> bool:
    return bool(asked) and all(
        actions and statements.get(resource, frozenset()).issuperset(actions) for resource, actions in asked.items()
    )
