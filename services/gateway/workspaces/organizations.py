"""All SQL of organizations, and of which one a session works in. Writes belong to the caller's transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.workspaces import rows
from services.gateway.workspaces.records import OrganizationRecord
from shared.db.read import Statement
from shared.models.identity import Session
from shared.models.workspaces import Member, Organization

LISTED = 100
"""How many of anything one answer lists unless told otherwise, as in BetterAuth."""
LARGEST_PAGE = 1_000
ORGANIZATION: tuple[Any, ...] = (
    col(Organization.name),
    col(Organization.slug),
    col(Organization.logo),
    col(Organization.created_at),
    col(Organization.metadata_),
    col(Organization.id),
)
BY_ID = Statement(select(*ORGANIZATION).where(col(Organization.id) == bindparam("id")))
BY_SLUG = Statement(select(*ORGANIZATION).where(col(Organization.slug) == bindparam("slug")))
OF_USER = Statement(
    select(*ORGANIZATION)
    .join_from(Member, Organization, col(Member.organization_id) == col(Organization.id))
    .where(col(Member.user_id) == bindparam("user_id"))
    .order_by(col(Member.created_at), col(Member.id))
    .limit(LISTED)
)


class SlugTaken(Exception):
    """Another organization has that slug."""


async def find(source: rows.Source, organization_id: str) -> OrganizationRecord | None:
    """An organization by its id."""
    row = await rows.first_of(source, BY_ID, id=organization_id)
    return OrganizationRecord(*row) if row else None


async def find_by_slug(source: rows.Source, slug: str) -> OrganizationRecord | None:
    """An organization by its slug."""
    row = await rows.first_of(source, BY_SLUG, slug=slug)
    return OrganizationRecord(*row) if row else None


async def of_user(source: rows.Source, user_id: str) -> list[OrganizationRecord]:
    """The organizations a person is in, in the order they joined."""
    return [OrganizationRecord(*row) for row in await rows.all_of(source, OF_USER, user_id=user_id)]


async def lock(session: AsyncSession, organization_id: str) -> OrganizationRecord | None:
    """The organization; nobody else who locks it changes who is in it until the transaction ends."""
    chosen = select(*ORGANIZATION).where(col(Organization.id) == organization_id).with_for_update()
    row = (await (await session.connection()).execute(chosen)).first()
    return OrganizationRecord(*row) if row else None


async def find_joined(session: AsyncSession, organization_id: str, *, user_id: str) -> OrganizationRecord | None:
    """An organization that a person is in; they cannot be taken out of it until the transaction ends."""
    chosen = (
        select(*ORGANIZATION)
        .join_from(Organization, Member, col(Member.organization_id) == col(Organization.id))
        .where(col(Organization.id) == organization_id, col(Member.user_id) == user_id)
    )
    chosen = chosen.with_for_update(read=True, of=Member)
    row = (await (await session.connection()).execute(chosen)).first()
    return OrganizationRecord(*row) if row else None


async def add(session: AsyncSession, record: OrganizationRecord) -> None:
    """Add an organization. Raises SlugTaken."""
    try:
        await session.exec(insert(Organization).values(record._asdict()))
    except IntegrityError as fault:
        raise SlugTaken from fault


async def change(session: AsyncSession, organization_id: str, values: Mapping[str, object]) -> OrganizationRecord:
    """Set some of an organization's members, which must be there; as it is then. Raises SlugTaken."""
    changed = update(Organization).where(col(Organization.id) == organization_id)
    try:
        return OrganizationRecord(*(await session.exec(changed.values(**values).returning(*ORGANIZATION))).one())
    except IntegrityError as fault:
        raise SlugTaken from fault


async def remove(session: AsyncSession, organization_id: str, *, now: datetime) -> None:
    """Remove an organization with its members and invitations; whoever works in it goes back to their own workspace."""
    await _set_active(session, None, col(Session.active_organization_id) == organization_id, now=now)
    await session.exec(delete(Organization).where(col(Organization.id) == organization_id))


async def set_active(session: AsyncSession, organization_id: str | None, *, token: str, now: datetime) -> None:
    """Have one session work in an organization, or in its person's own workspace."""
    await _set_active(session, organization_id, col(Session.token) == token, now=now)


async def send_home(session: AsyncSession, organization_id: str, *, user_id: str, now: datetime) -> None:
    """Have every session of a person that works in an organization go back to their own workspace."""
    theirs = (col(Session.active_organization_id) == organization_id, col(Session.user_id) == user_id)
    await _set_active(session, None, *theirs, now=now)


async def _set_active(
    session: AsyncSession, organization_id: str | None, *which: ColumnElement[bool], now: datetime
) -> None:
    await session.exec(update(Session).where(*which).values(active_organization_id=organization_id, updated_at=now))
