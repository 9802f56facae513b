"""Reads what a message says once for all its experts: the rate's unit and minimum, a price or a check for everybody."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.core.intake.extraction import values
from services.core.intake.extraction.mail.mentions import Mention
from services.core.intake.extraction.mail_spans import Piece
from services.core.intake.proposals import ConflictStatus, Price, PriceUnit

_ABOUT_PRICE = re.compile(
    r"\b(?:rates?|prices?|pricing|fees?|calls?|consultations?|billed|charged|credits?|minimum|increments?|experts?)\b",
    re.IGNORECASE,
)
_EVERYBODY = re.compile(
    r"\b(?:all|each|every|both)\b(?:\s+(?:of\s+)?(?:the|our|these|them|three|four|five|six|seven|conflict"
    r"|compliance)){0,3}"
    r"\s*(?:\w+\s)?(?:experts?|advisors?|advisers?|specialists?|profiles?|candidates?|consultants?|members?|checks?"
    r"|calls?|consultations?"
    r"|rates?|above|below|have|are|of them|people)\b|\bevery(?:one|body)\b|\b(?:standard|flat|default"
    r"|uniform) (?:rate|fee|price)\b",
    re.IGNORECASE,
)
_CHECKED = re.compile(
    r"\bconflicts?\b|\bcompliance checks?\b|\bcleared (?:by|through|with|for) compliance\b"
    r"|\bcompliance[- ](?:cleared|approved)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Terms:
    """`price` completes quotes; `quote` and `conflict` serve people of whom the message says nothing else."""

    price: Price = field(default_factory=lambda: Price())
    currency: str | None = None
    unit: PriceUnit | None = None
    quote: tuple[Price, Piece] | None = None
    conflict: tuple[ConflictStatus, Piece] | None = None

    def place(self) -> Piece | None:
        """Where something was said for all."""
        said = self.conflict or self.quote
        return said[1] if said else None


def read(sentences: Sequence[Piece], others: Sequence[Piece] = ()) -> Terms:
    """The terms in the sentences about nobody; `others` name somebody and may still say what a credit is worth."""
    terms = Terms()
    for sentence in others:
        stated = values.terms(sentence.flat)
        if "credit_value_minor" in stated:
            terms.price = {"credit_value_minor": stated["credit_value_minor"], "currency": stated["currency"]}
    for sentence in sentences:
        words = sentence.flat
        if _ABOUT_PRICE.search(words):
            terms.price = {**values.terms(words), **terms.price}
            if re.search(r"\b(?:rates?|prices?|pricing|fees?|all calls)\b", words, re.IGNORECASE):
                terms.unit = terms.unit or values.unit(words)
                terms.currency = terms.currency or values.currency(words)
        if not _EVERYBODY.search(words):
            continue
        if terms.quote is None and (quote := values.price(words)):
            terms.quote = quote, sentence
        if terms.conflict is None and _CHECKED.search(words) and (state := values.conflict(_about_check(words))):
            terms.conflict = state, sentence
    return terms


def is_for_all(sentence: Piece) -> bool:
    """Whether a sentence speaks of all experts."""
    return bool(_EVERYBODY.search(sentence.flat))


def apply(terms: Terms, mention: Mention) -> None:
    """Gives a person of whom the message says no price or check what it said for everybody."""
    if mention.price() is None and terms.quote:
        mention.add("price", {**terms.price, **terms.quote[0]}, terms.quote[1], 0.7)
    if terms.conflict:
        mention.add("conflict_status", terms.conflict[0], terms.conflict[1], 0.6)


def complete(terms: Terms, mention: Mention) -> None:
    """Adds to a person's quote the minimum, the step and the credit's value that were said once."""
    quote = mention.price()
    if quote is not None:
        same_unit = terms.unit is None or terms.unit == quote.get("unit") or quote.get("unit") == "credit"
        fitting = {
            key: said for key, said in terms.price.items() if same_unit and key not in quote and _fits(key, quote)
        }
        mention.complete_price({**quote, **fitting})  # type: ignore[typeddict-item]


def _fits(key: str, quote: Price) -> bool:
    """A credit's value and its currency belong to credits only."""
    return key.endswith("_minutes") or quote.get("unit") == "credit"


def _about_check(words: str) -> str:
    found = _CHECKED.search(words)
    return words[max(0, found.start() - 40) :] if found else ""
