"""Which of a campaign's screening questions the wordings of a vendor mean. Pure."""

import functools
from collections.abc import Mapping, Sequence
from uuid import UUID

from rapidfuzz import fuzz, process, utils

from services.core.research.screening.case import LONGEST_QUESTION

SAME_QUESTION = 88.0
"""How alike (0..100) a vendor's wording must be to be taken for the campaign's question."""

Meant = tuple[UUID | None, str]
"""A question's id, None for one the campaign does not ask, and the text an answer to it is kept under."""


def meant(wordings: Sequence[str], questions: Mapping[UUID, str]) -> list[Meant]:
    """For each wording the question it means: of two wordings that mean one question the closer has it."""
    found = [_meant(wording, questions) for wording in wordings]
    closest = {
        question_id: max(
            (wording for wording, (other_id, _) in zip(wordings, found, strict=True) if other_id == question_id),
            key=functools.partial(fuzz.ratio, question),
        )
        for question_id, question in found
        if question_id is not None
    }
    return [
        each if each[0] is None or closest[each[0]] == wording else (None, wording)
        for wording, each in zip(wordings, found, strict=True)
    ]


def _meant(wording: str, questions: Mapping[UUID, str]) -> Meant:
    """The campaign's question a wording means, or the wording itself."""
    best = process.extractOne(
        wording,
        questions,
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        score_cutoff=SAME_QUESTION,
    )
    return (best[2], best[0][:LONGEST_QUESTION]) if best else (None, wording)
