"""Blocks and frees experts on the day on which an entry or a rule begins or ends; nobody does it, so the log says."""

from services.core.compliance.blocks import repository
from services.core.research.people import repository as people
from shared.contracts.principal import Principal
from shared.db.session import Transactions
from shared.jobs.queue import Job


async def settle_blocks(transactions: Transactions, job: Job) -> None:
    """Let the blocks of the job's workspace follow its lists as they stand today."""
    nobody = Principal(user_id="", workspace_id=job.caller.workspace_id)
    async with transactions.begin(nobody) as session:
        await people.lock(session, nobody.workspace_id)
        await repository.settle(session, caller=nobody)


async def give_up(_: Job, __: str) -> None:
    """Blocks stand until the next change; the gate refuses by the day of the call all the same."""
