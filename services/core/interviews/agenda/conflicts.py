"""What speaks against the time a call is booked for, in the words in which a slot would have been refused. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.core.interviews.slots import constraints
from services.core.interviews.slots.constraints import Block, Constraint, Party
from services.core.interviews.slots.times import Hours, Span

Json = Mapping[str, Any]


def of_call(
    call: Json, *, members: Mapping[str, Json], holds: Sequence[Json], blackouts: Sequence[Json]
) -> list[Block]:
    """Everything against a call's time: its members' hours, closed days, other calls of who need not be there."""
    span = Span(dt.datetime.fromisoformat(call["starts_at"]), dt.datetime.fromisoformat(call["ends_at"]))
    zone = ZoneInfo(call["timezone"])
    rules = [*_closed(call, blackouts, zone)]
    for attendee in (each for each in call["attendees"] if each["team_member_id"] in members):
        party = _party(attendee, members[attendee["team_member_id"]], call, holds, blackouts)
        rules += constraints.of_party(party, zone, span)
    found = (rule.against(span) for rule in rules)
    return [block for block in found if block is not None]


def _party(attendee: Json, member: Json, call: Json, holds: Sequence[Json], blackouts: Sequence[Json]) -> Party:
    worked, id_ = member["working_hours"], member["id"]
    start, end = dt.time.fromisoformat(worked["start"]), dt.time.fromisoformat(worked["end"])
    others = (
        Span(dt.datetime.fromisoformat(hold["start"]), dt.datetime.fromisoformat(hold["end"]))
        for hold in holds
        if hold["holder_id"] == id_ and hold["interview_id"] != call["id"]
    )
    return Party(
        "member",
        UUID(id_),
        member["name"],
        member["timezone"],
        Hours(frozenset(worked["days"]), start, end),
        holds=() if attendee["required"] else tuple(others),
        blackouts=tuple(constraints.blackout(each) for each in blackouts if each["team_member_id"] == id_),
    )


def _closed(call: Json, blackouts: Sequence[Json], zone: ZoneInfo) -> Iterable[Constraint]:
    for each in blackouts:
        of_nobody = each["team_member_id"] is None and each["person_id"] is None
        if each["person_id"] == call["person_id"]:
            yield constraints.of_blackout(call["expert_name"], zone, constraints.blackout(each))
        elif of_nobody and each["campaign_id"] in (None, call["campaign_id"]):
            yield constraints.of_blackout(None, zone, constraints.blackout(each))
