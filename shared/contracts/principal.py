"""Who is asking: the one value the gateway vouches for and core believes."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID, uuid5

Role = Literal["owner", "admin", "compliance", "member", "viewer"]
Plan = Literal["free", "single_report", "monthly", "yearly"]

WORKSPACES = UUID("6f1d8a52-3c0e-5b7a-9d41-0c6a5e2b7f10")
"""Namespace (RFC 9562 UUIDv5) of workspaces whose identity-provider id is not itself a UUID."""

NOBODY = UUID(int=0)
"""The workspace of the shared catalogue; nobody works in it."""


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified caller: BetterAuth's user id (text), the workspace worked in, the role there, the plan.

    `role` is the strongest held. Compliance adds a right no other role has, so whoever holds it beside a stronger one
    keeps it: `also_compliance`.
    """

    user_id: str
    workspace_id: UUID
    role: Role = "owner"
    plan: Plan = "free"
    also_compliance: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """Every role by which the caller may act."""
        return frozenset({self.role, "compliance"} if self.also_compliance else {self.role})


ANONYMOUS = Principal(user_id="", workspace_id=NOBODY, role="viewer")


def workspace_of(*, user_id: str, active_organization_id: str | None = None) -> UUID:
    """The workspace of a session: its active organization, else the person. A UUID is taken as it is."""
    name = active_organization_id or user_id
    try:
        return UUID(name)
    except ValueError:
        return uuid5(WORKSPACES, name)
