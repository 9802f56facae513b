"""Requests for which no time is found lapse: a job for each, held until then."""

from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal
from shared.jobs import queue
from shared.models.interviews import Interview
from shared.types import now

LAPSE_REQUEST = "lapse_request"
PATIENCE = timedelta(hours=72)
GRACE = timedelta(hours=1)
"""Time in which a request entered after the fact may be told the rest of."""
MARGIN = timedelta(minutes=1)
"""So that patience has ended by the database's clock too, which counts from when its transaction began."""


async def lapse_in_time(session: AsyncSession, *, caller: Principal, interview: Interview) -> None:
    """Have the worker look, 72 hours after a call was asked for, whether that request still stands."""
    present = now()
    since = interview.status_at or present
    await queue.enqueue(
        session,
        LAPSE_REQUEST,
        caller=caller,
        subject={"interview_id": str(interview.id), "since": since.isoformat()},
        after=max(since + PATIENCE - present, GRACE) + MARGIN,
    )
