"""A workspace with a campaign, its compliance officer, and the three ways to a call: the API, and raw SQL as core."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID, uuid4

import asyncpg
import httpx2

from tests.support.core import Core

CALL = """
    INSERT INTO expert_network.interviews (workspace_id, id, campaign_id, expert_id, status, starts_at)
    VALUES ($1, $2, $3, $4, $5::text::expert_network.interview_status, $6::text::timestamptz)
"""
MOVE = "UPDATE expert_network.interviews SET status = $2::text::expert_network.interview_status WHERE id = $1"
SHIFT = "UPDATE expert_network.interviews SET starts_at = $2::text::timestamptz WHERE id = $1"


def noon(day: str) -> str:
    """An instant of that day, as the API takes it."""
    return f"{day}T12:00:00Z"


@dataclass(slots=True)
class Bureau:
    """Bob books in Ada's workspace; Olga is its compliance officer."""

    core: Core
    bob: httpx2.AsyncClient
    olga: httpx2.AsyncClient
    campaign_id: str
    vendor_id: str

    @classmethod
    @asynccontextmanager
    async def open(cls, core: Core) -> AsyncIterator[Self]:
        """A new workspace."""
        async with core.as_("bob", "member", within="ada") as bob, core.as_("olga", "compliance", within="ada") as olga:
            campaign = {"campaign_name": "Beds", "industry_vertical": "Healthcare", "start_date": "2026-01-01"}
            made = await bob.post("/api/campaigns", json=campaign | {"target_completion_date": "2026-12-31"})
            vendor = await bob.post("/api/vendors", json={"name": "Own Network"})
            yield cls(core, bob, olga, made.json()["id"], vendor.json()["id"])

    async def expert(self, **fields: Any) -> dict[str, Any]:
        """Somebody shortlisted."""
        offer = {"campaign_id": self.campaign_id, "vendor_platform_id": self.vendor_id, "name": "Sarah Chen"} | fields
        made = await self.bob.post("/api/experts", json=offer)
        assert made.status_code == 201, made.text
        expert: dict[str, Any] = made.json()
        if expert["status"] == "proposed":
            moved = await self.bob.patch(f"/api/experts/{expert['id']}", json={"status": "shortlisted"})
            assert moved.status_code == 200, moved.text
        return expert

    async def rule(self, rule: str, outcome: str = "refuse", **more: Any) -> dict[str, Any]:
        """A new version of a rule, for calls of this year unless said otherwise."""
        body = {"outcome": outcome, "reason": "the client asks", "valid_from": "2026-01-01"} | more
        return await self._made(self.olga.put(f"/api/compliance-rules/{rule}", json=body))

    async def entry(self, name: str, **more: Any) -> dict[str, Any]:
        """A company restricted from the 10th to the 20th of March, unless said otherwise."""
        days = {"valid_from": "2026-03-10", "valid_to": "2026-03-20"}
        body = {"list": "restricted", "kind": "company", "name": name, "reason": "a deal"} | days | more
        return await self._made(self.olga.post("/api/restricted-entries", json=body))

    async def fact(self, name: str, kind: str, **more: Any) -> dict[str, Any]:
        """What kind of company one is."""
        return await self._made(self.olga.post("/api/company-facts", json={"name": name, "kind": kind} | more))

    async def company(self, name: str, role: str = "target", **more: Any) -> dict[str, Any]:
        """A company of the campaign."""
        path = f"/api/campaigns/{self.campaign_id}/companies"
        return await self._made(self.bob.post(path, json={"name": name, "role": role} | more))

    async def attest(self, kind: str, signed_at: str, **more: Any) -> dict[str, Any]:
        """Something signed."""
        body = {"kind": kind, "text_version": "2026-1", "text": "I shall not tell.", "signed_at": signed_at} | more
        return await self._made(self.bob.post("/api/attestations", json=body))

    async def ask(self, expert: dict[str, Any], day: str) -> dict[str, Any]:
        """What the gate says of a call on that day."""
        answer = await self.bob.get(f"/api/experts/{expert['id']}/gate", params={"starts_at": noon(day)})
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json()
        return said

    async def book(self, expert: dict[str, Any], day: str, **more: Any) -> httpx2.Response:
        """The answer to booking a call."""
        return await self.bob.post("/api/interviews", json={"expert_id": expert["id"], "starts_at": noon(day)} | more)

    async def booked(self, expert: dict[str, Any], starts_at: str) -> dict[str, Any]:
        """A call at that instant."""
        body = {"expert_id": expert["id"], "starts_at": starts_at}
        return await self._made(self.bob.post("/api/interviews", json=body))

    async def train(self, user: str, completed_on: str, **more: Any) -> dict[str, Any]:
        """A person's training."""
        body = {"user_id": self.core.user_id(user), "course": "Inside information", "completed_on": completed_on}
        return await self._made(self.olga.post("/api/user-trainings", json=body | more))

    async def tell(self, call: dict[str, Any], verb: str, **said: Any) -> httpx2.Response:
        """The answer to a verb on a call."""
        return await self.bob.post(f"/api/interviews/{call['id']}/{verb}", json=said)

    async def decide(self, rule: str, decision: str, **about: Any) -> httpx2.Response:
        """The answer to the officer's decision."""
        body = {"rule": rule, "decision": decision, "reason": "cleared with counsel"} | about
        return await self.olga.post("/api/approvals", json=body)

    @asynccontextmanager
    async def as_core(self) -> AsyncIterator[asyncpg.Connection]:
        """A transaction of core's own role, introduced for Bob and rolled back."""
        connection = await asyncpg.connect(self.core.database.core_url)
        transaction = connection.transaction()
        await transaction.start()
        try:
            introduce = "SELECT set_config('app.workspace_id', $1, true), set_config('app.user_id', $2, true)"
            await connection.execute(introduce, str(self.core.workspace("ada")), self.core.user_id("bob"))
            yield connection
        finally:
            await transaction.rollback()
            await connection.close()

    async def insert(self, connection: asyncpg.Connection, expert: dict[str, Any], status: str, day: str) -> UUID:
        """Raw SQL that makes a call."""
        id_ = uuid4()
        values = (self.core.workspace("ada"), id_, UUID(self.campaign_id), UUID(expert["id"]), status, noon(day))
        await connection.execute(CALL, *values)
        return id_

    async def entries(self, action: str) -> list[asyncpg.Record]:
        """The log's entries of that action."""
        query = "SELECT * FROM expert_network.audit_entries WHERE workspace_id = $1 AND action = $2 ORDER BY number"
        return await self.core.owner_sql(query, self.core.workspace("ada"), action)

    async def _made(self, request: Any) -> dict[str, Any]:
        answer: httpx2.Response = await request
        assert answer.is_success, answer.text
        made: dict[str, Any] = answer.json()
        return made
