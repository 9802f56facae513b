"""Shapes of exchange rates, in and out."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.input import Input
from shared.types import Day

UsdPerUnit = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=8)]
Source = Literal["workspace", "reference"]


class RateIn(Input):
    """What one unit is worth in US dollars from the day `as_of` on; today unless said."""

    usd_per_unit: UsdPerUnit = Field(description="US dollars for one unit of the currency, such as 1.0842")
    as_of: Day | None = Field(default=None, description="The first day it holds; today (UTC) unless said")


class DayQuery(BaseModel):
    """The day on which the rates asked for were in force; now when absent."""

    model_config = ConfigDict(extra="forbid")

    on: Day | None = Field(
        default=None, description="The day whose rates are asked for; those in force now when absent"
    )


class RemovalQuery(BaseModel):
    """The day whose rate is removed; every own rate of the currency when absent."""

    model_config = ConfigDict(extra="forbid")

    as_of: Day | None = Field(
        default=None, description="The day from which the rate held; every own rate of the currency when absent"
    )


class ExchangeRateOut(BaseModel):
    """A rate from its day on: the workspace's own, else a shipped reference figure, which is not market data."""

    currency: str
    usd_per_unit: float = Field(description="US dollars for one unit of the currency")
    as_of: dt.date = Field(description="The first day it holds")
    source: Source = Field(description="workspace: set here; reference: shipped with the product, no market data")
