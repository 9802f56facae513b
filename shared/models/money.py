"""Money the workspace keeps: exchange rates with their dates."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Numeric, Text
from sqlmodel import Field, SQLModel

from shared.models.base import SCHEMA


class ExchangeRate(SQLModel, table=True):
    """What one unit of `currency` was worth in US dollars on a day."""

    __tablename__ = "exchange_rates"
    __table_args__ = (
        CheckConstraint("usd_per_unit > 0", name="exchange_rates_positive_check"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="exchange_rates_currency_check"),
        {"schema": SCHEMA},
    )

    workspace_id: UUID = Field(primary_key=True)
    currency: str = Field(sa_type=Text, primary_key=True)
    as_of: dt.date = Field(sa_type=Date, primary_key=True)
    usd_per_unit: Decimal = Field(sa_type=Numeric(18, 8))
