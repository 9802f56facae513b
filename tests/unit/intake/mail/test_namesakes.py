"""Two people of one name in one mail are two when they work elsewhere, one when nothing says so."""

import pytest

from tests.unit.intake.mail import offered

TWO = """1. Sarah Chen – VP Operations, Epic Systems (Madison, WI)
Rate: $1,200/hr
Conflict check: pending

2. Sarah Chen – Director of IT, Roche (Basel, Switzerland)
Rate: $900/hr
Conflict check: pending"""


def told(*texts: str) -> list[tuple[str, str, int, str]]:
    return [
        (each["name"], each["employer"], each["price"]["amount_minor"], each["conflict_status"])
        for each in offered.people(*texts)
    ]


def amounts(*texts: str) -> list[int]:
    return [each["price"]["amount_minor"] for each in offered.people(*texts)]


@pytest.mark.parametrize(
    "text",
    [
        TWO,
        "Sarah Chen\nVP Operations – Epic Systems\nMadison, WI, United States\nPrice: $1,200/hr\n"
        "Conflict check: pending\n\n"
        "Sarah Chen\nDirector of IT – Roche\nBasel, Switzerland\nPrice: $900/hr\nConflict check: pending",
        "Name | Title | Company | Rate | Conflict check\n"
        "Sarah Chen | VP Operations | Epic Systems | $1,200/hr | pending\n"
        "Sarah Chen | Director of IT | Roche | $900/hr | pending\n",
    ],
)
def test_two_profiles_of_one_name_at_two_employers_are_two_people(text: str) -> None:
    assert told(text) == [
        ("Sarah Chen", "Epic Systems", 120000, "pending"),
        ("Sarah Chen", "Roche", 90000, "pending"),
    ]


def test_an_initial_at_another_employer_is_another_person() -> None:
    text = TWO.replace("2. Sarah Chen", "2. S. Chen")
    assert [each[:2] for each in told(text)] == [("Sarah Chen", "Epic Systems"), ("S. Chen", "Roche")]


@pytest.mark.parametrize(
    "again",
    [
        "Sarah Chen – VP Operations, Epic (Madison, WI)\nAvailability: Tue 24 Nov 2-4pm GMT",
        "Screening answers from Sarah Chen:\nQ1. Why did you leave?\nBecause of the pay.",
        "2. Sarah Chen – Director of IT, Roche, formerly Epic Systems\nConflict check: cleared",
    ],
)
def test_one_person_told_of_twice_stays_one(again: str) -> None:
    assert len(offered.people(f"{TWO.partition('2.')[0]}{again}")) == 1


def test_news_reaches_the_one_whose_employer_it_names() -> None:
    news = "Sarah Chen (Roche): conflict check cleared.\nSarah Chen of Epic Systems now charges $1,000/hr."
    assert told(news, TWO) == [
        ("Sarah Chen", "Roche", 90000, "cleared"),
        ("Sarah Chen", "Epic Systems", 100000, "pending"),
    ]


def test_news_that_fits_both_reaches_neither_and_is_refused() -> None:
    found = offered.read("Sarah Chen: conflict check cleared.", TWO)
    assert [each.fields["conflict_status"].value for each in found.proposals] == ["pending", "pending"]
    assert [(each.code, each.span.excerpt) for each in found.rejected] == [
        ("namesake_unclear", "Sarah Chen: conflict check cleared.")
    ]


def test_a_sentence_that_fits_both_reaches_neither_and_is_noted() -> None:
    news = "We heard that Sarah Chen has confirmed a rate of $800 per hour."
    assert amounts(news, TWO) == [120000, 90000]
    found = offered.read(news, TWO)
    assert found.rejected == []
    assert any("Sarah Chen" in note and "2 people" in note for note in found.notes)


def test_what_is_said_of_both_reaches_both() -> None:
    assert [each[3] for each in told("Both conflict checks are now cleared.", TWO)] == ["cleared", "cleared"]


def test_a_list_sent_again_is_no_more_people() -> None:
    assert told(TWO.replace("$900", "$950"), TWO) == [
        ("Sarah Chen", "Epic Systems", 120000, "pending"),
        ("Sarah Chen", "Roche", 95000, "pending"),
    ]


def test_a_new_employer_in_a_newer_mail_is_the_same_person() -> None:
    one = TWO.partition("\n\n2.")[0]
    assert told(one.replace("Epic Systems", "Cerner"), one) == [("Sarah Chen", "Cerner", 120000, "pending")]


def test_another_employer_and_number_in_another_mail_is_another_person() -> None:
    one, other = (part.strip() for part in TWO.split("\n\n"))
    assert [each[1] for each in told(f"{other}\nRef: GL-222", f"{one}\nRef: GL-111")] == ["Roche", "Epic Systems"]
    assert len(offered.people(f"{other}\nRef: GL-111", f"{one}\nRef: GL-111")) == 1


THIRD = TWO + "\n\n3. Sarah Chen\n{}\nRate: $700/hr"


@pytest.mark.parametrize(
    "own", ["LinkedIn: https://www.linkedin.com/in/sarah-chen-3", "Ref: GL-333", "Email: sarah.chen@example.com"]
)
def test_a_third_without_an_employer_but_with_a_number_or_address_is_a_third_person(own: str) -> None:
    text = THIRD.format(own)
    assert amounts(text) == [120000, 90000, 70000]
    assert (offered.read(text).rejected, offered.read(text).notes) == ([], [])
    assert sorted(amounts(f"3. Sarah Chen\n{own}\nRate: $750/hr", text)) == [75000, 90000, 120000]


def test_a_third_with_nothing_of_their_own_is_refused_by_name_and_place() -> None:
    found = offered.read(THIRD.format("Location: Paris, France"))
    assert len(found.proposals) == 2
    (refused,) = found.rejected
    assert refused.code == "namesake_unclear" and "2 people" in refused.reason
    assert refused.span.excerpt.startswith("Sarah Chen\nLocation: Paris")
