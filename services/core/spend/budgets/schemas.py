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
    value: Annotated[int, Field(ge=1, le=INT_MAX)] = Field(
        description="Minor units of the campaign's currency, or percent of the budget"
    )


class BudgetIn(Input):
    """What the campaign may cost, in minor units of its currency, and every threshold there shall be.

    A threshold that stays is not told again, unless the budget rises so far that it lies ahead.
    """

    amount_minor: MinorUnits = Field(description="In minor units of the campaign's currency")
    thresholds: Annotated[list[ThresholdIn], Field(max_length=50)] = Field(
        default_factory=list, description="All there shall be"
    )


class BudgetThresholdOut(BaseModel):
    """A threshold; `fired_at` when spend reached `limit_minor`, at `fired_spend_minor`."""

    id: UUID
    kind: Kind
    value: int = Field(description="As it was set: minor units, or percent")
    limit_minor: int = Field(description="The sum at which it is reached")
    fired_at: dt.datetime | None = Field(description="When spend reached it; null while it lies ahead")
    fired_spend_minor: int | None = Field(description="What was committed and spent then")


class CampaignBudgetOut(BaseModel):
    """The campaign's money in its own currency; `without_price` counts charges that these sums leave out."""

    campaign_id: UUID
    currency: str
    amount_minor: int | None = Field(description="The budget; null where none is set")
    committed_minor: int = Field(description="Booked calls to come")
    actual_minor: int = Field(description="Calls done and fees due")
    left_minor: int | None = Field(description="Budget less committed and actual; negative where overspent")
    without_price: int = Field(description="Charges no price is known for, which the sums leave out")
    thresholds: list[BudgetThresholdOut]
    updated_at: dt.datetime | None


class RangeOut(BaseModel):
    """What is expected, between what is little and what is much."""

    expected: int
    low: int = Field(description="What is little")
    high: int = Field(description="What is much")


class ForecastOut(BaseModel):
    """What the campaign will have cost in the end, in its own currency.

    Calls still to be booked to the minimum, the middle and the maximum of each coverage cell, or of the campaign where
    no cell has a target; with those done and booked never fewer than the campaign's own minimum, nor more than its own
    maximum. All at the price of a call. `basis` says whether that is the mean of the campaign's own calls or
    the median of its standing offers (`price_n` of them), low and high being their quartiles. Null: nobody knows one.
    """

    campaign_id: UUID
    currency: str
    committed_minor: int = Field(description="Booked calls to come, in minor units")
    actual_minor: int = Field(description="Calls done and fees due, in minor units")
    without_price: int = Field(description="Charges no price is known for, which the sums leave out")
    calls_done: int = Field(description="Calls completed or stopped")
    calls_booked: int = Field(description="Calls booked and to come")
    calls_needed: RangeOut = Field(description="Calls still to be booked")
    basis: Literal["own_calls", "offers", "unknown"] = Field(
        description="own_calls: the mean of the campaign's own calls; offers: the median of its standing offers"
    )
    price_n: int = Field(description="How many calls or offers the price rests on")
    price_minor: RangeOut | None = Field(description="Of one call, in minor units; null where nobody knows one")
    total_minor: RangeOut | None = Field(description="In minor units; null where no price of a call is known")
