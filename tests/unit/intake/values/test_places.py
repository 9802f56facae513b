"""Locations fall into the product's five regions; what names none for sure falls into none."""

import pytest

from services.core.intake.extraction import values


@pytest.mark.parametrize(
    ("location", "region"),
    [
        ("Madison, WI", "North America"),
        ("Greater Boston Area", "North America"),
        ("Toronto, ON", "North America"),
        ("Paris, TX", "North America"),
        ("Reading, PA", "North America"),
        ("Atlanta, Georgia", "North America"),
        ("London, UK", "Europe"),
        ("Berlin, DE", "Europe"),
        ("Waalwijk, Netherlands", "Europe"),
        ("Mumbai, IN", "Asia Pacific"),
        ("Shenzhen, China", "Asia Pacific"),
        ("São Paulo, Brazil", "Latin America"),
        ("Mexico City", "Latin America"),
        ("Dubai", "Middle East & Africa"),
        ("Tbilisi, Georgia", "Middle East & Africa"),
        ("Istanbul, Türkiye", "Middle East & Africa"),
    ],
)
def test_a_known_place_has_its_region(location: str, region: str) -> None:
    assert values.region(location) == region


@pytest.mark.parametrize("location", ["", "Georgia", "Atlantis", "EMEA", "remote", "Epic Systems"])
def test_an_unknown_or_ambiguous_place_has_none(location: str) -> None:
    assert values.region(location) is None
