"""The fields of an offer that vendors state and people edit, by name, and how each lies in the row.

Most are one column; a price is one field in seven columns, so that it is stated, edited and suggested as a whole.
"""

from collections.abc import Mapping
from typing import Any

from shared.models.sourcing import Expert

PRICE = (
    "amount_minor",
    "currency",
    "unit",
    "minimum_minutes",
    "increment_minutes",
    "free_minutes",
    "credit_value_minor",
)
PLAIN = (
    "name",
    "title",
    "company",
    "past_employers",
    "location",
    "region",
    "skills",
    "description",
    "work_history",
    "years_experience",
    "linkedin_url",
    "email",
    "phone",
    "availability",
    "conflict_status",
    "expert_type",
    "vendor_ref",
    "avatar_url",
    "rating",
    "ai_fit_score",
)
FIELDS = (*PLAIN, "price")
EMPTY: dict[str, Any] = {"past_employers": [], "skills": [], "availability": [], "conflict_status": "not_checked"}


def read(offer: Expert, field: str) -> Any:
    """The field's value as JSON has it; None when it is not stated."""
    if field != "price":
        return getattr(offer, field)
    if offer.price_unit is None:
        return None
    price = {name: getattr(offer, f"price_{name}") for name in PRICE}
    return {name: value for name, value in price.items() if value is not None}


def write(offer: Expert, field: str, value: Any) -> None:
    """Set the field; None empties it."""
    if field == "price":
        for name in PRICE:
            setattr(offer, f"price_{name}", (value or {}).get(name))
    else:
        setattr(offer, field, EMPTY.get(field) if value is None else value)


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a new row that hold these fields and none besides."""
    plain = {field: value for field, value in values.items() if field != "price"}
    price = values.get("price") or {}
    empty = {field: list(value) if isinstance(value, list) else value for field, value in EMPTY.items()}
    return empty | {"edited_fields": []} | plain | {f"price_{name}": price[name] for name in PRICE if name in price}
