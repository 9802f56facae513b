"""Readers of single values (a price, a slot, a phone number), shared by sheets and mails.

Pure functions of the text they are given; they never guess what it does not say and answer None (or an empty list)
instead of raising.
"""

from services.core.intake.extraction.values.blanks import is_blank
from services.core.intake.extraction.values.conflicts import conflict
from services.core.intake.extraction.values.contacts import email, linkedin, phone
from services.core.intake.extraction.values.employment import past_employer, past_employers
from services.core.intake.extraction.values.money import currency, number
from services.core.intake.extraction.values.places import region
from services.core.intake.extraction.values.prices import price, terms, unit
from services.core.intake.extraction.values.roles import Role, is_marked_former, role, side_by_side, without_former
from services.core.intake.extraction.values.slots import availability
from services.core.intake.extraction.values.topics import expertise, years
from services.core.intake.extraction.values.zones import timezone_named as timezone

__all__ = [
    "Role",
    "availability",
    "conflict",
    "currency",
    "email",
    "expertise",
    "is_blank",
    "is_marked_former",
    "linkedin",
    "number",
    "past_employer",
    "past_employers",
    "phone",
    "price",
    "region",
    "role",
    "side_by_side",
    "terms",
    "timezone",
    "unit",
    "without_former",
    "years",
]
