"""On pairs of known truth: no wrong match, every true pair found and blocked together, every verdict explained."""

import pytest

from services.core.matching import blocking, scoring
from tests.unit.matching.labelled_pairs import OTHER, SAME, SAME_BUT_UNSURE, Pair


def _written(pair: Pair) -> str:
    return " | ".join(f"{one.name}, {one.employer}" for one in pair)


def test_the_set_is_as_large_as_it_claims() -> None:
    assert len(SAME) >= 60
    assert len(OTHER) >= 40


@pytest.mark.parametrize("pair", OTHER, ids=_written)
def test_two_people_who_look_alike_never_match(pair: Pair) -> None:
    assert scoring.score(*pair).verdict != "match"


@pytest.mark.parametrize("pair", SAME, ids=_written)
def test_one_person_written_two_ways_matches(pair: Pair) -> None:
    result = scoring.score(*pair)
    assert result.verdict == "match", result


@pytest.mark.parametrize("pair", SAME_BUT_UNSURE, ids=_written)
def test_what_could_be_one_person_is_left_to_a_person(pair: Pair) -> None:
    result = scoring.score(*pair)
    assert result.verdict == "review", result


@pytest.mark.parametrize("pair", [*SAME, *SAME_BUT_UNSURE], ids=_written)
def test_two_descriptions_of_one_person_share_a_key(pair: Pair) -> None:
    assert blocking.keys(pair[0]) & blocking.keys(pair[1])


@pytest.mark.parametrize("pair", [*SAME, *SAME_BUT_UNSURE, *OTHER], ids=_written)
def test_every_verdict_is_explained_by_its_weights(pair: Pair) -> None:
    result = scoring.score(*pair)
    bits = sum(reason.weight for reason in result.reasons)
    assert result.value == pytest.approx(1 / (1 + 2**-bits))
    assert all(reason.field and reason.detail for reason in result.reasons)
    assert result.reasons[0].field == "prior"


def test_few_strangers_trouble_the_reviewer_when_names_differ_plainly() -> None:
    alike = {"Jane Whitman", "Kevin Brown", "Daniel Kim", "Carlos Fernandez", "Rahul Sharma"}
    plain = [pair for pair in OTHER if pair[0].name in alike]
    assert [scoring.score(*pair).verdict for pair in plain] == ["different"] * len(alike)
