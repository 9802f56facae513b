"""Scores a campaign's experts anew, batch by batch, each its own transaction, until nobody's score is stale.

What they are to the campaign is told anew with it, and which of their answers count for its questions: the list of
companies or a question's words may be what has changed.
"""

from uuid import UUID

from services.core.research.campaigns import repository as campaigns
from services.core.research.companies import service as companies
from services.core.research.people import repository as people
from services.core.research.screening import repository, scores, service
from shared.db.session import Transactions
from shared.jobs.queue import Job

BATCH = 500


async def rescore_campaign(transactions: Transactions, job: Job) -> None:
    """Score whoever waits for it; of several such jobs the first does the work of all."""
    campaign_id = UUID(job.subject["campaign_id"])
    while await _batch(transactions, job, campaign_id):
        pass


async def _batch(transactions: Transactions, job: Job, campaign_id: UUID) -> bool:
    """Score the next who wait; whether there were any."""
    async with transactions.begin(job.caller) as session:
        await people.lock(session, job.caller.workspace_id)
        await campaigns.keep_still(session, campaign_id)
        waiting = await scores.waiting(session, campaign_id, most=BATCH)
        if waiting:
            await repository.take_answers(session, campaign_id=campaign_id, expert_ids=waiting)
            await companies.reclassify(session, campaign_id=campaign_id, expert_ids=waiting)
            await service.rescore(session, caller=job.caller, expert_ids=waiting)
        return bool(waiting)


async def give_up(_: Job, __: str) -> None:
    """Scores stay stale and say so; the next change asks again."""
