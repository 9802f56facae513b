"""Shapes of a campaign's funnel."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from services.core.reporting.figures import EstimateOut, ShareOut, VendorName
from services.core.reporting.schemas import CampaignBrief

Stage = Literal["proposed", "reviewed", "shortlisted", "scheduling", "scheduled", "completed"]
STAGES: tuple[Stage, ...] = ("proposed", "reviewed", "shortlisted", "scheduling", "scheduled", "completed")


class FunnelQuery(BaseModel):
    """Nothing can be asked for."""

    model_config = ConfigDict(extra="forbid")


class DroppedOut(BaseModel):
    """Proposals that are out, by why."""

    rejected: int = Field(description="By the analyst")
    declined: int = Field(description="By the expert or vendor")
    lapsed: int = Field(description="Nothing was heard of them")
    blocked: int = Field(description="By compliance")


class StageOut(BaseModel):
    """A stage; proposals that skipped it on their way on have reached it too."""

    stage: Stage
    reached: int = Field(description="Proposals that came at least this far, by the log")
    here: int = Field(description="Proposals that stand here now")
    dropped: DroppedOut = Field(description="Proposals whose way ended here")
    conversion: ShareOut | None = Field(description="Reached ÷ reached the stage before; null for the first")
    median_days: EstimateOut = Field(
        description="Days spent in it until any move, by the log; those still in it count as waiting (Kaplan-Meier)"
    )


class VendorFunnelOut(VendorName):
    """One vendor's part."""

    reached: dict[Stage, int] = Field(description="Proposals that came at least this far, by stage")
    dropped: DroppedOut
    completion: ShareOut = Field(description="Completed ÷ proposed")


class FunnelOut(BaseModel):
    """How far a campaign's proposals have come. Proposals, not people: one person offered twice counts twice."""

    campaign: CampaignBrief
    stages: list[StageOut]
    vendors: list[VendorFunnelOut]
