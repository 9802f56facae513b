"""What reading one message needs to know beside its words: the day, the vendor's own addresses, habits of writing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.core.intake.extraction.values import dates
from services.core.intake.proposals import PriceUnit


@dataclass(frozen=True, slots=True)
class Context:
    """`own_domains` are the vendor's, whose addresses are no expert's; `questions` those listed by number.

    `month_first` is how the message writes `12/1`, where its other dates tell; `currency` and `unit` are what it says
    once of all its prices ("Rates are per call in US dollars").
    """

    today: date
    own_domains: frozenset[str] = frozenset()
    questions: Mapping[str, str] | None = None
    month_first: bool | None = None
    currency: str | None = None
    unit: PriceUnit | None = None


def of(text: str, *, today: date, own_domains: frozenset[str], questions: Mapping[str, str]) -> Context:
    """The context of a message with this text."""
    return Context(today, own_domains, questions, dates.writes_month_first(re.sub(r"https?:\S+", "", text)))
