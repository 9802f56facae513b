"""Calendars are right by RFC 5545 and 5546 in the eyes of a second library, over every change of the clocks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.interviews.calendar import writer, zones
from services.core.interviews.calendar.writer import Call, Party
from tests.support import calendars

HOUR = timedelta(hours=1)
START = datetime(2026, 6, 1, 14, tzinfo=UTC)
WRITTEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ADA = Party(UUID(int=1), "Ada Lovelace", "ada@example.com")
BOB = Party(UUID(int=2), "Bob", "bob+calls@example.com", required=False)
CALL = Call(
    id=UUID(int=9),
    status="scheduled",
    sequence=1,
    starts_at=START,
    ends_at=START + HOUR,
    timezone="Europe/Berlin",
    created_at=WRITTEN,
    updated_at=WRITTEN,
    campaign="EHR replacement",
    expert="Sarah Chen",
    vendor="GLG",
    title="Chief of Staff",
    company="Epic Systems",
    place="https://meet.example.com/1",
    color="blue",
    lead=ADA,
    attendees=(ADA, BOB),
)
CHANGING = {
    "America/New_York": 2,
    "Europe/London": 2,
    "Europe/Berlin": 2,
    "Australia/Sydney": 2,
    "America/Santiago": 2,
    "America/Sao_Paulo": 0,
    "Asia/Kolkata": 0,
}
"""How often the clocks change in 2026."""
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=120)


def at(instant: datetime, zone: str) -> Call:
    return replace(CALL, id=uuid4(), starts_at=instant, ends_at=instant + HOUR, timezone=zone)


def weeks_of_change(zone: str) -> Iterator[datetime]:
    """Every half hour of the weeks around each change of a zone's clocks; of the whole of March where there is none."""
    begin, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    for change in list(zones.changes(ZoneInfo(zone), begin, end)) or [datetime(2026, 3, 15, tzinfo=UTC)]:
        yield from (change + number * HOUR / 2 for number in range(-7 * 48, 7 * 48))


@pytest.mark.parametrize("zone", CHANGING)
def test_wall_time_is_right_in_every_hour_of_the_weeks_the_clocks_change(zone: str) -> None:
    calls = [at(instant, zone) for instant in weeks_of_change(zone)]
    read = calendars.events(writer.feed(calls, name="All"))
    for call in calls:
        assert call.starts_at and call.ends_at
        event, ours = read[str(call.id)], call.starts_at.astimezone(ZoneInfo(zone))
        assert (calendars.utc(event, "dtstart"), calendars.utc(event, "dtend")) == (call.starts_at, call.ends_at)
        if event.dtstart.value.tzname() != "UTC":
            assert f"{event.dtstart.value:%F %T}" == f"{ours:%F %T}"
        else:
            assert ours.fold or call.ends_at.astimezone(ZoneInfo(zone)).fold


@pytest.mark.parametrize("zone", CHANGING)
def test_a_zone_says_every_change_of_its_clocks_in_the_wall_time_that_ends(zone: str) -> None:
    begin, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    found = list(zones.changes(ZoneInfo(zone), begin, end))
    assert len(found) == CHANGING[zone]
    told = writer.feed([at(CALL.created_at, zone)], name="All")
    for change in found:
        wall = (change - timedelta(seconds=1)).astimezone(ZoneInfo(zone)) + timedelta(seconds=1)
        assert f"RDATE:{wall:%Y%m%dT%H%M%S}\r\n".encode() in told


def test_the_second_of_two_hours_that_read_the_same_is_told_in_utc() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    content = writer.feed([at(second - HOUR, "Europe/Berlin"), at(second, "Europe/Berlin")], name="All")
    assert content.count(b"DTSTART:20261025T013000Z") == 1
    starts = [calendars.utc(event, "dtstart") for event in calendars.events(content).values()]
    assert sorted(starts) == [second - HOUR, second]


def test_every_zone_used_is_explained_once_and_utc_is_none() -> None:
    calls = [at(WRITTEN, zone) for zone in ("Europe/Berlin", "Asia/Kolkata", "UTC", "Europe/Berlin")]
    content = writer.feed(calls, name="All")
    used = {line.partition(b"TZID=")[2].partition(b":")[0] for line in calendars.lines(content) if b";TZID=" in line}
    told = [line.removeprefix(b"TZID:") for line in calendars.lines(content) if line.startswith(b"TZID:")]
    assert used == {b"Europe/Berlin", b"Asia/Kolkata"} == set(told)
    assert len(told) == 2


def test_a_zone_is_explained_for_every_year_a_call_is_in() -> None:
    calls = [at(datetime(year, 7, 1, 12, tzinfo=UTC), "Europe/Berlin") for year in (2024, 2028)]
    read = calendars.events(writer.feed(calls, name="All"))
    assert {read[str(call.id)].dtstart.value.utcoffset() for call in calls} == {timedelta(hours=2)}


