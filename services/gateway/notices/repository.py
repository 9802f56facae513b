"""All SQL of notices: who answers for a workspace, and what has been told already, which the audit trail knows."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import repository as identity
from services.gateway.auth.records import UserRecord
from services.gateway.workspaces import permissions
from shared.contracts.principal import workspace_of
from shared.models.identity import User
from shared.models.people import AuditEvent
from shared.models.workspaces import Member, Organization

HEADS = frozenset({permissions.OWNER, "admin"})


async def heads(
    session: AsyncSession, workspace_id: UUID, *, known: Collection[str], owner_id: str
) -> list[UserRecord]:
    """A workspace's owners and admins, and that person if still a member; of a personal one its person.

    Which organization a workspace is cannot be told from its id: it is looked for among those that `known` are in,
    then among all. Nobody where there is neither organization nor person any more.
    """
    theirs = [id_ for id_ in known if workspace_of(user_id=id_) == workspace_id]
    if theirs:
        people = select(*identity.USER).where(col(User.id).in_(theirs))
        return [UserRecord(*row) for row in (await session.exec(people)).all()]
    organization_id = await _organization(session, workspace_id, known)
    members = (
        select(col(Member.role), *identity.USER)
        .join_from(Member, User, col(Member.user_id) == col(User.id))
        .where(col(Member.organization_id) == organization_id)
        .order_by(col(Member.created_at), col(Member.id))
    )
    found = [(role, UserRecord(*user)) for role, *user in (await session.exec(members)).all()]
    chosen = {user.id: user for role, user in found if user.id == owner_id or HEADS & set(permissions.roles_of(role))}
    return list(chosen.values())


async def claim(session: AsyncSession, event: AuditEvent) -> bool:
    """Put the telling on the workspace's trail; False where it is there, and so has been told."""
    told = insert(AuditEvent).values(event.model_dump(exclude_none=True)).on_conflict_do_nothing()
    return (await session.exec(told.returning(col(AuditEvent.id)))).first() is not None


async def _organization(session: AsyncSession, workspace_id: UUID, known: Collection[str]) -> str | None:
    likely = select(col(Member.organization_id)).where(col(Member.user_id).in_(known)).distinct()
    for ids in (likely, select(col(Organization.id))):
        for id_ in (await session.exec(ids)).all():
            if workspace_of(user_id="", active_organization_id=id_) == workspace_id:
                return id_
    return None
