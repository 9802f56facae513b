"""Shapes of a campaign's coverage targets, in and out."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from services.core.research.campaigns.schemas import Region
from services.core.research.companies.classification import ExpertType
from shared.contracts.input import Input
from shared.types import Count


class TargetIn(Input):
    """How many calls are wanted with experts of a type in a region; no maximum unless said."""

    region: Region
    expert_type: ExpertType
    min_calls: Count = Field(default=0, description="Calls wanted at least")
    max_calls: Count | None = Field(default=None, description="Null: no maximum")

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """The maximum is not below the minimum."""
        if self.max_calls is not None and self.max_calls < self.min_calls:
            raise ValueError("max_calls is below min_calls")
        return self


class TargetsIn(Input):
    """All targets of the campaign, in place of those it had; each cell at most once."""

    items: Annotated[list[TargetIn], Field(max_length=36)]

    @model_validator(mode="after")
    def each_cell_once(self) -> Self:
        """No two targets for one cell."""
        cells = [(item.region, item.expert_type) for item in self.items]
        if len(set(cells)) < len(cells):
            raise ValueError("a cell is named twice")
        return self


class TargetOut(BaseModel):
    """A cell's target, and the people shortlisted for it or further: each once, however many vendors offer them, and
    nobody who cannot be called as the shortlist says.
    """

    region: Region
    expert_type: ExpertType
    min_calls: int = Field(description="Calls wanted at least")
    max_calls: int | None = Field(description="Null: no maximum")
    taken: int = Field(description="People shortlisted or further, each once")
    full: bool = Field(description="Whether `taken` has reached the maximum")


class TargetsOut(BaseModel):
    """All targets of a campaign, by region and type."""

    campaign_id: UUID
    items: list[TargetOut]
