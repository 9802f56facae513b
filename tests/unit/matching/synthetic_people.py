"""Made-up people in any number, with names as unevenly spread as real ones, the same for the same start value."""

import random

from services.core.matching import nicknames, surnames
from services.core.matching.profiles import Profile

_SYLLABLES = (
    "bar",
    "ber",
    "dal",
    "den",
    "fel",
    "gor",
    "hal",
    "ker",
    "lan",
    "mar",
    "nor",
    "pel",
    "rin",
    "sol",
    "tan",
    "ver",
)
_ENDINGS = ("berg", "quist", "ovic", "etti", "sen", "mann", "ard", "ou", "ska", "well")
_TRADES = ("Energy", "Pharma", "Logistics", "Foods", "Bank", "Motors", "Software", "Steel")
_EMPLOYERS = [
    f"{first}{second} {trade}"
    for first in ("Al", "Nova", "Kor")
    for second in ("tek", "ron", "vex", "dyne")
    for trade in _TRADES
]


def people(count: int, *, seed: int) -> list[Profile]:
    """`count` people: four in ten with a listed surname, common ones more often, the rest with a coined one."""
    draw = random.Random(seed)
    listed = sorted(name for name in surnames.listed() if len(name) > 1)
    weights = [surnames.rate(name) for name in listed]
    given = sorted(nicknames.full_names())
    return [
        Profile(
            name=f"{_skewed(draw, given).title()} {_surname(draw, listed, weights)}", employer=draw.choice(_EMPLOYERS)
        )
        for _ in range(count)
    ]


def _surname(draw: random.Random, listed: list[str], weights: list[float]) -> str:
    if draw.random() < 0.4:
        return draw.choices(listed, weights)[0].title()
    return (draw.choice(_SYLLABLES) + draw.choice(_SYLLABLES) + draw.choice(_ENDINGS)).title()


def _skewed(draw: random.Random, given: list[str]) -> str:
    return given[int(len(given) * draw.random() ** 2)]
