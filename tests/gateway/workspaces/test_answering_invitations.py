"""Invitations accepted, exactly once and by whom they are for, or turned down."""

import asyncio
from datetime import timedelta

from tests.gateway.workspaces.conftest import Serve
from tests.gateway.workspaces.team import Team, no_session

INVITATION = ["organizationId", "email", "role", "status", "expiresAt", "createdAt", "inviterId", "id"]
MEMBER = ["organizationId", "userId", "role", "createdAt", "id"]
GONE = (400, "INVITATION_NOT_FOUND")
BUSY = (503, "DATABASE_UNAVAILABLE")
"""Where more is asked at once than a slow machine has connections for."""


async def test_accept_invitation_makes_a_member_who_works_there_from_now_on(team: Team) -> None:
    bob = await team.person("bob")
    invitation = await team.invited(bob, "member, viewer")
    reply = await bob.post("accept-invitation", {"invitationId": invitation["id"]})
    assert (reply.status, list(reply.json), reply.cookies) == (200, ["invitation", "member"], [])
    assert list(reply.json["invitation"]) == INVITATION
    assert reply.json["invitation"] == invitation | {"status": "accepted"}
    assert (list(reply.json["member"]), reply.json["member"]["role"]) == (MEMBER, "member,viewer")
    assert await bob.active() == team.id
    again = await bob.post("accept-invitation", {"invitationId": invitation["id"]})
    assert again.refusal == GONE


async def test_accept_invitation_happens_once_of_fifty_attempts_at_once(team: Team) -> None:
    bob = await team.person("bob")
    body = {"invitationId": (await team.invited(bob))["id"]}
    replies = await asyncio.gather(*(bob.post("accept-invitation", body) for _ in range(50)))
    others = [reply.refusal for reply in replies if reply.status != 200]
    assert len(others) == 49
    assert set(others) <= {GONE, BUSY}
    assert (await team.roles())[bob.id] == "member"


async def test_accept_invitation_at_once_with_its_end_is_one_or_the_other(team: Team) -> None:
    bob = await team.person("bob")
    body = {"invitationId": (await team.invited(bob))["id"]}
    answers = await asyncio.gather(
        *(bob.post(f"{verb}-invitation", body) for verb in ("accept", "reject") for _ in range(10))
    )
    assert [reply.status for reply in answers].count(200) == 1
    accepted = any(reply.status == 200 for reply in answers[:10])
    assert (bob.id in await team.roles()) is accepted


async def test_accept_invitation_is_for_whom_it_was_sent_to_and_not_for_ever(team: Team) -> None:
    bob, eve = await team.person("bob"), await team.person("eve")
    body = {"invitationId": (await team.invited(bob))["id"]}
    stranger = await eve.post("accept-invitation", body)
    assert stranger.refusal == (403, "YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION")
    assert (await bob.post("accept-invitation", {"invitationId": "unknown"})).refusal == GONE
    team.server.clock.offset = timedelta(days=2, seconds=1)
    assert (await bob.post("accept-invitation", body)).refusal == GONE
    assert (await no_session(team.server, "accept-invitation", body)).refusal == (401, "UNAUTHORIZED")
    faulty = await no_session(team.server, "accept-invitation", {"invitationId": 4})
    assert faulty.json["message"] == "[body.invitationId] Invalid input: expected string, received number"


async def test_accept_invitation_compares_addresses_in_lower_case(team: Team) -> None:
    bob = await team.person("bob")
    invitation = await team.invited(bob)
    await team.server.rows("UPDATE invitation SET email = upper(email) WHERE id = $1", invitation["id"])
    assert (await bob.post("accept-invitation", {"invitationId": invitation["id"]})).status == 200


async def test_accept_invitation_called_off_is_gone(team: Team) -> None:
    bob = await team.person("bob")
    body = {"invitationId": (await team.invited(bob))["id"]}
    await team.ada.post("cancel-invitation", body)
    assert (await bob.post("accept-invitation", body)).refusal == GONE


async def test_accept_invitation_twice_by_another_invitation_makes_no_second_member(team: Team) -> None:
    bob, other = await team.joined("bob"), await team.person("other")
    invitation = await team.invited(other)
    await team.server.rows("UPDATE invitation SET email = $1 WHERE id = $2", bob.email, invitation["id"])
    refused = await bob.post("accept-invitation", {"invitationId": invitation["id"]})
    assert refused.refusal == (400, "USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION")
    assert (await bob.get(f"get-invitation?id={invitation['id']}")).json["status"] == "pending"


async def test_accept_invitation_refuses_more_members_than_are_allowed(serve: Serve) -> None:
    team = await Team.founded(serve(membership_limit=1))
    bob = await team.person("bob")
    refused = await bob.post("accept-invitation", {"invitationId": (await team.invited(bob))["id"]})
    assert refused.refusal == (403, "ORGANIZATION_MEMBERSHIP_LIMIT_REACHED")
    assert len(await team.roles()) == 1


async def test_accept_invitation_refuses_more_members_than_are_allowed_also_at_once(serve: Serve) -> None:
    team = await Team.founded(serve(membership_limit=2))
    people = [await team.person(name) for name in ("bob", "cyd", "dan")]
    invited = [await team.invited(person) for person in people]
    replies = await asyncio.gather(
        *(
            person.post("accept-invitation", {"invitationId": invitation["id"]})
            for person, invitation in zip(people, invited, strict=True)
        )
    )
    assert sorted(reply.status for reply in replies) == [200, 403, 403]
    refused = {reply.refusal for reply in replies if reply.status == 403}
    assert refused == {(403, "ORGANIZATION_MEMBERSHIP_LIMIT_REACHED")}
    assert len(await team.roles()) == 2


async def test_accept_invitation_needs_a_verified_address_where_settings_say_so(serve: Serve) -> None:
    team = await Team.founded(serve(require_email_verification_on_invitation=True))
    bob = await team.person("bob")
    body = {"invitationId": (await team.invited(bob))["id"]}
    unverified = (403, "EMAIL_VERIFICATION_REQUIRED_BEFORE_ACCEPTING_OR_REJECTING_INVITATION")
    assert (await bob.post("accept-invitation", body)).refusal == unverified
    assert (await bob.post("reject-invitation", body)).refusal == unverified
    await team.server.rows('UPDATE "user" SET "emailVerified" = true WHERE id = $1', bob.id)
    assert (await bob.post("accept-invitation", body)).status == 200


async def test_reject_invitation_turns_it_down_for_good(team: Team) -> None:
    bob, eve = await team.person("bob"), await team.person("eve")
    invitation = await team.invited(bob)
    body = {"invitationId": invitation["id"]}
    stranger = await eve.post("reject-invitation", body)
    assert stranger.refusal == (403, "YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION")
    reply = await bob.post("reject-invitation", body)
    assert (reply.status, reply.json) == (200, {"invitation": invitation | {"status": "rejected"}, "member": None})
    again = await bob.post("reject-invitation", body)
    assert (again.status, again.json["message"], again.json["code"]) == (400, "Invitation not found!", GONE[1])
    assert (await bob.post("accept-invitation", body)).refusal == GONE
    assert (await no_session(team.server, "reject-invitation", body)).refusal == (401, "UNAUTHORIZED")
