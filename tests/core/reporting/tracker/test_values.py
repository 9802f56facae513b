"""What a cell of a tracker says: numbers as people write them, times with an offset, times that come twice."""

from datetime import UTC, datetime

import pytest

from services.core.reporting.tracker import quotes, values
from services.core.reporting.tracker.columns import BY_KEY
from shared.errors import Problem

NEW_YORK = "America/New_York"
FIRST, SECOND = datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (1200, "1200"),
        (1200.5, "1200.5"),
        (1.234, "1.234"),
        ("1200", "1200"),
        ("950,50", "950.5"),
        ("950.50", "950.5"),
        ("1,2", "1.2"),
        ("1,200", "1200"),
        ("1,200.50", "1200.5"),
        ("1.200,00", "1200"),
        ("1.200.000", "1200000"),
        ("1.200.000,5", "1200000.5"),
        ("1'200.50", "1200.5"),
        ("1 200,50", "1200.5"),
        ("1\u202f200", "1200"),
        (" 950 ", "950"),
        ("0.50", "0.5"),
    ],
)
def test_a_number_is_read_as_it_is_written(cell: object, said: str) -> None:
    assert values.read(BY_KEY["price"], cell, zone=None) == (said, None)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "1.200",
            "12.500",
            "1,20,300",
            "1,2000",
            "1.200,300",
            "1,200,50",
            "0,200",
            "1.2.3",
            "1,200.500",
            "12345678901",
        ),
        *("-5", "1e3", "1_200", "$950", "950 USD", "a lot", " ", "\uff11\uff12", True, float("nan")),
        *("9" * 5_000, "1" + ",000" * 2_000),
    ],
)
def test_what_may_be_another_number_is_not_taken(cell: object) -> None:
    said, fault = values.read(BY_KEY["price"], cell, zone=None)
    assert fault is not None and fault.code == "price_unread"
    assert said and len(fault.reason) < 140


@pytest.mark.parametrize(
    ("cell", "zone", "said"),
    [
        ("2026-12-10T10:00:00Z", NEW_YORK, "2026-12-10T05:00:00"),
        ("2026-12-10 10:00:00+01:00", NEW_YORK, "2026-12-10T04:00:00"),
        ("2026-12-10T10:00", NEW_YORK, "2026-12-10T10:00:00"),
        ("2026-11-01T06:30Z", NEW_YORK, "2026-11-01T01:30:00-05:00"),
        ("tomorrow", NEW_YORK, "tomorrow"),
        ("0001-01-01T00:00:00+14:00", NEW_YORK, "0001-01-01T00:00:00+14:00"),
    ],
)
def test_a_time_with_an_offset_is_told_in_the_rows_zone(cell: str, zone: str, said: str) -> None:
    assert values.read(BY_KEY["call_date"], cell, zone=zone) == (said, None)


@pytest.mark.parametrize("zone", [None, "", "Mars/Base", "Europe", "../etc"])
def test_an_offset_in_a_row_without_a_zone_is_not_taken(zone: str | None) -> None:
    _, fault = values.read(BY_KEY["call_date"], "2026-12-10T10:00:00Z", zone=zone)
    assert fault is not None and fault.code == "zone_needed"


def test_a_time_the_clocks_show_twice_is_the_one_that_is_known_else_the_first_and_said() -> None:
    twice = "2026-11-01T01:30:00"
    assert quotes.start(twice, NEW_YORK, known=FIRST) == (FIRST, None)
    assert quotes.start(twice, NEW_YORK, known=SECOND) == (SECOND, None)
    taken, said = quotes.start(twice, NEW_YORK, known=None)
    assert taken == FIRST and said is not None
    written = said.split()[-1].rstrip(".")
    assert values.read(BY_KEY["call_date"], written, zone=NEW_YORK) == (written, None)
    assert quotes.start(written, NEW_YORK, known=FIRST) == (SECOND, None)


@pytest.mark.parametrize(
    ("wall", "code"),
    [
        ("2026-03-08T02:30:00", "time_left_out"),
        ("0001-01-01T00:00:00", "time_unread"),
        ("9999-12-31T00:00:00", "time_unread"),
    ],
)
def test_a_time_that_is_none_is_refused(wall: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        quotes.start(wall, "America/New_York" if wall > "1" else "Asia/Tokyo", known=None)
    assert refused.value.code == code


@pytest.mark.parametrize("zone", ["localtime", "Factory"])
def test_a_zone_the_database_may_not_know_is_refused(zone: str) -> None:
    with pytest.raises(Problem) as refused:
        quotes.start("2026-11-01T10:00:00", zone, known=None)
    assert refused.value.code == "zone_unknown"
