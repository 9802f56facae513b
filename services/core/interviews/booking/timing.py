"""When a call was asked for, booked and over, in that order, and which proposed slot it takes."""

import datetime as dt

from services.core.interviews.booking import states
from shared.contracts import moments
from shared.errors import Problem, invalid
from shared.models.interviews import Interview
from shared.models.sourcing import Expert

MINUTE = dt.timedelta(minutes=1)
NO_SHOW_AFTER = 15 * MINUTE


def chosen(interview: Interview, starts_at: dt.datetime | None, slot: int | None, *, minutes: int) -> dt.datetime:
    """The start that is said, or that of the proposed slot which is named.

    Raises Problem (invalid) unless one of the two is given, for a slot there is not, and for one too short.
    """
    if (starts_at is None) == (slot is None):
        raise invalid("time_unclear", "Give either starts_at or slot.", pointer="#/starts_at")
    return starts_at or _proposed(interview, slot or 0, minutes)


def asked(said: dt.datetime | None, start: dt.datetime | None, *, offer: Expert) -> dt.datetime:
    """When a call was asked for: as said, else now, or with the start of one entered after the fact.

    Raises Problem (invalid: still_to_come, out_of_order) for a moment after that start or before the expert's proposal.
    """
    at = moments.happened(said, field="requested_at")
    if said is None:
        return at if start is None else min(at, start)
    _not_after(start, at, field="requested_at")
    return moments.following(at, offer.proposed_at, what="the expert was proposed", field="requested_at")


def settled(interview: Interview, said: dt.datetime | None, start: dt.datetime | None) -> dt.datetime:
    """When a call was booked for a start, or confirmed: as said, else now, or with the start of one entered afterwards.

    Raises Problem (invalid: still_to_come, out_of_order) for a moment after the start or before the call's last move.
    """
    at = moments.happened(said)
    if said is None:
        return at if start is None else min(at, start)
    _not_after(start, at, field="occurred_at")
    return moved(interview, at)


def moved(interview: Interview, said: dt.datetime | None) -> dt.datetime:
    """When a call was moved: as said, else now. Raises Problem (invalid: still_to_come, out_of_order)."""
    return states.MACHINE.moment(interview.status, moments.happened(said), since=interview.status_at)


def requested(interview: Interview, at: dt.datetime) -> dt.datetime:
    """When a call booked at that moment was asked for: as it was said, or no later than that where nobody said when.

    Raises Problem (invalid: out_of_order) for a booking before the moment that was said.
    """
    asked_at, entered_at = interview.requested_at or at, interview.created_at or at
    was_said = asked_at < entered_at - moments.TOLERANCE and asked_at != interview.starts_at
    if was_said:
        moments.following(at, asked_at, what="the call was asked for", field="starts_at")
    return asked_at if was_said else min(at, asked_at)


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


def _not_after(start: dt.datetime | None, at: dt.datetime, *, field: str) -> None:
    if start is not None and at > start:
        message = f"{at.isoformat()} lies after {start.isoformat()}, when the call began."
        raise invalid(moments.OUT_OF_ORDER, message, pointer=f"#/{field}")


def _begun(interview: Interview, message: str, *, waited: dt.timedelta = 0 * MINUTE) -> dt.datetime:
    start = interview.starts_at
    if start is None or start + waited > moments.happened(None):
        when = start.isoformat() if start else None
        raise Problem("conflict", "call_to_come", message, details={"starts_at": when})
    return start


def _proposed(interview: Interview, slot: int, minutes: int) -> dt.datetime:
    if slot >= len(interview.proposed_slots):
        raise invalid("slot_missing", f"{len(interview.proposed_slots)} slots are proposed.", pointer="#/slot")
    named = interview.proposed_slots[slot]
    start = dt.datetime.fromisoformat(named["start"])
    end = dt.datetime.fromisoformat(named["end"]) if named.get("end") else None
    if end is not None and end - start < minutes * MINUTE:
        message = f"This slot of {(end - start) // MINUTE} minutes is too short for a call of {minutes}."
        raise invalid("slot_too_short", message, pointer="#/slot")
    return start
