"""A campaign of one's own moves into an organization one works in, through the gateway's own route."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.support.stack import Stack

CAMPAIGN = {
    "campaign_name": "EHR replacement",
    "industry_vertical": "Healthcare",
    "start_date": "2026-11-17",
    "target_completion_date": "2026-12-18",
    "min_calls": 1,
    "max_calls": 2,
}


async def organization(client: httpx2.AsyncClient) -> str:
    """A new organization in which the client does not work yet."""
    body = {"name": "Acme", "slug": uuid4().hex, "keepCurrentActiveOrganization": True}
    made = await client.post("/api/auth/organization/create", json=body)
    assert made.status_code == 200, made.text
    return str(made.json()["id"])


async def campaign(client: httpx2.AsyncClient) -> str:
    """A new campaign where the client works."""
    made = await client.post("/api/campaigns", json=CAMPAIGN)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def works_in(client: httpx2.AsyncClient, organization_id: str | None) -> None:
    """Have the client work there, known at once."""
    told = await client.post("/api/auth/organization/set-active", json={"organizationId": organization_id})
    assert told.status_code == 200, told.text


async def joined(owner: httpx2.AsyncClient, organization_id: str, guest: httpx2.AsyncClient, role: str) -> None:
    """Bring a guest into the organization."""
    email = (await guest.get("/api/auth/get-session")).json()["user"]["email"]
    body = {"email": email, "role": role, "organizationId": organization_id}
    invitation = (await owner.post("/api/auth/organization/invite-member", json=body)).json()
    answer = {"invitationId": invitation["id"]}
    accepted = await guest.post("/api/auth/organization/accept-invitation", json=answer)
    assert accepted.status_code == 200, accepted.text


async def move(client: httpx2.AsyncClient, campaign_id: str, **options: Any) -> httpx2.Response:
    """Move a campaign."""
    headers = options.pop("headers", {})
    return await client.post(f"/api/campaigns/{campaign_id}/move", json=options, headers=headers)


async def test_move_takes_a_campaign_from_ones_own_workspace_into_the_organization(stack: Stack) -> None:
    ada = await stack.sign_up("ada")
    campaign_id, target = await campaign(ada), await organization(ada)
    moved = await move(ada, campaign_id, organization_id=target)
    assert (moved.status_code, moved.json()["id"]) == (200, campaign_id), moved.text
    assert moved.json()["moved"]["campaigns"] == 1
    assert (await move(ada, campaign_id, organization_id=target)).json() == moved.json()
    assert (await ada.get(f"/api/campaigns/{campaign_id}")).status_code == 404


async def test_move_under_a_key_is_answered_once(stack: Stack) -> None:
    ada = await stack.sign_up("ada")
    campaign_id, target, key = await campaign(ada), await organization(ada), {"idempotency-key": uuid4().hex}
    moved = await move(ada, campaign_id, organization_id=target, headers=key)
    assert moved.status_code == 200, moved.text
    other = await move(ada, campaign_id, organization_id=target, project_id=str(uuid4()), headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    elsewhere = await move(ada, campaign_id, organization_id=await organization(ada), headers=key)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "campaign_missing")


async def test_move_is_from_home_wherever_one_works_and_into_a_project(stack: Stack) -> None:
    ada = await stack.sign_up("ada")
    other = await stack.sign_up("ada2")
    campaign_id, target = await campaign(ada), await organization(ada)
    await joined(ada, target, other, "admin")
    made = await other.post("/api/projects", json={"project_name": "P"})
    assert made.status_code == 201, made.text
    await works_in(ada, target)
    moved = await move(ada, campaign_id, organization_id=target, project_id=made.json()["id"])
    assert (moved.status_code, moved.json()["project_id"]) == (200, made.json()["id"]), moved.text
    seen = await other.get(f"/api/campaigns/{campaign_id}")
    assert (seen.status_code, seen.json()["project_id"]) == (200, made.json()["id"])


async def test_move_refuses_what_is_not_ones_own_or_not_there(stack: Stack) -> None:
    ada = await stack.sign_up("ada")
    eve = await stack.sign_up("eve")
    campaign_id, target, others = await campaign(ada), await organization(ada), await organization(eve)
    for answer in (
        await move(ada, campaign_id, organization_id=others),
        await move(ada, campaign_id, organization_id="unknown"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "organization_missing")
    stolen = await move(eve, campaign_id, organization_id=others)
    assert (stolen.status_code, stolen.json()["code"]) == (404, "campaign_missing")
    no_project = await move(ada, campaign_id, organization_id=target, project_id=str(uuid4()))
    assert (no_project.status_code, no_project.json()["code"]) == (404, "project_missing")
    assert (await ada.get(f"/api/campaigns/{campaign_id}")).status_code == 200


async def test_move_is_for_who_may_work_there(stack: Stack) -> None:
    ada = await stack.sign_up("ada")
    vic = await stack.sign_up("vic")
    target, campaign_id = await organization(ada), await campaign(vic)
    await joined(ada, target, vic, "viewer")
    refused = await move(vic, campaign_id, organization_id=target)
    assert (refused.status_code, refused.json()["code"], refused.json()["role"]) == (403, "role_forbids", "viewer")


async def test_move_is_for_somebody_and_from_no_other_site(stack: Stack) -> None:
    nobody = await move(stack.client(), str(uuid4()), organization_id="x")
    assert (nobody.status_code, nobody.json()["code"]) == (401, "not_signed_in")
    ada = await stack.sign_up("ada")
    forged = await move(ada, str(uuid4()), organization_id="x", headers={"origin": "https://evil.example"})
    assert (forged.status_code, forged.json()["code"]) == (403, "origin_refused")


@pytest.mark.parametrize("body", [{}, {"organization_id": ""}, {"organization_id": "a\0"}, {"organization": "x"}])
async def test_move_names_faults_of_its_body(stack: Stack, body: dict[str, str]) -> None:
    ada = await stack.sign_up("ada")
    refused = await ada.post(f"/api/campaigns/{uuid4()}/move", json=body)
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")


async def test_move_takes_no_key_that_cannot_be_passed_on(stack: Stack) -> None:
    ada = await stack.sign_up("ada")
    headers = {b"idempotency-key": "é".encode()}
    refused = await ada.post(f"/api/campaigns/{uuid4()}/move", json={"organization_id": "x"}, headers=headers)
    assert refused.status_code == 422


async def test_move_is_in_the_document(stack: Stack) -> None:
    client = stack.client()
    document = (await client.get("/api/openapi.json")).json()
    operation = document["paths"]["/api/campaigns/{campaign_id}/move"]["post"]
    assert operation["security"]
    assert "CampaignOut" in document["components"]["schemas"]
