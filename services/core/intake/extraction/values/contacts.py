"""Reads a person's addresses: e-mail, phone, LinkedIn profile. Never decides whose they are."""

import re

import phonenumbers

from services.core.intake.extraction.values import limits

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+@(?:[\w-]+\.)+[a-z]{2,}(?![\w-])", re.IGNORECASE)
_LINKEDIN = re.compile(r"(?:[a-z]{2,3}\.)?linkedin\.com/in/([^\s/?#|<>()\[\],;\"']+)", re.IGNORECASE)


def email(text: str) -> str | None:
    """The first e-mail address in `text`, lower case."""
    text = text[: limits.LONGEST]
    found = _EMAIL.search(text)
    return found.group().lower() if found else None


def linkedin(text: str) -> str | None:
    """The first personal LinkedIn profile as `https://www.linkedin.com/in/<slug>`; company pages are not profiles."""
    text = text[: limits.LONGEST]
    found = _LINKEDIN.search(text)
    slug = found.group(1).rstrip(".*_").lower() if found else ""
    return f"https://www.linkedin.com/in/{slug}" if slug else None


def phone(text: str, *, region_hint: str | None = None) -> str | None:
    """The first valid phone number in E.164. A number without country code needs `region_hint` (ISO 3166, "DE")."""
    text = text[: limits.LONGEST]
    for match in phonenumbers.PhoneNumberMatcher(text, region_hint):
        return str(phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164))
    return None
