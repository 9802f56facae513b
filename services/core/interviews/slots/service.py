"""Puts a search for a time together: what the vendor offers, who must be there, what stands against it."""

import asyncio
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

from services.core.interviews.slots import constraints, finder, reasons, repository
from services.core.interviews.slots.constraints import Blackout, Constraint, Party
from services.core.interviews.slots.finder import Found, Slot, Window, Wish
from services.core.interviews.slots.reasons import Reason
from services.core.interviews.slots.schemas import SlotQuery
from services.core.interviews.slots.times import Hours, Span
from services.core.research.experts import repository as experts
from services.core.research.team import repository as team
from shared.contracts import moments
from shared.contracts.principal import Principal
from shared.db.read import Reader
from shared.errors import missing

FORTNIGHT = dt.timedelta(days=14)
Json = dict[str, Any]


async def slots_of(reader: Reader, caller: Principal, *, expert_id: UUID, query: SlotQuery) -> Json:
    """Times at which the expert and everybody wanted can talk, and what stands against the others.

    Raises Problem (missing) for an unknown expert, call or member, (invalid) for an `as_of` still to come and
    for too much to look through.
    """
    as_of = moments.happened(query.as_of, field="query/as_of")
    since = _utc(query.since or as_of)
    within = Span(since, _utc(query.until) if query.until else since + FORTNIGHT)
    document = await reader.value(
        caller,
        repository.FACTS,
        expert_id=expert_id,
        attendees=query.attendees,
        interview_id=query.interview_id,
        since=within.start,
        until=within.end,
    )
    if document is None:
        raise experts.MISSING
    facts = orjson.loads(document)
    if not facts["interview_known"]:
        raise missing("interview")
    if {str(each) for each in query.attendees} - {member["id"] for member in facts["members"]}:
        raise team.MISSING
    windows, unread = _windows(facts, query.duration_minutes)
    wish = Wish(
        windows=windows,
        parties=_parties(facts, expert_id),
        fixed=[constraints.of_lead_time(facts["vendor"], facts["lead_time_hours"] or 0, as_of), *_closed(facts)],
        within=within,
        zone=ZoneInfo(facts["timezone"]),
        duration_minutes=query.duration_minutes,
        step_minutes=query.step,
    )
    found = await asyncio.to_thread(finder.find, wish)
    head = {"expert_id": expert_id, "since": within.start, "until": within.end}
    head["duration_minutes"] = query.duration_minutes
    why = reasons.of(found, vendor=facts["vendor"], unread=unread)
    return head | _told(found, wish, limit=query.limit) | {"unread": unread, "reasons": [_why(each) for each in why]}


def _windows(facts: Json, minutes: int) -> tuple[list[Window], list[str]]:
    """What the vendor offers, in this call's slots and in the profile; and what of it names no certain instant.

    A time without an end is one at which the call may begin.
    """
    windows, unread = [], []
    for offered in (*facts["proposed"], *facts["availability"]):
        written = offered.get("text") or f"{offered['start']} to {offered.get('end') or 'open'}"
        if not offered.get("start"):
            unread.append(written)
            continue
        start = dt.datetime.fromisoformat(offered["start"])
        end = start + dt.timedelta(minutes=minutes)
        if offered.get("end"):
            end = dt.datetime.fromisoformat(offered["end"])
        windows.append(Window(Span(_utc(start), _utc(end)), written, offered.get("timezone"), start.utcoffset()))
    return windows, unread


def _parties(facts: Json, expert_id: UUID) -> list[Party]:
    zones = {offered["timezone"] for offered in facts["availability"] if offered.get("timezone")}
    expert = Party(
        "expert",
        expert_id,
        facts["name"],
        zones.pop() if len(zones) == 1 else None,
        holds=_holds(facts, facts["person_id"]),
        blackouts=_blackouts(facts, person_id=facts["person_id"]),
    )
    return [expert, *(_member(facts, member) for member in facts["members"])]


def _member(facts: Json, member: Json) -> Party:
    worked = member["working_hours"]
    start, end = (dt.time.fromisoformat(worked[edge]) for edge in ("start", "end"))
    return Party(
        "member",
        UUID(member["id"]),
        member["name"],
        member["timezone"],
        Hours(frozenset(worked["days"]), start, end),
        holds=_holds(facts, member["id"]),
        blackouts=_blackouts(facts, team_member_id=member["id"]),
    )


def _holds(facts: Json, holder_id: str) -> tuple[Span, ...]:
    return tuple(
        Span(*(_utc(dt.datetime.fromisoformat(hold[edge])) for edge in ("start", "end")))
        for hold in facts["holds"]
        if hold["holder_id"] == holder_id
    )


def _closed(facts: Json) -> Iterable[Constraint]:
    """The days closed for everybody, or for the campaign, as its zone counts them."""
    zone = ZoneInfo(facts["timezone"])
    return [
        constraints.of_blackout(None, zone, blackout)
        for blackout in _blackouts(facts, team_member_id=None, person_id=None)
    ]


def _blackouts(facts: Json, **of: str | None) -> tuple[Blackout, ...]:
    chosen = (each for each in facts["blackouts"] if all(each[name] == value for name, value in of.items()))
    return tuple(constraints.blackout(each) for each in chosen)


def _told(found: Found, wish: Wish, *, limit: int) -> Json:
    miss = found.nearest_miss
    return {
        "slots": [_time(slot, wish.parties) for slot in found.slots[:limit]],
        "total": len(found.slots),
        "windows": [
            {
                "text": verdict.window.text,
                "start": verdict.window.span.start.astimezone(verdict.window.clock),
                "end": verdict.window.span.end.astimezone(verdict.window.clock),
                "timezone": verdict.window.timezone,
                "feasible": verdict.feasible,
                "tried": verdict.tried,
                "blocked": [
                    {"constraint": block.kind, "party": block.party, "text": block.text, "starts": count}
                    for block, count in verdict.blocked
                ],
            }
            for verdict in found.verdicts
        ],
        "nearest_miss": miss and _time(miss, wish.parties) | {"blocked": [block.text for block in miss.blocks]},
    }


def _why(reason: Reason) -> Json:
    block = reason.block
    return {"constraint": block.kind, "party": block.party, "text": block.text, "remedy": reason.remedy}


def _time(slot: Slot, parties: Sequence[Party]) -> Json:
    told = [_party(slot, party) for party in parties]
    return {"start": slot.span.start, "end": slot.span.end, "parties": told}


def _party(slot: Slot, party: Party) -> Json:
    """The time on one party's clock; an expert's is that of the window."""
    window = slot.window
    zone = window.timezone if party.kind == "expert" else party.timezone
    clock = window.clock if party.kind == "expert" else ZoneInfo(party.timezone or "UTC")
    start, end = slot.span.start.astimezone(clock), slot.span.end.astimezone(clock)
    return {"kind": party.kind, "id": party.id, "name": party.name, "timezone": zone, "start": start, "end": end}


def _utc(at: dt.datetime) -> dt.datetime:
    return at.astimezone(dt.UTC)
