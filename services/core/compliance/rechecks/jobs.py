"""Booked calls are asked about anew: the database asks for it wherever something changes that the gate reads."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal
from shared.jobs import queue
from shared.jobs.queue import Job

RECHECK_CALLS = "recheck_calls"
PEOPLE, AGAIN = "people", "again"
"""Whose calls, all there are unless it is said; and that this is the second look."""
LONGEST_BOOKING = dt.timedelta(minutes=1)
"""By then, whoever was booking when something changed has booked or failed."""


def about(jobs: Collection[Job]) -> list[UUID] | None:
    """The people whose calls some jobs are about together; None where one of them is about everybody's."""
    if any(PEOPLE not in job.subject for job in jobs):
        return None
    return sorted({UUID(person) for job in jobs for person in job.subject[PEOPLE].split()})


async def look_again(session: AsyncSession, *, caller: Principal, people: Collection[UUID] | None) -> None:
    """Have the worker look once more, at calls that were being booked when it was first asked."""
    subject = {AGAIN: "yes"} | ({} if people is None else {PEOPLE: " ".join(map(str, people))})
    await queue.enqueue(session, RECHECK_CALLS, caller=caller, subject=subject, after=LONGEST_BOOKING)
