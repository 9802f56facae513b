"""When a call takes place: which proposed slot, and when it was over."""

import datetime as dt

from shared.contracts import moments
from shared.errors import Problem, invalid
from shared.models.interviews import Interview

MINUTE = dt.timedelta(minutes=1)
NO_SHOW_AFTER = 15 * MINUTE


def proposed(interview: Interview, slot: int | None, minutes: int) -> dt.datetime:
    """When a proposed slot begins. Raises Problem (invalid) for none, and for one shorter than the call."""
    if slot is None or slot >= len(interview.proposed_slots):
        raise invalid("slot_missing", f"{len(interview.proposed_slots)} slots are proposed.", pointer="#/slot")
    start, end = (
        dt.datetime.fromisoformat(text) if (text := interview.proposed_slots[slot].get(edge)) else None
        for edge in ("start", "end")
    )
    if start is None:
        raise invalid("slot_unread", "This slot has no start that is an instant.", pointer="#/slot")
    if end is not None and end - start < minutes * MINUTE:
        message = f"This slot of {(end - start) // MINUTE} minutes is too short for a call of {minutes}."
        raise invalid("slot_too_short", message, pointer="#/slot")
    return start


def ended(interview: Interview, minutes: int, said: dt.datetime | None, *, field: str) -> dt.datetime:
    """When a call that has begun was over: as said, else so many minutes after its start if that is past.

    Raises Problem (conflict: call_to_come) before it began, (invalid) for an end before its start or still to come.
    """
    start = _begun(interview, "This call has not begun.")
    if said is None:
        return min(start + minutes * MINUTE, moments.happened(None))
    if said < start:
        raise invalid("before_the_call", f"The call began at {start.isoformat()}.", pointer=f"#/{field}")
    return moments.happened(said, field=field)


def missed(interview: Interview, said: dt.datetime | None) -> dt.datetime:
    """When a call was given up: as said, else when its first 15 minutes had passed. Raises as `ended`."""
    start = _begun(interview, "Wait 15 minutes from the start of a call before that.", waited=NO_SHOW_AFTER)
    return start + NO_SHOW_AFTER if said is None else ended(interview, 0, said, field="occurred_at")


def _begun(interview: Interview, message: str, *, waited: dt.timedelta = 0 * MINUTE) -> dt.datetime:
    start = interview.starts_at
    if start is None or start + waited > moments.happened(None):
        when = start.isoformat() if start else None
        raise Problem("conflict", "call_to_come", message, details={"starts_at": when})
    return start
