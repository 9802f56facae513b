"""When a job began or ended is read in the forms people write it, and in no other."""

import pytest

from services.core.matching import periods


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026", "2026"),
        ("2026-06", "2026-06"),
        ("2026-06-30", "2026-06-30"),
        ("Jun 2026", "2026-06"),
        ("june 2026", "2026-06"),
        ("Sept. 2026", "2026-09"),
        ("30 June 2026", "2026-06"),
        ("June 30th, 2026", "2026-06"),
        ("Dez 2026", "2026-12"),
        ("06/2026", "2026-06"),
        ("06.2026", "2026-06"),
        ("30.06.2026", "2026-06"),
        ("7.6.2026", "2026-06"),
        ("06/30/2026", "2026-06"),
        ("30/06/2026", "2026-06"),
        ("06/07/2026", None),
        ("2026-13", None),
        ("13/2026", None),
        ("Marketing 2026", None),
        ("till today", None),
        ("2019 - 2026", None),
        ("06/26", None),
        ("", None),
    ],
)
def test_a_point_in_time_is_a_year_or_a_month(written: str, read: str | None) -> None:
    assert periods.point(written) == read


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("Acme (2020-01 – 30.06.2026)", "2020-01", "2026-06"),
        ("Acme, 1 March 2015 to Okt 2026", "2015-03", "2026-10"),
        ("Acme (2019-03-15 - 2021-05-31)", "2019-03", "2021-05"),
        ("Acme, until June 30, 2026", None, "2026-06"),
        ("Acme (2014-18)", "2014", "2018"),
        ("Acme (01/02/2019 - 13/2021)", "2019", "2021"),
    ],
)
def test_a_job_lasts_from_month_to_month(written: str, start: str | None, end: str | None) -> None:
    found = periods.period(written)
    assert (found.rest, found.start, found.end) == ("Acme", start, end)
