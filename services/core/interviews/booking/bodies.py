"""Bodies of the commands that say what becomes of a call: confirmed, held, missed, called off, rated, corrected."""

from typing import Annotated

from pydantic import AfterValidator, Field

from services.core.interviews.booking.schemas import ActualMinutes, Fault, Occurred, Rating, Reason, Said, Slots
from shared.contracts.input import unset
from shared.models.compliance import RULES
from shared.types import Instant, LongText

STOPPING = (*RULES, "inside_information", "other")
"""Why a call is stopped: one of the gate's rules, what was heard in the call itself, or what `reason` alone tells."""


def _is_stopping(rule: str) -> str:
    if rule not in STOPPING:
        raise ValueError(f"a call is stopped for one of {', '.join(STOPPING)}; what happened is told in reason")
    return rule


StopRule = Annotated[str, AfterValidator(_is_stopping), Field(json_schema_extra={"enum": list(STOPPING)})]


class ConfirmBody(Said):
    """Both sides have accepted."""

    occurred_at: Occurred = None


class RequestAgainBody(Said):
    """Back to looking for a time, with the slots now offered."""

    reason: Reason | None = None
    proposed_slots: Slots = Field(default_factory=list, description="In place of those proposed before")
    occurred_at: Occurred = None


class CompleteBody(Said):
    """How the call went. A poor one may cost nothing within the vendor's free minutes.

    Without `actual_minutes` it took as long as booked, without `completed_at` it ended that long after its start.
    """

    actual_minutes: ActualMinutes | None = Field(
        default=None, description="How long it took; as long as booked unless said"
    )
    was_poor: bool = Field(
        default=False,
        description="Whether it was of no use: such a call may cost nothing within the vendor's free minutes",
    )
    completed_at: Instant | None = Field(default=None, description="When it ended, if not that long after its start")


class StopBody(Said):
    """A call ended for compliance: which rule, and in free words what happened. The expert is still paid."""

    rule: StopRule
    reason: Reason = Field(description="What happened, in free words")
    actual_minutes: ActualMinutes | None = Field(
        default=None, description="How long it took; as long as booked unless said"
    )
    occurred_at: Instant | None = Field(default=None, description="When it was ended, if not that long after its start")


class NoShowBody(Said):
    """Who did not come."""

    fault: Fault = Field(description="Who did not come")
    reason: Reason | None = None
    occurred_at: Occurred = None


class CancelBody(Said):
    """Why the call is off, and by whom."""

    reason: Reason
    fault: Fault | None = Field(default=None, description="Who called it off; null: not said")
    occurred_at: Occurred = None


class Ratings(Said):
    """What the call was worth, 0 to 5."""

    rating: Rating = unset()
    relevance_rating: Rating = unset()
    expertise_rating: Rating = unset()
    communication_rating: Rating = unset()
    review_text: LongText | None = None


class RateBody(Ratings):
    """At least one rating, or a review."""

    rated_at: Instant | None = Field(default=None, description="When, if not now; never in the future")


class CorrectionBody(Ratings):
    """What was noted wrongly of a call that took place, and why it is corrected."""

    reason: Reason
    actual_minutes: ActualMinutes = unset()
    was_poor: bool = unset()
