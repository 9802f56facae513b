"""Reads quotes: amount, currency, unit, minimum, step, free minutes. Never invents a currency."""

import re
from decimal import Decimal

from services.core.intake.extraction.values import limits, money
from services.core.intake.proposals import Price, PriceUnit

_MONEY = (
    rf"(?:{money.CURRENCY})[{money.GAP}]?(?:{money.NUMBER})k?\b|(?:{money.NUMBER})k?[{money.GAP}]?(?:{money.CURRENCY})"
)
_PLAIN = rf"(?<![\w.,])(?:{money.NUMBER})k?(?![\d%])"
_NOT_A_PRICE = r"(?![\d.,]*\s?(?:m|mm|mn|bn|b|million|billion|mio|mrd)\b)"
_AMOUNT = re.compile(rf"(?:{_MONEY}){_NOT_A_PRICE}", re.IGNORECASE)
_NUMBER_ONLY = re.compile(_PLAIN + _NOT_A_PRICE, re.IGNORECASE)
_RANGE_END = re.compile(rf"\s*(?:[-–—]|to|bis|und|and|à)\s*({_MONEY}|(?:{money.NUMBER})k?\b)", re.IGNORECASE)
_CREDITS = re.compile(
    rf"({money.NUMBER})(?:\s*(?:[-–—]|to)\s*({money.NUMBER}))?\s*(?:\w+\s)?(?:credits?|units?|tokens?)\b"
    rf"|(?:credits?|units?|tokens?)(?:\s(?:per|/)\s?\w+)?\s*[:=]\s*({money.NUMBER})",
    re.IGNORECASE,
)
_CREDIT_VALUE = re.compile(
    rf"(?:1|one|per|each|a)\s+(?:credit|unit|token)\s*(?:=|is|equals|at|:|≙|costs|being)?\s*({_MONEY})"
    rf"|({_MONEY})\s*(?:/|per|each|a)\s*(?:credit|unit|token)\b",
    re.IGNORECASE,
)
_OLD = re.compile(
    rf"\(?\b(?:was|were|previously|formerly|instead of|originally|list(?: price)?|regular(?:ly)?|usually"
    rf"|(?:down|up) from|before|old rate|statt|vorher)\s*:?\s*(?:{_MONEY})[^,;)]*\)?",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    rf"\b(?:reduced|lowered|dropped|drops|decreased|cut|raised|increased|changed|moved|revised|gone (?:down|up)|goes"
    rf"|went|comes?|came|updated)\s*(?:down|up)?\s+from\s+(?:{_MONEY}|{_PLAIN})\S*\s+to\s+",
    re.IGNORECASE,
)

