"""Keys are few, short and selective, and every way of writing one person shares at least one."""

import collections
import random
import statistics

import pytest

from services.core.matching import blocking
from services.core.matching.profiles import Profile
from tests.unit.matching import synthetic_people
from tests.unit.matching.labelled_pairs import person

LETTERS = "aeiourstlnm"


@pytest.fixture(scope="module")
def crowd() -> list[Profile]:
    return synthetic_people.people(10_000, seed=11)


def test_ten_thousand_people_make_small_blocks(crowd: list[Profile]) -> None:
    keyed = [blocking.keys(one) for one in crowd]
    blocks: dict[str, set[int]] = collections.defaultdict(set)
    for at, found in enumerate(keyed):
        for key in found:
            blocks[key].add(at)
    candidates = sorted(len(set().union(*(blocks[key] for key in found))) - 1 for found in keyed)
    assert max(map(len, keyed)) <= blocking.LIMIT
    assert max(map(len, blocks.values())) < 100
    assert statistics.mean(candidates) < 12
    assert candidates[-1] < 200


def test_every_single_edit_of_a_surname_shares_a_key(crowd: list[Profile]) -> None:
    draw = random.Random(5)
    for one in draw.sample(crowd, 200):
        given, surname = one.name.rsplit(" ", 1)
        for edited in _edits(surname.lower(), draw):
            assert _meet(one.name, f"{given} {edited.title()}"), (one.name, edited)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bob Miller", "Robert Miller"),
        ("B. Miller", "Bob Miller"),
        ("R. Miller", "Bob Miller"),
        ("Kate Winslow", "Catherine Winslow"),
        ("Sasha Volkov", "Alexander Volkov"),
        ("Peggy Olson", "Margaret Olson"),
        ("J. Whitman", "James T. Whitman"),
        ("J.T. Whitman", "James Whitman"),
        ("Chen, Sarah", "Dr. Sarah Chen"),
        ("Zhang Wei", "Wei Zhang"),
        ("Li Xiao-Ming", "Xiaoming Li"),
        ("Kim Min Jun", "Min-jun Kim"),
        ("Whitman James", "James Whitman"),
        ("José Núñez", "Jose Nunez"),
        ("Jürgen Weiß", "Jurgen Weiss"),
        ("Jan van den Berg", "Jan Vandenberg"),
        ("Ana Ruiz Lopez", "Ana Ruiz"),
        ("Anna Smith-Jones", "Anna Jones"),
        ("Sarah Chen (née Park)", "Sarah Park"),
        ("Grace Feng", "Xiaoling (Grace) Feng"),
        ("Michael Ostrander", "J. Michael Ostrander"),
        ("Bob Millar", "Robert Miller"),
        ("Cher", "CHER"),
        ("Jonathon Reed", "Jonathan Reed"),
        ("Kim Kem", "Kim Kim"),
        ("Sarah Cehn", "Sarah Chen"),
    ],
)
def test_every_kind_of_variant_shares_a_key(one: str, other: str) -> None:
    assert _meet(one, other)


def test_an_employer_brings_together_what_the_name_alone_does_not() -> None:
    assert blocking.keys(person("Sarah C.", "Epic")) & blocking.keys(person("Sarah Chen", "Epic Systems Corporation"))
    assert blocking.keys(person("Dr. Chen", "IBM")) & blocking.keys(person("Sarah Chen", "IBM Corporation"))


def test_identifiers_bring_together_any_names() -> None:
    for shared in (
        {"linkedin": "linkedin.com/in/x-1"},
        {"email": "ida@gmail.com"},
        {"phone": "+44 20 7946 0958"},
    ):
        one, other = person("Ida Thornquist", **shared), person("Omar Haddad", **shared)  # type: ignore[arg-type]
        assert blocking.keys(one) & blocking.keys(other)
    assert blocking.keys(person("A", phone="020 7946 0958")) & blocking.keys(person("B", phone="+442079460958"))


def test_keys_are_short_and_few_even_for_the_longest_profile() -> None:
    long = person(
        "Sasha Maria " + "Thornquist-" * 40, "Epic " * 80, linkedin="linkedin.com/in/" + "x" * 300, email="a@b.co"
    )
    found = blocking.keys(long)
    assert 0 < len(found) <= blocking.LIMIT
    assert max(map(len, found)) <= 48


def test_nobody_has_no_keys() -> None:
    assert blocking.keys(person("N/A")) == frozenset()


def test_keys_are_the_same_on_every_call() -> None:
    one = person("Sasha Volkov-Berg", "Epic", email="s@v.com")
    assert blocking.keys(one) == blocking.keys(person("Sasha Volkov-Berg", "Epic", email="s@v.com"))


def _meet(one: str, other: str) -> bool:
    return bool(blocking.keys(person(one)) & blocking.keys(person(other)))


def _edits(word: str, draw: random.Random) -> list[str]:
    """Every deletion and every swap of neighbours, and one replacement and one insertion at each place."""
    places = range(len(word) if len(word) > 3 else 0)
    deleted = [word[:at] + word[at + 1 :] for at in places]
    swapped = [word[:at] + word[at : at + 2][::-1] + word[at + 2 :] for at in places]
    replaced = [word[:at] + draw.choice(LETTERS) + word[at + 1 :] for at in places]
    inserted = [word[:at] + draw.choice(LETTERS) + word[at:] for at in places]
    return [*deleted, *swapped, *replaced, *inserted]
