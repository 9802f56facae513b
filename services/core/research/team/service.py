"""What happens to the team: members come, change, go, and work on campaigns."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.campaigns import repository as campaigns
from services.core.research.team import repository
from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.models.research import CampaignTeamAssignment, TeamMember


async def add(session: AsyncSession, *, caller: Principal, **fields: Any) -> TeamMember:
    """Take somebody into the team."""
    member = TeamMember(workspace_id=caller.workspace_id, user_id=caller.user_id, **fields)
    session.add(member)
    await session.flush()
    return member


async def update(session: AsyncSession, *, member_id: UUID, **fields: Any) -> TeamMember:
    """Change the given fields; None clears. Raises Problem (missing)."""
    member = await repository.get(session, member_id)
    member.sqlmodel_update(fields)
    session.add(member)
    await session.flush()
    return member


async def remove(session: AsyncSession, *, member_id: UUID) -> None:
    """Delete a member and their assignments.

    Raises Problem (missing), and (conflict: calls_ahead) naming the calls that they lead or must attend.
    """
    member = await repository.get(session, member_id)
    if ahead := await repository.calls_ahead(session, member_id):
        message = f"{member.name} leads or must attend calls that are to come: give these somebody else first."
        calls = [
            {
                "interview_id": str(id_),
                "expert": expert,
                "status": status,
                "starts_at": starts_at and starts_at.isoformat(),
            }
            for id_, expert, status, starts_at in ahead
        ]
        raise Problem("conflict", "calls_ahead", message, details={"calls": calls})
    await session.delete(member)


async def assign(session: AsyncSession, *, caller: Principal, campaign_id: UUID, member_id: UUID) -> bool:
    """Put a member to work on a campaign; False when they were already. Raises Problem (missing) for either."""
    await campaigns.get(session, campaign_id)
    await repository.get(session, member_id)
    assignment = CampaignTeamAssignment(
        workspace_id=caller.workspace_id, campaign_id=campaign_id, team_member_id=member_id
    )
    return await repository.assign_unless_done(session, assignment)


async def change_assignment(
    session: AsyncSession, *, campaign_id: UUID, member_id: UUID, **fields: Any
) -> CampaignTeamAssignment:
    """Change how a member works on a campaign. Raises Problem (missing) for either, or when they do not."""
    await campaigns.get(session, campaign_id)
    assignment = await repository.get_assignment(session, campaign_id=campaign_id, member_id=member_id)
    assignment.sqlmodel_update(fields)
    session.add(assignment)
    await session.flush()
    return assignment


async def unassign(session: AsyncSession, *, campaign_id: UUID, member_id: UUID) -> None:
    """Take a member off a campaign, if they were on it. Raises Problem (missing) for an unknown campaign or member."""
    await campaigns.get(session, campaign_id)
    await repository.get(session, member_id)
    await repository.unassign(session, campaign_id=campaign_id, member_id=member_id)
