"""What a tracker's row says of a call: its time, lead and notes, its state, and a call where there was none."""

import re
from typing import Any

from services.core.interviews.booking import records, states
from services.core.interviews.booking import service as booking
from services.core.interviews.booking.schemas import InterviewIn, InterviewPatch, ScheduleBody
from services.core.reporting.tracker.applying import Taking
from services.core.reporting.tracker.columns import Value
from shared.errors import Problem, invalid

TIME = ("call_date", "zone", "length")
NEW = (*TIME, "lead", "notes")
NOTED = "noted in the call tracker"
WHOLE = re.compile(r"\d{1,3}")
PARTIES = ("expert", "client", "vendor")


async def take(row: Taking) -> None:
    """Take over what may be taken of one row; each of its changes ends as taken, already so, refused or in conflict."""
    await row.take_offer()
    if row.subject.interview_id is None:
        await _take_offer(row)
    else:
        await CallRow(row).take()
    row.refuse(("reason",), "reason_alone", "A reason goes with a change of Status.")


async def _take_offer(row: Taking) -> None:
    """An offer is moved, or booked where its new state is one of a call's."""
    word = states.MACHINE.understand(row.theirs["status"] or "")
    if "status" in row.open and word in ("requested", *states.BOOKED):
        await row.together(("status", "reason", *NEW), lambda: _book(row, word))
        return
    row.refuse(NEW, "no_call_yet", "There is no call yet: Status requested or scheduled makes one.")
    await row.move_offer()


async def _book(row: Taking, status: str) -> None:
    given: dict[str, Any] = {"expert_id": row.subject.expert_id, "status": status}
    if row.theirs["call_date"] is not None:
        given["starts_at"] = row.starts_at()
    if row.theirs["length"] is not None:
        given["duration_minutes"] = _minutes(row.theirs["length"])
    named = {"timezone": row.theirs["zone"], "notes": row.theirs["notes"]}
    given |= {name: value for name, value in named.items() if value is not None}
    body = InterviewIn.model_validate(given | {"lead_member_id": row.desk.lead(row.theirs["lead"])})
    await booking.request(row.desk.session, caller=row.desk.caller, **body.given())


class CallRow:
    """A row of a call there is."""

    def __init__(self, row: Taking) -> None:
        self._row, self._desk = row, row.desk
        self._call: dict[str, Any] = {"caller": row.desk.caller, "interview_id": row.subject.interview_id}
        self._current = row.subject.row.cells["status"] or ""
        self._wanted = states.MACHINE.understand(row.theirs["status"] or "")
        self._moves = "status" in row.open

    async def take(self) -> None:
        """Lead and notes; the time, which booking or moving the call sets; then its state."""
        row = self._row
        await row.together(("lead",), lambda: self._note(lead_member_id=self._desk.lead(row.theirs["lead"])))
        await row.together(("notes",), lambda: self._note(notes=row.theirs["notes"]))
        if self._current == "requested" and self._moves and self._wanted in states.BOOKED:
            await row.together(("status", "reason", *TIME), self._schedule)
        elif self._current in states.BOOKED and not self._is_actual_length():
            await row.together(TIME, self._reschedule)
        elif self._current in states.HELD:
            await row.together(("length", "reason"), self._correct)
        if "status" in row.open:
            await row.together(("status", "reason", *(["length"] if self._is_actual_length() else [])), self._move)
        row.refuse(TIME, "no_time", f"A call that is {self._current} is given no other time here.")

    def _is_actual_length(self) -> bool:
        """Whether the length is how long the call took, since the row says that it took place."""
        return self._moves and self._wanted in states.HELD and not {"call_date", "zone"} & self._row.open.keys()

    async def _note(self, **given: Any) -> None:
        body = InterviewPatch.model_validate(given).given()
        await records.update(self._desk.session, **self._call, **body)

    def _terms(self) -> dict[str, Any]:
        theirs = self._row.theirs
        said = {"starts_at": self._row.starts_at(), "timezone": theirs["zone"]}
        return ScheduleBody.model_validate(said | {"duration_minutes": _minutes(theirs["length"])}).given()

    async def _schedule(self) -> None:
        await booking.schedule(self._desk.session, **self._call, **self._terms(), reason=self._row.reason)
        if self._wanted == "confirmed":
            await booking.confirm(self._desk.session, **self._call)

    async def _reschedule(self) -> None:
        await booking.reschedule(self._desk.session, **self._call, **self._terms(), reason=self._row.reason or NOTED)

    async def _correct(self) -> None:
        reason = self._row.reason or NOTED
        minutes = _minutes(self._row.theirs["length"])
        await records.correct(self._desk.session, **self._call, actual_minutes=minutes, reason=reason)

    async def _move(self) -> None:
        session, reason = self._desk.session, self._row.reason
        if self._wanted == "confirmed":
            await booking.confirm(session, **self._call)
        elif self._wanted == "completed":
            await booking.complete(session, **self._call, actual_minutes=_minutes(self._row.theirs["length"]))
        elif self._wanted == "requested":
            await booking.request_again(session, **self._call, reason=reason)
        elif self._wanted == "cancelled":
            await booking.cancel(session, **self._call, reason=reason or "")
        elif self._wanted == "no_show":
            await booking.no_show(session, **self._call, fault=_fault(reason), reason=reason)
        elif self._wanted == "stopped":
            raise invalid("rule_needed", "Stop a call where the rule can be named.", pointer="#/status")
        elif self._wanted in states.MACHINE.moves:
            raise states.MACHINE.refusal(self._current, self._wanted)
        else:
            raise invalid(
                "status_unknown", f"'{self._row.theirs['status']}' is no state of a call.", pointer="#/status"
            )


def _minutes(length: Value) -> int:
    if length is None or not WHOLE.fullmatch(length) or int(length) > 600:
        raise invalid("length_unread", "Length is whole minutes, at most 600.", pointer="#/length")
    return int(length)


def _fault(reason: Value) -> str:
    word = (reason or "").strip().partition(" ")[0].strip(":,.").casefold()
    if word not in PARTIES:
        message = "Begin the Reason of a no-show with who did not come: expert, client or vendor."
        raise Problem("invalid", "fault_needed", message)
    return word
