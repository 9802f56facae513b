"""What an offer can hold: a value beyond that is shortened or left out, with a note, and costs nobody the file.

Pure. The bounds are those of what people enter by hand, so that whatever came in can also be edited.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from services.core.intake.proposals import FieldName, FoundField, Proposal
from services.core.research.experts.schemas import PriceBody
from services.core.research.screening.case import LONGEST_QUESTION

LONGEST = 255
LONGER: Mapping[str, int] = {"bio": 50_000, "answer": 50_000, "question": LONGEST_QUESTION}
"""Characters, by field or by part of one."""
WHOLE: Mapping[FieldName, int] = {"email": 320, "linkedin_url": 2_000, "phone": 255}
"""Fields of which a part says nothing."""
MOST: Mapping[FieldName, int] = {"expertise": 100, "past_employers": 100, "availability": 200}
MOST_YEARS = 80


def within(proposal: Proposal) -> tuple[Proposal, list[str]]:
    """The proposal as an offer can hold it, and the fields that lost something."""
    fields: dict[FieldName, FoundField] = {}
    lost: list[str] = []
    for name, found in proposal.fields.items():
        value = _fitting(name, found.value)
        if value != found.value:
            lost.append(name)
        if value is not None:
            fields[name] = dataclasses.replace(found, value=value)
    return (dataclasses.replace(proposal, fields=fields), lost) if lost else (proposal, lost)


def _fitting(name: FieldName, value: Any) -> Any:
    """The value, shortened where a part of it still says something; None for one that cannot be kept."""
    if name == "price":
        return value if _is_price(value) else None
    if name == "years_experience":
        return value if 0 <= value <= MOST_YEARS else None
    if name in WHOLE:
        return value if len(value) <= WHOLE[name] else None
    return _shortened(value[: MOST[name]] if name in MOST else value, LONGER.get(name, LONGEST))


def _is_price(value: Any) -> bool:
    try:
        PriceBody.model_validate(value)
    except ValidationError:
        return False
    return True


def _shortened(value: Any, longest: int) -> Any:
    if isinstance(value, str):
        return value[:longest]
    if isinstance(value, list):
        return [_shortened(part, longest) for part in value]
    if isinstance(value, dict):
        return {name: _shortened(part, LONGER.get(name, LONGEST)) for name, part in value.items()}
    return value
