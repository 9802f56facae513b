"""Lets requests lapse for which no time was found; nobody does it, and so the log says."""

from services.core.interviews.booking import jobs, service
from shared.contracts.principal import Principal
from shared.db.session import Transactions
from shared.jobs.queue import Job
from shared.types import now


async def lapse_requests(transactions: Transactions, job: Job) -> None:
    """Cancel what has stood too long in the job's workspace."""
    nobody = Principal(user_id="", workspace_id=job.caller.workspace_id)
    async with transactions.begin(nobody) as session:
        present = now()
        await service.lapse(session, caller=nobody, before=present - jobs.PATIENCE, entered_before=present - jobs.GRACE)


async def give_up(_: Job, __: str) -> None:
    """The requests stand until the next one's time is up."""
