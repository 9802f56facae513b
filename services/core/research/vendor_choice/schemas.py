"""Shapes of a vendor choice: what is needed, in; who fits and what each would make one give up, out."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from services.core.research.vendor_choice.ranking import Verdict, Wish
from shared.types import Currency, MinorUnits, ShortText

WORDS = {"immediate": 8, "urgent": 24, "normal": 72}
"""Hours to the first proposal that a word for urgency stands for."""
REGIONS = {
    "global": "Global", "worldwide": "Global", "us": "North America", "usa": "North America", "eu": "Europe",
    "emea": "Europe", "apac": "Asia Pacific", "asia": "Asia Pacific", "latam": "Latin America",
    "mea": "Middle East & Africa",
}  # fmt: skip


def _hours(word: object) -> object:
    return WORDS.get(word.strip().lower(), word) if isinstance(word, str) else word


def _region(word: object) -> object:
    return REGIONS.get(word.strip().lower(), word) if isinstance(word, str) else word


Region = Literal["North America", "Europe", "Asia Pacific", "Latin America", "Middle East & Africa", "Global"]
RegionIn = Annotated[Region, BeforeValidator(_region)]
Urgency = Annotated[int, BeforeValidator(_hours), Field(ge=1, le=720)]


class ChoiceQuery(BaseModel):
    """What is needed; with a campaign, its regions, industry and currency stand for those not given."""

    model_config = ConfigDict(extra="forbid")

    campaign_id: UUID | None = Field(
        default=None, description="Its regions, industry and currency stand for those not given"
    )
    region: Annotated[list[RegionIn], Field(max_length=6)] = Field(
        default_factory=list,
        description="Where experts are looked for; repeat for several. us, emea, apac and the like are understood",
    )
    urgency: Urgency | None = Field(
        default=None, description="Hours to the first proposal; or immediate, urgent or normal: 8, 24, 72"
    )
    budget_minor: MinorUnits | None = Field(default=None, description="For a call, in minor units of `currency`")
    currency: Currency | None = Field(default=None, description="ISO 4217; the campaign's, else USD")
    industry: ShortText | None = Field(default=None, description="The field of knowledge, in words")
    seniority: Literal["executives", "specialists"] | None = Field(
        default=None, description="Whom the vendor must be able to reach"
    )
    compliance: bool = Field(default=False, description="Whether the vendor's compliance must be strict")
    limit: int = Field(default=5, ge=3, le=5, description="How many vendors at most")


class VerdictOut(BaseModel):
    """How a vendor meets one wish, and why."""

    wish: Wish
    verdict: Verdict
    reason: str


class ChoiceOut(BaseModel):
    """A vendor that fits; `relaxed` names every wish that it does not, or not fully, or not known to, meet."""

    vendor_id: UUID
    vendor: str
    fit: int = Field(description="0 to 100, by weighed wishes")
    relaxed: list[Wish] = Field(description="Wishes that it does not, not fully, or not known to, meet")
    findings: list[VerdictOut]


class NeedOut(BaseModel):
    """The need as it was understood."""

    regions: list[str]
    hours: int | None = Field(description="Hours to the first proposal; null: not said")
    industry: str | None
    seniority: str | None = Field(description="Whom the vendor must be able to reach")
    compliance: bool
    budget_usd: str | None = Field(description="US dollars a call, two decimals")


class VendorChoiceOut(BaseModel):
    """Vendors for a need, the best fit first."""

    need: NeedOut
    items: list[ChoiceOut]
