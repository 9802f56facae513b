"""Answers in a person's own voice, put together from what is known of them; no model, no network.

An answer is kept per person and question: the same person says the same through every vendor, and no two share one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Protocol

from services.core.simulator import draws
from services.core.simulator.records import Person
from services.core.simulator.themes import Question, Theme

Key = tuple[str, str, str]
"""A campaign's key, a person's and a question's."""

_OPENINGS = (
    "I was {title} at {employer} and sat in every meeting where this was discussed.",
    "At {employer} it was my team that had to live with the result, so I was close to it throughout.",
    "In my {years} years in {function} I have been through this three times, most recently at {employer}.",
    "Speaking for {employer} only in general terms: I was responsible for {function} at the time.",
)
_MIDDLES = (
    "What surprised me is that {fact}.",
    "Looking back, {fact}, and nobody had put that in the business case.",
    "If you ask ten people you will hear ten reasons, but {fact}.",
    "The part I would underline is that {fact}.",
)
_TURNS = (
    "We had planned for {months} months and needed {more}.",
    "The first estimate was off by about {percent} percent, most of it our own time.",
    "Of the {count} people on the working group, three carried the work.",
    "The review after {months} months confirmed it, though not for the reasons we had expected.",
)
_CLOSINGS = (
    "I would decide the same way again, only earlier.",
    "I would not do it again without talking to two reference customers first.",
    "Today I would ask for the exit terms before the price.",
    "That is the view from {function}; finance would tell it differently.",
)
_VAGUE = (
    "It depends. There were many factors and everybody had an opinion.",
    "I was more in the background, others would know the details.",
    "Hard to say in writing, better on the phone.",
    "In general it went well.",
)
_ROUGH = ("around", "roughly", "somewhere near")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put to somebody, who answers vaguely or fully."""

    person: Person
    question: Question
    campaign: str
    theme: Theme
    vague: bool = False

    @property
    def key(self) -> Key:
        """What its answer is kept under."""
        return self.campaign, self.person.key, self.question.key


class Writer(Protocol):
    """Whoever puts answers into words: the generator below, or a model."""

    def write(self, asked: Iterable[Asked]) -> Mapping[Key, str]:
        """The answer to each, 2-4 paragraphs separated by a blank line."""
        ...


class Generator:
    """Writes answers from composable sentences, the same ones for the same seed."""

    def __init__(self, seed: object) -> None:
        self._seed = seed

    def write(self, asked: Iterable[Asked]) -> Mapping[Key, str]:
        """The answer to each."""
        return {each.key: self._one(each) for each in asked}

    def _one(self, asked: Asked) -> str:
        chance = draws.stream(self._seed, "answer", *asked.key)
        if asked.vague:
            return chance.choice(_VAGUE)
        words = _words(chance, asked.person)
        facts = draws.some(chance, asked.person.facts, 3)
        paragraphs = [
            f"{_lead(chance, asked)}{chance.choice(_OPENINGS)} {_middle(chance, facts[0])}",
            f"{chance.choice(_TURNS)} {_middle(chance, facts[1])}",
            *([f"{_middle(chance, facts[2])} {chance.choice(_TURNS)}"] if draws.happens(chance, 0.4) else []),
            chance.choice(_CLOSINGS),
        ]
        return "\n\n".join(paragraph.format(**words) for paragraph in paragraphs)


def _middle(chance: Random, fact: str) -> str:
    return chance.choice(_MIDDLES).replace("{fact}", fact)


def _lead(chance: Random, asked: Asked) -> str:
    """The plain answer first, where the question asks for a choice, a number or a sum."""
    question, theme = asked.question, asked.theme
    if question.kind == "multiple_choice":
        return f"{chance.choice(question.options)}. "
    if question.kind == "rating":
        return f"{chance.randint(1, 5)} out of 5. "
    if question.key == "1a":
        return f"{theme.target} and {chance.choice(theme.competitors)} at the end, one more before that. "
    if question.key == "2":
        return f"All in {chance.choice(_ROUGH)} {chance.randint(4, 60) * 50} thousand dollars. "
    return ""


def _words(chance: Random, person: Person) -> dict[str, object]:
    months = chance.randint(6, 18)
    return {
        "title": person.title,
        "employer": person.employer,
        "years": person.years,
        "function": person.function.lower() if person.function.istitle() else person.function,
        "months": months,
        "more": months + chance.randint(3, 11),
        "percent": chance.randint(10, 70),
        "count": chance.randint(6, 22),
    }


def biography(person: Person, *, long: bool) -> str:
    """Two sentences about the person, a third where the vendor writes long ones."""
    past = f" Before that with {person.past[0]}." if long and person.past[0] else ""
    return (
        f"Has {person.years} years in {person.function.lower()} and saw {person.skills[1]} from inside. "
        f"Can say why {person.facts[0]}.{past}"
    )
