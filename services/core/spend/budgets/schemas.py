"""Shapes of budgets and forecasts, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from shared.contracts.input import Input
from shared.types import INT_MAX, MinorUnits

Kind = Literal["absolute", "percent"]


class ThresholdIn(Input):
    """At which spend somebody wants to know: minor units of the campaign's currency, or percent of the budget."""

    kind: Kind
    value: Annotated[int, Field(ge=1, le=INT_MAX)]


class BudgetIn(Input):
    """What the campaign may cost, in minor units of its currency, and every threshold there shall be.

    A threshold that stays is not told again, unless the budget rises so far that it lies ahead.
    """

    amount_minor: MinorUnits
    thresholds: Annotated[list[ThresholdIn], Field(max_length=50)] = Field(default_factory=list)


class BudgetThresholdOut(BaseModel):
    """A threshold; `fired_at` when spend reached `limit_minor`, at `fired_spend_minor`."""

    id: UUID
    kind: Kind
    value: int
    limit_minor: int
    fired_at: dt.datetime | None
    fired_spend_minor: int | None


class CampaignBudgetOut(BaseModel):
    """The campaign's money in its own currency; `without_price` counts charges that these sums leave out."""

    campaign_id: UUID
    currency: str
    amount_minor: int | None
    committed_minor: int
    actual_minor: int
    left_minor: int | None
    without_price: int
    thresholds: list[BudgetThresholdOut]
    updated_at: dt.datetime | None


class RangeOut(BaseModel):
    """What is expected, between what is little and what is much."""

    expected: int
    low: int
    high: int


class ForecastOut(BaseModel):
    """What the campaign will have cost in the end, in its own currency.

    Calls still to be booked to the minimum, the middle and the maximum of each coverage cell, or of the campaign where
    no cell has a target; with those done and booked never fewer than the campaign's own minimum, nor more than its own
    maximum. All at the price of a call. `basis` says whether that is the mean of the campaign's own calls or
    the median of its standing offers (`price_n` of them), low and high being their quartiles. Null: nobody knows one.
    """

    campaign_id: UUID
    currency: str
    committed_minor: int
    actual_minor: int
    without_price: int
    calls_done: int
    calls_booked: int
    calls_needed: RangeOut
    basis: Literal["own_calls", "offers", "unknown"]
    price_n: int
    price_minor: RangeOut | None
    total_minor: RangeOut | None
