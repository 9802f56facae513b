"""Shapes of vendors' scorecards; the formulas stand beside the figures."""

import datetime as dt
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.core.reporting.figures import EstimateOut, ShareOut, VendorName
from shared.contracts.filters import OfVendor
from shared.types import Instant

Grade = Literal["great", "good", "weak", "too few"]


class ScorecardQuery(BaseModel):
    """Which facts count: those that began in the window `from` ≤ instant < `to`."""

    model_config = ConfigDict(extra="forbid")

    begin: Instant | None = Field(default=None, alias="from", description="A year before `to` when absent")
    end: Instant | None = Field(default=None, alias="to", description="Now when absent; later facts do not count")
    vendor_id: OfVendor = None


class CallsOut(BaseModel):
    """Calls asked for in the window, by what became of them. `asked` are those whose end is known."""

    asked: int = Field(description="Calls whose end is known")
    done: int = Field(description="Completed or stopped")
    no_show: int
    cancelled: int
    open: int = Field(description="Calls asked for whose end is still to come")


class FirstProposalOut(BaseModel):
    """Hours from the invitation to the vendor's first proposal; open invitations count as waiting (Kaplan-Meier)."""

    median_hours: EstimateOut = Field(description="Within so many hours half of the invitations had a proposal")
    p90_hours: EstimateOut = Field(description="Within so many hours nine of ten had one")
    open: int = Field(description="Invitations without a proposal yet")


class ScorecardOut(VendorName):
    """How a vendor has delivered. Vendors are ranked by the lower bound of the EN score, never by the bare ratio."""

    rank: int | None = Field(description="Null when too few calls were asked for")
    grade: Grade = Field(description="Of the EN score: 60 % is great, 30 % good")
    calls: CallsOut
    proposals: int = Field(description="Experts it proposed in the window")
    en_score: ShareOut = Field(description="Calls done (completed or stopped) ÷ calls asked whose end is known")
    first_proposal: FirstProposalOut
    invitations: ShareOut = Field(description="Invitations accepted ÷ answered, failed or withdrawn")
    acceptance: ShareOut = Field(description="Proposals ever shortlisted ÷ shortlisted or rejected")
    duplicates: ShareOut = Field(
        description="Proposals of people whom another vendor was the first to propose to this workspace ÷ proposals"
    )
    no_shows: ShareOut = Field(description="No-shows that were not the client's ÷ those and calls done")
    price_to_list: EstimateOut = Field(
        description="Mean of quote ÷ midpoint of the list price, for 60 minutes; bounds by Student's t"
    )


class UnreliableOut(BaseModel):
    """Somebody who did not come to a call, whoever offered them."""

    person_id: UUID
    name: str
    no_shows: ShareOut


class ScorecardsOut(BaseModel):
    """All vendors who were invited, proposed or were asked for calls in the window; best first."""

    begins_at: dt.datetime | None = Field(description="As asked for")
    ends_at: dt.datetime | None = Field(description="As asked for")
    vendors: list[ScorecardOut]
    no_shows_by_expert: list[UnreliableOut]
