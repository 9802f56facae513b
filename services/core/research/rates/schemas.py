"""Shapes of exchange rates, in and out."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from shared.contracts.input import Input

UsdPerUnit = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=8)]
Source = Literal["workspace", "reference"]


class RateIn(Input):
    """What one unit is worth in US dollars; `as_of` is today unless said."""

    usd_per_unit: UsdPerUnit
    as_of: dt.date | None = None


class RateOut(BaseModel):
    """The rate in force: the workspace's own, else a shipped reference figure, which is not market data."""

    currency: str
    usd_per_unit: float
    as_of: dt.date
    source: Source
