"""What forbids a time: who it is that cannot, and why, in words an analyst can pass on."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from services.core.interviews.slots import times
from services.core.interviews.slots.times import Hours, Span

Kind = Literal["availability", "unread", "range", "duration", "lead_time", "working_hours", "hold", "blackout"]
Scope = Literal["everybody", "this campaign"]
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG_AGO = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Blackout:
    """Whole local days on which nothing is booked; `scope` says for whom where they are nobody's own."""

    starts_on: dt.date
    ends_on: dt.date
    reason: str
    scope: Scope = "everybody"


def blackout(row: Mapping[str, Any]) -> Blackout:
    """Days off as JSON has them."""
    first, last = (dt.date.fromisoformat(row[edge]) for edge in ("starts_on", "ends_on"))
    return Blackout(first, last, row["reason"] or "closed", "this campaign" if row["campaign_id"] else "everybody")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who must be there: the expert, whose hours are the vendor's windows, or a member of the team."""

    kind: Literal["expert", "member"]
    id: UUID
    name: str
    timezone: str | None = None
    hours: Hours | None = None
    holds: tuple[Span, ...] = ()
    blackouts: tuple[Blackout, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Why a time is not possible."""

    kind: Kind
    party: str | None
    text: str


class Constraint:
    """Times that are not possible, in order and disjoint, each with its reason."""

    __slots__ = ("blocks", "ends", "spans")

    def __init__(self, spans: Sequence[Span], blocks: Sequence[Block]) -> None:
        self.spans, self.blocks = spans, blocks
        self.ends = [span.end for span in spans]

    def against(self, slot: Span) -> Block | None:
        """The first reason against a time."""
        at = bisect_right(self.ends, slot.start)
        return self.blocks[at] if at < len(self.spans) and self.spans[at].start < slot.end else None


def of_lead_time(vendor: str, hours: int, as_of: dt.datetime) -> Constraint:
    """Nothing before the vendor can arrange it; without a lead time, nothing that is past."""
    earliest = as_of + dt.timedelta(hours=hours)
    text = f"{vendor}: needs {hours} hours, so not before {_instant(earliest)}" if hours else "already past"
    return Constraint([Span(LONG_AGO, earliest)], [Block("lead_time", vendor, text)])


def of_blackout(name: str | None, zone: ZoneInfo, blackout: Blackout) -> Constraint:
    """Nothing on days that are closed for somebody, for the campaign, or for everybody."""
    days = f"{blackout.starts_on}" + (f" to {blackout.ends_on}" if blackout.ends_on > blackout.starts_on else "")
    text = f"{name or blackout.scope}: {blackout.reason} on {days} ({zone.key})"
    return Constraint([times.days_of(zone, blackout.starts_on, blackout.ends_on)], [Block("blackout", name, text)])


def of_party(party: Party, default_zone: ZoneInfo, within: Span) -> list[Constraint]:
    """What one party rules out; days of somebody whose zone is unknown are those of `default_zone`."""
    zone = ZoneInfo(party.timezone) if party.timezone else default_zone
    found = [of_blackout(party.name, zone, blackout) for blackout in party.blackouts]
    if party.hours is not None:
        off = list(times.off_hours(zone, party.hours, within))
        found.append(Constraint(off, [_off_block(party, zone, party.hours)] * len(off)))
    holds = sorted(party.holds)
    texts = (f"{party.name}: in another call {_local(hold, zone)}" for hold in holds)
    found.append(Constraint(holds, [Block("hold", party.name, text) for text in texts]))
    return found


def _off_block(party: Party, zone: ZoneInfo, hours: Hours) -> Block:
    days = " ".join(DAYS[day - 1] for day in sorted(hours.days))
    text = f"{party.name}: outside {hours.start:%H:%M}-{hours.end:%H:%M} {zone.key} ({days})"
    return Block("working_hours", party.name, text)


def _local(span: Span, zone: ZoneInfo) -> str:
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M} {zone.key}"


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
