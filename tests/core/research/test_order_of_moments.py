"""Nothing is said to have happened before what it follows on: the field, its moment and the earlier one are named."""

import datetime as dt
from typing import Any

import httpx2
import pytest

from tests.core.audit import ledger
from tests.core.research import expected

BEFORE, THEN, LATER = "2026-02-27T09:00:00Z", "2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z"


def out_of_order(answer: httpx2.Response, field: str, said: str = BEFORE, since: str = THEN) -> None:
    problem = expected.refusal_of(answer, 422, "out_of_order")
    assert [error["pointer"] for error in problem["errors"]] == [f"#/{field}"]
    assert said.replace("Z", "+00:00") in problem["detail"] and since.replace("Z", "+00:00") in problem["detail"]


async def invited(client: httpx2.AsyncClient, **fields: Any) -> str:
    path = f"/api/campaigns/{await expected.campaign(client)}/vendors"
    made = await client.post(path, json={"vendor_platform_id": ledger.GLG, "invited_at": THEN} | fields)
    assert made.status_code == 201, made.text
    return str(made.headers["location"])


async def test_an_enrolment_moves_after_it_was_invited_and_moved_before(ada: httpx2.AsyncClient) -> None:
    address = await invited(ada)
    out_of_order(await ada.patch(address, json={"status": "active", "occurred_at": BEFORE}), "occurred_at")
    out_of_order(await ada.delete(address, params={"occurred_at": BEFORE}), "occurred_at")
    assert (await ada.patch(address, json={"status": "active", "occurred_at": THEN})).status_code == 200
    assert (await ada.patch(address, json={"status": "paused", "occurred_at": LATER})).status_code == 200
    back = await ada.patch(address, json={"status": "active", "occurred_at": THEN})
    out_of_order(back, "occurred_at", said=THEN, since=LATER)


async def test_a_vendor_is_invited_anew_after_it_was_let_go(ada: httpx2.AsyncClient) -> None:
    address = await invited(ada)
    assert (await ada.delete(address, params={"occurred_at": LATER})).status_code == 200
    body = {"vendor_platform_id": ledger.GLG, "invited_at": THEN}
    again = await ada.post(address.rpartition("/")[0], json=body)
    out_of_order(again, "invited_at", said=THEN, since=LATER)


async def test_an_expert_is_proposed_after_the_vendor_was_invited(ada: httpx2.AsyncClient) -> None:
    campaign_id = (await invited(ada)).split("/")[3]
    body = {"campaign_id": campaign_id, "vendor_platform_id": ledger.GLG, "name": "Sarah Chen"}
    out_of_order(await ada.post("/api/experts", json=body | {"proposed_at": BEFORE}), "proposed_at")
    assert (await ada.post("/api/experts", json=body | {"proposed_at": THEN})).status_code == 201


@pytest.mark.parametrize("status", ["reviewed", "shortlisted", "rejected", "lapsed"])
async def test_an_expert_moves_after_it_was_proposed(ada: httpx2.AsyncClient, status: str) -> None:
    address = await ledger.offer(ada, await expected.campaign(ada), "Sarah Chen", proposed_at=THEN)
    move = {"status": status, "reason": "As asked."}
    out_of_order(await ada.patch(address, json=move | {"occurred_at": BEFORE}), "occurred_at")
    assert (await ada.get(address)).json()["status"] == "proposed"
    assert (await ada.patch(address, json=move | {"occurred_at": THEN})).json()["status"] == status


async def test_of_many_moved_at_once_those_are_told_that_cannot_have_moved_then(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    early = await ledger.offer(ada, campaign_id, "Sarah Chen", proposed_at=BEFORE)
    late = await ledger.offer(ada, campaign_id, "Lena Vogt", proposed_at=LATER)
    ids = [address.rpartition("/")[2] for address in (early, late)]
    done = await ada.post("/api/experts/moves", json={"expert_ids": ids, "status": "reviewed", "occurred_at": THEN})
    moved, refused = done.json()["items"]
    assert (done.status_code, moved["moved"], refused["moved"]) == (200, True, False)
    assert (refused["code"], refused["current"]) == ("out_of_order", "proposed")
    assert "2026-03-03" in refused["detail"]


async def test_experts_open_when_their_vendor_went_are_not_declined_before_they_were_proposed(
    ada: httpx2.AsyncClient,
) -> None:
    address = await invited(ada)
    expert = await ledger.offer(ada, address.split("/")[3], "Sarah Chen", proposed_at=LATER)
    assert (await ada.delete(address, params={"occurred_at": THEN})).status_code == 200
    declined = (await ada.get(expert)).json()
    assert declined["status"] == "declined"
    assert dt.datetime.fromisoformat(declined["status_at"]) == dt.datetime.fromisoformat(LATER)
