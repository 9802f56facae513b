"""Shapes of rules, in and out."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.core.compliance.words import Reason, RuleWord
from shared.contracts.input import Input
from shared.contracts.page import PageQuery

Outcome = Literal["off", "refuse", "needs_approval"]


class RuleIn(Input):
    """A new version of a rule, for calls from one day on (today unless said) until a last one, if any."""

    outcome: Outcome
    reason: Reason
    parameters: Annotated[dict[str, Any], Field(description="Those that differ from the shipped ones")] = Field(
        default_factory=dict
    )
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class RulesQuery(BaseModel):
    """The day of calls the rules are asked for."""

    model_config = ConfigDict(extra="forbid")

    on: Annotated[dt.date | None, Field(description="The day of a call; today unless given")] = None


class VersionQuery(PageQuery):
    """Filters and order of all versions ever made."""

    sort: Literal["created_at", "-created_at"] = "-created_at"
    rule: RuleWord | None = None


class RuleOut(BaseModel):
    """A rule as it is in force on a day; version 0 is as shipped."""

    rule: RuleWord
    version: int
    outcome: Outcome
    parameters: dict[str, Any]


class VersionOut(RuleOut):
    """One version of a rule: for which days, made by whom and why."""

    id: UUID
    valid_from: dt.date
    valid_to: dt.date | None
    reason: str
    created_by: str | None
    created_at: dt.datetime
