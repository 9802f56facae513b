"""Which organization a session works in, and that nobody goes on working where they are no member."""

import asyncio

from services.gateway.auth import repository
from services.gateway.auth.identity import principal_of
from services.gateway.resources import Resources
from shared.contracts.principal import workspace_of
from tests.gateway.auth.server import DONT_REMEMBER, ORIGIN, SESSION, cookie
from tests.gateway.workspaces.conftest import Serve
from tests.gateway.workspaces.team import Person, Team, no_session

STORED = ["name", "slug", "logo", "createdAt", "metadata", "id"]


async def test_set_active_goes_by_slug_by_id_or_stays_and_hands_the_session_out_again(team: Team) -> None:
    second = (await team.ada.post("create", {"name": "B", "slug": f"{team.slug}-b"})).json["id"]
    for body, expected in (
        ({"organizationSlug": team.slug}, team.id),
        ({"organizationId": second}, second),
        ({"organizationId": second, "organizationSlug": "unknown"}, second),
        ({"organizationId": ""}, second),
        ({}, second),
    ):
        reply = await team.ada.post("set-active", body)
        assert (reply.json["id"], list(reply.json)) == (expected, STORED)
        assert [line.partition("=")[0] for line in reply.cookies] == [SESSION]
        assert reply.headers["set-auth-token"].startswith(f"{team.ada.token}.")
        assert await team.ada.active() == expected


async def test_set_active_says_in_a_cached_session_where_it_works_now(serve: Serve) -> None:
    team = await Team.founded(serve(session_cookie_cache="compact"))
    await team.ada.post("set-active", {"organizationId": None})
    told = await team.ada.post("set-active", {"organizationId": team.id})
    jar = dict(line.partition(";")[0].split("=", 1) for line in told.cookies)
    browser = {"cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
    assert "better-auth.session_data" in jar
    session = (await team.server.get("/get-session", browser)).json["session"]
    assert session["activeOrganizationId"] == team.id


async def test_set_active_to_null_goes_home_and_says_nothing_there(team: Team) -> None:
    reply = await team.ada.post("set-active", {"organizationId": None})
    assert (reply.status, reply.json, len(reply.cookies)) == (200, None, 1)
    for body in ({"organizationId": None}, {}):
        there = await team.ada.post("set-active", body)
        assert (there.status, there.json, there.cookies) == (200, None, [])


async def test_set_active_keeps_a_browser_session_one(team: Team) -> None:
    headers = cookie(team.ada.token, DONT_REMEMBER) | {"origin": ORIGIN}
    reply = await team.server.post("/organization/set-active", {"organizationId": team.id}, headers)
    assert [line.partition("=")[0] for line in reply.cookies] == [SESSION, "better-auth.dont_remember"]
    assert not any("Max-Age" in line for line in reply.cookies)


async def test_set_active_to_what_one_is_not_in_goes_home(team: Team) -> None:
    eve = await team.person("eve")
    await eve.post("create", {"name": "Eve", "slug": eve.id})
    for organization_id in (team.id, "unknown"):
        refused = await eve.post("set-active", {"organizationId": organization_id})
        assert refused.refusal == (403, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
        assert await eve.active() is None
    unknown = await eve.post("set-active", {"organizationSlug": "unknown"})
    assert unknown.refusal == (400, "ORGANIZATION_NOT_FOUND")


async def test_set_active_names_every_fault_of_its_body(team: Team) -> None:
    reply = await no_session(team.server, "set-active", {"organizationId": 4, "organizationSlug": None})
    assert reply.json["message"] == (
        "[body.organizationId] Invalid input: expected string, received number; "
        "[body.organizationSlug] Invalid input: expected string, received null"
    )
    assert (await no_session(team.server, "set-active", {})).refusal == (401, "UNAUTHORIZED")


async def test_set_active_is_of_one_session_alone(team: Team) -> None:
    elsewhere = await team.ada.again("ada")
    assert (await elsewhere.active(), await team.ada.active()) == (None, team.id)


async def test_set_active_decides_in_which_workspace_a_request_works(team: Team, resources: Resources) -> None:
    vic = await team.joined("vic", "viewer")

    async def workspace(person: Person) -> tuple[str, str]:
        identity = await repository.find_identity(resources.pool, person.token)
        assert identity
        principal = principal_of(identity)
        return str(principal.workspace_id), principal.role

    shared = workspace_of(user_id=vic.id, active_organization_id=team.id)
    assert await workspace(vic) == (str(shared), "viewer")
    await vic.post("set-active", {"organizationId": None})
    assert await workspace(vic) == (str(workspace_of(user_id=vic.id)), "owner")


async def test_set_active_at_once_with_being_removed_never_ends_in_the_organization(team: Team) -> None:
    bob = await team.joined("bob")
    for _ in range(5):
        member = await team.member_id(bob)
        await asyncio.gather(
            *(bob.post("set-active", {"organizationId": team.id}) for _ in range(4)),
            team.ada.post("remove-member", {"memberIdOrEmail": member, "organizationId": team.id}),
        )
        assert await bob.active() is None
        await team.accepted(bob)
