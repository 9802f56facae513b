"""What a workspace has seen of a vendor weighs as far as its number of calls allows; without any nothing changes."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.research.vendor_choice import experience, ranking
from services.core.research.vendor_choice.experience import UNTRIED, Experience
from services.core.research.vendor_choice.ranking import Finding, Need, Vendor
from tests.unit.research.test_vendor_choice import CATALOGUE, NEEDS

SCENARIOS = (
    Need(regions=("Asia Pacific",), hours=24, industry="Healthcare", compliance=True),
    Need(regions=("North America",), industry="Technology", budget_usd=Decimal(500)),
    Need(regions=("Europe",), industry="Finance", access="executives", compliance=True, hours=24),
    Need(regions=("Global",), hours=8, industry="Technology"),
)


def calls(done: int, asked: int) -> Experience:
    """Experience of calls alone."""
    return experience.of(done=done, asked=asked, hours=(), over=())


def proposals(*hours: float, open_for: Sequence[float] = ()) -> Experience:
    """Experience of first proposals alone, more perhaps waited for."""
    over = [True] * len(hours) + [False] * len(open_for)
    return experience.of(done=0, asked=0, hours=[*hours, *open_for], over=over)


def known(**told: Experience) -> list[Vendor]:
    """The catalogue, with what is known of some; names have underscores for spaces."""
    return [replace(vendor, experience=told.get(vendor.name.replace(" ", "_"))) for vendor in CATALOGUE]


def order(vendors: list[Vendor], need: Need) -> list[str]:
    """Names, the best fit first."""
    return [choice.vendor.name for choice in ranking.rank(vendors, need)]


def finding(vendors: list[Vendor], need: Need, name: str, wish: str) -> Finding:
    """What was found of one vendor's meeting one wish."""
    (choice,) = [choice for choice in ranking.rank(vendors, need) if choice.vendor.name == name]
    (found,) = [found for found in choice.findings if found.wish == wish]
    return found


@pytest.mark.parametrize(
    ("done", "asked", "value", "verdict"),
    [
        (47, 70, 0.925, "met"),
        (9, 9, 1.0, "met"),
        (3, 5, UNTRIED, "not_known"),
        (0, 1, UNTRIED, "not_known"),
        (3, 10, UNTRIED, "not_known"),
        (0, 0, UNTRIED, "not_known"),
        (0, 20, 0.269, "relaxed"),
        (10, 100, 0.291, "relaxed"),
    ],
)
def test_the_share_counts_as_far_from_a_good_one_as_its_interval_is(
    done: int, asked: int, value: float, verdict: str
) -> None:
    vendors = known(GLG=calls(done, asked), Tegus=calls(1, 2))
    found = finding(vendors, Need(), "GLG", "experience")
    assert (round(found.value, 3), found.verdict) == (round(value, 3), verdict)


def test_the_reason_names_the_share_its_bounds_and_its_n() -> None:
    vendors = known(GLG=calls(47, 70), Tegus=calls(3, 5))
    told = finding(vendors, Need(), "GLG", "experience").reason
    assert told == "47 of 70 calls asked for took place: 67 % (56 to 77 %, n 70)."
    few = finding(vendors, Need(), "Tegus", "experience").reason
    assert few == "3 of 5 calls asked for took place: 60 % (23 to 88 %, n 5). Too few to tell."
    assert finding(vendors, Need(), "Zintro", "experience").reason == "No calls asked for yet."


@pytest.mark.parametrize("need", SCENARIOS)
def test_a_few_calls_of_rivals_leave_the_four_scenarios_as_they_are(need: Need) -> None:
    vendors = known(Zintro=calls(1, 2), GLG=calls(3, 5), Capvision=calls(1, 4), Tegus=calls(0, 2))
    assert order(vendors, need) == order(CATALOGUE, need)


def test_who_has_delivered_comes_before_their_like_and_who_has_not_after() -> None:
    need = SCENARIOS[3]
    first, second = order(CATALOGUE, need)[:2]
    assert order(known(**{second: calls(47, 70)}), need)[:2] == [second, first]
    assert order(known(**{first: calls(2, 70)}), need)[0] == second


def test_proof_outweighs_neither_the_region_nor_the_price() -> None:
    need = SCENARIOS[1]
    assert order(known(GLG=calls(200, 200), Zintro=calls(0, 200)), need)[0] != "GLG"


