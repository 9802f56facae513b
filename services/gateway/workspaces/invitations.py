"""All SQL of invitations. Writes belong to the caller's transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.workspaces import rows
from services.gateway.workspaces.organizations import LISTED
from services.gateway.workspaces.records import InvitationRecord
from shared.db.read import Statement
from shared.models.workspaces import Invitation, Organization

PENDING = "pending"
INVITATION: tuple[Any, ...] = (
    col(Invitation.organization_id),
    col(Invitation.email),
    col(Invitation.role),
    col(Invitation.status),
    col(Invitation.expires_at),
    col(Invitation.created_at),
    col(Invitation.inviter_id),
    col(Invitation.id),
)
IN_ORDER = (col(Invitation.created_at), col(Invitation.id))
WITHIN = col(Invitation.organization_id) == bindparam("organization_id")
OPEN = (col(Invitation.status) == PENDING, col(Invitation.expires_at) > bindparam("now"))
BY_ID = Statement(select(*INVITATION).where(col(Invitation.id) == bindparam("id")))
OPEN_OF_EMAIL = Statement(
    select(*INVITATION).where(WITHIN, col(Invitation.email) == bindparam("email"), *OPEN).order_by(*IN_ORDER)
)
COUNT_OPEN = Statement(select(func.count()).select_from(Invitation).where(WITHIN, *OPEN))
NEWEST = Statement(
    select(*INVITATION)
    .where(WITHIN)
    .order_by(col(Invitation.created_at).desc(), col(Invitation.id).desc())
    .limit(LISTED)
)
PENDING_OF_EMAIL = Statement(
    select(*INVITATION, col(Organization.name))
    .join_from(Invitation, Organization, col(Invitation.organization_id) == col(Organization.id))
    .where(col(Invitation.email) == bindparam("email"), col(Invitation.status) == PENDING)
    .order_by(*IN_ORDER)
    .limit(LISTED)
)


async def find(source: rows.Source, invitation_id: str) -> InvitationRecord | None:
    """An invitation by its id."""
    row = await rows.first_of(source, BY_ID, id=invitation_id)
    return InvitationRecord(*row) if row else None


async def find_open(source: rows.Source, email: str, *, organization_id: str, now: datetime) -> InvitationRecord | None:
    """The oldest invitation of an e-mail address (in lower case) that can still be accepted."""
    row = await rows.first_of(source, OPEN_OF_EMAIL, organization_id=organization_id, email=email, now=now)
    return InvitationRecord(*row) if row else None


async def count_open(source: rows.Source, organization_id: str, *, now: datetime) -> int:
    """How many invitations into an organization can still be accepted."""
    row = await rows.first_of(source, COUNT_OPEN, organization_id=organization_id, now=now)
    return int(row[0]) if row else 0


async def of_organization(source: rows.Source, organization_id: str) -> list[InvitationRecord]:
    """The newest invitations into an organization, in the order they were made."""
    found = await rows.all_of(source, NEWEST, organization_id=organization_id)
    return [InvitationRecord(*row) for row in reversed(found)]


async def pending_of(source: rows.Source, email: str) -> list[tuple[InvitationRecord, str]]:
    """The unanswered invitations of an e-mail address (in lower case), each with its organization's name."""
    found = await rows.all_of(source, PENDING_OF_EMAIL, email=email)
    return [(InvitationRecord(*row[: len(INVITATION)]), row[len(INVITATION)]) for row in found]


async def add(session: AsyncSession, record: InvitationRecord) -> None:
    """Add an invitation."""
    await session.exec(insert(Invitation).values(record._asdict()))


async def prolong(session: AsyncSession, invitation_id: str, *, until: datetime) -> None:
    """Move the time until which an invitation can be accepted."""
    await session.exec(update(Invitation).where(col(Invitation.id) == invitation_id).values(expires_at=until))


async def settle(session: AsyncSession, invitation_id: str, status: str) -> InvitationRecord | None:
    """Answer an invitation that is pending, which only one of many at once can; None where it is not."""
    return await _set_status(session, status, col(Invitation.id) == invitation_id, col(Invitation.status) == PENDING)


async def cancel(session: AsyncSession, invitation_id: str) -> InvitationRecord | None:
    """Call an invitation off, whatever became of it; None when it is gone."""
    return await _set_status(session, "canceled", col(Invitation.id) == invitation_id)


async def _set_status(session: AsyncSession, status: str, *which: Any) -> InvitationRecord | None:
    changed = update(Invitation).where(*which).values(status=status)
    row = (await session.exec(changed.returning(*INVITATION))).first()
    return InvitationRecord(*row) if row else None