_SPAN = (
    r"(\d{1,3}|one|two|half(?:\s|-)?(?:an?\s)?|an?|full)[\s-]*(minuten|minutes?|mins?\b\.?|hours?|hrs?|h\b|stunden?|')"
)
_MINIMUM = re.compile(
    rf"(?:min(?:imum|dest(?:ens|abnahme|dauer)?|d)?\.?(?:\s(?:of|charge|call|billing|duration|length|time|fee|for"
    rf"|every|each|all|calls|is|are|per|a))*[\s:(]*{_SPAN})"
    rf"|(?:{_SPAN}\s*(?:call\s)?(?:min\.(?!\w)|min\b|minimum|mindest\w*))",
    re.IGNORECASE,
)
_STEP = re.compile(
    rf"{_SPAN}[\s-]*(?:\w+\s)?(?:increments?|steps?|blocks?|intervals?|takt|schritt\w*|units?\sthereafter|rounding)"
    rf"|(?:increments?|steps?|blocks?|intervals?|rounded(?:\sup)?|billed|pro-?rated?)\s(?:of|to|in|by|per|every|the"
    rf"|next|nearest"
    rf"|\s)*{_SPAN}",
    re.IGNORECASE,
)
_BY_UNIT = re.compile(
    r"\b(?:by|to) the (?:minute|quarter[\s-]hour)\b|\bin quarter[\s-]hours?\b"
    r"|\b(?:pro-?rated?|billed|charged) (?:by|per|to) (?:the )?(?:minute|quarter[\s-]hour)\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    rf"{_SPAN}\s*(?:\w+\s){{0,2}}?(?:are\s|is\s)?(?:free|gratis|kostenlos|kostenfrei|no charge|not charged"
    rf"|complimentary|on us|at no cost)|free\s(?:for\s)?(?:the\s)?first\s{_SPAN}",
    re.IGNORECASE,
)

_CALL = "call|consultation|interview|session|engagement|gespräch|interaction"
_UNITS: tuple[tuple[PriceUnit, re.Pattern[str]], ...] = (
    ("minute", re.compile(r"(?:/|per|pro|a|each|je)\s*(?:min(?:ute)?)\b", re.IGNORECASE)),
    ("hour", re.compile(r"(?:/|per|pro|an|each|je|par|de l'|la|[àa])\s*(?:hour|hr|h|std|stunde|heure|hora)\b", re.I)),
    ("call", re.compile(rf"(?:/|per|pro|a|each|je|for (?:a|the|one))\s*(?:[\w-]+\s)?(?:{_CALL})\b", re.IGNORECASE)),
    ("minute", re.compile(r"\bminut(?:e|ely) rate\b", re.IGNORECASE)),
    ("hour", re.compile(r"\b(?:hourly|p\.?\s?h\.?\b|stundensatz|p/h)", re.IGNORECASE)),
    ("call", re.compile(r"\b(?:call|flat|fixed) (?:rate|fee|price)\b|\bflat\b|\bp\.?\s?c\.?\b", re.IGNORECASE)),
)
_PER_MINUTES = re.compile(
    r"(?:/|per|for|pro|je)\s*(?:(\d{1,3})[\s-]?min(?:ute[sn]?)?\b|(half)[\s-](?:an\s)?hour)", re.IGNORECASE
)


def price(text: str, *, currency_hint: str | None = None, unit_hint: PriceUnit | None = None) -> Price | None:
    """The quote in `text`, or None when it holds no amount ("TBD", "upon request") or no currency is known.

    `currency_hint` (ISO 4217) and `unit_hint` serve amounts that name none, as in a column headed "Rate (EUR/h)".
    Without any unit the amount is per hour, the trade's habit. Of a range the upper end is taken: what the client
    may be billed. An amount "was" or "reduced from" is not the quote.
    """
    text = text[: limits.LONGEST]
    current = _OLD.sub(" ", _CHANGE.sub("", text))
    stated, rest = _terms(current)
    quote = _credits(rest) or _money(rest, currency_hint, unit_hint)
    if quote is None:
        return None
    return {**quote, **stated}


def terms(text: str) -> Price:
    """What a vendor states once for all its quotes: minimum, step, free minutes, a credit's value; no amount."""
    text = text[: limits.LONGEST]
    stated, rest = _terms(text)
    return {**_credit_value(rest), **stated}


def unit(text: str) -> PriceUnit | None:
    """The unit a text quotes by ("per hour", "€/min", "call rate"), None if it names none."""
    text = text[: limits.LONGEST]
    return next((unit for unit, pattern in _UNITS if pattern.search(text)), None)


def _credits(text: str) -> Price | None:
    found = _CREDITS.search(_CREDIT_VALUE.sub(" ", text))
    if not found:
        return None
    amount = Decimal((found.group(2) or found.group(1) or found.group(3)).replace(",", "."))
    return {"amount_minor": int(amount * 100 * _per_hour(text)), "unit": "credit", **_credit_value(text)}


def _credit_value(text: str) -> Price:
    found = _CREDIT_VALUE.search(text)
    written = (found.group(1) or found.group(2)) if found else ""
    code, each = money.currency(written), money.number(written)
    return {"credit_value_minor": money.minor_units(each, code), "currency": code} if code and each else {}


def _money(text: str, currency_hint: str | None, unit_hint: PriceUnit | None) -> Price | None:
    found = _AMOUNT.search(text) or (_NUMBER_ONLY.search(text) if currency_hint else None)
    if not found:
        return None
    written, end = found.group(), found.end()
    upper = _RANGE_END.match(text, end)
    amount = money.number(upper.group(1) if upper else written)
    code = _currency_of(written, text, currency_hint)
    if amount is None or code is None or amount <= 0:
        return None
    amount *= _per_hour(text[upper.end() if upper else end :])
    return {
        "amount_minor": money.minor_units(amount, code),
        "currency": code,
        "unit": unit(text) or unit_hint or "hour",
    }


def _currency_of(written: str, text: str, hint: str | None) -> str | None:
    """The amount's own currency; a hint decides what `$` and `¥` mean, since several countries share them."""
    named = money.currency(written)
    if named and "$" in written and hint and hint.endswith("D") and re.search(r"(?<![A-Za-z])\$", written):
        return hint
    if named and "¥" in written and hint in {"JPY", "CNY"}:
        return hint
    return named or money.currency(text) or hint


def _per_hour(text: str) -> Decimal:
    """What turns an amount "per 30 minutes" into one per hour."""
    found = _PER_MINUTES.search(text)
    if not found:
        return Decimal(1)
    minutes = 30 if found.group(2) else int(found.group(1))
    return Decimal(60) / minutes if 0 < minutes < 60 else Decimal(1)


def _terms(text: str) -> tuple[Price, str]:
    """Minimum, step and free minutes, and the text without them, so that their numbers are not taken for amounts."""
    found: Price = {}
    if step := _STEP.search(text):
        found["increment_minutes"] = _minutes(step)
        text = text.replace(step.group(), " ")
    elif by_unit := _BY_UNIT.search(text):
        found["increment_minutes"] = 15 if "quarter" in by_unit.group().lower() else 1
        text = text.replace(by_unit.group(), " ")
    if free := _FREE.search(text):
        found["free_minutes"] = _minutes(free)
        text = text.replace(free.group(), " ")
    if minimum := _MINIMUM.search(text):
        found["minimum_minutes"] = _minutes(minimum)
        text = text.replace(minimum.group(), " ")
    return found, text


def _minutes(found: re.Match[str]) -> int:
    count, unit = [group for group in found.groups() if group is not None][:2]
    hours = unit.lower().startswith(("h", "stund"))
    word = count.lower().strip(" -")
    if word.startswith("half"):
        return 30
    amount = {"one": 1, "a": 1, "an": 1, "full": 1, "two": 2}.get(word) or int(word)
    return amount * 60 if hours else amount
