"""A workspace whose facts a test states outright, in rows, so that every figure of a report is known beforehand.

Rows are written by the owner with the triggers off: what is stated stands, and nothing follows from it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from shared.types import new_id
from tests.support.core import Core

START = dt.datetime(2026, 9, 7, 8, 0, tzinfo=dt.UTC)
"""A Monday; facts are told in hours after it."""
LENGTH = dt.timedelta(hours=1)
Moves = Sequence[tuple[str, float]]


def at(hours: float) -> dt.datetime:
    """The instant so many hours after the start."""
    return START + dt.timedelta(hours=hours)


class Ground:
    """Writes rows of one person's workspace."""

    def __init__(self, core: Core, connection: asyncpg.Connection, user: str = "ada") -> None:
        self.workspace, self._connection, self._user = core.workspace(user), connection, core.user_id(user)
        self._number = 0

    async def campaign(self, name: str = "Atlas", **fields: Any) -> UUID:
        """A campaign in euros and in Paris."""
        usual = {
            "user_id": self._user,
            "campaign_name": name,
            "industry_vertical": "Energy",
            "start_date": START.date(),
            "target_completion_date": START.date() + dt.timedelta(days=90),
            "timezone": "Europe/Paris",
            "currency": "EUR",
        }
        return await self._add("campaigns", usual | fields)

    async def vendor(self, name: str, **fields: Any) -> UUID:
        """A vendor whose list price is 800 to 1,200 dollars a call."""
        usual = {"name": name, "avg_cost_per_call_min": 800, "avg_cost_per_call_max": 1200}
        return await self._add("vendor_platforms", usual | fields)

    async def invited(
        self, campaign: UUID, vendor: UUID, *, status: str = "active", hours: float = 0, **fields: Any
    ) -> UUID:
        """An invitation, sent so many hours after the start."""
        usual = {"campaign_id": campaign, "vendor_platform_id": vendor, "status": status}
        return await self._add(
            "campaign_vendor_enrollments", usual | {"invited_at": at(hours), "status_at": at(hours)} | fields
        )

    async def person(self, name: str, **fields: Any) -> UUID:
        """Somebody."""
        return await self._add("people", {"name": name} | fields)

    async def offer(
        self,
        campaign: UUID,
        vendor: UUID,
        person: UUID,
        *,
        hours: float = 0,
        moves: Moves = (),
        **fields: Any,
    ) -> UUID:
        """An offer made so many hours after the start; `moves` are its later states with their hours."""
        status, since = moves[-1] if moves else ("proposed", hours)
        usual = {
            "campaign_id": campaign,
            "vendor_platform_id": vendor,
            "person_id": person,
            "name": "As sent",
            "proposed_at": at(hours),
            "status": status,
            "status_at": at(since),
        }
        offer = await self._add("experts", usual | fields)
        before = "proposed"
        for state, hour in moves:
            await self._log(campaign, "expert", offer, before, state, at(hour))
            before = state
        return offer

    async def call(self, campaign: UUID, offer: UUID, status: str, *, hours: float = 0, **fields: Any) -> UUID:
        """A call of an hour, asked for at that hour and to begin a day later."""
        starts_at = fields.pop("starts_at", at(hours + 24))
        usual = {"campaign_id": campaign, "expert_id": offer, "status": status, "requested_at": at(hours)}
        times = {"starts_at": starts_at, "ends_at": starts_at and starts_at + LENGTH}
        return await self._add("interviews", usual | times | fields)

    async def charge(
        self, campaign: UUID, vendor: UUID, stage: str, amount: int | None, *, hours: float, **fields: Any
    ) -> UUID:
        """A charge in the campaign's own currency."""
        usual = {
            "campaign_id": campaign,
            "vendor_platform_id": vendor,
            "fee_type": "per_call",
            "stage": stage,
            "amount_minor": amount,
            "currency": "EUR",
            "campaign_amount_minor": amount,
            "rate_date": at(hours).date(),
            "occurred_at": at(hours),
            "released_at": at(hours) if stage == "released" else None,
        }
        return await self._add("charges", usual | fields)

    async def row(self, table: str, **fields: Any) -> UUID:
        """Any other row."""
        return await self._add(table, fields)

    async def _log(self, campaign: UUID, kind: str, subject: UUID, source: str, target: str, when: dt.datetime) -> None:
        self._number += 1
        await self._add(
            "audit_entries",
            {
                "number": self._number,
                "recorded_at": when,
                "occurred_at": when,
                "action": f"{kind}.{target}",
                "subject_kind": kind,
                "subject_id": subject,
                "campaign_id": campaign,
                "details": orjson.dumps({"from": source, "to": target}).decode(),
                "previous_hash": "",
                "hash": str(self._number),
            },
        )

    async def _add(self, table: str, fields: dict[str, Any]) -> UUID:
        id_ = new_id()
        columns = {"workspace_id": self.workspace, "id": id_} | fields
        slots = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
        await self._connection.execute(
            f"INSERT INTO expert_network.{table} ({', '.join(columns)}) VALUES ({slots})", *columns.values()
        )
        return id_
