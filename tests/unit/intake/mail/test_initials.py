"""Names with initials open profiles: numbered, in capitals, with one initial or several, "A." and "I." too."""

import pytest

from tests.unit.intake.mail import offered

FACTS = "\nRate: $900/hr\nConflict check: cleared\nAvailability: Tue 24 Nov 2-4pm GMT"


@pytest.mark.parametrize(
    "name",
    [
        "A. Kronholm",
        "I. Ferreira",
        "J. Tolland",
        "J.R. Tolland",
        "J. R. Tolland",
        "J.-P. Delacourt",
        "M. van der Berg",
        "Sarah A. Chen",
        "Dr. A. Kronholm",
        "A.Kronholm",
    ],
)
@pytest.mark.parametrize(
    "head",
    [
        "1. {}, former VP Procurement at Siemens Healthineers (Stockholm, Sweden)",
        "2) {} – Former VP Procurement, Siemens Healthineers (Stockholm, Sweden)",
        "#3 {}\nFormer VP Procurement, Siemens Healthineers\nStockholm, Sweden",
        "{}\nFormer VP Procurement, Siemens Healthineers\nStockholm, Sweden",
    ],
)
def test_a_head_with_initials_opens_a_profile(head: str, name: str) -> None:
    (person,) = offered.people(head.format(name) + FACTS)
    assert person["name"] == name
    assert (person["title"].casefold(), person["employer"]) == ("former vp procurement", "Siemens Healthineers")
    assert (person["location"], person["price"]["amount_minor"]) == ("Stockholm, Sweden", 90000)


@pytest.mark.parametrize(
    "name",
    ["J. R. TOLLAND", "J.R. TOLLAND", "A. KRONHOLM", "T. L. NGO", "MARGRIET A. OSTRANDER", "DR. A. KRONHOLM"],
)
@pytest.mark.parametrize(
    "head",
    [
        "{} – Former CFO, Cerner Corporation (Kansas City, MO)",
        "{}\nFormer CFO, Cerner Corporation. Based in Kansas City, MO.",
        "1. {}, former CFO at Cerner Corporation (Kansas City, MO)",
    ],
)
def test_a_head_in_capitals_with_initials_opens_a_profile(head: str, name: str) -> None:
    (person,) = offered.people(head.format(name) + FACTS)
    assert person["name"] == name
    assert (person["title"].casefold(), person["employer"]) == ("former cfo", "Cerner Corporation")
    assert (person["location"], person["price"]["amount_minor"]) == ("Kansas City, MO", 90000)


def test_everybody_of_a_list_with_initials_is_offered() -> None:
    text = (
        "1. A. Kronholm, former VP Procurement at Siemens. $900/hr, cleared.\n"
        "2. T. Okafor - Director of IT, Cerner. $700/hr, pending.\n"
        "3. B.J. Ostrander – CFO, Philips; $800/hr; conflict cleared"
    )
    assert [person["name"] for person in offered.people(text)] == ["A. Kronholm", "T. Okafor", "B.J. Ostrander"]


def test_a_shouted_list_with_initials_keeps_each_persons_facts_apart() -> None:
    text = f"J. R. TOLLAND\nFormer CFO, Cerner.{FACTS}\n\nA. KRONHOLM\nVP Operations, Roche.\nRate: $1,200/hr"
    told = [(person["name"], person["price"]["amount_minor"]) for person in offered.people(text)]
    assert told == [("J. R. TOLLAND", 90000), ("A. KRONHOLM", 120000)]


@pytest.mark.parametrize(
    "text",
    [
        "A. Market overview\nRates: $900/hr\nB. U.S. pricing\nRates: $950/hr",
        "U.S. Steel – outreach ongoing\nNestlé S.A. – calling plant managers\nA. USA – three people by Monday",
        "I. Background\nThe fee is $900/hr.\n\nII. Next steps\nWe call on Monday.",
    ],
)
def test_letters_before_headings_countries_and_companies_are_no_initials(text: str) -> None:
    assert offered.people(text) == []


def test_an_answer_that_opens_with_its_letter_is_nobody() -> None:
    text = (
        f"Sarah Chen – CFO, Roche\nRate: $900/hr\nQ1. Whom did you choose?\nA. Cerner, for the price of $900/hr.{FACTS}"
    )
    (person,) = offered.people(text)
    assert person["name"] == "Sarah Chen"
    assert person["answers"][0]["answer"].startswith("Cerner, for the price")


def test_an_initial_stands_for_the_full_name_of_the_thread() -> None:
    list_ = f"1. Anna Kronholm – VP Procurement, Siemens (Stockholm, Sweden){FACTS.replace('cleared', 'pending')}"
    (person,) = offered.people("A. Kronholm: conflict check cleared.", list_)
    assert (person["name"], person["conflict_status"]) == ("Anna Kronholm", "cleared")
