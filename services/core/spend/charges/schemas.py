"""Shapes of charges, in and out."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.contracts.filters import OfCall, OfCampaign, OfOffer, OfVendor, SortBy
from shared.contracts.input import Input
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Currency, Instant, MinorUnits

FeeType = Literal["per_call", "cancellation", "no_show", "recruiting", "subscription"]
Stage = Literal["committed", "actual", "released"]
Sort = Literal["occurred_at", "-occurred_at", "created_at", "-created_at"]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=NO_NUL)]


class ChargeIn(Input):
    """A fee entered by hand: amount and currency, or neither where the vendor's card says both."""

    campaign_id: UUID
    vendor_platform_id: UUID
    fee_type: Literal["recruiting", "subscription", "cancellation", "no_show"]
    amount_minor: MinorUnits | None = Field(
        default=None, description="Minor units of `currency`; with it, or neither where the vendor's card says the fee"
    )
    currency: Currency | None = None
    occurred_at: Instant | None = Field(default=None, description="When it fell due, if not now; never in the future")
    reason: Reason

    @model_validator(mode="after")
    def _amount_and_currency_go_together(self) -> "ChargeIn":
        if (self.amount_minor is None) != (self.currency is None):
            raise ValueError("amount_minor and currency are given together or not at all")
        return self


class VoidIn(Input):
    """Why a charge is taken back."""

    reason: Reason


class Filters(BaseModel):
    """Which charges; `since` and `until` bound when they fell due, the latter excluded."""

    model_config = ConfigDict(extra="forbid")

    campaign_id: OfCampaign = None
    vendor_id: OfVendor = None
    interview_id: OfCall = None
    expert_id: OfOffer = None
    stage: Stage | None = Field(
        default=None, description="committed: booked and to come; actual: charged; released: taken back"
    )
    fee_type: FeeType | None = Field(default=None, description="Only fees of this kind")
    since: Instant | None = Field(default=None, description="Fell due at this instant or later")
    until: Instant | None = Field(default=None, description="Fell due before this instant")


class ChargeQuery(PageQuery, Filters):
    """Filters and order of the list."""

    sort: SortBy[Sort] = "-occurred_at"


class ChargeOut(BaseModel):
    """An entry of the ledger. `basis` says what the amount rests on: its `price` is quoted, card, reference, stated,
    invoice or unknown, and then there is no amount.
    """

    id: UUID
    campaign_id: UUID
    campaign_name: str
    vendor_platform_id: UUID
    vendor: str
    interview_id: UUID | None = Field(description="The call it is of; null for fees of none")
    expert_id: UUID | None
    expert: str | None
    rate_card_id: UUID | None = Field(description="The card it was reckoned by, if any")
    fee_type: FeeType
    stage: Stage = Field(description="committed: booked and to come; actual: charged; released: taken back")
    amount_minor: int | None = Field(description="Minor units of `currency`; null where no price is known")
    currency: str | None
    campaign_amount_minor: int | None = Field(
        description="In the campaign's currency, at the rates of `rate_date`; null where no rate or price is known"
    )
    campaign_currency: str
    rate_date: dt.date = Field(description="The day whose exchange rates were used")
    basis: dict[str, Any] = Field(
        description="What the amount rests on: `price` is quoted, card, reference, stated, invoice or unknown"
    )
    reason: str | None
    occurred_at: dt.datetime = Field(description="When it was committed or fell due")
    released_at: dt.datetime | None = Field(description="When it was taken back")
    release_reason: str | None = Field(description="Why it was taken back")
    created_at: dt.datetime


class TotalOut(BaseModel):
    """The sum of a stage in one currency; `without_price` of its charges have no amount."""

    stage: Stage
    currency: str | None
    amount_minor: int = Field(description="In minor units of `currency`")
    charges: int = Field(description="Charges in the sum or left out of it")
    without_price: int = Field(description="Charges whose price nobody knows, which the sum leaves out")


class TotalsOut(BaseModel):
    """Sums, never of two currencies together."""

    items: list[TotalOut]
