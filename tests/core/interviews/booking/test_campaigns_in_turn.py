"""Whoever changes a campaign waits for those who book in it just then, and for none who come after."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.core.interviews.office import Office, noon
from tests.core.research import expected

BOOKERS = 6


@asynccontextmanager
async def crowd(office: Office) -> AsyncIterator[None]:
    """People who book and cancel in one campaign all the while, each with an expert of their own."""
    ended = asyncio.Event()
    began = [asyncio.Event() for _ in range(BOOKERS)]

    async def book(number: int, expert_id: str) -> None:
        while not ended.is_set():
            call = await office.booked(noon(2), expert_id)
            began[number].set()
            await office.done(call, "cancel", reason="another day")

    experts = [await office.expert() for _ in range(BOOKERS)]
    async with asyncio.TaskGroup() as group:
        for number, expert_id in enumerate(experts):
            group.create_task(book(number, expert_id))
        for each in began:
            await each.wait()
        yield
        ended.set()


@pytest.mark.parametrize(
    ("method", "below", "body"),
    [
        ("PATCH", "", {"brief_description": "As agreed by phone."}),
        ("PATCH", "", {"max_calls": 40}),
        ("PUT", "/budget", {"amount_minor": 90_000_00, "thresholds": [{"kind": "percent", "value": 80}]}),
        ("PUT", "/coverage-targets", {"items": []}),
        ("POST", "/companies", {"name": "Acme", "role": "target"}),
        ("POST", "/screening-questions", {"question_text": "Who decides?"}),
    ],
)
async def test_a_campaign_is_changed_while_many_book_in_it(
    office: Office, method: str, below: str, body: dict[str, Any]
) -> None:
    """Within the two seconds after which every wait for a lock is given up."""
    async with crowd(office):
        answer = await office.client.request(method, f"/api/campaigns/{office.campaign_id}{below}", json=body)
    assert answer.status_code in (200, 201), answer.text


async def test_who_waits_too_long_is_told_that_nothing_was_written_and_when_to_come_back(office: Office) -> None:
    address = f"/api/campaigns/{office.campaign_id}"
    before = (await office.client.get(address)).json()
    holding = await asyncpg.connect(office.core.database.owner_url)
    try:
        async with holding.transaction():
            hold = "SELECT FROM expert_network.campaigns WHERE id = $1 FOR UPDATE"
            await holding.execute(hold, UUID(office.campaign_id))
            answer = await office.client.patch(address, json={"campaign_name": "Another"})
    finally:
        await holding.close()
    problem = expected.refusal_of(answer, 503, "database_busy")
    assert "nothing was written" in problem["detail"]
    assert int(answer.headers["retry-after"]) > 0
    assert (await office.client.get(address)).json() == before
