"""Puts the calendar together: calls, what speaks against their times, and the days that are closed."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from services.core.interviews.agenda import conflicts, repository
from services.core.interviews.agenda.schemas import AgendaQuery
from shared.contracts.principal import Principal
from shared.db.read import Reader

OPEN = ("scheduled", "confirmed")
"""States in which a time can still be changed, so that what speaks against it is worth telling."""
DAY = dt.timedelta(days=1)
Json = dict[str, Any]


async def agenda_of(reader: Reader, caller: Principal, query: AgendaQuery) -> Json:
    """What is booked in a stretch of time, and what is closed in it."""
    stretch = {"since": query.since, "until": query.until}
    rows = await reader.rows(
        caller,
        repository.CALLS,
        **stretch,
        campaign_id=query.campaign_id,
        member_id=query.member_id,
        limit=query.limit,
    )
    calls: list[Json] = [orjson.loads(row[0]) for row in rows]
    ids = sorted({attendee["team_member_id"] for call in calls for attendee in call["attendees"]})
    members = [orjson.loads(row[0]) for row in await reader.rows(caller, repository.MEMBERS, ids=ids)]
    holds = [orjson.loads(row[0]) for row in await reader.rows(caller, repository.HOLDS, ids=ids, **stretch)]
    edges = {"first": query.since.date() - DAY, "last": query.until.date() + DAY}
    closed = [orjson.loads(row[0]) for row in await reader.rows(caller, repository.CLOSED, **edges)]
    known = {member["id"]: member for member in members}
    for call in calls:
        found = conflicts.of_call(call, members=known, holds=holds, blackouts=closed) if call["status"] in OPEN else []
        call["conflicts"] = [{"kind": block.kind, "party": block.party, "text": block.text} for block in found]
        call["conflicts"] += _of_gate(call)
        call["local_start"] = _local(call["starts_at"], query.timezone)
        call["local_end"] = _local(call["ends_at"], query.timezone)
    return {
        **stretch,
        "timezone": query.timezone,
        "calls": calls,
        "total": rows[0][1] if rows else 0,
        "blackouts": [each for each in closed if _concerns(each, calls, query, set(ids))],
    }


def _of_gate(call: Json) -> list[Json]:
    """What the gate has come to hold against a booked call."""
    told = call.pop("gate_conflict")
    if told is None or call["status"] not in OPEN:
        return []
    return [{"kind": "compliance", "party": call["expert_name"], "text": told}]


def _concerns(blackout: Json, calls: list[Json], query: AgendaQuery, member_ids: set[str]) -> bool:
    """Whether a closed day is of what is shown: of everybody, or of a campaign, member or person asked for or met."""
    wanted = {
        "campaign_id": {str(query.campaign_id), *(call["campaign_id"] for call in calls)},
        "team_member_id": {str(query.member_id), *member_ids},
        "person_id": {call["person_id"] for call in calls},
    }
    narrowed = query.campaign_id is not None or query.member_id is not None
    return not narrowed or all(blackout[name] is None or blackout[name] in ids for name, ids in wanted.items())


def _local(instant: str, zone: str) -> dt.datetime:
    return dt.datetime.fromisoformat(instant).astimezone(ZoneInfo(zone))
