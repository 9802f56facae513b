"""All SQL that reads the audit trail."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy import DateTime, bindparam
from sqlmodel import col

from services.gateway.audit.schemas import AuditEventOut
from shared.contracts.principal import Principal
from shared.db.keyset import Listing
from shared.db.read import Reader, json_of
from shared.models.people import AuditEvent

MOMENT = DateTime(timezone=True)
LISTING = Listing(
    document=json_of({name: col(getattr(AuditEvent, name)) for name in AuditEventOut.model_fields}),
    source=lambda chosen: chosen.select_from(AuditEvent),
    identity=col(AuditEvent.id),
    sorts={"occurred_at": col(AuditEvent.occurred_at)},
    filters={
        "action": col(AuditEvent.action) == bindparam("action"),
        "actor_id": col(AuditEvent.actor_id) == bindparam("actor_id"),
        "actor_email": col(AuditEvent.actor_email) == bindparam("actor_email"),
        "succeeded": col(AuditEvent.succeeded) == bindparam("succeeded"),
        "since": col(AuditEvent.occurred_at) >= bindparam("since", type_=MOMENT),
        "until": col(AuditEvent.occurred_at) < bindparam("until", type_=MOMENT),
    },
)


class OperatorReader(Reader):
    """Reads the trail of every workspace, for an operator."""

    @asynccontextmanager
    async def _introduced(self, caller: Principal) -> AsyncIterator[asyncpg.Connection]:
        async with super()._introduced(caller) as connection:
            await connection.execute("SET LOCAL app.operator = 'on'")
            yield connection
