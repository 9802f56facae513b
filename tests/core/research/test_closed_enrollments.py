"""A vendor that is paused or was let go proposes nobody new; news of those it offers already is taken."""

from typing import Any

import asyncpg
import httpx2
import pytest

from tests.core.audit import ledger
from tests.core.research import expected
from tests.support.core import Core

THROUGH = {"paused": ("active", "paused"), "withdrawn": ("withdrawn",)}


async def closed(client: httpx2.AsyncClient, status: str, **fields: Any) -> tuple[str, str]:
    """The address of an enrolment brought to a state, and its campaign."""
    campaign_id = await expected.campaign(client)
    made = await client.post(f"/api/campaigns/{campaign_id}/vendors", json={"vendor_platform_id": ledger.GLG} | fields)
    address = str(made.headers["location"])
    await ledger.moved(client, address, *THROUGH.get(status, (status,)))
    return address, campaign_id


@pytest.mark.parametrize(("status", "advice"), [("paused", "active"), ("withdrawn", "Invite")])
async def test_a_new_proposal_is_refused_naming_the_enrolment_and_what_to_do(
    ada: httpx2.AsyncClient, status: str, advice: str
) -> None:
    address, campaign_id = await closed(ada, status)
    body = {"campaign_id": campaign_id, "vendor_platform_id": ledger.GLG, "name": "Sarah Chen"}
    problem = expected.refusal_of(await ada.post("/api/experts", json=body), 409, "proposals_not_taken")
    enrollments = (await ada.get(address.rpartition("/")[0])).json()["items"]
    assert (problem["enrollment_id"], problem["current"]) == (enrollments[0]["id"], status)
    assert status in problem["detail"] and advice in problem["detail"]


async def test_once_it_goes_on_the_vendor_proposes_again(ada: httpx2.AsyncClient) -> None:
    address, campaign_id = await closed(ada, "paused")
    await ledger.moved(ada, address, "active")
    await ledger.offer(ada, campaign_id, "Sarah Chen")


async def test_what_was_proposed_before_the_pause_is_entered_after_it(ada: httpx2.AsyncClient) -> None:
    _, campaign_id = await closed(ada, "paused", invited_at="2026-03-02T09:00:00Z")
    await ledger.offer(ada, campaign_id, "Sarah Chen", proposed_at="2026-03-03T09:00:00Z")


@pytest.mark.parametrize("status", ["pending", "active", "completed", "declined", "failed"])
async def test_every_other_enrolment_takes_proposals(ada: httpx2.AsyncClient, status: str) -> None:
    campaign_id = await expected.campaign(ada)
    made = await ada.post(f"/api/campaigns/{campaign_id}/vendors", json={"vendor_platform_id": ledger.GLG})
    for step in {"pending": (), "completed": ("active", "completed")}.get(status, (status,)):
        moved = await ada.patch(made.headers["location"], json={"status": step, "reason": "As asked."})
        assert moved.status_code == 200
    await ledger.offer(ada, campaign_id, "Sarah Chen")


async def test_the_database_refuses_it_too(core: Core) -> None:
    async with core.as_("ada") as ada:
        _, campaign_id = await closed(ada, "paused")
        other = await ledger.offer(ada, await expected.campaign(ada), "Sarah Chen")
    query = """
        INSERT INTO expert_network.experts (workspace_id, id, campaign_id, vendor_platform_id, person_id, name)
        SELECT workspace_id, gen_random_uuid(), $2::uuid, vendor_platform_id, person_id, name
        FROM expert_network.experts WHERE id = $1::uuid
    """
    with pytest.raises(asyncpg.CheckViolationError, match="no new proposals"):
        await core.owner_sql(query, other.rpartition("/")[2], campaign_id)
