"""Requests for which no time is found lapse: a job for each, held until then."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal
from shared.jobs import queue
from shared.types import now

LAPSE_REQUESTS = "lapse_requests"
PATIENCE = timedelta(hours=72)
GRACE = timedelta(hours=1)
"""Time in which a request entered after the fact may be told the rest of."""


async def lapse_in_time(session: AsyncSession, *, caller: Principal, since: datetime) -> None:
    """Have the worker look, 72 hours after a call was asked for, for requests made by then that still stand."""
    left = since + PATIENCE - now()
    await queue.enqueue(session, LAPSE_REQUESTS, caller=caller, subject={}, after=max(left, GRACE))
