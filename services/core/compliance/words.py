"""Words and small shapes that compliance's rooms share."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import StringConstraints

from shared.errors import invalid
from shared.types import NO_NUL

RuleWord = Literal[
    "restricted_company", "restricted_person", "do_not_contact", "target_employee", "public_company_employee",
    "cooling_off", "government_official", "healthcare", "country", "attestation_terms", "attestation_call",
    "conflict_check", "call_limit", "user_training",
]  # fmt: skip
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=NO_NUL)]


def require_order(since: dt.date | None, until: dt.date | None) -> None:
    """Raises Problem (invalid) where the last day of a span is before its first."""
    if since is not None and until is not None and until < since:
        raise invalid("dates_reversed", f"The last day {until} is before the first, {since}.", pointer="#/valid_to")
