"""Reads numbers and currencies as people write them in English, German, Swiss and French. Knows no price rules."""

import re
from decimal import Decimal

from services.core.intake.extraction.values import limits
from shared import money

GAP = " \u00a0\u2009\u202f"
NUMBER = rf"\d{{1,3}}(?:[{GAP}'’.,]\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)|\d{{1,9}}(?:[.,]\d{{1,4}})?"

_CODES = (
    "USD EUR GBP CHF JPY CNY INR CAD AUD NZD SGD HKD SEK NOK DKK PLN CZK HUF RON ILS AED SAR QAR ZAR BRL MXN CLP COP"
    " ARS KRW TWD THB MYR IDR PHP VND TRY ISK"
)
_NAMES = {
    "us$": "USD",
    "ca$": "CAD",
    "c$": "CAD",
    "au$": "AUD",
    "a$": "AUD",
    "nz$": "NZD",
    "sg$": "SGD",
    "s$": "SGD",
    "hk$": "HKD",
    "mx$": "MXN",
    "r$": "BRL",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "￥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₪": "ILS",
    "zł": "PLN",
    "sfr.": "CHF",
    "sfr": "CHF",
    "fr.": "CHF",
    "rmb": "CNY",
    "cn¥": "CNY",
    "us dollars": "USD",
    "us dollar": "USD",
    "dollars": "USD",
    "dollar": "USD",
    "euros": "EUR",
    "euro": "EUR",
    "pounds": "GBP",
    "gbp sterling": "GBP",
    "swiss francs": "CHF",
    "francs": "CHF",
    "yen": "JPY",
    "rupees": "INR",
}
_BY_NAME = {code.lower(): code for code in _CODES.split()} | _NAMES


def _alternative(name: str) -> str:
    left = r"(?<![^\W\d_])" if name[0].isalpha() else ""
    right = r"(?![^\W\d_])" if name[-1].isalpha() else ""
    return left + re.escape(name) + right


CURRENCY = "|".join(_alternative(name) for name in sorted(_BY_NAME, key=len, reverse=True))
_CURRENCY = re.compile(CURRENCY, re.IGNORECASE)
_NUMBER = re.compile(rf"(?<![\d.,])({NUMBER})(?:[{GAP}]?(k)\b)?", re.IGNORECASE)


def currency(text: str) -> str | None:
    """The ISO 4217 code a text names by code, symbol or word ("Rate (EUR/h)" → EUR)."""
    text = text[: limits.LONGEST]
    found = _CURRENCY.search(text)
    return _BY_NAME[found.group().lower()] if found else None


def number(text: str) -> Decimal | None:
    """The first number, whichever way it is written: "1,150.00", "1.150,00", "1'150", "1 150,00", "1.2k"."""
    text = text[: limits.LONGEST]
    found = _NUMBER.search(text)
    return _decimal(found.group(1)) * (1000 if found.group(2) else 1) if found else None


def minor_units(amount: Decimal, code: str) -> int:
    """`amount` as an integer count of the currency's smallest unit (cents; yen have none)."""
    return int((amount * money.minor_units(code)).to_integral_value())


def _decimal(written: str) -> Decimal:
    digits = re.sub(rf"[{GAP}'’]", "", written)
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return Decimal(digits)
    last = marks[-1]
    fraction = digits.rsplit(last, 1)[1]
    grouped = len(fraction) == 3 and marks.count(last) == len(marks) and not digits.startswith("0")
    if grouped:
        return Decimal(digits.replace(last, ""))
    return Decimal(re.sub(r"[.,]", "", digits[: -len(fraction) - 1]) + "." + fraction)
