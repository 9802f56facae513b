"""Ranks vendors for a need: every wish is weighed against tags, place and list price, none excludes a vendor.

What a vendor does not meet is never hidden: each wish has its verdict and reason, and all that are not met are listed
as relaxed. Silence of the tags is "not known", which counts more than a plain no and less than a yes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

from services.core.research.vendor_choice import facets, places
from services.core.research.vendor_choice.facets import GLOBAL, Facets

Wish = Literal["speed", "region", "industry", "access", "compliance", "price"]
Verdict = Literal["met", "partly", "not_known", "relaxed"]

PARTLY, NOT_KNOWN, AT_HOME = 0.5, 0.25, 0.6
WEIGHTS = {"price": 6.0, "region": 5.0, "speed": 1.0, "industry": 1.0, "access": 1.0, "compliance": 1.0}
"""A price over budget or nobody in the region can hardly be made good; the other wishes are preferences."""
ANYWHERE = 1.0
"""Weight of a wish for all regions, which excludes nobody."""
IMMEDIATE = 5.0
"""Weight of speed for whoever cannot wait until tomorrow."""


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked for. `hours` to the first proposal; `budget_usd` for a call; what is None or empty is not asked."""

    regions: tuple[str, ...] = ()
    hours: int | None = None
    industry: str | None = None
    access: Literal["executives", "specialists"] | None = None
    compliance: bool = False
    budget_usd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor as the choice sees it; list prices in whole US dollars a call."""

    id: UUID
    name: str
    tags: Sequence[str]
    location: str | None = None
    low: int | None = None
    high: int | None = None
    overall_score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """How a vendor meets one wish, from 0 to 1, and why in words."""

    wish: Wish
    verdict: Verdict
    value: float
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A vendor with all its findings; `fit` is 0 to 100."""

    vendor: Vendor
    fit: int
    findings: tuple[Finding, ...]

    @property
    def relaxed(self) -> list[Wish]:
        """The wishes that would have to be given up, in part or as far as is known, to choose this vendor."""
        return [finding.wish for finding in self.findings if finding.verdict != "met"]


def rank(vendors: Iterable[Vendor], need: Need) -> list[Choice]:
    """All vendors, the best fit first; of equal ones the better rated, then the cheaper, then by name."""
    return sorted((_weighed(vendor, need) for vendor in vendors), key=_order)


def _weighed(vendor: Vendor, need: Need) -> Choice:
    said = facets.of(vendor.tags)
    findings = tuple(finding for finding in _findings(vendor, said, need) if finding is not None)
    weight = sum(finding.weight for finding in findings)
    earned = sum(finding.weight * finding.value for finding in findings)
    return Choice(vendor, round(100 * earned / weight) if weight else 100, findings)


def _order(choice: Choice) -> tuple[float, Decimal, int, str]:
    vendor = choice.vendor
    earned = sum(finding.weight * finding.value for finding in choice.findings)
    return -earned, -(vendor.overall_score or Decimal(0)), vendor.low or 0, vendor.name


def _findings(vendor: Vendor, said: Facets, need: Need) -> Iterable[Finding | None]:
    yield _speed(said, need.hours)
    yield _region(vendor, said, need.regions)
    yield _industry(said, need.industry)
    yield _access(said, need.access)
    yield _compliance(said) if need.compliance else None
    yield _price(vendor, need.budget_usd)


def _speed(said: Facets, wanted: int | None) -> Finding | None:
    if wanted is None:
        return None
    weight = IMMEDIATE if wanted <= facets.SAME_DAY_HOURS else WEIGHTS["speed"]
    if said.hours is None:
        return Finding("speed", "not_known", NOT_KNOWN, weight, "No tag says how fast.")
    reason = f"'{said.tag('speed', f'{said.hours}h')}', asked for within {wanted} h."
    if said.hours <= wanted:
        return Finding("speed", "met", 1, weight, reason)
    if said.hours <= 2 * wanted:
        return Finding("speed", "partly", PARTLY, weight, reason)
    return Finding("speed", "relaxed", 0, weight, reason)


