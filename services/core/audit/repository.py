"""All SQL of the log. Entries are only ever added; the database numbers and links them when the transaction commits."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, ColumnElement, DateTime, Text, Uuid, bindparam, insert, literal_column
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal
from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.models.audit import AuditEntry, AuditHead

PAGE = 1_000
"""Entries written out at a time."""

FACTS: Mapping[str, Any] = {
    "number": col(AuditEntry.number),
    "recorded_at": col(AuditEntry.recorded_at),
    "occurred_at": col(AuditEntry.occurred_at),
    "actor": col(AuditEntry.actor),
    "action": col(AuditEntry.action),
    "subject_kind": col(AuditEntry.subject_kind),
    "subject_id": col(AuditEntry.subject_id),
    "campaign_id": col(AuditEntry.campaign_id),
    "reason": col(AuditEntry.reason),
    "details": col(AuditEntry.details),
}
"""What an entry says, without what binds it to the others."""
DOCUMENT = json_of(
    {
        **FACTS,
        "before_hash": col(AuditEntry.before_hash),
        "after_hash": col(AuditEntry.after_hash),
        "previous_hash": col(AuditEntry.previous_hash),
        "hash": col(AuditEntry.hash),
    }
)
LINKED = col(AuditEntry.number).is_not(None)
INSTANT = DateTime(timezone=True)
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(AuditEntry).where(LINKED),
    identity=col(AuditEntry.number),
    sorts={"number": col(AuditEntry.number)},
    filters={
        "campaign_id": col(AuditEntry.campaign_id) == bindparam("campaign_id", type_=Uuid()),
        "subject_kind": col(AuditEntry.subject_kind) == bindparam("subject_kind", type_=Text),
        "subject_id": col(AuditEntry.subject_id) == bindparam("subject_id", type_=Uuid()),
        "action": col(AuditEntry.action) == bindparam("action", type_=Text),
        "actor": col(AuditEntry.actor) == bindparam("actor", type_=Text),
        "since": col(AuditEntry.occurred_at) >= bindparam("since", type_=INSTANT),
        "until": col(AuditEntry.occurred_at) < bindparam("until", type_=INSTANT),
    },
)
HEAD = Statement(
    select(col(AuditHead.count), col(AuditHead.hash)).where(
        col(AuditHead.workspace_id) == bindparam("workspace_id", type_=Uuid())
    )
)
WRITTEN: ColumnElement[str] = literal_column(
    "expert_network.canonical_json("
    "expert_network.audit_record(audit_entries) || jsonb_build_object('hash', audit_entries.hash))"
)
LINES = Statement(
    select(WRITTEN)
    .select_from(AuditEntry)
    .where(
        col(AuditEntry.workspace_id) == bindparam("workspace_id", type_=Uuid()),
        col(AuditEntry.number) > bindparam("after", type_=BigInteger),
        col(AuditEntry.number) <= bindparam("until", type_=BigInteger),
    )
    .order_by(col(AuditEntry.number))
    .limit(literal_column(str(PAGE)))
)
"""The entries after one as they are written out, up to the one that was last when that began."""


async def note(
    session: AsyncSession,
    *,
    caller: Principal,
    action: str,
    subject_kind: str,
    subject_id: UUID | None = None,
    campaign_id: UUID | None = None,
    reason: str | None = None,
    occurred_at: datetime | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry: what was done or decided, to what and why. The database knows by whom, from the transaction.

    `occurred_at` is when it happened if not now. In `details` decimals and ids become text; a float raises ValueError;
    what they tell as `before` and `after` has its hash in the entry.
    """
    await session.flush()
    values: dict[str, Any] = {
        "workspace_id": caller.workspace_id,
        "action": action,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "campaign_id": campaign_id,
        "reason": reason,
        "details": json.loads(orjson.dumps(details or {}, default=str), parse_float=_refuse),
    }
    for name in ("before", "after"):
        if name in values["details"]:
            told = orjson.dumps(values["details"][name], option=orjson.OPT_SORT_KEYS)
            values[f"{name}_hash"] = hashlib.sha256(told).hexdigest()
    if occurred_at is not None:
        values["occurred_at"] = occurred_at
    await (await session.connection()).execute(insert(AuditEntry).values(values))


def _refuse(fraction: str) -> None:
    raise ValueError(f"{fraction} in an entry's details is a fraction: say it as text")
