"""Shapes of one move for many offers, in and out."""

from collections.abc import Mapping
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.core.research.experts.schemas import StatusIn
from services.core.research.experts.states import Status
from shared.contracts.input import Input
from shared.errors import Problem
from shared.types import Instant, Reason


class MovesIn(Input):
    """One move for many offers; old words for the states are understood."""

    expert_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]
    status: StatusIn
    reason: Reason | None = Field(default=None, description="Why; needed for rejected")
    occurred_at: Instant | None = Field(default=None, description="When, if not now; never in the future")


class MoveOut(BaseModel):
    """What became of one offer: it is in the state asked for, or why it is not."""

    expert_id: UUID
    moved: bool = Field(description="Whether it is in the state now")
    code: str | None = Field(description="What forbids it, for machines")
    detail: str | None = Field(description="What forbids it, for people")
    current: Status
    allowed: list[Status] = Field(description="Where a person may move it instead")


class MovesOut(BaseModel):
    """What became of each, in the order asked."""

    moved: int = Field(description="How many are in the state now")
    items: list[MoveOut]

    @classmethod
    def of(cls, found: Mapping[UUID, Problem | None], status: Status) -> Self:
        """The answer of what forbade each, None for those in the state."""
        items = [_told(id_, problem, status) for id_, problem in found.items()]
        return cls(moved=sum(item.moved for item in items), items=items)


def _told(expert_id: UUID, problem: Problem | None, status: Status) -> MoveOut:
    if problem is None:
        return MoveOut(expert_id=expert_id, moved=True, code=None, detail=None, current=status, allowed=[])
    return MoveOut(expert_id=expert_id, moved=False, code=problem.code, detail=problem.message, **problem.details)
