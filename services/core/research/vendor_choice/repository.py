"""The rows a vendor is chosen from, and what each has delivered to the workspace."""

from sqlalchemy import DateTime, bindparam, select, text
from sqlmodel import col

from services.core.research.vendors import deliveries
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
INSTANT = DateTime(timezone=True)
WINDOW = (bindparam("begin", type_=INSTANT), bindparam("end", type_=INSTANT))
DELIVERED = Statement(
    text(
        f"""
        WITH {deliveries.CALLS}, {deliveries.INVITATIONS}
        SELECT v.id, coalesce(c.done, 0) AS done, coalesce(c.done + c.no_show + c.cancelled, 0) AS asked,
            coalesce(n.hours, '{{{{}}}}') AS hours, coalesce(n.over, '{{{{}}}}') AS over
        FROM expert_network.vendor_platforms v
        LEFT JOIN call_counts c ON c.vendor_platform_id = v.id
        LEFT JOIN invitation_counts n ON n.vendor_platform_id = v.id
        WHERE v.workspace_id = {deliveries.WORKSPACE}
            AND (c.vendor_platform_id IS NOT NULL OR n.vendor_platform_id IS NOT NULL)
        """.format(within_calls="", within_invitations="")
    ).bindparams(*WINDOW)
)
"""What each vendor has delivered of what was asked of it in a window, over all campaigns."""
