"""An answer goes on over its paragraphs until the next question, person, label, heading or word of the vendor's."""

import pytest

from tests.unit.intake.mail import offered

FIRST = """1. Sarah Chen – VP Operations, Epic Systems (Madison, WI)
Rate: $1,200/hr
"""
SECOND = """2. Bob Miller – Former Director, Cerner (Kansas City, MO)
Rate: $900/hr
"""
SYSTEMS, COST = "Which systems were on the shortlist?", "How much did it cost?"
PARAGRAPHS = [
    "Epic and Cerner at the end. I was VP Operations and sat in every meeting.",
    "We had planned for six months and needed nine. If you ask ten people you will hear ten reasons, but it was price.",
    "Of the 12 people on the working group, three carried the work.",
    "I would decide the same way again, only earlier.",
]
LONG = "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("mark", ["Q1. {}", "Q: {}", "{}", "1. {}", "**Q1: {}**"])
@pytest.mark.parametrize("dress", ["{}", '"{}"', "“{}”", "A: {}", "A. {}"])
def test_all_paragraphs_up_to_the_next_person_are_the_answer(mark: str, dress: str) -> None:
    text = f"{FIRST}\n{mark.format(SYSTEMS)}\n{dress.format(LONG)}\n\n{SECOND}"
    assert offered.answers(text) == [[(SYSTEMS, LONG)], []]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_next_question_ends_an_answer(gap: str) -> None:
    text = f"{FIRST}Q1. {SYSTEMS}\n{LONG}{gap}Q2. {COST}\nAbout two million.\n\nMost of it our own time.\n\n{SECOND}"
    second = "About two million.\n\nMost of it our own time."
    assert offered.answers(text) == [[(SYSTEMS, LONG), (COST, second)], []]


@pytest.mark.parametrize(
    "behind",
    [
        "Availability: Tue 24 Nov 2-4pm GMT",
        "Conflict check: cleared",
        "Background\nTwenty years in hospitals.",
        "More people by Monday:",
        "**Next steps**",
        "https://www.linkedin.com/in/sarah-chen-example",
        "-----",
        "Let me know whom I should hold.",
        "Please let me know which times suit you.",
        "We will send more profiles tomorrow.",
        "I have two more experts in compliance and shall send you their names on Monday.",
        "Happy to set up calls.",
        "Sarah is confirmed at $875/hr.",
        "Dr. Chen's fee is $875/hr.",
        "She is confirmed at $875/hr and has passed compliance.",
    ],
)
def test_what_is_no_answer_ends_it(behind: str) -> None:
    assert offered.answers(f"{FIRST}Q1. {SYSTEMS}\n{LONG}\n\n{behind}") == [[(SYSTEMS, LONG)]]


def test_a_label_behind_an_answer_is_read() -> None:
    (person,) = offered.people(f"{FIRST}Q1. {SYSTEMS}\n{LONG}\n\nConflict check: cleared")
    assert person["conflict_status"] == "cleared"


def test_a_quoted_answer_is_whole_whatever_it_says() -> None:
    said = f"{PARAGRAPHS[0]}\n\nPrice: it was too high.\n\nLet me know if you need more.\n\n{PARAGRAPHS[3]}"
    (person, _) = offered.people(f'{FIRST}Q1. {SYSTEMS}\n"{said}"\n\n{SECOND}')
    assert person["answers"] == [{"question": SYSTEMS, "answer": said}]
    assert person["price"]["amount_minor"] == 120000


def test_lists_and_wrapped_lines_belong_to_an_answer() -> None:
    said = "Epic and Cerner\nat the end.\n\n- Epic came first.\n- Cerner came later.\n\nNobody else was asked."
    flat = "Epic and Cerner at the end.\n\nEpic came first. Cerner came later.\n\nNobody else was asked."
    assert offered.answers(f"{FIRST}Q1. {SYSTEMS}\n{said}\n\n{SECOND}") == [[(SYSTEMS, flat)], []]


def test_answers_in_a_profile_after_other_profiles_facts_stay_with_their_person() -> None:
    text = f"{FIRST}Q1. {SYSTEMS}\n{LONG}\n\n{SECOND}Q1. {SYSTEMS}\nOnly Cerner.\n\nThe board had decided."
    assert offered.answers(text) == [[(SYSTEMS, LONG)], [(SYSTEMS, "Only Cerner.\n\nThe board had decided.")]]


def test_the_vendors_own_question_takes_no_answer() -> None:
    text = f"{FIRST}\nWould Tuesday afternoon work for your team?\n\nI will hold the slots until then.\n\n{SECOND}"
    assert offered.answers(text) == [[], []]
