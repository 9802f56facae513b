"""Shapes of reports, out; how they are asked for, in."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.core.reporting.shortlist import CallState
from services.core.reporting.standing import Outcome
from services.core.research.experts.schemas import PriceOut, ScreeningOut
from shared.contracts.page import LARGEST_PAGE
from shared.types import Currency


class TermsQuery(BaseModel):
    """What everything is compared in."""

    model_config = ConfigDict(extra="forbid")

    currency: Currency | None = Field(default=None, description="ISO 4217; the campaign's own when absent")
    minutes: Annotated[int, Field(ge=15, le=240)] = Field(default=60, description="Length of the call compared")


class ShortlistQuery(TermsQuery):
    """A page of the list."""

    limit: int = Field(default=50, ge=1, le=LARGEST_PAGE, description="People a page")
    after: UUID | None = Field(default=None, description="The `next` of the page before")


class CampaignBrief(BaseModel):
    """Which campaign."""

    id: UUID
    campaign_name: str
    project_name: str | None
    status: str


class UsedRateOut(BaseModel):
    """A rate used, and whose it is."""

    currency: str
    usd_per_unit: str = Field(description="US dollars for one unit of the currency")
    as_of: str
    source: str = Field(description="workspace: set here; reference: shipped with the product, no market data")


class RegionOut(BaseModel):
    """People in a region."""

    region: str
    wanted: bool = Field(description="Whether the campaign looks for experts there")
    people: int


class CoverageOut(BaseModel):
    """The list against the campaign's targets; whoever is not barred counts for them, called already or not."""

    people: int
    people_without_conflict: int = Field(description="People with an offer that nothing known today bars")
    people_open: int = Field(description="People of these who can be called: neither called nor booked yet")
    people_booked: int = Field(description="People with a call booked")
    people_called: int = Field(description="People called, and not booked again")
    people_barred: int = Field(description="People all of whose offers are flagged or refused by what is known today")
    min_calls: int | None = Field(description="What the campaign needs; null: not said")
    max_calls: int | None = Field(description="What the campaign wants at most; null: not said")
    missing_to_min: int = Field(description="Calls of the minimum that nobody stands for")
    reaches_max: bool = Field(description="Whether there are as many people as the campaign wants at most")
    regions: list[RegionOut]
    regions_missing: list[str] = Field(description="Regions the campaign looks in and nobody is from")


class SummaryOut(BaseModel):
    """Figures of the whole list."""

    people: int = Field(description="People on the list")
    offers: int
    offered_more_than_once: int = Field(description="People whom several vendors offer")
    vendors: int = Field(description="Vendors with an offer on it")
    without_quote: int = Field(description="Offers without a quote whose vendor has no rate card")
    saving_minor: int = Field(
        description="What the best offer of each person saves against the dearest with a quote or card, in minor units"
    )


class PersonCard(BaseModel):
    """The person, from all offers together."""

    id: UUID
    name: str
    title: str | None
    company: str | None
    location: str | None
    region: str | None
    linkedin_url: str | None
    email: str | None
    phone: str | None
    past_employers: list[dict[str, Any]] = Field(
        description="Former employers: `name`, `title`, `start`, `end` (2019 or 2019-03)"
    )


class StandingOut(BaseModel):
    """What is known today of an offer before the gate is asked.

    Looked at: whether the person is blocked in this campaign by a list, and whether the employer named now is
    restricted or a target of the campaign, by the rules in force today. The gate decides at booking on everything else:
    what the offer said before it was edited, a company's arms in other countries, former employers, kinds of company,
    countries, attestations, limits, training and what compliance approved.
    """

    outcome: Outcome
    rule: str | None = Field(description="The rule that speaks against it, if any")
    version: int | None = Field(description="Which version of that rule")
    fact: str | None = Field(description="What it rests on, in words")


class OfferOut(BaseModel):
    """One vendor's offer with its comparable cost; `basis` says whether that is a quote or the vendor's reference."""

    expert_id: UUID
    vendor_platform_id: UUID
    vendor: str
    vendor_ref: str | None = Field(description="The vendor's own id of the person")
    name: str
    title: str | None
    company: str | None
    price: PriceOut | None
    basis: str = Field(
        description="What the cost rests on: quoted, card, reference (the vendor's list price) or unknown"
    )
    cost_minor: int | None = Field(
        description="Of a call of the length compared, in minor units of `currency`; null where no price is known"
    )
    per_hour_minor: int | None = Field(description="The same an hour")
    reference_low_minor: int | None = Field(description="List price of such a call, from")
    reference_high_minor: int | None = Field(description="List price of such a call, to")
    currency: str
    availability: list[dict[str, Any]] = Field(
        description="Times offered: `text` as written and, where certain, `start`, `end` and `timezone`"
    )
    conflict_status: str = Field(description="What the vendor's own conflict check says")
    compliance: StandingOut
    status: str
    skills: list[str]
    expert_type: str | None
    over_quota: bool = Field(description="Whether its coverage cell was full when it was shortlisted")
    screening: ScreeningOut | None
    answers: list[dict[str, Any]] = Field(description="Questions with the answers given")
    sources: dict[str, Any] = Field(description="By field: the file, place and confidence it came from")


class ShortlistEntryOut(BaseModel):
    """A person with all offers, best first."""

    person: PersonCard
    call_state: CallState = Field(description="open: can be called; barred: not with any of the offers")
    best_offer_id: UUID | None = Field(description="The cheapest offer that is neither flagged nor refused")
    vendor_count: int = Field(description="Vendors who offer the person")
    saving_minor: int = Field(
        description="Dearest less best offer of this person, of those with a quote or card, in minor units"
    )
    saving_percent: float = Field(description="The same as a share of the dearest, 0 to 100")
    offers: list[OfferOut]


class ShortlistOut(BaseModel):
    """The shortlist."""

    campaign: CampaignBrief
    currency: str = Field(description="ISO 4217: what all costs are compared in")
    minutes: int = Field(description="Length of the call compared")
    rates: list[UsedRateOut] = Field(description="Exchange rates used")
    coverage: CoverageOut
    summary: SummaryOut
    items: list[ShortlistEntryOut]
    next: UUID | None = Field(description="Pass as `after` to get the next page; null when there is none")
