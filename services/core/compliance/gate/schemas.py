"""Shapes of the gate's answers."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.types import Instant

Outcome = Literal["cleared", "needs_approval", "refused"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the gate found: the rule and its version, what that makes of the call, and the fact it rests on.

    `outcome` is what stands after compliance decided, `asked` what the rule said of itself.
    """

    rule: str
    version: int
    outcome: str
    fact: str
    asked: str
    call_day: dt.date

    @property
    def stands(self) -> bool:
        """Whether it keeps the call from taking place."""
        return self.outcome in ("refuse", "needs_approval")

    def told(self) -> dict[str, Any]:
        """The finding as answers and the log have it."""
        return {"rule": self.rule, "version": self.version, "outcome": self.outcome, "fact": self.fact}


class GateQuery(BaseModel):
    """When the call would begin: the gate answers as of that day in the campaign's time zone."""

    model_config = ConfigDict(extra="forbid")

    starts_at: Annotated[Instant | None, Field(description="The call's own start, else now, unless given")] = None


class GateFindingOut(BaseModel):
    """What the gate found; `asked` is the rule's own word, `outcome` what is left of it after a decision."""

    rule: str
    version: int = Field(description="Which version of the rule; 0 is as shipped")
    outcome: Literal["refuse", "needs_approval", "approved", "overridden", "note"]
    fact: str = Field(description="What it rests on, in words")
    asked: Literal["refuse", "needs_approval", "note"]
    decided_by: str | None = Field(description="Id of who decided for compliance; null where nobody has")


class GateOut(BaseModel):
    """The gate's answer as of the call's day, with every finding."""

    expert_id: UUID
    campaign_id: UUID
    interview_id: UUID | None
    starts_at: dt.datetime = Field(description="The start the gate was asked about")
    call_day: dt.date | None = Field(description="That day in the campaign's time zone; null where nothing was found")
    outcome: Outcome
    findings: list[GateFindingOut]
