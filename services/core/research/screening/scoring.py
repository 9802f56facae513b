"""The screening score: 0 to 100 of background fit 35 %, answers 45 % and red flags 20 %, by rules alone.

A knock-out, an evaded question about conflicts and a role that only supported others cap the whole, and are named.
"""

from services.core.research.screening import answering, background, flags
from services.core.research.screening.case import Brief, Candidate, Part, Verdict

WEIGHTS: dict[Part, float] = {"background": 0.35, "answers": 0.45, "red_flags": 0.20}
KNOCK_OUT_CAP = 20
RULES = "3"
"""Which rules these are; raised when the same answers would score otherwise."""


class RulesJudge:
    """Judges by the questions' rules, the brief and the wordings: no model, no network, the same every time."""

    name = "rules"

    def judge(self, brief: Brief, candidate: Candidate) -> Verdict:
        """The verdict on one expert."""
        fit, backed = background.fit(brief, candidate)
        told = answering.weigh(brief.questions, candidate.answers)
        flagged = flags.raised(candidate)
        parts: dict[Part, float | None] = {"background": fit, "answers": told.value, "red_flags": flagged.value}
        knocked_out = any(judged.knocks_out for judged in told.judged)
        cap = min(
            (cap for cap in (flagged.cap, KNOCK_OUT_CAP if knocked_out else None) if cap is not None), default=None
        )
        return Verdict(
            score=min(_whole(parts), 100 if cap is None else cap),
            parts={part: None if value is None else round(100 * value, 1) for part, value in parts.items()},
            reasons=(*backed, *(judged.reason for judged in told.judged), *flagged.reasons),
            answered=told.answered,
            asked=told.asked,
            knocked_out=knocked_out,
            cap=cap,
        )


def _whole(parts: dict[Part, float | None]) -> int:
    """The parts by weight; one the campaign asks nothing of is left out and the others weigh more."""
    known = {part: value for part, value in parts.items() if value is not None}
    total = sum(WEIGHTS[part] for part in known)
    return round(100 * sum(WEIGHTS[part] * value for part, value in known.items()) / total)
