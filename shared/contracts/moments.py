"""When something happened, as it is said: entered after the fact perhaps, but never in the future."""

import datetime as dt

from shared.errors import invalid
from shared.types import now

TOLERANCE = dt.timedelta(minutes=1)
"""By how much a caller's clock may be fast."""


def happened(said: dt.datetime | None, *, field: str = "occurred_at") -> dt.datetime:
    """The instant said, or the present. Raises Problem (invalid: still_to_come) for one in the future."""
    present = now()
    if said is None:
        return present
    if said > present + TOLERANCE:
        raise invalid("still_to_come", "This cannot have happened yet.", pointer=f"#/{field}")
    return min(said, present)
