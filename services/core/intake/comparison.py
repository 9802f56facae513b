"""What a vendor's newer word changes in an offer: field by field, never over what a person has edited.

Pure: reads the offer, answers what should happen; placement does it.
"""

import re
from dataclasses import dataclass
from typing import Any

from services.core.intake.proposals import FieldName, FoundField, Proposal
from services.core.research.experts import fields
from shared.models.sourcing import Expert
from shared.money import minor_units

COLUMN: dict[FieldName, str] = {
    "name": "name",
    "title": "title",
    "employer": "company",
    "past_employers": "past_employers",
    "location": "location",
    "region": "region",
    "expertise": "skills",
    "bio": "description",
    "years_experience": "years_experience",
    "linkedin_url": "linkedin_url",
    "email": "email",
    "phone": "phone",
    "price": "price",
    "availability": "availability",
    "conflict_status": "conflict_status",
    "vendor_ref": "vendor_ref",
}
"""The offer's field each extracted one is placed in; `answers` are rows of their own."""

KEPT = frozenset({"name", "region"})
"""Fields a follow-up does not change: a name is spelled anew in every mail, a region follows the location."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what was, what comes, where it stands."""

    field: str
    before: Any
    after: Any
    found: FoundField

    def in_words(self) -> str:
        """As a report says it: `conflict_status: cleared (was pending)`."""
        was = "" if self.before in (None, [], "") else f" (was {shown(self.before)})"
        return f"{self.field}: {shown(self.after)}{was}"


def changes(offer: Expert, proposal: Proposal) -> list[Change]:
    """The fields in which a proposal differs from the offer as it stands."""
    found = [
        Change(column, fields.read(offer, column), proposal.fields[name].value, proposal.fields[name])
        for name, column in COLUMN.items()
        if name in proposal.fields and column not in KEPT
    ]
    return [change for change in found if not alike(change.before, change.after)]


def alike(before: Any, after: Any) -> bool:
    """Whether two values say the same: case, spacing and the order of a list of words do not matter."""
    return bool(_plain(before) == _plain(after))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub(r"\s+", " ", value).strip().casefold()
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        parts = [_plain(part) for part in value]
        return sorted(parts) if all(isinstance(part, str) for part in parts) else parts
    return value


def shown(value: Any) -> str:
    """A value in a few words, for people."""
    if isinstance(value, dict) and "amount_minor" in value:
        return _price(value)
    if isinstance(value, dict):
        return str(value.get("text") or value.get("name") or value)
    if isinstance(value, list):
        return ", ".join(shown(part) for part in value) or "none"
    return str(value).replace("_", " ")


def _price(price: dict[str, Any]) -> str:
    if price["unit"] == "credit":
        return f"{price['amount_minor'] / 100:g} credits per hour"
    amount = f"{price['amount_minor'] / minor_units(price['currency']):,.2f}".removesuffix(".00")
    return f"{price['currency']} {amount} per {price['unit']}"
