"""All SQL of live updates: the log of the research as it grows."""

from sqlalchemy import BigInteger, Uuid, bindparam, func, literal_column
from sqlmodel import col, select

from services.core.audit.repository import FACTS
from shared.db.read import Statement, json_of
from shared.models.audit import AuditEntry, AuditHead

PAGE = 500
"""Entries read at once."""
SHOWN = json_of(FACTS)
ENTRIES = (
    select(col(AuditEntry.number), col(AuditEntry.campaign_id), col(AuditEntry.action), SHOWN.label("data"))
    .where(col(AuditEntry.number) > bindparam("after", type_=BigInteger))
    .order_by(col(AuditEntry.number))
    .limit(literal_column(str(PAGE)))
)
GROWN = Statement(ENTRIES)
"""What the whole workspace's log has after a number."""
MISSED = Statement(
    ENTRIES.where(
        col(AuditEntry.campaign_id) == bindparam("campaign_id", type_=Uuid()),
        col(AuditEntry.number) <= bindparam("until", type_=BigInteger),
    )
)
"""What a campaign's part of it has between two numbers."""
LENGTH = Statement(select(func.coalesce(func.max(col(AuditHead.count)), 0)))