def test_a_call_that_moves_arrives_as_an_update_of_the_same_event() -> None:
    moved = replace(CALL, sequence=2, starts_at=START + 3 * HOUR, ends_at=START + 4 * HOUR)
    ((uid, before),) = calendars.events(writer.invitation(CALL)).items()
    ((same, after),) = calendars.events(writer.invitation(moved)).items()
    assert uid == same == str(CALL.id)
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.dtstart.value - before.dtstart.value == 3 * HOUR


def test_a_cancelled_call_arrives_as_the_cancellation_of_the_same_event() -> None:
    content = writer.invitation(replace(CALL, status="cancelled", sequence=2))
    read = calendars.read(content)
    assert read.method.value == "CANCEL"
    assert (read.vevent.uid.value, read.vevent.status.value, read.vevent.sequence.value) == (
        str(CALL.id),
        "CANCELLED",
        "2",
    )
    assert read.vevent.organizer.value == "mailto:ada@example.com"


def test_a_call_that_has_lost_its_time_is_cancelled_and_is_in_no_calendar() -> None:
    open_again = replace(CALL, status="requested", sequence=3, starts_at=None, ends_at=None)
    assert calendars.read(writer.invitation(open_again)).method.value == "CANCEL"
    assert calendars.events(writer.feed([open_again], name="All")) == {}


@pytest.mark.parametrize(
    ("status", "told"),
    [("requested", "TENTATIVE"), ("scheduled", "TENTATIVE"), ("confirmed", "CONFIRMED"), ("completed", "CONFIRMED")],
)
def test_a_calendar_tells_what_is_certain(status: str, told: str) -> None:
    (event,) = calendars.events(writer.feed([replace(CALL, status=status)], name="All")).values()
    assert (event.status.value, event.transp.value) == (told, "OPAQUE")


def test_a_message_asks_those_of_the_team_who_can_be_asked() -> None:
    read = calendars.read(writer.invitation(CALL))
    assert read.method.value == "REQUEST"
    asked = {each.value: each.params["ROLE"] for each in read.vevent.attendee_list}
    assert asked == {"mailto:ada@example.com": ["REQ-PARTICIPANT"], "mailto:bob+calls@example.com": ["OPT-PARTICIPANT"]}
    alone = replace(CALL, lead=None, attendees=(Party(UUID(int=3), "Eve"),))
    assert calendars.read(writer.invitation(alone)).method.value == "PUBLISH"
    assert calendars.read(writer.invitation(alone)).vevent.organizer.value == f"urn:uuid:{CALL.id}"


def test_a_feed_is_a_calendar_and_no_message() -> None:
    read = calendars.read(writer.feed([CALL], name="Calls"))
    assert "method" not in read.contents
    assert (read.version.value, read.x_wr_calname.value) == ("2.0", "Calls")


def test_the_same_calls_are_the_same_bytes() -> None:
    assert writer.feed([CALL], name="All") == writer.feed([CALL], name="All")


@given(expert=TEXT, company=TEXT, place=TEXT, lead=TEXT, campaign=TEXT)
def test_any_text_comes_back_as_it_was_in_lines_of_at_most_75_octets(
    expert: str, company: str, place: str, lead: str, campaign: str
) -> None:
    party = Party(UUID(int=1), lead, "lead@example.com")
    call = replace(CALL, expert=expert, company=company, place=place, campaign=campaign, lead=party, attendees=(party,))
    content = writer.invitation(call)
    assert max(map(len, calendars.lines(content))) <= 75
    event = calendars.read(content).vevent
    assert event.summary.value == f"Expert call: {expert}, {company}"
    assert event.location.value == place
    assert event.attendee.value == "mailto:lead@example.com"
    assert [event.dtstart.value, event.dtend.value] == [START, START + HOUR]


def test_the_name_of_a_calendar_is_one_line_of_text() -> None:
    told = writer.feed([], name="Beds\r\nBEGIN:VEVENT\n; and, more").decode().split("\r\n")
    assert "X-WR-CALNAME:Beds BEGIN:VEVENT \\; and\\, more" in told
    assert "BEGIN:VEVENT" not in told


def test_line_ends_and_control_characters_cannot_begin_a_property() -> None:
    call = replace(
        CALL, expert="Eve\r\nATTENDEE:mailto:x@example.com\x00\x1b", lead=replace(ADA, name='A"\r\nX-EVIL:1')
    )
    content = writer.invitation(call)
    assert not [line for line in calendars.lines(content) if line.startswith((b"X-EVIL", b"ATTENDEE:mailto:x"))]
    assert b"\x00" not in content and b"\x1b" not in content
