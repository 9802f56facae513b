"""Whom lists and rules block follows each change at once; here it follows the days on which they begin and end."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal
from shared.jobs import queue
from shared.types import now

SETTLE_BLOCKS = "settle_blocks"
DAY = dt.timedelta(days=1)
AFTER_MIDNIGHT = dt.timedelta(minutes=1)
"""So that it is that day by the database's clock too."""


class Span(Protocol):
    """What holds from a day until a last one, if any."""

    valid_from: dt.date
    valid_to: dt.date | None


async def settle_in_time(session: AsyncSession, *, caller: Principal, spans: Sequence[Span]) -> None:
    """Have the worker look again on each day to come, in UTC, on which one of these begins or no longer holds."""
    moment = now()
    today = moment.date()
    begin = {span.valid_from for span in spans}
    over = {span.valid_to + DAY for span in spans if span.valid_to is not None and span.valid_to < dt.date.max}
    for day in sorted(day for day in begin | over if day > today):
        midnight = dt.datetime.combine(day, dt.time(tzinfo=dt.UTC))
        await queue.enqueue(
            session,
            SETTLE_BLOCKS,
            caller=caller,
            subject={},
            after=midnight + AFTER_MIDNIGHT - moment,
            once=f"{SETTLE_BLOCKS}:{caller.workspace_id}:{day}",
        )
