"""Scores are symmetric, bounded and reasoned whatever the text; single fields weigh the way they are said to."""

import itertools

from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.core.matching import blocking, normalise, scoring
from services.core.matching.profiles import NameFrequency, Profile, Score
from tests.unit.matching.labelled_pairs import OTHER, SAME, person

_ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)
_LIKELY = st.sampled_from([text for pair in (*SAME, *OTHER) for one in pair for text in (one.name, one.employer or "")])
_TEXT = st.one_of(_LIKELY, _ANYTHING, st.tuples(_LIKELY, _ANYTHING).map(" ".join))
_MAYBE = st.none() | _TEXT
PROFILES = st.builds(
    Profile,
    name=_TEXT,
    employer=_MAYBE,
    title=_MAYBE,
    location=_MAYBE,
    past_employers=st.lists(_TEXT, max_size=3).map(tuple),
    linkedin_url=_MAYBE | st.sampled_from(["linkedin.com/in/a", "linkedin.com/in/b", "linkedin.com/in/", "in/%ff"]),
    email=_MAYBE | st.sampled_from(["a@gmail.com", "b@gmail.com", "info@x.com", "@", "a@b"]),
    phone=_MAYBE | st.sampled_from(["+12125550100", "2125550100", "0044 20 7946 0958", "x", "+"]),
)


def _reason(result: Score, field: str) -> float:
    return sum(reason.weight for reason in result.reasons if reason.field == field)


@settings(max_examples=400, deadline=None)
@given(PROFILES, PROFILES)
@example(person(""), person("!!!"))
@example(person("Li Wei"), person("Wei Li"))
@example(person("-"), person("A-"))
def test_the_order_of_the_two_changes_nothing(a: Profile, b: Profile) -> None:
    assert scoring.score(a, b) == scoring.score(b, a)


@settings(max_examples=400, deadline=None)
@given(PROFILES, PROFILES)
def test_any_text_is_scored_within_bounds_and_can_be_stored(a: Profile, b: Profile) -> None:
    result = scoring.score(a, b)
    assert 0 <= result.value <= 1
    assert (result.verdict == "match") == (result.value >= scoring.MATCH)
    assert (result.verdict == "different") == (result.value < scoring.REVIEW)
    stored = [*blocking.keys(a), normalise.fingerprint(a), *(reason.detail for reason in result.reasons)]
    assert not any("\0" in text for text in stored)
    assert all(text.encode() for text in stored)


@settings(max_examples=200, deadline=None)
@given(PROFILES)
def test_a_profile_never_differs_from_itself_when_it_names_someone(profile: Profile) -> None:
    if normalise.prepare(profile).name.given and len(normalise.prepare(profile).name.solid) > 1:
        assert scoring.score(profile, profile).verdict != "different"


def test_empty_names_match_only_with_an_identifier() -> None:
    nobody = person("n/a", "Epic", "CIO", "Boston")
    assert scoring.score(nobody, nobody).verdict == "different"
    linked = person("", "Epic", linkedin="linkedin.com/in/sarah-chen")
    assert scoring.score(linked, person("Sarah Chen", "Epic", linkedin="linkedin.com/in/sarah-chen")).verdict == "match"


def test_a_common_surname_proves_less_than_a_rare_one() -> None:
    common = scoring.score(person("Ida Smith"), person("Ida Smith"))
    rare = scoring.score(person("Ida Thornquist"), person("Ida Thornquist"))
    assert common.value < rare.value


def test_counted_surnames_override_what_the_lists_expect() -> None:
    pair = person("Ida Thornquist"), person("Ida Thornquist")
    crowded = NameFrequency(surnames={"thornquist": 900}, total=10_000)
    assert scoring.score(*pair, frequency=crowded).value < scoring.score(*pair).value
    few = NameFrequency(surnames={"thornquist": 2}, total=2)
    assert _reason(scoring.score(*pair, frequency=few), "surname") > 9


def test_the_same_name_and_employer_match_even_where_the_surname_is_everywhere() -> None:
    chens = NameFrequency(surnames={"chen": 400}, total=10_000)
    assert scoring.score(person("Ida Chen", "Epic"), person("Ida Chen", "Epic"), frequency=chens).verdict == "match"


def test_what_is_missing_weighs_nothing() -> None:
    full = person("Ida Thornquist", "Epic", "CIO", "Boston", email="ida@gmail.com", phone="+12125550100")
    fields = {reason.field for reason in scoring.score(person("Ida Thornquist"), full).reasons}
    assert fields == {"prior", "surname", "given_name", "rule"}


def test_another_linkedin_profile_always_forbids_a_match() -> None:
    a = person("Ida Thornquist", "Epic", "CIO", "Boston", email="ida@gmail.com", linkedin="linkedin.com/in/a")
    b = person("Ida Thornquist", "Epic", "CIO", "Boston", email="ida@gmail.com", linkedin="linkedin.com/in/b")
    assert scoring.score(a, b).verdict == "review"


def test_a_shared_identifier_is_never_waved_through_nor_away_under_unlike_names() -> None:
    phone, email, linkedin = {"phone": "+12125550100"}, {"email": "desk@acme.com"}, {"linkedin": "linkedin.com/in/x"}
    for shared in (phone, email, linkedin, phone | email | linkedin):
        one = person("Ida Thornquist", "Epic", **shared)  # type: ignore[arg-type]
        other = person("Omar Haddad", "Roche", **shared)  # type: ignore[arg-type]
        assert scoring.score(one, other).verdict == "review", shared


def test_other_private_addresses_speak_against_and_other_offices_do_not() -> None:
    pair = person("Ida Thornquist", email="ida@gmail.com"), person("Ida Thornquist", email="it@yahoo.com")
    assert _reason(scoring.score(*pair), "email") < 0
    moved = person("Ida Thornquist", email="ida@epic.com"), person("Ida Thornquist", email="ida@roche.com")
    assert _reason(scoring.score(*moved), "email") == 0


def test_a_surname_off_by_more_than_a_slip_never_matches_without_an_identifier() -> None:
    surnames = ["Thornquist", "Thorne", "Thornbury", "Quist", "Thornquist-Hale", "Horncastle"]
    for one, other in itertools.combinations(surnames, 2):
        a, b = (person(f"Ida {surname}", "Epic", "CIO", "Boston", past=("Roche",)) for surname in (one, other))
        assert scoring.score(a, b).verdict != "match", (one, other)


def test_likelier_pairs_stay_higher_even_when_a_rule_holds_both_back() -> None:
    bare = scoring.score(person("Ida Thornquist"), person("Ida Thornquist"))
    backed = scoring.score(person("Ida Thornquist", None, "CIO", "Oslo"), person("Ida Thornquist", None, "CIO", "Oslo"))
    assert bare.verdict == backed.verdict == "review"
    assert bare.value < backed.value
