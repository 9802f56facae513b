"""Asks the gate about booked calls anew, some at a time; nobody does it, so the log says."""

from uuid import UUID

from services.core.compliance.rechecks import jobs, repository
from shared.contracts.principal import Principal
from shared.db.session import Transactions
from shared.jobs.queue import Job


async def recheck_calls(transactions: Transactions, job: Job) -> None:
    """Tell the booked calls of the job's workspace that the gate would no longer clear.

    One look answers everybody who waits for one, for what they changed is there to be read; and is taken again once.
    """
    nobody = Principal(user_id="", workspace_id=job.caller.workspace_id)
    async with transactions.begin(nobody) as session:
        waiting = await repository.waiting(session, caller=nobody)
    asked = [job, *waiting.values()]
    people = jobs.about(asked)
    beyond: UUID | None = UUID(int=0)
    while beyond is not None:
        async with transactions.begin(nobody) as session:
            beyond = await repository.recheck(session, caller=nobody, people=people, beyond=beyond)
    async with transactions.begin(nobody) as session:
        await repository.answer(session, waiting)
        if any(jobs.AGAIN not in each.subject for each in asked):
            await jobs.look_again(session, caller=nobody, people=people)


async def give_up(_: Job, __: str) -> None:
    """Conflicts stand until the next change; the gate refuses by the day of the call all the same."""
