"""Jobs are taken apart into title, employer, place and years, in whatever order they are written."""

import pytest

from services.core.intake.extraction import values


@pytest.mark.parametrize(
    ("text", "title", "employer", "location"),
    [
        ("VP Operations, Epic Systems (Madison, WI)", "VP Operations", "Epic Systems", "Madison, WI"),
        ("VP Operations, Epic Systems, Madison, WI", "VP Operations", "Epic Systems", "Madison, WI"),
        ("VP, Operations, Epic Systems", "VP, Operations", "Epic Systems", None),
        ("Director, EHR Implementation, Oracle Health", "Director, EHR Implementation", "Oracle Health", None),
        ("Head of Digital at Allianz, Munich", "Head of Digital", "Allianz", "Munich"),
        ("Epic Systems – VP Operations", "VP Operations", "Epic Systems", None),
        ("Practice Lead, Iberia – IBM", "Practice Lead, Iberia", "IBM", None),
        ("Bosch, VP Sales", "VP Sales", "Bosch", None),
        ("CEO of Cerner", "CEO", "Cerner", None),
        ("Founder & CEO, Acme, Inc.", "Founder & CEO", "Acme, Inc.", None),
        ("Vice President, IT Applications", "Vice President, IT Applications", None, None),
        ("Deputy CIO, Health Service Executive", "Deputy CIO", "Health Service Executive", None),
        ("Epic Systems", None, "Epic Systems", None),
    ],
)
def test_a_job_has_its_parts(text: str, title: str | None, employer: str | None, location: str | None) -> None:
    found = values.role(text)
    assert (found.title, found.employer, found.location, found.former) == (title, employer, location, False)


@pytest.mark.parametrize(
    "text",
    [
        "Former VP Operations, Epic Systems",
        "ex-VP Operations at Epic Systems",
        "formerly VP Operations at Epic Systems (2014–2021)",
        "VP Operations, Epic Systems (former)",
        "Retired; formerly VP Operations, Epic Systems (until 2021)",
    ],
)
def test_a_job_that_ended_is_former(text: str) -> None:
    found = values.role(text)
    assert (found.title, found.employer, found.former) == ("VP Operations", "Epic Systems", True)


def test_a_cell_of_title_and_company_without_any_mark_is_cut_behind_the_title() -> None:
    found = values.side_by_side("Former Vice President, Clinical Systems Intermountain Healthcare")
    assert (found.title, found.employer, found.former) == (
        "Vice President, Clinical Systems",
        "Intermountain Healthcare",
        True,
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ex-Siemens, Bosch (2012–2018)", [{"name": "Siemens"}, {"name": "Bosch", "start": "2012", "end": "2018"}]),
        (
            "formerly VP at Tesla (2015-2019)",
            [{"name": "Tesla", "title": "VP", "start": "2015", "end": "2019"}],
        ),
        (
            "VP Sales, Bosch (Mar 2012–2018), Director, Siemens (2008-2012)",
            [
                {"name": "Bosch", "title": "VP Sales", "start": "2012-03", "end": "2018"},
                {"name": "Siemens", "title": "Director", "start": "2008", "end": "2012"},
            ],
        ),
        ("Siemens, ABB and Bosch", [{"name": "Siemens"}, {"name": "ABB"}, {"name": "Bosch"}]),
        ("Johnson & Johnson, Acme, Inc.", [{"name": "Johnson & Johnson"}, {"name": "Acme, Inc."}]),
        (
            "2019 - present: Fleet Director, Estafeta\n2012 - 2019: Manager, Cemex",
            [{"name": "Cemex", "title": "Manager", "start": "2012", "end": "2019"}],
        ),
        ("n/a", []),
    ],
)
def test_former_employers_are_listed_with_what_is_said_of_them(text: str, meant: list[dict[str, str]]) -> None:
    assert values.past_employers(text) == meant
