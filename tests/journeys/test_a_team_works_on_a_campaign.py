"""Ada shares a campaign with a team: invited by mail, each as their role allows, and out again within a second."""

import asyncio
import time
from urllib.parse import urlsplit

import httpx2

from shared.mail.kinds import Invitation
from tests.support.mailbox import Mailbox
from tests.support.stack import Stack

PLUGIN = "/api/auth/organization"
WITHIN = 1.5
"""Seconds in which a removal is felt: a session is known for one, the rest is the test's own."""
CAMPAIGN = {
    "campaign_name": "EHR replacement",
    "industry_vertical": "Healthcare",
    "start_date": "2026-11-17",
    "target_completion_date": "2026-12-18",
    "min_calls": 12,
    "max_calls": 18,
}


async def test_a_team_works_on_a_campaign_and_nobody_else_does(stack: Stack, mailbox: Mailbox) -> None:
    ada = await stack.sign_up("ada")
    eve = await stack.sign_up("eve")
    await asked(ada, "create", {"name": "Acme", "slug": stack.email("acme")})
    made = await ada.post("/api/campaigns", json=CAMPAIGN)
    assert made.status_code == 201, made.text
    campaign = f"/api/campaigns/{made.json()['id']}"

    bob = await arrived(stack, mailbox, ada, "bob", "member")
    vic = await arrived(stack, mailbox, ada, "vic", "viewer")
    assert (await bob.get(campaign)).json() == (await vic.get(campaign)).json() == made.json()
    edited = await bob.patch(campaign, json={"campaign_name": "EHR, by Bob"})
    assert edited.status_code == 200, edited.text
    assert (await ada.get(campaign)).json()["campaign_name"] == "EHR, by Bob"

    refused = await vic.patch(campaign, json={"campaign_name": "EHR, by Vic"})
    assert (refused.status_code, refused.json()["code"]) == (403, "role_forbids")
    assert "Your role in it is viewer." in refused.json()["detail"]
    stranger = await eve.get(campaign)
    assert (stranger.status_code, stranger.json()["code"]) == (404, "campaign_missing")

    await asked(ada, "remove-member", {"memberIdOrEmail": stack.email("bob")})
    await gone(bob, campaign)
    assert (await bob.get("/api/campaigns")).json()["items"] == []
    assert (await vic.get(campaign)).status_code == 200


async def test_a_person_without_an_organization_works_in_their_own_workspace(stack: Stack) -> None:
    ada = await stack.sign_up("ada")
    own = await ada.post("/api/campaigns", json=CAMPAIGN)
    organization = (await asked(ada, "create", {"name": "Acme", "slug": stack.email("acme")})).json()["id"]
    campaign = f"/api/campaigns/{own.json()['id']}"
    await gone(ada, campaign)
    back = await asked(ada, "set-active", {"organizationId": None})
    assert back.json() is None
    await found(ada, campaign)
    await asked(ada, "set-active", {"organizationId": organization})
    await gone(ada, campaign)
    await asked(ada, "delete", {"organizationId": organization})
    await found(ada, campaign)


async def arrived(
    stack: Stack, mailbox: Mailbox, inviter: httpx2.AsyncClient, name: str, role: str
) -> httpx2.AsyncClient:
    """Somebody who had no account, and followed the mail's link to the frontend's page."""
    email = stack.email(name)
    await asked(inviter, "invite-member", {"email": email, "role": role})
    invitation_id = urlsplit((await mailbox.last(email, Invitation)).url).path.rpartition("/")[2]
    person = await stack.sign_up(name)
    shown = await person.get(f"{PLUGIN}/get-invitation", params={"id": invitation_id})
    assert (shown.json()["organizationName"], shown.json()["role"]) == ("Acme", role)
    joined = (await asked(person, "accept-invitation", {"invitationId": invitation_id})).json()
    await asked(person, "set-active", {"organizationId": joined["member"]["organizationId"]})
    return person


async def asked(client: httpx2.AsyncClient, endpoint: str, body: object) -> httpx2.Response:
    """What the organization plugin answers."""
    response = await client.post(f"{PLUGIN}/{endpoint}", json=body)
    assert response.status_code == 200, response.text
    return response


async def gone(client: httpx2.AsyncClient, path: str) -> None:
    """Wait until something is no more to be seen, and no longer than a session is known."""
    await _turned(client, path, 404)


async def found(client: httpx2.AsyncClient, path: str) -> None:
    """Wait until something is to be seen, and no longer than a session is known."""
    await _turned(client, path, 200)


async def _turned(client: httpx2.AsyncClient, path: str, status: int) -> None:
    end = time.monotonic() + WITHIN
    while (response := await client.get(path)).status_code != status:
        assert time.monotonic() < end, response.text
        await asyncio.sleep(0.05)
