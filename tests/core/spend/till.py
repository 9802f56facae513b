"""An office whose calls cost money: cards, charges and budgets at hand."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from tests.core.interviews.office import HOUR, Office, noon, text

USUAL = {
    "valid_from": "2020-01-01",
    "currency": "USD",
    "unit": "hour",
    "amount_minor": 120_000,
    "minimum_minutes": 30,
    "increment_minutes": 5,
    "free_minutes": 15,
}
"""The card of the trade's worked figures."""
TERMS = [{"notice_hours": 24, "percent": 50}, {"notice_hours": 4, "percent": 100}]


@dataclass(slots=True)
class Till(Office):
    """Ada's office; `client` is Ada."""

    async def expert(self, status: str = "shortlisted", **fields: Any) -> str:
        """The id of a new expert in that state, proposed long before any call."""
        return await Office.expert(self, status, **{"proposed_at": text(noon(-60))} | fields)

    async def card(self, vendor_id: str | None = None, **fields: Any) -> dict[str, Any]:
        """A new card of the vendor."""
        made = await self.client.post(f"/api/vendors/{vendor_id or self.vendor_id}/rate-cards", json=USUAL | fields)
        assert made.status_code == 201, made.text
        return dict(made.json())

    async def past(self, *, hours: float = 24, **fields: Any) -> dict[str, Any]:
        """A call booked a week ago for so many hours ago."""
        at = dt.datetime.now(dt.UTC).replace(microsecond=0) - hours * HOUR
        asked = at - 7 * 24 * HOUR
        return await self.booked(at, requested_at=text(asked), **fields)

    async def held(self, minutes: int, *, poor: bool = False, **fields: Any) -> dict[str, Any]:
        """A call that took place."""
        return await self.done(await self.past(**fields), "complete", actual_minutes=minutes, was_poor=poor)

    async def charges(self, **filters: Any) -> list[dict[str, Any]]:
        """The campaign's ledger in the order it was written."""
        asked: dict[str, Any] = {"campaign_id": self.campaign_id, "sort": "created_at", "limit": 200} | filters
        answer = await self.client.get("/api/charges", params=asked)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def live(self) -> list[tuple[str, str, int | None]]:
        """Fee, stage and amount of every charge that counts."""
        found = [(each["fee_type"], each["stage"], each["amount_minor"]) for each in await self.charges()]
        return [each for each in found if each[1] != "released"]

    async def budget(self, amount_minor: int | None = None, *thresholds: tuple[str, int]) -> dict[str, Any]:
        """The campaign's money, after its budget was set if there is an amount."""
        path = f"/api/campaigns/{self.campaign_id}/budget"
        given = {"amount_minor": amount_minor, "thresholds": [{"kind": k, "value": v} for k, v in thresholds]}
        answer = await (self.client.get(path) if amount_minor is None else self.client.put(path, json=given))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def fired(self) -> list[dict[str, Any]]:
        """What the log says of thresholds, the earliest first."""
        asked = {"action": "threshold.fired", "campaign_id": self.campaign_id, "sort": "number"}
        answer = await self.client.get("/api/audit-entries", params=asked)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])


__all__ = ["HOUR", "TERMS", "USUAL", "Till", "noon", "text"]
