"""What vendors ask for a person, and how a price is worded in each unit."""

from decimal import Decimal
from random import Random

from services.core.simulator.characters import RANKS
from services.core.simulator.records import Offer
from services.core.simulator.vendors import Vendor

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
ROUGHLY_USD = {"USD": Decimal(1), "EUR": Decimal("1.10"), "GBP": Decimal("1.25")}
"""What vendors reckon with when they set a price; what is owed is converted by the world's dated rates."""


def ask(chance: Random, vendor: Vendor, rank: str) -> int:
    """A quote within the vendor's list prices, dearer for higher ranks, in minor units (or hundredths of a credit)."""
    share = (len(RANKS) - 1 - RANKS.index(rank) + chance.random()) / len(RANKS)
    return amount(vendor, vendor.low + round(share * (vendor.high - vendor.low)))


def amount(vendor: Vendor, dollars: int) -> int:
    """So many dollars an hour in the vendor's unit, rounded as vendors round."""
    terms = vendor.terms
    money = dollars / ROUGHLY_USD[terms.currency]
    if terms.credit_minor:
        return round(money * 10_000 / terms.credit_minor / 5) * 5
    if terms.unit == "minute":
        return round(money / 60 * 10) * 10
    return round(money / 25) * 2500


def drifted(chance: Random, offer: Offer) -> int:
    """A changed quote: five to fifteen percent up or down, never the same."""
    step = 5 if offer.vendor.terms.credit_minor else 10 if offer.vendor.terms.unit == "minute" else 2500
    share = chance.choice((-1, 1, 1)) * chance.uniform(0.05, 0.15)
    changed = round(offer.amount_minor * (1 + share) / step) * step
    return changed if changed != offer.amount_minor else offer.amount_minor + step


def in_words(offer: Offer, amount_minor: int | None = None) -> str:
    """The quote as a mail says it: "$1,150 per hour", "1.25 credits per hour", "€12.50 per minute"."""
    terms = offer.vendor.terms
    minor = offer.amount_minor if amount_minor is None else amount_minor
    if terms.unit == "credit":
        return f"{minor / 100:g} credits per hour"
    figure = f"{minor / 100:,.2f}".removesuffix(".00")
    return f"{SYMBOLS[terms.currency]}{figure} per {terms.unit}"


def terms_in_words(vendor: Vendor) -> str:
    """The vendor's terms as a mail says them once for everybody."""
    terms = vendor.terms
    money = {"USD": "US dollars", "EUR": "euro", "GBP": "pounds sterling"}[terms.currency]
    if terms.unit == "call":
        return f"Rates are per call of up to {terms.minimum} minutes, in {money}."
    said = f"Rates are in {money} per {terms.unit}, with"
    if terms.unit == "credit":
        said = f"Rates are in credits per hour; 1 credit = USD {(terms.credit_minor or 0) // 100:,}. Calls have"
    said += f" a {terms.minimum}-minute minimum and {terms.step}-minute increments after that"
    return (
        f"{said}, and the first {terms.free} minutes are free if it is the wrong person." if terms.free else f"{said}."
    )
