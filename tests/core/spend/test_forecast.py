"""The forecast's arithmetic: calls still needed, and the price they are expected at."""

import pytest

from services.core.spend.budgets import forecast
from services.core.spend.budgets.forecast import Cell, Price, Range


@pytest.mark.parametrize(
    ("cells", "needed"),
    [
        ([Cell(4, 8, 0)], Range(6, 4, 8)),
        ([Cell(4, 9, 5)], Range(2, 0, 4)),
        ([Cell(None, 8, 5)], Range(3, 3, 3)),
        ([Cell(4, None, 0)], Range(4, 4, 4)),
        ([Cell(None, None, 3)], Range(0, 0, 0)),
        ([Cell(2, 2, 5), Cell(1, 3, 0)], Range(2, 1, 3)),
    ],
)
def test_calls_needed_are_counted_cell_by_cell(cells: list[Cell], needed: Range) -> None:
    assert forecast.calls_needed(cells) == needed


def test_own_calls_tell_the_price_before_offers_do() -> None:
    assert forecast.price_of_a_call([100, 200], [1]) == Price("own_calls", 2, Range(150, 125, 175))
    assert forecast.price_of_a_call([], [100, 200, 900]) == Price("offers", 3, Range(200, 150, 550))
    assert forecast.price_of_a_call([7], []) == Price("own_calls", 1, Range(7, 7, 7))
    assert forecast.price_of_a_call([], []) == Price("unknown")


def test_a_mean_outside_the_quartiles_widens_them() -> None:
    assert forecast.price_of_a_call([100, 100, 100, 1000], []).range == Range(325, 100, 325)


def test_nothing_more_is_needed_at_any_price() -> None:
    assert forecast.total(500, Range(0, 0, 0), Price("unknown")) == Range(500, 500, 500)
    assert forecast.total(500, Range(1, 0, 2), Price("unknown")) is None
    assert forecast.total(500, Range(1, 0, 2), Price("offers", 1, Range(10, 5, 20))) == Range(510, 500, 540)
