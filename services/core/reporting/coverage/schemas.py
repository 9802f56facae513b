"""Shapes of the coverage matrix."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.core.reporting.figures import VendorName
from services.core.reporting.schemas import CampaignBrief


class MatrixQuery(BaseModel):
    """Nothing can be asked for."""

    model_config = ConfigDict(extra="forbid")


class PeopleCountsOut(BaseModel):
    """People, not offers: each once, as far as the furthest of their offers has come."""

    people: int = Field(description="Everybody with an offer that stands")
    approved: int = Field(description="Of them shortlisted or further, but for whom the shortlist calls barred")
    booked: int = Field(description="Of them with a call that is booked and to come")
    done: int = Field(description="Of them called at least once, be another call booked with them or not")


class CoverageCellOut(PeopleCountsOut):
    """A region and an expert type. `unknown` is a value of both: what nobody has told yet."""

    region: str
    expert_type: str
    min_calls: int | None = Field(description="The cell's target; null where it has none")
    max_calls: int | None = Field(description="Null: no maximum")
    missing: int = Field(description="Calls of the minimum that no approved person stands for")
    to_find: int = Field(description="Of the missing, those nobody has been proposed for")
    over: int = Field(description="Approved people beyond the maximum")


class AdviceOut(VendorName):
    """A vendor whose own words fit a gap."""

    enrollment: str | None = Field(description="State of the vendor's enrolment here; null when never invited")
    reason: str


class GapOut(BaseModel):
    """A cell that lies below its minimum, the widest first."""

    region: str
    expert_type: str
    missing: int = Field(description="Calls of the minimum that no approved person stands for")
    to_find: int = Field(description="Of the missing, those nobody has been proposed for")
    vendors: list[AdviceOut]


class MatrixOut(BaseModel):
    """Regions × expert types against the campaign's targets."""

    campaign: CampaignBrief
    regions: list[str]
    expert_types: list[str]
    min_calls: int | None = Field(description="What the whole campaign needs; null: not said")
    max_calls: int | None = Field(description="What the whole campaign wants at most; null: not said")
    totals: PeopleCountsOut
    cells: list[CoverageCellOut] = Field(description="Those with people or a target; any other is empty")
    gaps: list[GapOut]


class SuggestedVendor(BaseModel):
    """A vendor as advice needs it."""

    id: UUID
    name: str
    tags: list[str]
    enrollment: str | None
