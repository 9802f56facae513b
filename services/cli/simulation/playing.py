"""Does at the public API what was done in a world, in its order and with its instants, campaigns side by side."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from services.cli.simulation.api import Api, Json
from services.cli.simulation.setting import Ids
from services.cli.stack.errors import StackError
from services.core.simulator import invoices
from services.core.simulator.records import Call, Document, Offer, Step
from services.core.simulator.world import World

ENROLLED = {"accept": "active", "decline": "declined", "fail": "failed", "retry": "pending"}


class Player:
    """Plays the steps of one world into one workspace."""

    def __init__(self, api: Api, world: World, ids: Ids) -> None:
        self.api, self.world, self.ids = api, world, ids
        self._documents: dict[str, Document] = {document.name: document for document in world.documents}
        self._calls: dict[str, Call] = {call.key: call for call in world.calls}
        self._verbs: dict[str, Callable[[Step], Awaitable[None]]] = {
            "invite": self._invite,
            **dict.fromkeys(ENROLLED, self._enrollment),
            "hand_in": self._hand_in,
            "move": self._move,
            "ask": self._ask,
            "schedule": self._schedule,
            **dict.fromkeys(("reschedule", "confirm", "cancel", "no_show", "complete", "rate"), self._command),
        }

    async def play(self) -> None:
        """Everything, each campaign in its order. Raises StackError at the first refusal nobody foresaw."""
        async with asyncio.TaskGroup() as campaigns:
            for campaign in self.world.campaigns:
                campaigns.create_task(self._play([step for step in self.world.steps if step.campaign == campaign.key]))
        await self._bill()

    async def _play(self, steps: list[Step]) -> None:
        for step in steps:
            await self._verbs[step.verb](step)

    async def _bill(self) -> None:
        """Hand in what vendors bill once it is all over."""
        first, last = self.world.start.isoformat(), self.world.ends_at.date().isoformat()
        for invoice in invoices.write(self.world):
            params = {"vendor_id": self.ids.vendors[invoice.vendor], "period_from": first, "period_to": last}
            files = {"files": (invoice.name, invoice.content, "text/csv")}
            made = await self.api.call("POST", "/api/invoices", params=params, files=files)
            self.ids.invoices[invoice.vendor] = made["id"]

    def _where(self, step: Step) -> str:
        return f"/api/campaigns/{self.ids.campaigns[step.campaign]}"

    async def _invite(self, step: Step) -> None:
        body = {"vendor_platform_id": self.ids.vendors[step.about], "invited_at": step.at.isoformat()}
        await self.api.call("POST", f"{self._where(step)}/vendors", json=body)

    async def _enrollment(self, step: Step) -> None:
        body = {"status": ENROLLED[step.verb], "occurred_at": step.at.isoformat()} | step.given
        await self.api.call("PATCH", f"{self._where(step)}/vendors/{self.ids.vendors[step.about]}", json=body)

    async def _hand_in(self, step: Step) -> None:
        document = self._documents[step.about]
        report = await self.api.call(
            "POST",
            f"{self._where(step)}/intake",
            params={"received_at": step.at.isoformat()},
            files={"files": (document.name, document.content, document.media_type)},
        )
        self.ids.offers |= found(self.world.batches[document.name].new, report, document)

    async def _move(self, step: Step) -> None:
        body: Json = {
            "expert_ids": [self.ids.offers[key] for key in step.given["offers"]],
            "status": step.given["status"],
            "occurred_at": step.at.isoformat(),
        }
        if step.given["reason"]:
            body["reason"] = step.given["reason"]
        told = await self.api.call("POST", "/api/experts/moves", json=body)
        if kept := [row for row in told["items"] if row["code"]]:
            raise StackError(f"moving experts to {body['status']}: {kept[0]}")

    async def _ask(self, step: Step) -> None:
        call = self._calls[step.about]
        body: Json = {
            "expert_id": self.ids.offers[call.offer.key],
            "requested_at": step.at.isoformat(),
            "duration_minutes": call.duration,
            "proposed_slots": [{"start": start.isoformat(), "end": end.isoformat()} for start, end in call.slots],
            "lead_member_id": self.ids.members[call.members[0]],
        }
        self.ids.calls[call.key] = (await self.api.call("POST", "/api/interviews", json=body))["id"]

    async def _schedule(self, step: Step) -> None:
        code = step.given.get("refused")
        if code is None:
            await self._command(step)
            return
        path = f"/api/interviews/{self.ids.calls[step.about]}/schedule"
        body = {"starts_at": step.given["starts_at"].isoformat(), "occurred_at": step.at.isoformat()}
        await self.api.refused("POST", path, code=code, json=body)

    async def _command(self, step: Step) -> None:
        when = {"complete": "completed_at", "rate": "rated_at"}.get(step.verb, "occurred_at")
        body: dict[str, Any] = {when: step.at.isoformat()} | step.given
        if "starts_at" in body:
            body["starts_at"] = body["starts_at"].isoformat()
        path = f"/api/interviews/{self.ids.calls[step.about]}/{step.verb.replace('_', '-')}"
        await self.api.call("POST", path, json=body)


def found(offers: Sequence[Offer], report: Json, document: Document) -> dict[str, str]:
    """What the intake made of each offer, by the name it was written under; namesakes in the order of the document."""
    rows = [row for row in report["items"] if row["expert_id"] and row["vendor"] == document.vendor]
    made: dict[str, str] = {}
    for offer in offers:
        own = [row["expert_id"] for row in rows if _words(row["name"]) == _words(offer.name)]
        left = [expert_id for expert_id in own if expert_id not in made.values()]
        if not left:
            read = ", ".join(f"{row['name']} ({row['outcome']})" for row in report["items"])
            raise StackError(f"{document.name} offers {offer.name}, but the intake read: {read or 'nobody'}")
        made[offer.key] = str(left[0])
    return made


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold())) - {"dr"}
