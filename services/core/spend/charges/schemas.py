"""Shapes of charges, in and out."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.contracts.input import Input
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Currency, MinorUnits

FeeType = Literal["per_call", "cancellation", "no_show", "recruiting", "subscription"]
Stage = Literal["committed", "actual", "released"]
Sort = Literal["occurred_at", "-occurred_at", "created_at", "-created_at"]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=NO_NUL)]


class ChargeIn(Input):
    """A fee entered by hand: amount and currency, or neither where the vendor's card says both."""

    campaign_id: UUID
    vendor_platform_id: UUID
    fee_type: Literal["recruiting", "subscription", "cancellation", "no_show"]
    amount_minor: MinorUnits | None = None
    currency: Currency | None = None
    occurred_at: AwareDatetime | None = None
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

    campaign_id: UUID | None = None
    vendor_id: UUID | None = None
    interview_id: UUID | None = None
    expert_id: UUID | None = None
    stage: Stage | None = None
    fee_type: FeeType | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class ChargeQuery(PageQuery, Filters):
    """Filters and order of the list."""

    sort: Sort = "-occurred_at"


class ChargeOut(BaseModel):
    """An entry of the ledger. `basis` says what the amount rests on: its `price` is quoted, card, reference, stated,
    invoice or unknown, and then there is no amount.
    """

    id: UUID
    campaign_id: UUID
    campaign_name: str
    vendor_platform_id: UUID
    vendor: str
    interview_id: UUID | None
    expert_id: UUID | None
    expert: str | None
    rate_card_id: UUID | None
    fee_type: FeeType
    stage: Stage
    amount_minor: int | None
    currency: str | None
    campaign_amount_minor: int | None
    campaign_currency: str
    rate_date: dt.date
    basis: dict[str, Any]
    reason: str | None
    occurred_at: dt.datetime
    released_at: dt.datetime | None
    release_reason: str | None
    created_at: dt.datetime


class TotalOut(BaseModel):
    """The sum of a stage in one currency; `without_price` of its charges have no amount."""

    stage: Stage
    currency: str | None
    amount_minor: int
    charges: int
    without_price: int = Field(description="Charges whose price nobody knows, which the sum leaves out")


class TotalsOut(BaseModel):
    """Sums, never of two currencies together."""

    items: list[TotalOut]
