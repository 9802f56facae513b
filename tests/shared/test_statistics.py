"""Intervals agree with their published figures, cover what they promise, and never flatter a small n."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import statistics
from shared.statistics import Waiting, proportion, rank_key, waiting

TABLE = {1: 12.7062, 2: 4.3027, 3: 3.1824, 4: 2.7764, 5: 2.5706, 9: 2.2622, 30: 2.0423, 120: 1.9799}
"""Two-sided 95 % points of Student's t."""
FREIREICH = (6, 6, 6, 7, 10, 13, 16, 22, 23), (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
"""Weeks of remission under 6-MP, over and still open (Freireich et al. 1963), the textbooks' example."""


def percents(estimate: statistics.Estimate) -> tuple[int, ...]:
    return tuple(round(100 * (figure or 0)) for figure in (estimate.value, estimate.low, estimate.high))


def test_the_shares_of_the_domain_reference_have_its_intervals() -> None:
    assert percents(proportion(47, 70)) == (67, 56, 77)
    assert percents(proportion(3, 5)) == (60, 23, 88)


def test_fewer_than_ten_are_too_few_and_never_outrank_a_solid_figure() -> None:
    lucky, solid, unknown = proportion(9, 9), proportion(47, 70), proportion(0, 0)
    assert (lucky.too_few, solid.too_few) == (True, False)
    assert sorted([unknown, lucky, solid], key=rank_key) == [solid, lucky, unknown]


def test_of_two_equal_shares_the_one_that_is_better_known_ranks_first() -> None:
    assert rank_key(proportion(40, 50)) < rank_key(proportion(8, 10))
    assert rank_key(proportion(1, 50), less_is_better=True) < rank_key(proportion(1, 10), less_is_better=True)


@pytest.mark.parametrize(("hits", "n"), [(-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        proportion(hits, n)


@given(n=st.integers(1, 2000), data=st.data())
def test_a_share_lies_in_its_interval_and_the_interval_in_nought_to_one(n: int, data: st.DataObject) -> None:
    found = proportion(data.draw(st.integers(0, n)), n)
    assert found.value is not None and found.low is not None and found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize("freedom", TABLE)
def test_student_s_t_is_that_of_the_tables(freedom: int) -> None:
    assert statistics.student(freedom) == pytest.approx(TABLE[freedom], abs=2e-4)


def test_a_mean_has_an_interval_from_two_figures_on() -> None:
    assert statistics.mean(0, None, None) == statistics.Estimate(0, None, None, None)
    assert statistics.mean(1, 0.9, None) == statistics.Estimate(1, 0.9, None, None)
    found = statistics.mean(9, 1.0, 0.3)
    assert found.low == pytest.approx(1 - 0.23060, abs=1e-4)
    assert found.high == pytest.approx(1.23060, abs=1e-4)


def test_open_ones_count_for_as_long_as_they_have_waited() -> None:
    over, still_open = FREIREICH
    weeks = [*(Waiting(each, True) for each in over), *(Waiting(each, False) for each in still_open)]
    found = waiting(weeks, 0.5)
    assert (found.n, found.value, found.low, found.high) == (21, 23, 13, None)
    naive = waiting([each for each in weeks if each.over], 0.5)
    assert naive.value == 10


def test_a_time_that_too_few_have_reached_is_not_told() -> None:
    found = waiting([Waiting(3, True), *(Waiting(5, False) for _ in range(9))], 0.5)
    assert (found.n, found.value, found.high) == (10, None, None)
    assert waiting([], 0.9) == statistics.Estimate(0, None, None, None)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60), st.sampled_from([0.5, 0.9]))
def test_with_none_open_the_time_is_the_order_statistic(lengths: list[int], quantile: float) -> None:
    found = waiting([Waiting(each, True) for each in lengths], quantile)
    ordered = sorted(lengths)
    place = next(index for index in range(len(ordered)) if (index + 1) / len(ordered) >= quantile - 1e-12)
    assert found.value == ordered[place]
    assert found.low is None or found.low <= found.value
    assert found.high is None or found.high >= found.value


def test_the_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    dice = random.Random(7)
    shares = [proportion(sum(dice.random() < 0.3 for _ in range(40)), 40) for _ in range(1000)]
    assert 0.93 <= sum((each.low or 0) <= 0.3 <= (each.high or 1) for each in shares) / 1000 <= 0.98
    medians = [waiting([_exponential(dice) for _ in range(40)], 0.5) for _ in range(500)]
    truth = 10 * 0.693147
    covered = sum((each.low or 0) <= truth <= (each.high or 1e9) for each in medians) / 500
    assert 0.91 <= covered <= 0.99


def _exponential(dice: random.Random) -> Waiting:
    """Ten days on average, looked at after at most twenty."""
    length, seen = dice.expovariate(0.1), dice.uniform(5, 20)
    return Waiting(min(length, seen), length <= seen)
