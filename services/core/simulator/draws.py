"""Seeded chance: every part of a world draws from a stream of its own, so that a change in one moves no other.

The same words give the same numbers in every process and version of the interpreter's hash; never the machine's chance.
"""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


def stream(*words: object) -> Random:
    """The stream these words name."""
    return Random("/".join(map(str, words)))  # noqa: S311 -- a world to be drawn again, not a secret


def happens(chance: Random, probability: float) -> bool:
    """Whether something of this probability (0 to 1) happens."""
    return chance.random() < probability


def between(chance: Random, low: timedelta, high: timedelta) -> timedelta:
    """A length of time within bounds, in whole seconds."""
    return timedelta(seconds=chance.randint(round(low.total_seconds()), round(high.total_seconds())))


def some(chance: Random, things: Sequence[Thing], count: int) -> list[Thing]:
    """So many different things, fewer where there are fewer."""
    return chance.sample(things, min(count, len(things)))


def weighted(chance: Random, things: Sequence[Thing], weights: Sequence[float]) -> Thing:
    """One thing, likelier the greater its weight."""
    return chance.choices(things, weights)[0]
