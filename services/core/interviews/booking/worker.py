"""Lets requests lapse for which no time was found; nobody does it, and so the log says."""

import datetime as dt
from uuid import UUID

from services.core.interviews.booking import service
from shared.contracts.principal import Principal
from shared.db.session import Transactions
from shared.jobs.queue import Job


async def lapse_request(transactions: Transactions, job: Job) -> None:
    """Cancel the job's call unless it has found a time, or been asked for anew, since."""
    nobody = Principal(user_id="", workspace_id=job.caller.workspace_id)
    interview_id, since = UUID(job.subject["interview_id"]), dt.datetime.fromisoformat(job.subject["since"])
    async with transactions.begin(nobody) as session:
        await service.lapse(session, caller=nobody, interview_id=interview_id, since=since)


async def give_up(_: Job, __: str) -> None:
    """The request stands until somebody answers it; the failed job is kept for the operator to see."""