def test_a_promise_of_speed_is_held_to_what_was_seen() -> None:
    need = Need(hours=24)
    late = proposals(*(50 + hour for hour in range(20)))
    found = finding(known(AlphaSights=late), need, "AlphaSights", "speed")
    assert found.verdict == "relaxed"
    assert found.reason.endswith("asked for within 24 h. Own experience: half within 59 h (54 to 64 h, n 20).")
    early = proposals(*(2 + hour / 10 for hour in range(20)))
    assert finding(CATALOGUE, need, "Capvision", "speed").verdict == "partly"
    assert finding(known(Capvision=early), need, "Capvision", "speed").verdict == "met"


def test_a_few_late_proposals_leave_a_promise_as_it_is() -> None:
    need = Need(hours=24)
    before = finding(CATALOGUE, need, "AlphaSights", "speed")
    found = finding(known(AlphaSights=proposals(90, open_for=[3])), need, "AlphaSights", "speed")
    assert (found.verdict, found.value) == (before.verdict, before.value) == ("met", 1)


def test_without_a_promise_speed_is_known_once_enough_was_seen() -> None:
    bare = replace(CATALOGUE[0], name="Bare", tags=())
    need = Need(hours=24)
    assert finding([bare], need, "Bare", "speed").verdict == "not_known"
    assert finding([replace(bare, experience=proposals(5))], need, "Bare", "speed").verdict == "not_known"
    seen = replace(bare, experience=proposals(*(4 + hour for hour in range(12))))
    assert finding([seen], need, "Bare", "speed").verdict == "met"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (proposals(open_for=[200] * 20), "0 of 20 invitations brought a proposal within 24 h."),
        (proposals(5, 6, 7, open_for=[200] * 40), "3 of 43 invitations brought a proposal within 24 h."),
        (proposals(300, open_for=[200] * 40), "half within 300 h (n 41)."),
        (proposals(*[200] * 8), "half within 200 h (n 8)."),
    ],
)
def test_silence_breaks_a_promise_of_speed(told: Experience, said: str) -> None:
    need = Need(hours=24)
    found = finding(known(AlphaSights=told), need, "AlphaSights", "speed")
    assert (found.verdict, found.value) == ("relaxed", 0)
    assert found.reason.endswith(f"asked for within 24 h. Own experience: {said}")
    bare = replace(CATALOGUE[0], name="Bare", tags=(), experience=told)
    assert finding([bare], need, "Bare", "speed").verdict == "relaxed"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (proposals(open_for=[200] * 3), "0 of 3 invitations brought a proposal within 24 h."),
        (proposals(*[5] * 8), "half within 5 h (n 8)."),
    ],
)
def test_silence_of_a_few_or_of_an_hour_breaks_none(told: Experience, said: str) -> None:
    found = finding(known(AlphaSights=told), Need(hours=24), "AlphaSights", "speed")
    assert (found.verdict, found.value) == ("met", 1)
    assert found.reason.endswith(f"Own experience: {said}")


def test_invitations_too_young_to_tell_say_nothing() -> None:
    need = Need(hours=24)
    young = finding(known(AlphaSights=proposals(open_for=[5] * 20)), need, "AlphaSights", "speed")
    assert young == finding(CATALOGUE, need, "AlphaSights", "speed")


@given(NEEDS, st.lists(st.sampled_from(CATALOGUE), unique_by=lambda vendor: vendor.id))
def test_experience_of_no_calls_changes_nothing(need: Need, invited: list[Vendor]) -> None:
    names = {vendor.name.replace(" ", "_"): experience.of(done=0, asked=0, hours=(), over=()) for vendor in invited}
    before, after = ranking.rank(CATALOGUE, need), ranking.rank(known(**names), need)
    assert [(each.vendor.id, each.fit, each.findings) for each in before] == [
        (each.vendor.id, each.fit, each.findings) for each in after
    ]


@given(st.integers(1, 500).flatmap(lambda asked: st.tuples(st.integers(0, asked - 1), st.just(asked))))
def test_one_more_call_done_never_counts_less(counted: tuple[int, int]) -> None:
    done, asked = counted
    assert 0 <= calls(done, asked).value <= calls(done + 1, asked).value <= 1
