"""A small slice of what `python -m tests.soak.states` does at length."""

from tests.soak.states import Ground, play
from tests.support.databases import Database

REQUESTS = 500


def test_two_at_one_desk_break_nothing(own_database: Database) -> None:
    with Ground(own_database) as ground:
        play(ground, requests=REQUESTS, start=7)
        assert ground.answers.total() >= REQUESTS // 2
