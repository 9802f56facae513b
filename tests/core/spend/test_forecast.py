"""The forecast's arithmetic: calls still needed, and the price they are expected at."""

import pytest

from services.core.spend.budgets import forecast
from services.core.spend.budgets.forecast import Cell, Price, Range

OPEN = Cell(None, None, 0)


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
    assert forecast.calls_needed(OPEN, cells) == needed


@pytest.mark.parametrize(
    ("campaign", "needed"),
    [
        (Cell(4, 9, 5), Range(2, 0, 4)),
        (Cell(None, 8, 5), Range(3, 3, 3)),
        (Cell(4, None, 1), Range(3, 3, 3)),
        (Cell(4, 9, 12), Range(0, 0, 0)),
        (OPEN, Range(0, 0, 0)),
    ],
)
def test_without_cells_the_campaign_is_the_one_that_counts(campaign: Cell, needed: Range) -> None:
    assert forecast.calls_needed(campaign) == needed


@pytest.mark.parametrize(
    ("campaign", "cells", "needed"),
    [
        (Cell(6, 10, 9), [Cell(1, 9, 0), Cell(5, 30, 9)], Range(1, 1, 1)),
        (Cell(None, 3, 0), [Cell(1, 9, 0), Cell(5, 30, 0)], Range(3, 3, 3)),
        (Cell(6, 10, 10), [Cell(2, 4, 0)], Range(0, 0, 0)),
        (Cell(6, 10, 12), [Cell(2, 4, 0)], Range(0, 0, 0)),
        (Cell(6, 20, 4), [Cell(0, 1, 0)], Range(2, 2, 2)),
        (Cell(6, None, 4), [Cell(0, 9, 0)], Range(5, 2, 9)),
    ],
)
def test_cells_ask_for_no_more_and_no_fewer_calls_than_the_campaign(
    campaign: Cell, cells: list[Cell], needed: Range
) -> None:
    assert forecast.calls_needed(campaign, cells) == needed


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
