"""Shapes of rate cards, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from shared.contracts.filters import SortBy
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import Currency, Day, LastDay, LongText, MinorUnits

Unit = Literal["hour", "call", "minute", "credit"]
Period = Literal["month", "quarter", "year"]
Minutes = Annotated[int, Field(ge=0, le=600)]
Step = Annotated[int, Field(ge=1, le=600)]
Percent = Annotated[int, Field(ge=0, le=100)]
Sort = Literal["valid_from", "-valid_from", "version", "-version", "created_at", "-created_at"]


class NoticeTerm(Input):
    """A call cancelled less than so many hours before its start costs this share of its price."""

    notice_hours: Annotated[int, Field(ge=1, le=2_000)] = Field(
        description="Cancelled less than so many hours before the start"
    )
    percent: Percent = Field(description="Share of the call's price that is then due")


Notices = Annotated[list[NoticeTerm], Field(max_length=20)]


class RateCardIn(Input):
    """What the vendor charges from a day on; a card without an end that holds then ends on the day before.

    Amounts are minor units of `currency` per `unit`; of credits, hundredths of a credit an hour. A poor call that ends
    within `free_minutes` costs nothing.
    """

    valid_from: Day = Field(description="The first day it holds")
    valid_to: LastDay | None = Field(default=None, description="The last day it holds; null: until another card begins")
    currency: Currency
    unit: Unit = Field(description="What `amount_minor` is the price of")
    amount_minor: MinorUnits = Field(
        description="Minor units of `currency` per unit; of credits, hundredths of a credit an hour"
    )
    minimum_minutes: Minutes | None = Field(default=None, description="A shorter call is charged as one of this length")
    increment_minutes: Step | None = Field(default=None, description="Minutes are rounded up to a multiple of this")
    free_minutes: Minutes | None = Field(
        default=None, description="A poor call that ends within these minutes costs nothing"
    )
    credit_value_minor: MinorUnits | None = Field(
        default=None, description="What one credit costs; for cards in credits, and only these"
    )
    cancellation: Notices = Field(default_factory=list, description="What a call costs that is cancelled late")
    no_show_expert_percent: Percent = Field(
        default=0, description="Share of the price due where the expert did not come"
    )
    no_show_client_percent: Percent = Field(
        default=100, description="Share of the price due where the client did not come"
    )
    recruiting_fee_minor: MinorUnits | None = Field(
        default=None, description="One-off fee for finding an expert, entered by hand when due"
    )
    subscription_minor: MinorUnits | None = Field(
        default=None, description="Fee per `subscription_period`, entered by hand when due"
    )
    subscription_period: Period | None = None
    notes: LongText | None = None


class RateCardPatch(Patch):
    """What changes; null clears. Once a charge rests on the card, only `valid_to` and `notes` may."""

    valid_from: Day = unset()
    valid_to: LastDay | None = None
    currency: Currency = unset()
    unit: Unit = unset()
    amount_minor: MinorUnits = unset()
    minimum_minutes: Minutes | None = None
    increment_minutes: Step | None = None
    free_minutes: Minutes | None = None
    credit_value_minor: MinorUnits | None = None
    cancellation: Notices = unset()
    no_show_expert_percent: Percent = unset()
    no_show_client_percent: Percent = unset()
    recruiting_fee_minor: MinorUnits | None = None
    subscription_minor: MinorUnits | None = None
    subscription_period: Period | None = None
    notes: LongText | None = None


class RateCardQuery(PageQuery):
    """Filters and order of the list; `on` is a day on which the card holds."""

    sort: SortBy[Sort] = "-valid_from"
    on: Day | None = Field(default=None, description="Only the card that holds on this day")


class NoticeTermOut(BaseModel):
    """A share of the price due for short notice."""

    notice_hours: int = Field(description="Cancelled less than so many hours before the start")
    percent: int = Field(description="Share of the call's price that is then due")


class RateCardOut(BaseModel):
    """A card as it stands; `in_use` when a charge rests on it."""

    id: UUID
    vendor_platform_id: UUID
    version: int = Field(description="Counts the vendor's cards from 1")
    valid_from: dt.date
    valid_to: dt.date | None = Field(description="The last day it holds; null: until another card begins")
    currency: str
    unit: Unit
    amount_minor: int = Field(
        description="Minor units of `currency` per unit; of credits, hundredths of a credit an hour"
    )
    minimum_minutes: int | None = Field(description="A shorter call is charged as one of this length")
    increment_minutes: int | None = Field(description="Minutes are rounded up to a multiple of this")
    free_minutes: int | None = Field(description="A poor call that ends within these minutes costs nothing")
    credit_value_minor: int | None = Field(description="What one credit costs, in minor units of `currency`")
    cancellation: list[NoticeTermOut]
    no_show_expert_percent: int = Field(description="Share of the price due where the expert did not come")
    no_show_client_percent: int = Field(description="Share of the price due where the client did not come")
    recruiting_fee_minor: int | None = Field(description="One-off fee for finding an expert, entered by hand when due")
    subscription_minor: int | None = Field(description="Fee per `subscription_period`, entered by hand when due")
    subscription_period: Period | None
    notes: str | None
    in_use: bool = Field(description="Whether a charge rests on it: then only its end and notes may change")
    created_at: dt.datetime
    updated_at: dt.datetime
