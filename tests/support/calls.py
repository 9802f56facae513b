"""Calls as they lie in the database, for tests that are about what is made of them and not about booking."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx2

from tests.support.core import Core

GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
START = datetime(2026, 11, 30, 14, tzinfo=UTC)
CAMPAIGN = {
    "campaign_name": "EHR replacement",
    "industry_vertical": "Healthcare",
    "start_date": "2026-11-01",
    "target_completion_date": "2026-12-18",
}


async def campaign(client: httpx2.AsyncClient, **fields: Any) -> str:
    """A new campaign's id."""
    return await _made(client, "/api/campaigns", CAMPAIGN | fields)


async def member(client: httpx2.AsyncClient, name: str, email: str | None = None) -> str:
    """A new team member's id."""
    return await _made(client, "/api/team-members", {"name": name, "designation": "Analyst", "email": email})


async def expert(client: httpx2.AsyncClient, campaign_id: str, name: str = "Sarah Chen", **fields: Any) -> str:
    """The id of a shortlisted offer of GLG's."""
    offer = {"campaign_id": campaign_id, "vendor_platform_id": GLG, "name": name, "company": "Epic Systems"} | fields
    made = await _made(client, "/api/experts", offer)
    moved = await client.patch(f"/api/experts/{made}", json={"status": "shortlisted"})
    assert moved.status_code == 200, moved.text
    return made


async def call(core: Core, campaign_id: str, expert_id: str, *, user: str = "ada", **columns: Any) -> str:
    """The id of a call written straight into the database; these columns beside what every call has."""
    made = uuid4()
    values: dict[str, Any] = {"status": "scheduled", "starts_at": START, "timezone": "Europe/Berlin"} | columns
    booker = values.pop("booked_by", core.user_id(user))
    names, places = ", ".join(values), ", ".join(f"${number}" for number in range(6, 6 + len(values)))
    await core.owner_sql(
        f"INSERT INTO expert_network.interviews (workspace_id, id, campaign_id, expert_id, {names})"
        f" SELECT $1, $2, $3, $4, {places} FROM set_config('app.user_id', $5, true)",
        *(core.workspace(user), made, UUID(campaign_id), UUID(expert_id), booker, *values.values()),
    )
    return str(made)


async def change(core: Core, call_id: str, *, user: str = "ada", **columns: Any) -> None:
    """Change a call in the database."""
    sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, start=3))
    await core.owner_sql(
        f"UPDATE expert_network.interviews SET {sets} WHERE workspace_id = $1 AND id = $2",
        *(core.workspace(user), UUID(call_id), *columns.values()),
    )


async def attend(core: Core, call_id: str, member_id: str, *, required: bool = True, user: str = "ada") -> None:
    """Put a member on a call."""
    await core.owner_sql(
        "INSERT INTO expert_network.interview_attendees (workspace_id, interview_id, team_member_id, required)"
        " VALUES ($1, $2, $3, $4)",
        *(core.workspace(user), UUID(call_id), UUID(member_id), required),
    )


async def _made(client: httpx2.AsyncClient, path: str, body: dict[str, Any]) -> str:
    response = await client.post(path, json=body)
    assert response.status_code == 201, response.text
    return str(response.json()["id"])
