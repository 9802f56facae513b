"""The rows a vendor is chosen from."""

from sqlalchemy import select
from sqlmodel import col

from services.core.research.vendors.repository import VISIBLE
from shared.db.read import Statement
from shared.models.sourcing import VendorPlatform

ACTIVE = Statement(
    select(
        col(VendorPlatform.id),
        col(VendorPlatform.name),
        col(VendorPlatform.tags),
        col(VendorPlatform.location),
        col(VendorPlatform.avg_cost_per_call_min).label("low"),
        col(VendorPlatform.avg_cost_per_call_max).label("high"),
        col(VendorPlatform.overall_score),
    ).where(VISIBLE, col(VendorPlatform.is_active))
)
"""Every active vendor the caller sees, each once."""
