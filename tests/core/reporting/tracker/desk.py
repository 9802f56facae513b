"""A desk whose tracker goes out and comes back: one expert booked, one shortlisted, one proposed."""

from datetime import UTC, datetime
from typing import Any

import httpx2

from tests.support import calls, trackers
from tests.support.core import Core
from tests.support.trackers import Workbook

PRICE = {"amount_minor": 120_000, "unit": "hour", "currency": "USD", "minimum_minutes": 30, "increment_minutes": 5}
PAST = datetime(2026, 11, 16, 14, tzinfo=UTC)


def wall(*parts: int) -> datetime:
    """A time as a cell holds it: of no zone."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc,arg-type]


class Desk:
    """A campaign with three experts: one booked, one shortlisted, one proposed; and somebody who leads."""

    def __init__(self, core: Core, client: httpx2.AsyncClient) -> None:
        self.core, self.client = core, client

    async def set_up(self) -> "Desk":
        self.campaign = await calls.campaign(self.client, timezone="Europe/Berlin")
        self.leader = await calls.member(self.client, "Ada Lovelace", "ada@example.com")
        self.sarah = await calls.expert(self.client, self.campaign, "Sarah Chen", price=PRICE, title="Chief of Staff")
        self.lena = await calls.expert(self.client, self.campaign, "Lena Vogt", company="Siemens")
        self.call = await calls.call(self.core, self.campaign, self.sarah, notes="Ask about prices")
        return self

    async def out(self) -> Workbook:
        return Workbook.of(await trackers.handed_out(self.client, self.campaign))

    async def hand_in(self, book: Workbook, **query: Any) -> dict[str, Any]:
        return await trackers.merged(self.client, self.campaign, book.saved(), **query)

    async def interview(self, id_: str | None = None) -> dict[str, Any]:
        found: dict[str, Any] = (await self.client.get(f"/api/interviews/{id_ or self.call}")).json()
        return found

    async def expert(self, id_: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.client.get(f"/api/experts/{id_}")).json()
        return found


def told(answer: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    """What the answer says of cells: outcome, column, theirs."""
    return [(cell["outcome"], cell["column"], cell["theirs"]) for cell in answer["cells"]]


def codes(answer: dict[str, Any]) -> dict[str, str]:
    """Why cells were refused, by column."""
    return {cell["column"]: cell["code"] for cell in answer["cells"] if cell["outcome"] == "refused"}
