"""Draws the people a vendor finds: who they are, where they live and what they have done."""

from random import Random

from services.core.simulator import draws, names, places
from services.core.simulator.characters import CHIEFS, DIRECTORS, MANAGERS, SPECIALISTS, VPS, Character
from services.core.simulator.records import Person
from services.core.simulator.themes import Relation, Theme

RELATIONS: tuple[Relation, ...] = ("former_employee", "customer", "competitor", "supplier", "domain_expert")
_SHARES = (40, 25, 15, 10, 10)
STILL_THERE = 0.05
"""Share of the target's people who have not left it: those a compliance gate must refuse."""
_CHIEF_OF = {
    "Clinical Systems": "Chief Information Officer",
    "Nursing Informatics": "Chief Nursing Officer",
    "Treasury": "Chief Financial Officer",
    "Risk": "Chief Risk Officer",
    "Compliance": "Chief Compliance Officer",
    "Information Security": "Chief Information Security Officer",
    "IT Operations": "Chief Technology Officer",
    "Procurement": "Chief Procurement Officer",
}
_SPECIALTIES = (
    "supplier selection", "contract renewal", "implementation", "pricing", "service levels", "migration",
    "user training", "tender evaluation", "integration", "cost control", "vendor management", "roll-outs",
)  # fmt: skip


class Crowd:
    """Everybody of a world. No two bear one surname, so that only planted doubles are alike."""

    def __init__(self, seed: object) -> None:
        self.people: list[Person] = []
        self._left = {region: _names_of(seed, region) for region in names.GIVEN}

    def find(self, chance: Random, theme: Theme, who: Character) -> Person:
        """A new person that this vendor would find for the theme. Raises LookupError when a region has none left."""
        region = "Asia Pacific" if who.asia_pacific and draws.happens(chance, 0.8) else chance.choice(theme.regions)
        if not self._left[region]:
            raise LookupError(f"a world of this size has no more people in {region}: ask for fewer campaigns")
        relation = draws.weighted(chance, RELATIONS, _SHARES)
        employer, former = _job(chance, theme, relation)
        function, rank = chance.choice(theme.functions), chance.choice(who.ranks)
        given, surname = chance.choice(names.GIVEN[region]), self._left[region].pop()
        left_in = chance.randint(2018, 2023)
        person = Person(
            key=f"p{len(self.people) + 1:04d}",
            given=given,
            surname=surname,
            middle=chance.choice(names.MIDDLE),
            place=chance.choice(places.PLACES[region]),
            rank=rank,
            title=title_of(rank, function),
            employer=employer,
            former=former,
            past=(chance.choice(theme.others), str(left_in - chance.randint(2, 9)), str(left_in)),
            function=function,
            skills=(function, theme.topic, *draws.some(chance, _SPECIALTIES, 4)),
            years=chance.randint(8, 29),
            facts=tuple(draws.some(chance, theme.facts, 4)),
            linkedin=_profile(given, surname) if draws.happens(chance, 0.4) else None,
        )
        self.people.append(person)
        return person

    def add(self, person: Person) -> Person:
        """Let somebody be there who was made otherwise."""
        self.people.append(person)
        return person


def _names_of(seed: object, region: str) -> list[str]:
    """Surnames to be taken from the end: single ones first, double ones when those are used up."""
    single = names.surnames(region)
    draws.stream(seed, "surnames", region).shuffle(single)
    double = [f"{one}-{other}" for one, other in zip(single, single[17:] + single[:17], strict=True)]
    return double + single


def title_of(rank: str, function: str) -> str:
    """The job's name."""
    return {
        CHIEFS: _CHIEF_OF.get(function, "Chief Operating Officer"),
        VPS: f"Vice President, {function}",
        DIRECTORS: f"Director of {function}",
        MANAGERS: f"Senior Manager, {function}",
        SPECIALISTS: f"Lead Specialist, {function}",
    }[rank]


def _job(chance: Random, theme: Theme, relation: Relation) -> tuple[str, bool]:
    if relation == "former_employee":
        return theme.target, not draws.happens(chance, STILL_THERE)
    companies = {
        "customer": theme.customers,
        "competitor": theme.competitors,
        "supplier": theme.suppliers,
        "domain_expert": theme.others,
    }[relation]
    return chance.choice(companies), draws.happens(chance, 0.7 if relation == "competitor" else 0.3)


def _profile(given: str, surname: str) -> str:
    return f"https://www.linkedin.com/in/{given}-{surname}-example".lower()
