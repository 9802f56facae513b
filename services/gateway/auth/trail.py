"""Puts what was done or refused on the audit trail: who, when, from where, what; never a password, token or body.

Each event lies in every workspace it concerns, where row-level security keeps it: what a person does in their own and
in every organization they are a member of, what is done to a person in theirs, what is done to an organization in it.
What concerns nobody known, and what operators do, is kept for operators.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

import orjson
import structlog

from services.gateway.auth.exchange import Incoming
from services.gateway.auth.repository import POOL_TIMEOUT
from services.gateway.auth.visitors import Visitor
from services.gateway.resources import Resources
from shared import types
from shared.contracts.principal import NOBODY, workspace_of
from shared.observability import context

log = structlog.get_logger()

ON_PEOPLE: Final = frozenset(
    {
        "admin_update_user",
        "ban_user",
        "impersonate_user",
        "remove_user",
        "revoke_user_session",
        "revoke_user_sessions",
        "set_role",
        "set_user_password",
        "stop_impersonating",
        "unban_user",
    }
)
"""What operators do to the person that is the subject."""
ON_THE_INSTALLATION: Final = frozenset({"discard_job", "retry_job"})
"""What operators do that concerns no workspace."""
ON_ORGANIZATIONS: Final = frozenset(
    {
        "accept_invitation",
        "cancel_invitation",
        "create_organization",
        "delete_organization",
        "invite_member",
        "leave_organization",
        "reject_invitation",
        "remove_member",
        "update_member_role",
        "update_organization",
    }
)
BY_EMAIL: Final = frozenset({"request_password_reset", "send_verification_email", "sign_in", "sign_up"})
"""What is asked for by naming an address; elsewhere an address typed by nobody known says nothing of who they are."""
UNKNOWN: Final = Visitor("", "")
LONGEST: Final = 320
"""Characters kept of what a client says of itself."""
PERSON = """
    SELECT u.id, ARRAY(SELECT m."organizationId" FROM public.member m WHERE m."userId" = u.id) AS memberships
    FROM public."user" u WHERE u.id = $1 OR u.email = $2 LIMIT 1
"""
ORGANIZATION = """
    SELECT id FROM public.organization WHERE id = $1
    UNION ALL SELECT "organizationId" FROM public.invitation WHERE id = $1
"""
TELL = "SELECT gateway.tell($1::uuid[], $2::jsonb)"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done, or refused for a `reason`; `email` is what was typed where nobody is known by id."""

    action: str
    reason: str | None = None
    actor_id: str | None = None
    email: str | None = None
    impersonated_by: str | None = None
    api_key_id: str | None = None
    subject_id: str | None = None
    visitor: Visitor = UNKNOWN


class Concerned(NamedTuple):
    """A person an event concerns, and their workspaces, their own first."""

    id: str
    workspaces: list[UUID]


class Trail:
    """Tells the audit trail. A trail that cannot be written undoes nothing: what is lost is logged as an error."""

    def __init__(self, resources: Resources, *, now: Callable[[], datetime] = types.now) -> None:
        self._resources, self._now = resources, now

    async def of_request(self, action: str, request: Incoming, *, reason: str | None) -> None:
        """Tell what became of a request below `/api/auth`."""
        session = request.found.session if request.found else None
        actor = request.actor or (request.found.user if request.found else None)
        event = Event(
            action,
            reason,
            actor_id=actor.id if actor else None,
            email=actor.email if actor else _named(action, request.body),
            impersonated_by=session.impersonated_by if session else None,
            subject_id=request.subject,
            visitor=request.visitor,
        )
        organization = session.active_organization_id if session else None
        await self.tell(event, organization_id=_typed(request.body, "organizationId") or organization)

    async def tell(self, event: Event, *, organization_id: str | None = None) -> None:
        """Put an event on the trail of every workspace it concerns; `organization_id` is where an organization's is."""
        try:
            await self._tell(event, organization_id)
        except Exception:
            log.exception("audit.event.lost", action=event.action)

    async def _tell(self, event: Event, organization_id: str | None) -> None:
        async with self._resources.pool.acquire(timeout=POOL_TIMEOUT) as connection:
            actor = _concerned(await connection.fetchrow(PERSON, event.actor_id, (event.email or "").lower()))
            if event.action in ON_PEOPLE:
                subject = _concerned(await connection.fetchrow(PERSON, event.subject_id, ""))
                workspaces = [*(subject.workspaces if subject else []), NOBODY]
            elif event.action in ON_ORGANIZATIONS:
                concerned = await connection.fetchval(ORGANIZATION, event.subject_id)
                workspaces = _of_organization(event, concerned or organization_id or event.subject_id, actor)
            elif event.action in ON_THE_INSTALLATION or actor is None:
                workspaces = [NOBODY]
            else:
                workspaces = actor.workspaces
            await connection.execute(TELL, workspaces, orjson.dumps(self._row(event)).decode())

    def _row(self, event: Event) -> Mapping[str, object]:
        return {
            "id": str(types.new_id()),
            "occurred_at": self._now().isoformat(),
            "action": event.action,
            "succeeded": event.reason is None,
            "reason": _kept(event.reason),
            "actor_id": event.actor_id,
            "actor_email": _kept(event.email),
            "impersonated_by": event.impersonated_by,
            "api_key_id": event.api_key_id,
            "subject_id": _kept(event.subject_id),
            "ip_address": event.visitor.ip_address or None,
            "user_agent": _kept(event.visitor.user_agent),
            "request_id": context.request_id.get(),
            "details": {},
        }


def _concerned(row: Mapping[str, object] | None) -> Concerned | None:
    if row is None:
        return None
    user_id, memberships = str(row["id"]), row["memberships"]
    named = [str(each) for each in memberships] if isinstance(memberships, list) else []
    workspaces = [workspace_of(user_id=user_id)]
    workspaces += [workspace_of(user_id=user_id, active_organization_id=each) for each in named]
    return Concerned(user_id, list(dict.fromkeys(workspaces)))


def _of_organization(event: Event, organization_id: str | None, actor: Concerned | None) -> list[UUID]:
    """Where an organization's event lies: with the one who did it, and in it unless they are a stranger to it."""
    own = actor.workspaces[:1] if actor else [NOBODY]
    if organization_id is None:
        return own
    shared = workspace_of(user_id="", active_organization_id=organization_id)
    belongs = event.reason is None or (actor is not None and shared in actor.workspaces)
    return list(dict.fromkeys([shared, *own])) if belongs else own


def _named(action: str, body: object) -> str | None:
    return _typed(body, "email") if action in BY_EMAIL else None


def _typed(body: object, name: str) -> str | None:
    value = body.get(name) if isinstance(body, dict) else None
    return value if isinstance(value, str) and value else None


def _kept(text: str | None) -> str | None:
    """A text cut to what is kept of it, without what the database cannot hold."""
    return text.replace("\0", "")[:LONGEST] if text else None
