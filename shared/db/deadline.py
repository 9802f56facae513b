"""How long the database may still work for the running request: never longer than its caller waits."""

import time
from contextvars import ContextVar

from shared.db.engine import STATEMENT_TIMEOUT_MS
from shared.errors import Problem

at_ms: ContextVar[int | None] = ContextVar("deadline_at_ms", default=None)
"""When the caller stops waiting, in milliseconds since 1970; None: the connection's own limit holds."""


def statement_timeout_ms() -> int:
    """Milliseconds a statement that begins now may take. Raises Problem (timeout) when the deadline has passed."""
    at = at_ms.get()
    if at is None:
        return STATEMENT_TIMEOUT_MS
    left = at - int(time.time() * 1000)
    if left <= 0:
        raise Problem("timeout", "deadline_passed", "The time for this request was over before the database was asked.")
    return min(left, STATEMENT_TIMEOUT_MS)
