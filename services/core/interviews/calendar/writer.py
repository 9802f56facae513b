"""Calls as iCalendar (RFC 5545): a calendar to subscribe to, or one call as a message (RFC 5546).

Pure, and the same calls are the same bytes. What a call costs and what was noted in it is never told; nor is the
expert's own address, since experts are spoken to through their vendor.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from services.core.interviews.calendar import zones

PRODUCT = "-//Canvass//Calls//EN"
REFRESHED = timedelta(minutes=15)
"""How often a subscriber is asked to look again."""
STATUS = {
    "requested": "TENTATIVE",
    "scheduled": "TENTATIVE",
    "confirmed": "CONFIRMED",
    "completed": "CONFIRMED",
    "stopped": "CONFIRMED",
    "no_show": "CONFIRMED",
    "cancelled": "CANCELLED",
}
"""Confirmed is what both sides have accepted; a call that took its time stays where it was."""
UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Zulu", "GMT", "Etc/GMT"})
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
ADDRESS_SIGNS = "@+&'=!$*"
"""What an address may hold unquoted in a mailto URI (RFC 6068 section 2)."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody of the team at a call."""

    id: UUID
    name: str
    email: str | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """A call as a calendar shows it; `sequence` rises with each change of time, place or state."""

    id: UUID
    status: str
    sequence: int
    starts_at: datetime | None
    ends_at: datetime | None
    timezone: str
    created_at: datetime
    updated_at: datetime
    campaign: str
    expert: str
    vendor: str
    title: str | None = None
    company: str | None = None
    place: str | None = None
    color: str | None = None
    lead: Party | None = None
    attendees: Sequence[Party] = field(default_factory=tuple)


def feed(calls: Iterable[Call], *, name: str) -> bytes:
    """All calls that have a time, as a calendar of that name."""
    timed = [call for call in calls if call.starts_at is not None]
    calendar = _calendar(timed)
    calendar.add("name", _line(name))
    calendar.add("x-wr-calname", _line(name))
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    for call in timed:
        calendar.add_component(_event(call))
    return bytes(calendar.to_ical(sorted=False))


def invitation(call: Call) -> bytes:
    """One call as a message: REQUEST, CANCEL once it is cancelled or has lost its time, or PUBLISH to nobody."""
    calendar = _calendar([call])
    calendar.add("method", method_of(call))
    calendar.add_component(_event(call))
    return bytes(calendar.to_ical(sorted=False))


def method_of(call: Call) -> str:
    """What the message about a call asks for (RFC 5546 section 3.2): a request needs somebody to ask."""
    if call.status == "cancelled" or call.starts_at is None:
        return "CANCEL"
    return "REQUEST" if any(party.email for party in call.attendees) else "PUBLISH"


def _calendar(calls: Sequence[Call]) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    years: dict[str, set[int]] = {}
    for call in calls:
        for instant in (call.starts_at, call.ends_at):
            if instant is not None and call.timezone not in UTC_NAMES:
                years.setdefault(call.timezone, set()).add(instant.year)
    for tzid, used in sorted(years.items()):
        calendar.add_component(zones.component(tzid, min(used), max(used)))
    return calendar


def _event(call: Call) -> Event:
    event = Event()
    event.add("uid", str(call.id))
    event.add("sequence", call.sequence)
    event.add("dtstamp", call.updated_at.astimezone(UTC))
    event.add("created", call.created_at.astimezone(UTC))
    event.add("last-modified", call.updated_at.astimezone(UTC))
    if call.starts_at is not None and call.ends_at is not None:
        for name, instant in zip(("dtstart", "dtend"), _wall(call.starts_at, call.ends_at, call.timezone), strict=True):
            event.add(name, instant)
    status = "CANCELLED" if call.starts_at is None else STATUS[call.status]
    event.add("status", status)
    event.add("transp", "TRANSPARENT" if status == "CANCELLED" else "OPAQUE")
    event.add("summary", _plain(f"Expert call: {call.expert}" + (f", {call.company}" if call.company else "")))
    event.add("description", _plain(_description(call)))
    event.add("categories", [_plain(call.campaign)])
    if call.place:
        event.add("location", _plain(call.place))
    if call.color:
        event.add("color", call.color)
    _add_parties(event, call)
    return event


def _wall(starts_at: datetime, ends_at: datetime, tzid: str) -> list[datetime]:
    """Both instants on the zone's clocks; in UTC where one is in the second of two hours that read the same.

    A local time that occurs twice means its first occurrence (RFC 5545 section 3.3.5).
    """
    if tzid in UTC_NAMES:
        return [starts_at.astimezone(UTC), ends_at.astimezone(UTC)]
    local = [instant.astimezone(ZoneInfo(tzid)) for instant in (starts_at, ends_at)]
    return [instant.astimezone(UTC) for instant in local] if any(instant.fold for instant in local) else local


def _description(call: Call) -> str:
    lines = [
        f"Campaign: {call.campaign}",
        f"Expert: {', '.join(part for part in (call.expert, call.title, call.company) if part)}",
        f"Vendor: {call.vendor}",
        f"State: {call.status.replace('_', '-')}",
    ]
    return "\n".join(lines + ([f"Lead: {call.lead.name}"] if call.lead else []))


def _add_parties(event: Event, call: Call) -> None:
    """The lead invites; without one, or without their address, the call itself does, since somebody must."""
    organizer = vCalAddress(_address(call.lead.email) if call.lead and call.lead.email else f"urn:uuid:{call.id}")
    organizer.params["CN"] = _parameter(call.lead.name if call.lead else "Canvass")
    event.add("organizer", organizer)
    for party in call.attendees:
        if party.email:
            attendee = vCalAddress(_address(party.email))
            attendee.params["CN"] = _parameter(party.name)
            attendee.params["ROLE"] = vText("REQ-PARTICIPANT" if party.required else "OPT-PARTICIPANT")
            attendee.params["PARTSTAT"] = vText("ACCEPTED" if call.status == "confirmed" else "NEEDS-ACTION")
            event.add("attendee", attendee)


def _address(email: str) -> str:
    return str(vUri(f"mailto:{quote(email, safe=ADDRESS_SIGNS)}"))


def _plain(text: str) -> str:
    """Without the control characters that no calendar may hold; line ends as \\n."""
    return CONTROLS.sub("", text.replace("\r\n", "\n"))


def _line(text: str) -> Any:
    """Text of one line, as names of calendars are shown."""
    return vText(" ".join(_plain(text).split()))


def _parameter(text: str) -> Any:
    """A property parameter's value, which can hold neither quotes nor line ends (RFC 5545 section 3.2)."""
    return _line(text.replace('"', "'"))
