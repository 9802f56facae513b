"""Reads vendors' free tags as facets: how fast, where, which industries, whom they reach, how strict, what they cost.

Must never read more into a tag than it says: a vendor that names no region is not thereby global.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Facet = Literal["speed", "region", "industry", "compliance", "access", "cost", "service"]

GLOBAL = "Global"
SAME_DAY_HOURS = 8
"""Hours within which "instant" and "same-day" vendors answer."""
PATTERNS: tuple[tuple[Facet, str, str], ...] = (
    ("speed", "8h", r"\b(instant|on-demand|same-day|immediate)\b"),
    ("speed", "fast", r"\b(quick|rapid|fast|turnaround)\b"),
    ("region", "Asia Pacific", r"\b(apac|asian?|asia-pacific|china|japan|india|australia|korea)\b"),
    ("region", "Europe", r"\b(eu|europe(an)?|uk|dach|nordics?|benelux)\b"),
    ("region", "North America", r"\b(us|usa|north america|canada)\b"),
    ("region", "Latin America", r"\b(latam|latin america|brazil|mexico)\b"),
    ("region", "Middle East & Africa", r"\b(mea|mena|middle east|africa|gulf)\b"),
    ("region", GLOBAL, r"\b(global|worldwide|international|multi-region|cross-border|wide coverage)\b"),
    ("industry", "technology", r"^technology( (focus|platform))?$|\b(saas|software)\b"),
    ("industry", "healthcare", r"\b(health ?care|life sciences|pharma|medical|biotech)\b"),
    ("industry", "finance", r"\b(financ\w*|private equity|investment|banking|insurance)\b"),
    ("industry", "manufacturing", r"\b(manufacturing|industrials?)\b"),
    ("industry", "retail", r"\b(retail|consumer goods|e-commerce)\b"),
    ("industry", "education", r"\beducation\b"),
    ("industry", "energy", r"\b(energy|utilities|oil)\b"),
    ("industry", "transportation", r"\b(transport\w*|logistics|automotive)\b"),
    ("industry", "media & entertainment", r"\b(media|entertainment)\b"),
    ("industry", "real estate", r"\breal estate\b"),
    ("industry", "any", r"\b(cross-industry|wide expertise|industry depth|b2b)\b"),
    ("compliance", "strict", r"\b(compliance|compliant|certified|regulat\w+)\b"),
    ("access", "executives", r"\b(c-suite|executives?|decision makers)\b"),
    ("access", "specialists", r"\b(sme|subject.matter|niche specialists|hard-to-reach|deep bench)\b"),
    ("cost", "low", r"\b(cost effective|budget|low-cost)"),
    ("cost", "clear", r"\b(pricing|transparent|fees|terms)\b"),
    ("cost", "high", r"\b(premium|white-glove)\b"),
)
HOURS = re.compile(r"\b(\d{1,3}) ?h(?:ours?)?\b")
READERS = tuple((facet, value, re.compile(pattern)) for facet, value, pattern in PATTERNS)
INDUSTRY_WORDS: Mapping[str, str] = {
    value: pattern for facet, value, pattern in PATTERNS if facet == "industry" and value != "any"
}


@dataclass(frozen=True, slots=True)
class Facets:
    """What a vendor's tags say: values by facet with the tag that says it, and the hours to a first proposal."""

    said: Mapping[Facet, Mapping[str, str]]
    hours: int | None

    def tag(self, facet: Facet, value: str) -> str | None:
        """The tag that says this, if one does."""
        return self.said.get(facet, {}).get(value)

    @property
    def regions(self) -> set[str]:
        """The regions named; empty for a vendor that is global or says nothing."""
        return set(self.said.get("region", {})) - {GLOBAL}


def normal(tag: str) -> str:
    """A tag as it is compared: without case, surplus space and odd hyphens."""
    return " ".join(tag.casefold().replace("\u2011", "-").replace("\u2013", "-").split())


def of(tags: Iterable[str]) -> Facets:
    """The facets of a vendor's tags, each distinct tag read once."""
    said: dict[Facet, dict[str, str]] = {}
    hours: list[int] = []
    for tag in dict.fromkeys(tags):
        for facet, value in read(tag):
            said.setdefault(facet, {}).setdefault(value, tag)
            if facet == "speed" and value.endswith("h"):
                hours.append(int(value[:-1]))
    return Facets(said, min(hours, default=None))


def read(tag: str) -> Iterator[tuple[Facet, str]]:
    """Every facet a tag speaks of; one that speaks of none describes the service."""
    text = normal(tag)
    found: list[tuple[Facet, str]] = [("speed", f"{int(given[1])}h") for given in HOURS.finditer(text)]
    found += [(facet, value) for facet, value, reader in READERS if reader.search(text)]
    yield from found or [("service", text)]


def industry(word: str) -> str | None:
    """The industry a campaign's word means, None for one of no vendor's ("Any", "Other")."""
    text = normal(word)
    if text in ("", "any", "other"):
        return None
    return next((value for value, pattern in INDUSTRY_WORDS.items() if value == text or re.search(pattern, text)), text)
