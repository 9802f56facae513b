"""The coverage matrix: people by region and expert type against the minimum and maximum of each cell.

Pure. Must never count a person twice, however many vendors offer them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.core.reporting.coverage.schemas import (
    AdviceOut,
    CoverageCellOut,
    GapOut,
    PeopleCountsOut,
    SuggestedVendor,
)
from services.core.research.vendor_choice import facets

UNKNOWN = "unknown"
REGIONS = ("North America", "Europe", "Asia Pacific", "Latin America", "Middle East & Africa", "Other")
EXPERT_TYPES = ("former_employee", "customer", "competitor", "supplier", "domain_expert", "other")
COUNTS = ("people", "approved", "booked", "done")
MOST_ADVICE = 5

Row = Mapping[str, Any]


def cells_of(counted: Iterable[Row], targets: Iterable[Row]) -> list[CoverageCellOut]:
    """Every cell that has people or a target, regions and types in the order of the trade."""
    people = {(row["region"], row["expert_type"]): row for row in counted}
    wanted = {(row["region"], row["expert_type"]): row for row in targets}
    return [_cell(*key, people.get(key, {}), wanted.get(key, {})) for key in sorted(people | wanted, key=_order)]


def _order(key: tuple[str, str]) -> tuple[int, int]:
    return _place(REGIONS, key[0]), _place(EXPERT_TYPES, key[1])


def _place(words: Sequence[str], word: str) -> int:
    return words.index(word) if word in words else len(words)


def _cell(region: str, expert_type: str, people: Row, target: Row) -> CoverageCellOut:
    counts = {name: people.get(name, 0) for name in COUNTS}
    low, high = target.get("min_calls"), target.get("max_calls")
    return CoverageCellOut(
        region=region,
        expert_type=expert_type,
        min_calls=low,
        max_calls=high,
        missing=max(0, (low or 0) - counts["approved"]),
        to_find=max(0, (low or 0) - counts["people"]),
        over=0 if high is None else max(0, counts["approved"] - high),
        **counts,
    )


def totals_of(cells: Iterable[CoverageCellOut]) -> PeopleCountsOut:
    """All cells together."""
    found = list(cells)
    return PeopleCountsOut(**{name: sum(getattr(cell, name) for cell in found) for name in COUNTS})


def gaps_of(cells: Iterable[CoverageCellOut], vendors: Sequence[SuggestedVendor]) -> list[GapOut]:
    """The cells below their minimum, the widest first, each with the vendors whose tags fit its region."""
    short = sorted((cell for cell in cells if cell.missing), key=lambda cell: (-cell.missing, -cell.to_find))
    return [
        GapOut(
            region=cell.region,
            expert_type=cell.expert_type,
            missing=cell.missing,
            to_find=cell.to_find,
            vendors=advice_for(cell.region, vendors),
        )
        for cell in short
    ]


def advice_for(region: str, vendors: Sequence[SuggestedVendor]) -> list[AdviceOut]:
    """At most five vendors: those that name the region before those that are global, enrolled ones first."""
    fitting = [(vendor, tag, named) for vendor in vendors for tag, named in [_fit(vendor, region)] if tag]
    fitting.sort(key=lambda each: (not each[2], each[0].enrollment is None, each[0].name.casefold()))
    return [
        AdviceOut(
            vendor_platform_id=vendor.id, vendor=vendor.name, enrollment=vendor.enrollment, reason=f"says “{tag}”"
        )
        for vendor, tag, _ in fitting[:MOST_ADVICE]
    ]


def _fit(vendor: SuggestedVendor, region: str) -> tuple[str | None, bool]:
    """The tag by which a vendor covers a region, and whether it names that very region."""
    said = facets.of(vendor.tags)
    named = said.tag("region", region)
    return (named, True) if named else (said.tag("region", facets.GLOBAL), False)
