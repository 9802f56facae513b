"""Organizations made, changed and looked at, as a BetterAuth server with the organization plugin answers."""

import asyncio
from typing import Any

import pytest

from tests.gateway.auth.server import Server
from tests.gateway.workspaces.conftest import Serve
from tests.gateway.workspaces.team import Person, Team, no_session

STORED = ["name", "slug", "logo", "createdAt", "metadata", "id"]
MEMBER = ["organizationId", "userId", "role", "createdAt", "id"]
NO_NAME = "[body.name] Invalid input: expected string, received undefined"
NO_SLUG = "[body.slug] Invalid input: expected string, received undefined"


async def test_create_makes_an_owner_and_works_there(team: Team) -> None:
    assert list(team.made) == ["name", "slug", "logo", "createdAt", "id", "members"]
    (member,) = team.made["members"]
    assert list(member) == MEMBER
    assert (member["role"], member["userId"], member["organizationId"]) == ("owner", team.ada.id, team.id)
    assert await team.ada.active() == team.id


async def test_create_keeps_metadata_as_json_in_text(team: Team) -> None:
    body = {"name": "B", "slug": f"{team.slug}-b", "logo": "l", "metadata": {"b": {"c": [1.5, None, "é"]}}}
    made = (await team.ada.post("create", body | {"keepCurrentActiveOrganization": True})).json
    assert list(made) == ["name", "slug", "logo", "createdAt", "metadata", "id", "members"]
    assert made["metadata"] == body["metadata"]
    assert await team.ada.active() == team.id
    stored = (await team.ada.get(f"get-organization?organizationId={made['id']}")).json
    assert stored["metadata"] == '{"b":{"c":[1.5,null,"é"]}}'


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, f"{NO_NAME}; {NO_SLUG}"),
        ({"name": "", "slug": "s"}, "[body.name] Too small: expected string to have >=1 characters"),
        (
            {"name": "n", "slug": "s", "logo": 3, "metadata": [], "keepCurrentActiveOrganization": "x"},
            "[body.logo] Invalid input: expected string, received number; "
            "[body.metadata] Invalid input: expected record, received array; "
            "[body.keepCurrentActiveOrganization] Invalid input: expected boolean, received string",
        ),
        ({"name": "n", "slug": "s" * 256}, "[body.slug] Too big: expected string to have <=255 characters"),
        ({"name": "n\0", "slug": "s"}, "[body.name] Invalid input: NUL is not allowed"),
    ],
)
async def test_create_names_every_fault_of_its_body(server: Server, body: object, message: str) -> None:
    reply = await no_session(server, "create", body)
    assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})


async def test_create_refuses_nobody_without_a_word(server: Server) -> None:
    reply = await no_session(server, "create", {"name": "n", "slug": "s"})
    assert (reply.status, reply.body, reply.headers["content-type"]) == (401, "", "application/json")


async def test_create_refuses_a_taken_slug(team: Team) -> None:
    taken = await team.ada.post("create", {"name": "A", "slug": team.slug})
    assert taken.refusal == (400, "ORGANIZATION_ALREADY_EXISTS")


async def test_create_gives_a_slug_once_however_many_want_it_at_once(team: Team) -> None:
    same = {"name": "A", "slug": f"{team.slug}-raced"}
    replies = await asyncio.gather(*(team.ada.post("create", same) for _ in range(8)))
    assert sorted(reply.status for reply in replies) == [200] + [400] * 7


async def test_create_refuses_more_organizations_than_are_allowed(serve: Serve) -> None:
    ada = await Person.new(serve(organization_limit=1), "ada")
    assert (await ada.post("create", {"name": "A", "slug": ada.id})).status == 200
    refused = await ada.post("create", {"name": "B", "slug": f"{ada.id}b"})
    assert refused.refusal == (403, "YOU_HAVE_REACHED_THE_MAXIMUM_NUMBER_OF_ORGANIZATIONS")


async def test_check_slug_tells_a_free_one_from_a_taken_one(team: Team) -> None:
    assert (await team.ada.post("check-slug", {"slug": f"{team.slug}-free"})).json == {"status": True}
    taken = await team.ada.post("check-slug", {"slug": team.slug})
    assert taken.refusal == (400, "ORGANIZATION_SLUG_ALREADY_TAKEN")
    assert (await no_session(team.server, "check-slug", {"slug": "x"})).refusal == (401, "UNAUTHORIZED")


async def test_update_changes_what_was_sent_and_answers_metadata_as_json(team: Team) -> None:
    sent = {"data": {"name": "New", "metadata": {"x": 1}}, "organizationId": team.id}
    changed = (await team.ada.post("update", sent)).json
    assert list(changed) == STORED
    assert (changed["name"], changed["slug"], changed["metadata"]) == ("New", team.slug, {"x": 1})
    await team.ada.post("update", {"data": {"logo": "l"}})
    without = (await team.ada.post("update", {"data": {"logo": None, "slug": team.slug}})).json
    assert (without["logo"], without["name"]) == (None, "New")


async def test_update_leaves_metadata_out_where_there_is_none(team: Team) -> None:
    assert list((await team.ada.post("update", {"data": {"name": "N"}})).json) == [
        "name",
        "slug",
        "logo",
        "createdAt",
        "id",
    ]


async def test_update_names_faults_inside_the_data(team: Team) -> None:
    reply = await team.ada.post("update", {"data": {"name": "", "slug": 1, "logo": 2}, "organizationId": 4})
    assert reply.json["message"] == (
        "[body.data.name] Too small: expected string to have >=1 characters; "
        "[body.data.slug] Invalid input: expected string, received number; "
        "[body.data.logo] Invalid input: expected string, received number; "
        "[body.organizationId] Invalid input: expected string, received number"
    )


