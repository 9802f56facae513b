"""Requests for which no time is found lapse: a job for each, held until then."""

from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal
from shared.jobs import queue

LAPSE_REQUESTS = "lapse_requests"
PATIENCE = timedelta(hours=72)


async def lapse_in_time(session: AsyncSession, *, caller: Principal) -> None:
    """Have the worker look, when patience is at its end, for requests that were made by now and still stand."""
    await queue.enqueue(session, LAPSE_REQUESTS, caller=caller, subject={}, after=PATIENCE)
