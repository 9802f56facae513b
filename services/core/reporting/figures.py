"""Figures with their intervals as the API tells them, and how a report names a vendor."""

from uuid import UUID

from pydantic import BaseModel, Field

from shared.statistics import Estimate

DECIMALS = 4


class EstimateOut(BaseModel):
    """A figure with the bounds it lies between with 95 % confidence; null where the data do not reach."""

    n: int = Field(description="Observations it rests on")
    too_few: bool = Field(description="Fewer than ten: shown, never to be judged by")
    value: float | None = Field(description="Null where the data do not reach")
    low: float | None = Field(description="Lower bound of the 95 % interval")
    high: float | None = Field(description="Upper bound of the 95 % interval")


class ShareOut(EstimateOut):
    """A share of n as a fraction of 1, with Wilson's interval."""

    hits: int = Field(description="How many of n")


class VendorName(BaseModel):
    """A vendor, in a report."""

    vendor_platform_id: UUID
    vendor: str


def estimate_of(found: Estimate) -> EstimateOut:
    """The figure, to four decimals."""
    return EstimateOut(
        n=found.n,
        too_few=found.too_few,
        value=_short(found.value),
        low=_short(found.low),
        high=_short(found.high),
    )


def share_of(hits: int, found: Estimate) -> ShareOut:
    """The share, to four decimals."""
    return ShareOut(hits=hits, **estimate_of(found).model_dump())


def _short(figure: float | None) -> float | None:
    return None if figure is None else round(figure, DECIMALS)
