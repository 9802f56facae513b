"""Among several candidates the likeliest comes first, and two rivals are never both taken."""

import itertools

from services.core.matching import scoring
from tests.unit.matching.labelled_pairs import person

JANE = person("Jane Whitman", "HCA", "VP IT", linkedin="linkedin.com/in/jane-w")
JAMES = person("James Whitman", "HCA", "VP IT", linkedin="linkedin.com/in/james-w")


def test_an_initial_that_fits_two_people_matches_neither() -> None:
    ranked = scoring.best(person("J. Whitman", "HCA", "VP IT"), [JANE, JAMES])
    assert [result.verdict for _, result in ranked] == ["review", "review"]
    assert all("someone else" in result.reasons[-1].detail for _, result in ranked)


def test_an_initial_that_fits_one_person_matches_them() -> None:
    ranked = scoring.best(person("J. Whitman", "HCA", "VP IT"), [person("Robert Whitman", "HCA", "VP IT"), JAMES])
    assert [(candidate.name, result.verdict) for candidate, result in ranked] == [
        ("James Whitman", "match"),
        ("Robert Whitman", "different"),
    ]


def test_an_identifier_settles_which_rival_it_is() -> None:
    newcomer = person("J. Whitman", "HCA", "VP IT", phone="+12125550100")
    james = person("James Whitman", "HCA", "VP IT", phone="(212) 555-0100")
    ranked = scoring.best(newcomer, [JANE, james])
    assert [(candidate.name, result.verdict) for candidate, result in ranked] == [
        ("James Whitman", "match"),
        ("Jane Whitman", "review"),
    ]


def test_two_rows_of_one_person_do_not_rival_each_other() -> None:
    rows = [person("James Whitman", "HCA", "VP IT"), person("James T. Whitman", "HCA Healthcare", "VP IT")]
    ranked = scoring.best(person("James Whitman", "HCA"), rows)
    assert [result.verdict for _, result in ranked] == ["match", "match"]


def test_the_ranking_does_not_depend_on_the_order_of_arrival() -> None:
    candidates = [JANE, JAMES, person("J. Whitman", "HCA"), person("Jane Doe", "Roche")]
    newcomer = person("James Whitman", "HCA", "VP IT")
    rankings = [scoring.best(newcomer, order) for order in itertools.permutations(candidates)]
    assert all(ranking == rankings[0] for ranking in rankings)


def test_no_candidates_give_no_ranking() -> None:
    assert scoring.best(JANE, []) == []