def _region(vendor: Vendor, said: Facets, wanted: tuple[str, ...]) -> Finding | None:
    if not wanted:
        return None
    if GLOBAL in wanted:
        return _everywhere(said)
    each = [_in_region(vendor, said, region) for region in wanted]
    verdicts = {finding.verdict for finding in each}
    verdict = each[0].verdict if len(verdicts) == 1 else "partly"
    value = sum(finding.value for finding in each) / len(each)
    return Finding("region", verdict, value, WEIGHTS["region"], " ".join(finding.reason for finding in each))


def _everywhere(said: Facets) -> Finding:
    if tag := said.tag("region", GLOBAL):
        return Finding("region", "met", 1, ANYWHERE, f"'{tag}'.")
    if said.regions:
        return Finding("region", "relaxed", 0, ANYWHERE, f"Speaks of {', '.join(sorted(said.regions))} only.")
    return Finding("region", "not_known", NOT_KNOWN, ANYWHERE, "No tag says where.")


def _in_region(vendor: Vendor, said: Facets, region: str) -> Finding:
    """Named by a tag, best of all when the vendor sits there; else its reach, its seat, or nothing."""
    weight, home = WEIGHTS["region"], places.region_of(vendor.location) == region
    if tag := said.tag("region", region):
        return Finding("region", "met", 1 if home else 0.9, weight, f"{region}: '{tag}'.")
    seat = f"{region}: no tag, but sits in {vendor.location}."
    if home and not said.regions:
        return Finding("region", "partly", AT_HOME, weight, seat)
    if tag := said.tag("region", GLOBAL):
        return Finding("region", "partly", PARTLY, weight, f"{region}: only '{tag}'.")
    if said.regions:
        named = ", ".join(sorted(said.regions))
        return Finding("region", "relaxed", 0, weight, f"{region}: no tag, speaks of {named}.")
    return Finding("region", "not_known", NOT_KNOWN, weight, f"{region}: no tag says where.")


def _industry(said: Facets, wanted: str | None) -> Finding | None:
    industry = facets.industry(wanted) if wanted else None
    if industry is None:
        return None
    named = said.said.get("industry", {})
    if industry in named:
        return Finding("industry", "met", 1, WEIGHTS["industry"], f"'{named[industry]}'.")
    if "any" in named:
        return Finding("industry", "partly", PARTLY, WEIGHTS["industry"], f"No {industry} tag, but '{named['any']}'.")
    if named:
        reason = f"No {industry} tag, but {', '.join(sorted(named))}."
        return Finding("industry", "relaxed", 0, WEIGHTS["industry"], reason)
    return Finding("industry", "not_known", NOT_KNOWN, WEIGHTS["industry"], f"No {industry} tag.")


def _access(said: Facets, wanted: str | None) -> Finding | None:
    if wanted is None:
        return None
    if tag := said.tag("access", wanted):
        return Finding("access", "met", 1, WEIGHTS["access"], f"'{tag}'.")
    if others := said.said.get("access"):
        reason = f"No tag for {wanted}, but '{next(iter(others.values()))}'."
        return Finding("access", "relaxed", 0, WEIGHTS["access"], reason)
    return Finding("access", "not_known", NOT_KNOWN, WEIGHTS["access"], f"No tag for {wanted}.")


def _compliance(said: Facets) -> Finding:
    if tag := said.tag("compliance", "strict"):
        return Finding("compliance", "met", 1, WEIGHTS["compliance"], f"'{tag}'.")
    return Finding("compliance", "not_known", NOT_KNOWN, WEIGHTS["compliance"], "No compliance tag.")


def _price(vendor: Vendor, budget: Decimal | None) -> Finding | None:
    """Met when the middle of the list price is within budget; from there to the floor it falls to a half."""
    if budget is None:
        return None
    weight = WEIGHTS["price"]
    if vendor.low is None or vendor.high is None:
        return Finding("price", "not_known", NOT_KNOWN, weight, "No list price.")
    reason = f"List price ${vendor.low} to ${vendor.high} a call, budget ${budget:.0f}."
    middle = Decimal(vendor.low + vendor.high) / 2
    if budget >= middle:
        return Finding("price", "met", 1, weight, reason)
    if budget < vendor.low:
        return Finding("price", "relaxed", 0, weight, reason)
    reached = float((budget - vendor.low) / (middle - vendor.low))
    return Finding("price", "partly", PARTLY + PARTLY * reached, weight, reason)
