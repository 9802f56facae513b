"""Offered times become instants only where day, hour and zone are certain."""

from datetime import date, datetime
from typing import Any

import pytest

from services.core.intake.extraction import values

TODAY = date(2026, 11, 21)


def read(text: str, **hints: Any) -> list[tuple[str, ...]]:
    slots = values.availability(text, today=TODAY, **hints)
    return [tuple(slot[key] for key in ("start", "end") if key in slot) for slot in slots]


@pytest.mark.parametrize(
    ("text", "start", "end", "zone"),
    [
        ("Tue 24 Nov 2–4pm GMT", "2026-11-24T14:00:00+00:00", "2026-11-24T16:00:00+00:00", "Europe/London"),
        ("Nov 24, 10:00-11:30 ET", "2026-11-24T10:00:00-05:00", "2026-11-24T11:30:00-05:00", "America/New_York"),
        ("24.11. 14–16 Uhr CET", "2026-11-24T14:00:00+01:00", "2026-11-24T16:00:00+01:00", "Europe/Berlin"),
        ("2026-11-24 14:00-16:00 UTC", "2026-11-24T14:00:00+00:00", "2026-11-24T16:00:00+00:00", "UTC"),
        ("24/11 1400-1600 GMT", "2026-11-24T14:00:00+00:00", "2026-11-24T16:00:00+00:00", "Europe/London"),
        ("Nov 25, 8-9am Singapore time", "2026-11-25T08:00:00+08:00", "2026-11-25T09:00:00+08:00", "Asia/Singapore"),
        ("UTC+8 Nov 25 9:00-10:00", "2026-11-25T09:00:00+08:00", "2026-11-25T10:00:00+08:00", "Etc/GMT-8"),
        ("10pm-1am ET on Nov 30", "2026-11-30T22:00:00-05:00", "2026-12-01T01:00:00-05:00", "America/New_York"),
        ("Mon 30/11 11-1pm GMT", "2026-11-30T11:00:00+00:00", "2026-11-30T13:00:00+00:00", "Europe/London"),
    ],
)
def test_a_certain_slot_has_its_instants(text: str, start: str, end: str, zone: str) -> None:
    assert values.availability(text, today=TODAY) == [{"text": text, "start": start, "end": end, "timezone": zone}]


def test_daylight_saving_is_that_of_the_day() -> None:
    assert read("7 Jul 2027 9:00-10:00 ET") == [("2027-07-07T09:00:00-04:00", "2027-07-07T10:00:00-04:00")]
    assert read("28 Mar 2027 9-10am London time") == [("2027-03-28T09:00:00+01:00", "2027-03-28T10:00:00+01:00")]


@pytest.mark.parametrize(
    "text",
    [
        "weekdays after 6pm CET",
        "next week",
        "Tue 2-4pm GMT",
        "11/12 2-3pm",
        "Wed 24 Nov 2-4pm GMT",
        "7 Jul 2-4pm GMT",
        "25 Nov 09:00-10:00 IST",
        "Nov 24 2-4 GMT",
        "24–26 Nov after 3pm GMT",
        "Tue 24 Nov afternoon",
    ],
)
def test_what_is_vague_or_contradicts_itself_stays_text(text: str) -> None:
    slots = values.availability(text, today=TODAY)
    assert [set(slot) for slot in slots] == [{"text"}]


def test_several_slots_share_day_and_zone() -> None:
    assert read("Tue 24 Nov: 9-11am; 2-4pm GMT") == [
        ("2026-11-24T09:00:00+00:00", "2026-11-24T11:00:00+00:00"),
        ("2026-11-24T14:00:00+00:00", "2026-11-24T16:00:00+00:00"),
    ]
    assert read("24 and 25 Nov, 2–4pm GMT") == [
        ("2026-11-24T14:00:00+00:00", "2026-11-24T16:00:00+00:00"),
        ("2026-11-25T14:00:00+00:00", "2026-11-25T16:00:00+00:00"),
    ]


def test_the_same_time_in_two_zones_is_one_slot() -> None:
    assert len(read("Tue 24 Nov 2–4pm GMT / 9–11am ET")) == 1


def test_hints_settle_zone_and_order_of_day_and_month() -> None:
    assert read("25 Nov 09:00-10:00 IST", timezone_hint="Asia/Kolkata")[0][0] == "2026-11-25T09:00:00+05:30"
    assert read("25 Nov 09:00-10:00", timezone_hint="Europe/Berlin")[0][0] == "2026-11-25T09:00:00+01:00"
    assert read("12/1 9-10am SGT", month_first=True)[0][0] == "2026-12-01T09:00:00+08:00"


def test_the_year_is_the_next_one_that_fits() -> None:
    assert read("Feb 3 9am PT") == [("2027-02-03T09:00:00-08:00",)]
    assert read("Nov 3 9am PT") == [("2026-11-03T09:00:00-08:00",)]


def test_what_is_excluded_is_not_offered() -> None:
    assert values.availability("not available Nov 24", today=TODAY) == []
    assert values.availability("TBD", today=TODAY) == []


def test_every_instant_carries_its_offset() -> None:
    for slot in values.availability("Tue Nov 24th at 3:30pm EST, Weds Nov 25th 10am EST", today=TODAY):
        assert datetime.fromisoformat(slot["start"]).tzinfo is not None
