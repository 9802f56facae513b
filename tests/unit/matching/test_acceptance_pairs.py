"""The ten pairs of the domain's duplicate chapter, by number, and the control pair."""

import pytest

from services.core.matching import scoring
from tests.unit.matching.labelled_pairs import Pair, person

ACCEPTANCE = [
    (0, (person("Grace Abernathy", "Bupa"), person("Grace Abernathy", "Bupa")), {"match"}),
    (1, (person("Sarah Chen", "Epic"), person("Dr. Sarah Chen", "Epic")), {"match"}),
    (2, (person("Bob Miller", "Cerner"), person("Robert Miller", "Cerner")), {"match"}),
    (3, (person("James T. Whitman", "HCA"), person("James Whitman", "HCA")), {"match"}),
    (4, (person("Chen, Sarah", "Epic"), person("Sarah Chen", "Epic")), {"match"}),
    (5, (person("José Núñez", "Quirónsalud"), person("Jose Nunez", "Quirónsalud")), {"match"}),
    (6, (person("J. Whitman", "HCA", "VP IT"), person("James Whitman", "HCA", "VP IT")), {"match"}),
    (6, (person("J. Whitman", "HCA", "VP IT"), person("James Whitman", "HCA", "Chief of Surgery")), {"review"}),
    (7, (person("Jonathon Reed", "HCA"), person("Jonathan Reed", "HCA")), {"match", "review"}),
    (8, (person("John Smith", "Shell"), person("John Smith", "Pfizer")), {"different"}),
    (9, (person("Sarah Chen"), person("Sarah Chen", "Epic")), {"review"}),
    (10, (person("Ana Ruiz", "IBM"), person("Ana Ruiz", "International Business Machines")), {"match"}),
]


@pytest.mark.parametrize(("number", "pair", "verdicts"), ACCEPTANCE)
def test_the_pair_gets_the_right_verdict(number: int, pair: Pair, verdicts: set[str]) -> None:
    result = scoring.score(*pair)
    assert result.verdict in verdicts, (number, result)


def test_a_missing_employer_ranks_above_two_different_ones() -> None:
    pairs = {number: pair for number, pair, _ in ACCEPTANCE}
    assert scoring.score(*pairs[9]).value > scoring.score(*pairs[8]).value


def test_the_thresholds_are_the_published_ones() -> None:
    assert (scoring.MATCH, scoring.REVIEW) == (0.85, 0.40)
