"""Asks for a campaign's experts to be scored anew, once what they are scored by has changed and is committed."""

from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal
from shared.jobs import queue
from shared.models.sourcing import Expert

RESCORE = "rescore_campaign"


async def ask(session: AsyncSession, *, caller: Principal, campaign_id: UUID) -> None:
    """Have a worker score whoever's score is missing or stale by then; nothing where nobody is offered yet."""
    if (await session.exec(select(Expert.id).where(Expert.campaign_id == campaign_id).limit(1))).first() is not None:
        await queue.enqueue(session, RESCORE, caller=caller, subject={"campaign_id": str(campaign_id)})
