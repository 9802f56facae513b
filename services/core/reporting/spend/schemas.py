"""Shapes of spend reports. Money is integer minor units of the named currency; no two currencies are ever summed."""

import datetime as dt
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.core.reporting.figures import VendorName
from services.core.reporting.schemas import CampaignBrief
from services.core.spend.budgets.schemas import ForecastOut
from shared.contracts.filters import OfVendor
from shared.types import Instant


class SpendQuery(BaseModel):
    """Which charges count: those whose instant lies in `from` ≤ instant < `to`; all when absent."""

    model_config = ConfigDict(extra="forbid")

    begin: Instant | None = Field(
        default=None, alias="from", description="At this instant or later; from the first charge when absent"
    )
    end: Instant | None = Field(
        default=None, alias="to", description="Before this instant; to the last charge when absent"
    )
    vendor_id: OfVendor = None


class SumsOut(BaseModel):
    """What was agreed and is still to come, and what is owed for what was done."""

    committed_minor: int = Field(description="Booked calls at their quotes")
    actual_minor: int = Field(description="Done calls and fees due")
    calls: int = Field(description="Calls among them")
    without_price: int = Field(description="Charges no price is known for; they are in neither sum")


class ExpectedSumsOut(SumsOut):
    """With what is still to be agreed to the campaign's target.

    The forecast's calls still needed at its price of a call, split in whole minor units by largest remainder, so that
    vendors, weeks and fees each add up to the total: among vendors by their offers that can still be called (else by
    those booked and called), of each vendor evenly over the weeks from now to the target day, of a year at most, all of
    it per call. In a window counts what is expected in weeks whose first day yet to come lies in it.
    """

    forecast_minor: int | None = Field(description="Expected beside these sums; null where no price of a call is known")


class VendorSpendOut(VendorName, ExpectedSumsOut):
    """One vendor's part."""

    per_call_minor: int | None = Field(description="Mean actual price of a done call that has one")


class FeeSpendOut(ExpectedSumsOut):
    """One kind of fee."""

    fee_type: str


class WeekVendorOut(ExpectedSumsOut):
    """One vendor in one week."""

    vendor_platform_id: UUID


class WeekOut(ExpectedSumsOut):
    """An ISO 8601 week in the campaign's time zone: that of the call, else that of the charge."""

    week: str = Field(description="2026-W47")
    starts_on: dt.date = Field(description="The Monday")
    vendors: list[WeekVendorOut]


class ThresholdOut(BaseModel):
    """A sum at which somebody wants to know."""

    kind: str = Field(description="absolute or percent")
    value: int = Field(description="As it was set: minor units, or percent of the budget")
    at_minor: int = Field(description="The sum at which it is reached")
    fired_at: dt.datetime | None = Field(description="When spend reached it; null while it lies ahead")


class BudgetOut(BaseModel):
    """What the campaign may cost, and its thresholds, the lowest first."""

    amount_minor: int = Field(description="In minor units of the campaign's currency")
    used: float = Field(description="(committed + actual) ÷ budget")
    thresholds: list[ThresholdOut]


class SpendOut(BaseModel):
    """A campaign's spend in its own currency; the forecast is of the whole campaign, whatever the window."""

    campaign: CampaignBrief
    currency: str
    timezone: str
    totals: ExpectedSumsOut
    vendors: list[VendorSpendOut]
    fee_types: list[FeeSpendOut]
    weeks: list[WeekOut]
    budget: BudgetOut | None
    forecast: ForecastOut = Field(description="Of the whole campaign, whatever was asked for")


class CampaignSpendOut(SumsOut):
    """One campaign's part."""

    campaign_id: UUID
    campaign_name: str
    currency: str


class CurrencyVendorOut(VendorName, SumsOut):
    """One vendor's part in one currency."""

    currency: str


class CurrencyOut(SumsOut):
    """Everything in one currency."""

    currency: str


class CurrencyWeekOut(SumsOut):
    """An ISO 8601 week (of each campaign's own time zone) in one currency."""

    currency: str
    week: str = Field(description="2026-W47")
    starts_on: dt.date = Field(description="The Monday")


class WorkspaceSpendOut(BaseModel):
    """Spend of all campaigns, each currency by itself."""

    currencies: list[CurrencyOut]
    campaigns: list[CampaignSpendOut]
    vendors: list[CurrencyVendorOut]
    weeks: list[CurrencyWeekOut]
