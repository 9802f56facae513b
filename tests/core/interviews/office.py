"""An office that books calls: a campaign, its team, and experts who are shortlisted."""

import datetime as dt
from dataclasses import dataclass
from itertools import count
from typing import Any, Self

import httpx2

from tests.core.research import expected
from tests.support.core import Core

NUMBERS = count(1)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def noon(days: int) -> dt.datetime:
    """Noon UTC so many days from today."""
    return dt.datetime.combine(dt.datetime.now(dt.UTC).date(), dt.time(12), dt.UTC) + days * DAY


def text(at: dt.datetime) -> str:
    """An instant as requests have it."""
    return at.isoformat()


def instant(value: str) -> dt.datetime:
    """An instant as answers have it."""
    return dt.datetime.fromisoformat(value)


@dataclass(slots=True)
class Office:
    """Ada's office; `client` is Ada."""

    core: Core
    client: httpx2.AsyncClient
    campaign_id: str
    vendor_id: str

    @classmethod
    async def open(cls, core: Core, client: httpx2.AsyncClient) -> Self:
        """A new campaign and a vendor."""
        vendor = await client.post("/api/vendors", json={"name": f"Vendor {next(NUMBERS)}"})
        return cls(core, client, await expected.campaign(client), vendor.json()["id"])

    async def expert(self, status: str = "shortlisted", **fields: Any) -> str:
        """The id of a new expert in that state."""
        given = {"campaign_id": self.campaign_id, "vendor_platform_id": self.vendor_id}
        given |= {"name": f"Quentin Number{next(NUMBERS)}"}
        made = await self.client.post("/api/experts", json=given | fields)
        assert made.status_code == 201, made.text
        if status != "proposed":
            moved = await self.client.patch(made.headers["location"], json={"status": status, "reason": "as asked"})
            assert moved.status_code == 200, moved.text
        return str(made.json()["id"])

    async def member(self, *, required: bool | None = None, **fields: Any) -> str:
        """The id of a new member, who works on the campaign if `required` is said."""
        given = {"name": f"Member {next(NUMBERS)}", "designation": "Analyst"}
        made = await self.client.post("/api/team-members", json=given | fields)
        assert made.status_code == 201, made.text
        member_id = str(made.json()["id"])
        if required is not None:
            address = f"/api/team-members/campaigns/{self.campaign_id}/assign/{member_id}"
            assert (await self.client.post(address)).status_code == 201
            assert (await self.client.patch(address, json={"is_required": required})).status_code == 200
        return member_id

    async def request(self, expert_id: str | None = None, **fields: Any) -> dict[str, Any]:
        """A call asked for, or booked when it has a start."""
        given = {"expert_id": expert_id or await self.expert()}
        made = await self.client.post("/api/interviews", json=given | fields)
        assert made.status_code == 201, made.text
        return dict(made.json())

    async def booked(self, at: dt.datetime, expert_id: str | None = None, **fields: Any) -> dict[str, Any]:
        """A call booked for then."""
        return await self.request(expert_id, starts_at=text(at), **fields)

    async def tell(self, interview: dict[str, Any] | str, verb: str, **said: Any) -> httpx2.Response:
        """What a command answers."""
        id_ = interview if isinstance(interview, str) else interview["id"]
        return await self.client.post(f"/api/interviews/{id_}/{verb}", json=said)

    async def done(self, interview: dict[str, Any] | str, verb: str, **said: Any) -> dict[str, Any]:
        """The call after a command that is obeyed."""
        answer = await self.tell(interview, verb, **said)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def expert_status(self, expert_id: str) -> str:
        """The expert's state."""
        return str((await self.client.get(f"/api/experts/{expert_id}")).json()["status"])
