"""Who holds which organization together, as far as a person's own going depends on it."""

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.models.workspaces import Member, Organization

OWNER = "owner"


async def lock(session: AsyncSession, user_id: str) -> None:
    """Let nobody else who locks them change who is in a person's organizations until the transaction ends."""
    theirs = select(col(Member.organization_id)).where(col(Member.user_id) == user_id)
    organizations = select(col(Organization.id)).where(col(Organization.id).in_(theirs))
    await session.exec(organizations.order_by(col(Organization.id)).with_for_update())


async def find_left_without_owner(session: AsyncSession, user_id: str) -> str | None:
    """The name of an organization whose other members would have no owner if that person went."""
    other = aliased(Member)
    others = exists().where(col(other.organization_id) == col(Member.organization_id), col(other.user_id) != user_id)
    orphaned = (
        select(col(Organization.name))
        .join_from(Member, Organization, col(Member.organization_id) == col(Organization.id))
        .where(
            col(Member.user_id) == user_id,
            _owns(col(Member.role)),
            others.correlate(Member),
            ~others.where(_owns(col(other.role))).correlate(Member),
        )
        .order_by(col(Organization.name))
        .limit(1)
    )
    return (await session.exec(orphaned)).first()


def _owns(role: Mapped[str]) -> ColumnElement[bool]:
    """Whether owner is among roles joined by commas."""
    return func.array_position(func.string_to_array(func.replace(role, " ", ""), ","), OWNER).is_not(None)
