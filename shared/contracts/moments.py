"""When something happened, as it is said: entered after the fact perhaps, but never in the future."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from shared.errors import Problem, invalid
from shared.types import now

TOLERANCE = dt.timedelta(minutes=1)
"""By how much a caller's clock may be fast."""
OUT_OF_ORDER = "out_of_order"
"""Something is said to have happened before what it follows on."""


def happened(said: dt.datetime | None, *, field: str = "occurred_at") -> dt.datetime:
    """The instant said, or the present. Raises Problem (invalid: still_to_come) for one in the future."""
    present = now()
    if said is None:
        return present
    if said > present + TOLERANCE:
        raise invalid("still_to_come", "This cannot have happened yet.", pointer=f"#/{field}")
    return min(said, present)


def following(
    at: dt.datetime,
    since: dt.datetime | None,
    *,
    what: str,
    field: str = "occurred_at",
    details: Mapping[str, Any] | None = None,
) -> dt.datetime:
    """The moment of what comes after `what`, which was at `since` (None: only now).

    Of two clocks about the present the faster is believed.
    Raises Problem (invalid: out_of_order) naming the field and both moments for an earlier one.
    """
    if since is None or at >= since:
        return at
    if now() - at <= TOLERANCE:
        return since
    message = f"{at.isoformat()} lies before {since.isoformat()}, when {what}."
    errors = [{"pointer": f"#/{field}", "reason": message}]
    raise Problem("invalid", OUT_OF_ORDER, message, errors=errors, details=details)