async def test_update_of_nothing_is_refused_and_changes_nothing(team: Team) -> None:
    reply = await team.ada.post("update", {"data": {"unknown": 1}})
    assert (reply.status, reply.json) == (400, {"message": "No fields to update"})


async def test_update_refuses_a_taken_slug(team: Team) -> None:
    body = {"name": "B", "slug": f"{team.slug}-b", "keepCurrentActiveOrganization": True}
    await team.ada.post("create", body)
    refused = await team.ada.post("update", {"data": {"slug": body["slug"]}})
    assert refused.refusal == (400, "ORGANIZATION_SLUG_ALREADY_TAKEN")


async def test_update_is_for_owners_and_admins(team: Team) -> None:
    stranger, admin = await team.person("eve"), await team.joined("abe", "admin")
    member, viewer = await team.joined("mia"), await team.joined("vic", "viewer")
    body = {"data": {"name": "X"}, "organizationId": team.id}
    assert (await stranger.post("update", body)).refusal == (400, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
    assert (await stranger.post("update", {"data": {"name": "X"}})).refusal == (400, "ORGANIZATION_NOT_FOUND")
    for person in (member, viewer):
        reply = await person.post("update", body)
        assert reply.refusal == (403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_ORGANIZATION")
    assert (await admin.post("update", body)).status == 200
    nobody = await no_session(team.server, "update", body)
    assert (nobody.status, nobody.json) == (401, {"message": "User not found"})


async def test_list_shows_ones_own_organizations_in_the_order_one_joined(team: Team) -> None:
    second = (await team.ada.post("create", {"name": "B", "slug": f"{team.slug}-b"})).json
    listed = (await team.ada.get("list")).json
    assert [list(each) for each in listed] == [STORED, STORED]
    assert [each["id"] for each in listed] == [team.id, second["id"]]
    assert (await (await team.person("eve")).get("list")).json == []
    assert (await no_session(team.server, "list")).refusal == (401, "UNAUTHORIZED")


@pytest.mark.parametrize("endpoint", ["get-organization", "get-full-organization"])
async def test_get_organization_finds_by_slug_by_id_or_the_active_one(team: Team, endpoint: str) -> None:
    by_slug = f"{endpoint}?organizationSlug={team.slug}&organizationId=unknown"
    for path in (endpoint, f"{endpoint}?organizationId={team.id}", by_slug):
        found = (await team.ada.get(path)).json
        assert (found["id"], list(found)[:6]) == (team.id, STORED)
    assert (await (await team.person("eve")).get(endpoint)).json is None


@pytest.mark.parametrize("endpoint", ["get-organization", "get-full-organization"])
async def test_get_organization_refuses_what_one_is_not_in(team: Team, endpoint: str) -> None:
    eve = await team.person("eve")
    unknown = await eve.get(f"{endpoint}?organizationId=unknown")
    assert unknown.refusal == (400, "ORGANIZATION_NOT_FOUND")
    foreign = await eve.get(f"{endpoint}?organizationId={team.id}")
    assert foreign.refusal == (403, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
    assert (await no_session(team.server, endpoint)).refusal == (401, "UNAUTHORIZED")
    twice = await eve.get(f"{endpoint}?organizationId=a&organizationId=b")
    assert twice.json["message"] == "[query.organizationId] Invalid input: expected string, received array"


async def test_get_organization_that_another_server_took_one_out_of_ends_working_there(team: Team) -> None:
    bob = await team.joined("bob")
    await team.server.rows('DELETE FROM member WHERE "userId" = $1', bob.id)
    assert (await bob.get("get-organization")).refusal == (403, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
    assert await bob.active() is None


async def test_get_organization_of_others_leaves_one_where_one_works(team: Team) -> None:
    eve = await team.person("eve")
    own = (await eve.post("create", {"name": "Eve", "slug": eve.id})).json["id"]
    await eve.get(f"get-organization?organizationId={team.id}")
    assert await eve.active() == own


async def test_get_full_organization_shows_people_to_all_and_invitations_to_who_may_invite(team: Team) -> None:
    bob, boss = await team.joined("bob"), await team.joined("boss", "admin")
    await team.invited(await team.person("cyd"), "owner")
    full = (await team.ada.get("get-full-organization")).json
    assert list(full) == [*STORED, "invitations", "members"]
    assert [list(member) for member in full["members"]] == [[*MEMBER, "user"]] * 3
    assert full["members"][1]["user"] == {"id": bob.id, "name": "Bob", "email": bob.email, "image": None}
    assert [invitation["role"] for invitation in full["invitations"]] == ["member", "admin", "owner"]
    seen = [(await person.get("get-full-organization")).json["invitations"] for person in (bob, boss)]
    assert [[invitation["role"] for invitation in each] for each in seen] == [[], ["member", "admin"]]


@pytest.mark.parametrize(("limit", "shown"), [("1", 1), ("1.9", 1), ("0", 2), ("abc", 2), ("", 2), ("2000", 2)])
async def test_get_full_organization_shows_as_many_members_as_asked_for(team: Team, limit: str, shown: int) -> None:
    await team.joined("bob")
    full: dict[str, Any] = (await team.ada.get(f"get-full-organization?membersLimit={limit}")).json
    assert len(full["members"]) == shown


async def test_get_full_organization_refuses_fewer_members_than_none(team: Team) -> None:
    assert (await team.ada.get("get-full-organization?membersLimit=-1")).refusal == (400, "VALIDATION_ERROR")
