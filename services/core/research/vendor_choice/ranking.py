"""Ranks vendors for a need: every wish is weighed against tags, place and list price, none excludes a vendor.

What a vendor does not meet is never hidden: each wish has its verdict and reason, and all that are not met are listed
as relaxed. Silence of the tags is "not known", which counts more than a plain no and less than a yes.

A workspace that has asked any vendor for calls also wishes for one that has delivered: see `experience`. Proof for or
against a vendor then weighs as much as one preference that is met or not; who is untried lies in the middle.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

from services.core.research.vendor_choice import experience, facets, places
from services.core.research.vendor_choice.experience import Experience
from services.core.research.vendor_choice.facets import GLOBAL, Facets
from shared.statistics import Estimate

Wish = Literal["speed", "region", "industry", "access", "compliance", "price", "experience"]
Verdict = Literal["met", "partly", "not_known", "relaxed"]

PARTLY, NOT_KNOWN, AT_HOME = 0.5, 0.25, 0.6
WEIGHTS = {
    "price": 6.0,
    "region": 5.0,
    "speed": 1.0,
    "industry": 1.0,
    "access": 1.0,
    "compliance": 1.0,
    "experience": 2.0,
}
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
    experience: Experience | None = None


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
    candidates = list(vendors)
    tried = any(vendor.experience and vendor.experience.calls.n for vendor in candidates)
    return sorted((_weighed(vendor, need, tried=tried) for vendor in candidates), key=_order)


def _weighed(vendor: Vendor, need: Need, *, tried: bool) -> Choice:
    said = facets.of(vendor.tags)
    wished = [*_findings(vendor, said, need), _experience(vendor) if tried else None]
    findings = tuple(finding for finding in wished if finding is not None)
    weight = sum(finding.weight for finding in findings)
    earned = sum(finding.weight * finding.value for finding in findings)
    return Choice(vendor, round(100 * earned / weight) if weight else 100, findings)


def _order(choice: Choice) -> tuple[float, Decimal, int, str]:
    vendor = choice.vendor
    earned = sum(finding.weight * finding.value for finding in choice.findings)
    return -earned, -(vendor.overall_score or Decimal(0)), vendor.low or 0, vendor.name


def _findings(vendor: Vendor, said: Facets, need: Need) -> Iterable[Finding | None]:
    yield _speed(vendor, said, need.hours)
    yield _region(vendor, said, need.regions)
    yield _industry(said, need.industry)
    yield _access(said, need.access)
    yield _compliance(said) if need.compliance else None
    yield _price(vendor, need.budget_usd)


def _speed(vendor: Vendor, said: Facets, wanted: int | None) -> Finding | None:
    if wanted is None:
        return None
    weight = IMMEDIATE if wanted <= facets.SAME_DAY_HOURS else WEIGHTS["speed"]
    own = vendor.experience
    hours = said.hours if own is None else experience.hours_to_expect(said.hours, own, wanted=wanted)
    promise = f"'{said.tag('speed', f'{said.hours}h')}'" if said.hours is not None else "No tag says how fast"
    reason = f"{promise}, asked for within {wanted} h." if hours is not None else f"{promise}."
    if own is not None:
        reason += _waited(own, wanted if said.hours is None else said.hours)
    if hours is None:
        return Finding("speed", "not_known", NOT_KNOWN, weight, reason)
    if hours <= wanted:
        return Finding("speed", "met", 1, weight, reason)
    if hours <= 2 * wanted:
        return Finding("speed", "partly", PARTLY, weight, reason)
    return Finding("speed", "relaxed", 0, weight, reason)


def _waited(own: Experience, hours: int) -> str:
    """In words how long first proposals took; where too few came for a median, how many came within these hours."""
    told, share = own.first_proposal, own.within(hours)
    if told.value is not None:
        return f" Own experience: half within {told.value:.0f} h ({_bounds(told)}n {told.n})."
    if share.value is None:
        return ""
    answered = round(share.value * share.n)
    return f" Own experience: {answered} of {share.n} invitations brought a proposal within {hours} h."


def _bounds(told: Estimate) -> str:
    """The bounds that are reached; none where all took equally long."""
    if told.low is None and told.high is None:
        return ""
    low, high = (f"{bound:.0f}" if bound is not None else "?" for bound in (told.low, told.high))
    return f"{low} to {high} h, "


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


def _experience(vendor: Vendor) -> Finding:
    """How far calls asked for took place; what is too few to tell is as unknown as none."""
    weight, own = WEIGHTS["experience"], vendor.experience
    if own is None or own.calls.value is None or own.calls.low is None or own.calls.high is None:
        return Finding("experience", "not_known", experience.UNTRIED, weight, "No calls asked for yet.")
    share, low, high = (f"{100 * figure:.0f}" for figure in (own.calls.value, own.calls.low, own.calls.high))
    done = round(own.calls.value * own.calls.n)
    reason = f"{done} of {own.calls.n} calls asked for took place: {share} % ({low} to {high} %, n {own.calls.n})."
    if own.value == experience.UNTRIED:
        return Finding("experience", "not_known", own.value, weight, f"{reason} Too few to tell.")
    return Finding("experience", "met" if own.value > experience.UNTRIED else "relaxed", own.value, weight, reason)
