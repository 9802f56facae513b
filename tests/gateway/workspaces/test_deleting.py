"""Deleting an organization: only its owner's, and never one that still holds research."""

import httpx2
from fastapi import FastAPI

from services.gateway.resources import Resources
from shared.contracts.principal import Principal, workspace_of
from tests.gateway.workspaces.team import Team, no_session
from tests.support import settings
from tests.support.core import Vouched

CAMPAIGN = {
    "campaign_name": "EHR replacement",
    "industry_vertical": "Healthcare",
    "start_date": "2026-11-17",
    "target_completion_date": "2026-12-18",
    "min_calls": 1,
    "max_calls": 2,
}


def within(core_app: FastAPI, team: Team) -> httpx2.AsyncClient:
    """A client that core believes to be Ada's, working in the organization."""
    workspace = workspace_of(user_id=team.ada.id, active_organization_id=team.id)
    transport = httpx2.ASGITransport(app=core_app)
    return httpx2.AsyncClient(
        transport=transport, base_url=settings.CORE, auth=Vouched(Principal(team.ada.id, workspace))
    )


async def test_delete_sends_everybody_home_and_takes_members_and_invitations_along(team: Team) -> None:
    bob = await team.joined("bob")
    await team.invited(await team.person("cyd"))
    reply = await team.ada.post("delete", {"organizationId": team.id})
    assert (reply.status, list(reply.json)) == (200, ["name", "slug", "logo", "createdAt", "metadata", "id"])
    assert [await person.active() for person in (team.ada, bob)] == [None, None]
    left = (
        'SELECT id FROM member WHERE "organizationId" = $1 UNION SELECT id FROM invitation WHERE "organizationId" = $1'
    )
    assert await team.server.rows(left, team.id) == []
    again = await team.ada.post("delete", {"organizationId": team.id})
    assert again.refusal == (400, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")


async def test_delete_refuses_while_a_campaign_or_a_project_is_there(team: Team, core_app: FastAPI) -> None:
    async with within(core_app, team) as core:
        for path, body in (("/api/campaigns", CAMPAIGN), ("/api/projects", {"project_name": "P"})):
            made = await core.post(path, json=body)
            assert made.status_code == 201, made.text
            refused = await team.ada.post("delete", {"organizationId": team.id})
            assert refused.refusal == (409, "ORGANIZATION_HOLDS_RESEARCH")
            assert await team.ada.active() == team.id
            assert (await core.delete(f"{path}/{made.json()['id']}")).status_code == 204
    assert (await team.ada.post("delete", {"organizationId": team.id})).status == 200


async def test_delete_refuses_while_core_cannot_say(team: Team, resources: Resources) -> None:
    working, resources.transport = resources.transport, httpx2.AsyncHTTPTransport(retries=0)
    try:
        refused = await team.ada.post("delete", {"organizationId": team.id})
    finally:
        resources.transport = working
    assert refused.refusal == (503, "CORE_UNAVAILABLE")
    assert await team.ada.active() == team.id


async def test_delete_is_for_owners(team: Team) -> None:
    boss, eve, body = await team.joined("boss", "admin"), await team.person("eve"), {"organizationId": team.id}
    assert (await boss.post("delete", body)).refusal == (403, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_ORGANIZATION")
    assert (await eve.post("delete", body)).refusal == (400, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
    empty = await team.ada.post("delete", {"organizationId": ""})
    assert empty.refusal == (400, "ORGANIZATION_NOT_FOUND")
    nobody = await no_session(team.server, "delete", body)
    assert (nobody.status, nobody.body) == (401, "")
