"""The choice among the catalogue's vendors: tags read as facets, and the four scenarios with what each gives up."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.research.vendor_choice import facets, places, ranking
from services.core.research.vendor_choice.ranking import Choice, Need, Vendor

SEED = Path(__file__).parents[3] / "alembic" / "seed" / "vendor_platforms.json"
CATALOGUE = [
    Vendor(
        id=UUID(row["id"]),
        name=row["name"],
        tags=row["tags"],
        location=row["location"],
        low=row["avg_cost_per_call_min"],
        high=row["avg_cost_per_call_max"],
        overall_score=Decimal(str(row["overall_score"])),
    )
    for row in json.loads(SEED.read_text())
]
REGIONS = ("North America", "Europe", "Asia Pacific", "Latin America", "Middle East & Africa")


def chosen(need: Need) -> dict[str, Choice]:
    """The first five by name, in their order."""
    return {choice.vendor.name: choice for choice in ranking.rank(CATALOGUE, need)[:5]}


def test_the_catalogues_tags_are_106_of_which_four_differ_only_by_case() -> None:
    tags = {tag for vendor in CATALOGUE for tag in vendor.tags}
    assert len(tags) == 106
    assert len({facets.normal(tag) for tag in tags}) == 102
    assert facets.of(["Manufacturing", "Japan", "Manufacturing"]) == facets.of(["Manufacturing", "Japan"])


def test_every_vendor_says_how_fast_it_is() -> None:
    assert Counter(facets.of(vendor.tags).hours for vendor in CATALOGUE) == {24: 6, 48: 7, 72: 3, 8: 2}


def test_eight_vendors_name_a_region_and_ten_none() -> None:
    regions = Counter[str]()
    for vendor in CATALOGUE:
        regions.update(facets.of(vendor.tags).regions or {"none"})
    assert regions == {"Asia Pacific": 4, "Europe": 3, "North America": 1, "none": 10}


def test_every_tag_says_something_of_a_facet() -> None:
    for vendor in CATALOGUE:
        for tag in vendor.tags:
            assert list(facets.read(tag)), tag


@pytest.mark.parametrize(
    ("seat", "region"),
    [
        ("Berlin, Germany", "Europe"),
        ("Singapore", "Asia Pacific"),
        ("Boston, USA", "North America"),
        ("Shanghai, China", "Asia Pacific"),
        ("Atlantis", None),
        (None, None),
    ],
)
def test_a_seat_lies_in_its_region(seat: str | None, region: str | None) -> None:
    assert places.region_of(seat) == region


def test_urgent_healthcare_in_asia_under_compliance() -> None:
    found = chosen(Need(regions=("Asia Pacific",), hours=24, industry="Healthcare", compliance=True))
    assert list(found)[:2] == ["ExpertConnect", "Capvision"]
    assert found["ExpertConnect"].relaxed == ["speed", "industry"]
    assert found["Capvision"].relaxed == ["speed", "industry", "compliance"]


def test_tight_budget_for_technology_in_the_us() -> None:
    found = chosen(Need(regions=("North America",), industry="Technology", budget_usd=Decimal(500)))
    assert list(found)[:2] == ["Zintro", "Inex One"]
    assert found["Zintro"].relaxed == found["Inex One"].relaxed == ["region", "industry", "price"]
    assert found["Guidepoint"].relaxed == ["price"]


def test_chiefs_of_finance_in_europe_under_compliance() -> None:
    found = chosen(Need(regions=("Europe",), industry="Finance", access="executives", compliance=True, hours=24))
    assert next(iter(found)) == "AlphaSights"
    assert found["AlphaSights"].relaxed == []
    assert found["AlphaSights"].fit == 100


def test_technology_everywhere_at_once() -> None:
    found = chosen(Need(regions=("Global",), hours=8, industry="Technology"))
    assert set(list(found)[:2]) == {"Atheneum", "Tegus"}
    assert found["Atheneum"].relaxed == found["Tegus"].relaxed == ["region"]
    verdicts = {name: {f.wish: f.verdict for f in found[name].findings} for name in ("Atheneum", "Tegus")}
    assert (verdicts["Atheneum"]["region"], verdicts["Tegus"]["region"]) == ("relaxed", "not_known")


def test_several_regions_are_met_in_part() -> None:
    found = {choice.vendor.name: choice for choice in ranking.rank(CATALOGUE, Need(regions=("Europe", "Asia Pacific")))}
    (dialectica,) = found["Dialectica"].findings
    assert (dialectica.verdict, dialectica.value) == ("partly", 0.75)


def test_who_needs_nothing_gets_the_best_rated_first() -> None:
    assert ranking.rank(CATALOGUE, Need())[0].vendor.name == "GLG"
    assert ranking.rank(CATALOGUE, Need())[0].fit == 100


def test_a_vendor_without_tags_and_prices_is_not_known_rather_than_unfit() -> None:
    bare = Vendor(id=UUID(int=1), name="New", tags=())
    need = Need(("Europe",), 24, "Energy", "executives", compliance=True, budget_usd=Decimal(900))
    (choice,) = ranking.rank([bare], need)
    assert {finding.verdict for finding in choice.findings} == {"not_known"}
    assert len(choice.relaxed) == 6


@pytest.mark.parametrize(
    ("word", "industry"), [("Any", None), ("Other", None), ("Health care", "healthcare"), ("Aviation", "aviation")]
)
def test_an_industry_is_taken_as_meant(word: str, industry: str | None) -> None:
    assert facets.industry(word) == industry


NEEDS = st.builds(
    Need,
    regions=st.lists(st.sampled_from((*REGIONS, "Global")), max_size=3, unique=True).map(tuple),
    hours=st.none() | st.integers(1, 100),
    industry=st.none() | st.sampled_from(("Technology", "Healthcare", "Finance", "Retail", "Any")),
    access=st.none() | st.sampled_from(("executives", "specialists")),
    compliance=st.booleans(),
    budget_usd=st.none() | st.integers(0, 3000).map(Decimal),
)


@given(NEEDS)
def test_every_wish_has_its_verdict_and_all_that_is_not_met_is_relaxed(need: Need) -> None:
    choices = ranking.rank(CATALOGUE, need)
    assert len(choices) == 18
    for choice in choices:
        assert 0 <= choice.fit <= 100
        assert all(finding.reason and 0 <= finding.value <= 1 for finding in choice.findings)
        assert choice.relaxed == [finding.wish for finding in choice.findings if finding.verdict != "met"]


@given(NEEDS, st.integers(0, 1000))
def test_a_larger_budget_never_makes_a_vendor_fit_less(need: Need, more: int) -> None:
    if need.budget_usd is None:
        return
    larger = Need(need.regions, need.hours, need.industry, need.access, need.compliance, need.budget_usd + more)
    before = {choice.vendor.id: choice.fit for choice in ranking.rank(CATALOGUE, need)}
    assert all(choice.fit >= before[choice.vendor.id] for choice in ranking.rank(CATALOGUE, larger))
