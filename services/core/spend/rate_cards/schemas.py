"""Shapes of rate cards, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import Currency, LongText, MinorUnits

Unit = Literal["hour", "call", "minute", "credit"]
Period = Literal["month", "quarter", "year"]
Minutes = Annotated[int, Field(ge=0, le=600)]
Step = Annotated[int, Field(ge=1, le=600)]
Percent = Annotated[int, Field(ge=0, le=100)]
Sort = Literal["valid_from", "-valid_from", "version", "-version", "created_at", "-created_at"]


class NoticeTerm(Input):
    """A call cancelled less than so many hours before its start costs this share of its price."""

    notice_hours: Annotated[int, Field(ge=1, le=2_000)]
    percent: Percent


Notices = Annotated[list[NoticeTerm], Field(max_length=20)]


class RateCardIn(Input):
    """What the vendor charges from a day on; a card without an end that holds then ends on the day before.

    Amounts are minor units of `currency` per `unit`; of credits, hundredths of a credit an hour. A poor call that ends
    within `free_minutes` costs nothing.
    """

    valid_from: dt.date
    valid_to: dt.date | None = None
    currency: Currency
    unit: Unit
    amount_minor: MinorUnits
    minimum_minutes: Minutes | None = None
    increment_minutes: Step | None = None
    free_minutes: Minutes | None = None
    credit_value_minor: MinorUnits | None = None
    cancellation: Notices = Field(default_factory=list)
    no_show_expert_percent: Percent = 0
    no_show_client_percent: Percent = 100
    recruiting_fee_minor: MinorUnits | None = None
    subscription_minor: MinorUnits | None = None
    subscription_period: Period | None = None
    notes: LongText | None = None


class RateCardPatch(Patch):
    """What changes; null clears. Once a charge rests on the card, only `valid_to` and `notes` may."""

    valid_from: dt.date = unset()
    valid_to: dt.date | None = None
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

    sort: Sort = "-valid_from"
    on: dt.date | None = None


class NoticeTermOut(BaseModel):
    """A share of the price due for short notice."""

    notice_hours: int
    percent: int


class RateCardOut(BaseModel):
    """A card as it stands; `in_use` when a charge rests on it."""

    id: UUID
    vendor_platform_id: UUID
    version: int
    valid_from: dt.date
    valid_to: dt.date | None
    currency: str
    unit: Unit
    amount_minor: int
    minimum_minutes: int | None
    increment_minutes: int | None
    free_minutes: int | None
    credit_value_minor: int | None
    cancellation: list[NoticeTermOut]
    no_show_expert_percent: int
    no_show_client_percent: int
    recruiting_fee_minor: int | None
    subscription_minor: int | None
    subscription_period: Period | None
    notes: str | None
    in_use: bool
    created_at: dt.datetime
    updated_at: dt.datetime
