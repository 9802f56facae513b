"""Members given other roles, taken out, leaving: an organization always keeps an owner."""

import asyncio

import pytest

from tests.gateway.workspaces.team import Person, Team, no_session

MEMBER = ["organizationId", "userId", "role", "createdAt", "id"]
GONE = (400, "MEMBER_NOT_FOUND")
NOT_ALLOWED = (403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER")
ONLY_OWNER = (400, "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER")
NOWHERE = (400, "NO_ACTIVE_ORGANIZATION")


async def role(team: Team, person: Person, of: Person, roles: object) -> object:
    """The refusal of giving somebody roles, or None."""
    body = {"role": roles, "memberId": await team.member_id(of), "organizationId": team.id}
    reply = await person.post("update-member-role", body)
    return None if reply.status == 200 else reply.refusal


async def test_update_member_role_answers_the_member_with_the_new_roles(team: Team) -> None:
    bob = await team.joined("bob")
    body = {"role": ["viewer", " member "], "memberId": await team.member_id(bob)}
    reply = await team.ada.post("update-member-role", body)
    assert (reply.status, list(reply.json), reply.json["role"]) == (200, MEMBER, "viewer,member")
    assert (await team.roles())[bob.id] == "viewer,member"


async def test_update_member_role_leaves_owners_to_owners(team: Team) -> None:
    boss, bob = await team.joined("boss", "admin"), await team.joined("bob")
    assert await role(team, boss, bob, "admin") is None
    assert await role(team, boss, bob, "owner") == NOT_ALLOWED
    assert await role(team, boss, boss, ["admin", "owner"]) == NOT_ALLOWED
    assert await role(team, boss, team.ada, "member") == NOT_ALLOWED
    assert await role(team, team.ada, bob, "owner") is None
    assert await role(team, bob, team.ada, "member") is None
    assert (await team.roles())[team.ada.id] == "member"


@pytest.mark.parametrize("weak", ["member", "viewer"])
async def test_update_member_role_is_for_owners_and_admins(team: Team, weak: str) -> None:
    bob = await team.joined("bob", weak)
    assert await role(team, bob, bob, "admin") == NOT_ALLOWED


async def test_update_member_role_keeps_the_last_owner(team: Team) -> None:
    assert await role(team, team.ada, team.ada, "member") == (400, "YOU_CANNOT_LEAVE_THE_ORGANIZATION_WITHOUT_AN_OWNER")
    assert await role(team, team.ada, team.ada, "owner,admin") is None


async def test_update_member_role_refuses_unknown_members_roles_and_organizations(team: Team) -> None:
    bob, eve = await team.joined("bob"), await team.person("eve")
    member = await team.member_id(bob)
    unknown = await team.ada.post("update-member-role", {"role": ["x", "y"], "memberId": member})
    assert (unknown.status, unknown.body) == (400, '{"code":"ROLE_NOT_FOUND","message":"ROLE_NOT_FOUND: x, y"}')
    assert (await team.ada.post("update-member-role", {"role": "member", "memberId": "unknown"})).refusal == GONE
    body = {"role": "member", "memberId": member}
    assert (await eve.post("update-member-role", body)).refusal == NOWHERE
    assert (await eve.post("update-member-role", body | {"organizationId": team.id})).refusal == GONE
    await team.ada.post("create", {"name": "B", "slug": f"{team.slug}-b"})
    assert (await team.ada.post("update-member-role", body)).refusal == NOT_ALLOWED
    assert (await no_session(team.server, "update-member-role", body)).refusal == (401, "UNAUTHORIZED")


@pytest.mark.parametrize("roles", ["", " , ", []])
async def test_update_member_role_to_none_is_refused_without_a_word(team: Team, roles: object) -> None:
    reply = await team.ada.post("update-member-role", {"role": roles, "memberId": "x"})
    assert (reply.status, reply.body) == (400, "")


async def test_update_member_role_names_every_fault_of_its_body(team: Team) -> None:
    reply = await team.ada.post("update-member-role", {"role": 4, "memberId": 4, "organizationId": 4})
    assert reply.json["message"] == (
        "[body.role] Invalid input; [body.memberId] Invalid input: expected string, received number; "
        "[body.organizationId] Invalid input: expected string, received number"
    )


async def test_update_member_role_of_two_owners_by_each_other_at_once_leaves_one(team: Team) -> None:
    bob = await team.joined("bob", "owner")
    await asyncio.gather(role(team, team.ada, bob, "member"), role(team, bob, team.ada, "member"))
    assert sorted((await team.roles()).values()) == ["member", "owner"]


async def test_remove_member_by_address_shows_who_it_was_and_by_id_does_not(team: Team) -> None:
    bob, cyd = await team.joined("bob"), await team.joined("cyd")
    by_address = (await team.ada.post("remove-member", {"memberIdOrEmail": bob.email.upper()})).json
    assert (list(by_address), list(by_address["member"])) == (["member"], [*MEMBER, "user"])
    assert by_address["member"]["user"] == {"id": bob.id, "name": "Bob", "email": bob.email, "image": None}
    body = {"memberIdOrEmail": await team.member_id(cyd), "organizationId": team.id}
    assert list((await team.ada.post("remove-member", body)).json["member"]) == MEMBER
    assert list(await team.roles()) == [team.ada.id]


async def test_remove_member_ends_all_their_work_in_it_and_none_elsewhere(team: Team) -> None:
    bob = await team.joined("bob")
    browser, phone = await bob.again("bob"), await bob.again("bob")
    await browser.post("set-active", {"organizationId": team.id})
    own = (await phone.post("create", {"name": "Own", "slug": bob.id})).json["id"]
    await team.ada.post("remove-member", {"memberIdOrEmail": bob.email})
    assert [await each.active() for each in (bob, browser, phone)] == [None, None, own]


async def test_remove_member_keeps_the_last_owner_and_leaves_owners_to_owners(team: Team) -> None:
    boss, bob = await team.joined("boss", "admin"), await team.joined("bob", "owner")
    assert (await boss.post("remove-member", {"memberIdOrEmail": bob.email})).refusal == ONLY_OWNER
    assert (await bob.post("remove-member", {"memberIdOrEmail": bob.email})).status == 200
    assert (await team.ada.post("remove-member", {"memberIdOrEmail": team.ada.email})).refusal == ONLY_OWNER


@pytest.mark.parametrize("weak", ["member", "viewer"])
async def test_remove_member_is_for_owners_and_admins(team: Team, weak: str) -> None:
    bob, cyd = await team.joined("bob", weak), await team.joined("cyd")
    refused = await bob.post("remove-member", {"memberIdOrEmail": cyd.email})
    assert refused.refusal == (401, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_MEMBER")


async def test_remove_member_knows_only_members_of_the_organization(team: Team) -> None:
    bob, eve = await team.joined("bob"), await team.person("eve")
    for who in ("unknown", "unknown@example.com", eve.email):
        assert (await team.ada.post("remove-member", {"memberIdOrEmail": who})).refusal == GONE
    body = {"memberIdOrEmail": bob.email}
    assert (await eve.post("remove-member", body)).refusal == NOWHERE
    assert (await eve.post("remove-member", body | {"organizationId": team.id})).refusal == GONE
    await team.ada.post("create", {"name": "B", "slug": f"{team.slug}-b"})
    assert (await team.ada.post("remove-member", {"memberIdOrEmail": await team.member_id(bob)})).refusal == GONE
    assert (await no_session(team.server, "remove-member", body)).refusal == (401, "UNAUTHORIZED")


async def test_leave_takes_oneself_out_and_home_everywhere(team: Team) -> None:
    bob = await team.joined("bob")
    browser = await bob.again("bob")
    await browser.post("set-active", {"organizationId": team.id})
    reply = await bob.post("leave", {"organizationId": team.id})
    assert (reply.status, list(reply.json), reply.json["role"]) == (200, [*MEMBER, "user"], "member")
    assert [await each.active() for each in (bob, browser)] == [None, None]
    assert (await bob.post("leave", {"organizationId": team.id})).refusal == GONE


async def test_leave_keeps_the_last_owner(team: Team) -> None:
    body = {"organizationId": team.id}
    assert (await team.ada.post("leave", body)).refusal == ONLY_OWNER
    assert (await no_session(team.server, "leave", body)).refusal == (401, "UNAUTHORIZED")
    assert (await no_session(team.server, "leave", {})).refusal == (400, "VALIDATION_ERROR")


async def test_leave_by_all_owners_at_once_keeps_one(team: Team) -> None:
    owners = [team.ada, await team.joined("bob", "owner"), await team.joined("cyd", "owner")]
    replies = await asyncio.gather(*(owner.post("leave", {"organizationId": team.id}) for owner in owners))
    assert sorted(reply.status for reply in replies) == [200, 200, 400]
    assert list((await team.roles()).values()) == ["owner"]
