"""Shapes of what waits for compliance, and of what compliance decides."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.core.compliance.words import Reason, RuleWord
from shared.contracts.filters import OfCall, OfCampaign, OfOffer, SortBy
from shared.contracts.input import Input
from shared.contracts.page import PageQuery
from shared.types import Instant

Decision = Literal["approve", "override", "refuse"]
State = Literal["open", "approved", "overridden", "refused"]
Chosen = Annotated[
    Decision, Field(description="approve: what the rule leaves to compliance; override: also what it refuses")
]


class DecisionIn(Input):
    """What compliance decides about a request, and why."""

    decision: Chosen
    reason: Reason


class ApprovalIn(DecisionIn):
    """A decision about whatever one rule finds on one call: of an interview, or of an expert on a day.

    It holds for that version of the rule, those facts and that day alone.
    """

    rule: RuleWord
    interview_id: UUID | None = None
    expert_id: UUID | None = None
    starts_at: Annotated[Instant | None, Field(description="The interview's own start unless given")] = None


class ApprovalQuery(PageQuery):
    """Filters and order of the queue."""

    sort: SortBy[Literal["created_at", "-created_at", "starts_at", "-starts_at"]] = "created_at"
    state: State | None = Field(
        default=None, description="Only requests of which this was decided last; open ones wait"
    )
    rule: RuleWord | None = Field(default=None, description="Only what this rule found")
    campaign_id: OfCampaign = None
    expert_id: OfOffer = None
    interview_id: OfCall = None
    starts_from: Instant | None = Field(
        default=None, alias="from", description="Only calls that begin at this instant or later"
    )
    starts_to: Instant | None = Field(default=None, alias="to", description="Only calls that begin before this instant")


class ApprovalOut(BaseModel):
    """A finding put before compliance, and what was decided last."""

    id: UUID
    campaign_id: UUID
    expert_id: UUID
    expert_name: str
    interview_id: UUID | None = Field(description="Null where the call was never entered")
    rule: RuleWord
    version: int = Field(description="Which version of the rule found it")
    asked: Literal["refuse", "needs_approval"] = Field(description="What the rule makes of it by itself")
    fact: str = Field(description="What it rests on, in words")
    call_day: dt.date = Field(
        description="The day of the call in its campaign's time zone: what is decided holds for it alone"
    )
    starts_at: dt.datetime = Field(description="When the call would begin")
    state: State
    requested_by: str | None = Field(description="Id of who wanted to book")
    created_at: dt.datetime
    decided_by: str | None = Field(description="Id of who decided last; null while open")
    decided_at: dt.datetime | None
    reason: str | None
