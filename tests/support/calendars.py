"""A calendar read by a library other than the one that wrote it, which knows zones only as the calendar tells them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import vobject


def read(content: bytes) -> Any:
    """The VCALENDAR. Zones remembered from calendars read before are forgotten first."""
    vars(vobject.icalendar)["__tzidMap"].clear()
    return vobject.readOne(content.decode())


def events(content: bytes) -> dict[str, Any]:
    """Its events by UID, of which there are never two."""
    found = list(read(content).contents.get("vevent", []))
    by_uid = {event.uid.value: event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


def lines(content: bytes) -> Iterator[bytes]:
    """Its lines as they are on the wire; each ends with CRLF."""
    assert content.endswith(b"\r\n")
    yield from content.removesuffix(b"\r\n").split(b"\r\n")


def utc(event: Any, name: str) -> datetime:
    """A time of an event in UTC: times in an hour that occurs twice equal none in another zone (PEP 495)."""
    value: datetime = getattr(event, name).value
    assert value.tzinfo is not None
    return value.astimezone(UTC)
