"""All SQL of who is in an organization as what. Writes belong to the caller's transaction."""

from typing import Any

from sqlalchemy import Integer, bindparam, delete, func, insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.workspaces import permissions, rows
from services.gateway.workspaces.records import MemberRecord, Membership, PersonRecord
from shared.db.read import Statement
from shared.models.identity import User
from shared.models.workspaces import Member

MEMBER: tuple[Any, ...] = (
    col(Member.organization_id),
    col(Member.user_id),
    col(Member.role),
    col(Member.created_at),
    col(Member.id),
)
PERSON: tuple[Any, ...] = (col(User.id), col(User.name), col(User.email), col(User.image))
MEMBERSHIP = select(*MEMBER, *PERSON).join_from(Member, User, col(Member.user_id) == col(User.id))
IN_ORDER = (col(Member.created_at), col(Member.id))
WITHIN = col(Member.organization_id) == bindparam("organization_id")
OF_USER = Statement(MEMBERSHIP.where(WITHIN, col(Member.user_id) == bindparam("user_id")).order_by(*IN_ORDER))
OF_EMAIL = Statement(MEMBERSHIP.where(WITHIN, col(User.email) == bindparam("email")).order_by(*IN_ORDER))
BY_ID = Statement(MEMBERSHIP.where(col(Member.id) == bindparam("id")))
ALL = Statement(MEMBERSHIP.where(WITHIN).order_by(*IN_ORDER).limit(bindparam("limit", type_=Integer)))


async def find(source: rows.Source, *, organization_id: str, user_id: str) -> Membership | None:
    """What a person is in an organization."""
    row = await rows.first_of(source, OF_USER, organization_id=organization_id, user_id=user_id)
    return of_row(row) if row else None


async def find_by_email(source: rows.Source, email: str, *, organization_id: str) -> Membership | None:
    """What the person of an e-mail address (in lower case) is in an organization."""
    row = await rows.first_of(source, OF_EMAIL, organization_id=organization_id, email=email)
    return of_row(row) if row else None


async def find_by_id(source: rows.Source, member_id: str) -> Membership | None:
    """A member of whichever organization."""
    row = await rows.first_of(source, BY_ID, id=member_id)
    return of_row(row) if row else None


async def of_organization(source: rows.Source, organization_id: str, *, limit: int) -> list[Membership]:
    """An organization's members, the longest-standing first."""
    return [of_row(row) for row in await rows.all_of(source, ALL, organization_id=organization_id, limit=limit)]


async def count(session: AsyncSession, organization_id: str) -> int:
    """How many members an organization has."""
    counted = select(func.count()).where(col(Member.organization_id) == organization_id)
    return (await session.exec(counted)).one()


async def count_owners(session: AsyncSession, organization_id: str) -> int:
    """How many of an organization's members own it."""
    roles = select(col(Member.role)).where(col(Member.organization_id) == organization_id)
    return sum(permissions.owns(role) for role in await session.exec(roles))


async def add(session: AsyncSession, record: MemberRecord) -> None:
    """Add a member."""
    await session.exec(insert(Member).values(record._asdict()))


async def set_role(session: AsyncSession, member_id: str, role: str) -> MemberRecord | None:
    """Give a member other roles; None when they are gone."""
    changed = update(Member).where(col(Member.id) == member_id).values(role=role)
    row = (await session.exec(changed.returning(*MEMBER))).first()
    return MemberRecord(*row) if row else None


async def remove(session: AsyncSession, *, organization_id: str, user_id: str) -> None:
    """Take a person out of an organization."""
    theirs = (col(Member.organization_id) == organization_id, col(Member.user_id) == user_id)
    await session.exec(delete(Member).where(*theirs))


def of_row(row: Any) -> Membership:
    """The member and person of a row of MEMBERSHIP."""
    return Membership(MemberRecord(*row[: len(MEMBER)]), PersonRecord(*row[len(MEMBER) :]))
