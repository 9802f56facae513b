"""Shapes of rules, in and out."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.core.compliance.rules.parameters import ByRule
from services.core.compliance.words import Reason, RuleWord
from shared.contracts.filters import SortBy
from shared.contracts.input import Input
from shared.contracts.page import PageQuery
from shared.types import Day, LastDay

Outcome = Literal["off", "refuse", "needs_approval"]


class RuleIn(Input):
    """A new version of a rule, for calls from one day on (today unless said) until a last one, if any."""

    outcome: Outcome
    reason: Reason
    parameters: Annotated[dict[str, Any], ByRule] = Field(
        default_factory=dict, description="Those of the rule that differ from the shipped ones"
    )
    valid_from: Day | None = Field(
        default=None, description="The first day of calls it holds for; today (UTC) unless said"
    )
    valid_to: LastDay | None = Field(default=None, description="The last day; null: until further notice")


class RulesQuery(BaseModel):
    """The day of calls the rules are asked for."""

    model_config = ConfigDict(extra="forbid")

    on: Annotated[Day | None, Field(description="The day of a call; today unless given")] = None


class VersionQuery(PageQuery):
    """Filters and order of all versions ever made."""

    sort: SortBy[Literal["created_at", "-created_at"]] = "-created_at"
    rule: RuleWord | None = Field(default=None, description="Only versions of this rule")


class RuleOut(BaseModel):
    """A rule as it is in force on a day; version 0 is as shipped."""

    rule: RuleWord
    version: int = Field(description="Counts the rule's versions from 1; 0 is as shipped")
    outcome: Outcome
    parameters: dict[str, Any] = Field(description="All it goes by, shipped values included")


class VersionOut(RuleOut):
    """One version of a rule: for which days, made by whom and why."""

    id: UUID
    valid_from: dt.date
    valid_to: dt.date | None
    reason: str
    created_by: str | None
    created_at: dt.datetime
