"""Plants doubles: one person as a second vendor writes them, and other people who only look alike (domain.md 7.2)."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from services.core.simulator import names
from services.core.simulator.records import Person
from services.core.simulator.themes import Theme
from services.core.simulator.vendors import Style

Spelling = tuple[str, str, str | None]
"""Name and employer as written, and what was done to them."""
Alike = Callable[[Random, Person, Theme, str], tuple[Person, str]]
"""Makes somebody else, under a key, who resembles a person; with how."""


WAYS: dict[Style, tuple[str, ...]] = {
    "numbered": ("title", "middle", "suffix", "initial"),
    "table": ("title", "middle", "suffix", "initial"),
    "capitals": ("title", "middle", "suffix", "initial"),
    "bullets": ("title", "middle", "suffix", "initial"),
    "blocks": ("title", "middle", "suffix", "initial"),
    "workbook": ("title", "middle", "suffix", "order", "initial"),
    "export": ("title", "middle", "suffix", "order", "initial"),
}
"""How each style of vendor may write somebody otherwise; nicknames and marks on letters are everybody's."""


def spelling(chance: Random, person: Person, style: Style) -> Spelling:
    """The person as another vendor writes them: a reader must see one person."""
    ways = [way for way in WAYS[style] if way != "initial" or person.linkedin]
    ways += ["nickname"] if person.given in names.NICKNAMES else []
    ways += ["accents"] if person.given in names.ACCENTED else []
    way = chance.choice(ways)
    return written(person, way), f"{person.employer} Inc." if way == "suffix" else person.employer, way


def written(person: Person, way: str) -> str:
    """The name written one way."""
    return {
        "title": f"Dr. {person.name}",
        "middle": f"{person.given} {person.middle}. {person.surname}",
        "nickname": f"{names.NICKNAMES.get(person.given, person.given)} {person.surname}",
        "accents": f"{names.ACCENTED.get(person.given, person.given)} {person.surname}",
        "initial": f"{person.given[0]}. {person.surname}",
        "order": f"{person.surname}, {person.given}",
    }.get(way, person.name)


def look_alike(chance: Random, person: Person, theme: Theme, key: str) -> tuple[Person, str]:
    """Somebody else who resembles the person, and how: a namesake elsewhere, or a relative at the same firm."""
    if chance.random() < 0.5:
        return namesake(chance, person, theme, key)
    given = chance.choice([each for each in names.GIVEN[person.place.region] if each[0] != person.given[0]])
    other = replace(person, given=given, key=key, linkedin=None)
    return other, "same surname and employer, other given name"


def namesake(chance: Random, person: Person, theme: Theme, key: str) -> tuple[Person, str]:
    """Somebody else of the person's name, who works elsewhere."""
    elsewhere = chance.choice([company for company in theme.others if company not in (person.employer, person.past[0])])
    other = replace(person, employer=elsewhere, former=False, past=("", "", ""), key=key, linkedin=None)
    return other, "same name, other employer"
