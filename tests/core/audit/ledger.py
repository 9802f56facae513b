"""A workspace's log as its tests make and read it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
import httpx2

from tests.core.research import expected
from tests.support.core import Core

GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
Json = dict[str, Any]


async def offer(client: httpx2.AsyncClient, campaign: str, name: str, **fields: Any) -> str:
    """The address of a new offer of GLG's."""
    given = {"campaign_id": campaign, "vendor_platform_id": GLG, "name": name}
    made = await client.post("/api/experts", json=given | fields)
    assert made.status_code == 201, made.text
    return f"/api/experts/{made.json()['id']}"


async def moved(client: httpx2.AsyncClient, address: str, *statuses: str) -> None:
    """Take something from state to state."""
    for status in statuses:
        answer = await client.patch(address, json={"status": status})
        assert answer.status_code == 200, answer.text


async def busy(client: httpx2.AsyncClient, people: int = 5, rounds: int = 3) -> str:
    """A campaign with a log of some length: an enrolment, and offers taken to and fro."""
    campaign = await expected.campaign(client)
    invited = await client.post(f"/api/campaigns/{campaign}/vendors", json={"vendor_platform_id": GLG})
    await moved(client, invited.headers["location"], "active", "paused", "active")
    offers = [await offer(client, campaign, f"Åsa {number} Björk") for number in range(people)]
    ids = [address.rpartition("/")[2] for address in offers]
    for status in ("reviewed", "shortlisted", "declined", "proposed") * rounds:
        done = await client.post("/api/experts/moves", json={"expert_ids": ids, "status": status})
        assert done.json()["moved"] == people, done.text
    return campaign


async def entries(client: httpx2.AsyncClient, **filters: Any) -> list[Json]:
    """The log, oldest entry first."""
    found: list[Json] = []
    after: str | None = None
    while True:
        query = {"sort": "number", "limit": 200, **filters} | ({"after": after} if after else {})
        page = (await client.get("/api/audit-entries", params=query)).json()
        found, after = found + page["items"], page["next"]
        if after is None:
            return found


async def exported(client: httpx2.AsyncClient) -> bytes:
    """The log as it is written out."""
    answer = await client.get("/api/audit-entries/export")
    assert answer.status_code == 200, answer.text
    return answer.content


def lines(raw: bytes) -> list[bytes]:
    """A file's lines with their ends."""
    *ended, rest = raw.split(b"\n")
    return [line + b"\n" for line in ended] + ([rest] if rest else [])


async def as_core(core: Core, statements: Sequence[str], user: str = "ada") -> None:
    """Run SQL as the service's own role, introduced as one of its people."""
    connection = await asyncpg.connect(core.database.core_url)
    try:
        async with connection.transaction():
            await introduce(connection, core.workspace(user), core.user_id(user))
            for statement in statements:
                await connection.execute(statement)
    finally:
        await connection.close()


async def introduce(connection: asyncpg.Connection, workspace: UUID, person: str) -> None:
    """Say for whom a transaction is."""
    await connection.execute(
        "SELECT set_config('app.workspace_id', $1, true), set_config('app.user_id', $2, true)", str(workspace), person
    )
