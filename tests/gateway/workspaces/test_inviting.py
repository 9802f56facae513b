"""Invitations sent, seen and called off."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from shared.mail.kinds import Invitation
from tests.gateway.auth.server import ORIGIN
from tests.gateway.workspaces.conftest import Serve
from tests.gateway.workspaces.team import Person, Team, no_session
from tests.support.mailbox import Mailbox

INVITATION = ["organizationId", "email", "role", "status", "expiresAt", "createdAt", "inviterId", "id"]
INVALID = "VALIDATION_ERROR"


async def test_invite_member_mails_a_link_to_the_address_in_lower_case(team: Team, mailbox: Mailbox) -> None:
    email = team.server.email("bob")
    reply = await team.ada.post("invite-member", {"email": email.upper(), "role": ["member", " viewer "]})
    assert (reply.status, list(reply.json)) == (200, INVITATION)
    assert (reply.json["email"], reply.json["role"], reply.json["status"]) == (email, "member,viewer", "pending")
    mail = await mailbox.last(email, Invitation)
    assert mail.url == f"{ORIGIN}/accept-invitation/{reply.json['id']}"
    assert (mail.inviter_email, mail.organization_name, mail.role) == (team.ada.email, "Acme", "member,viewer")
    assert (mail.expires_at - team.server.clock()) == pytest.approx(timedelta(days=2), abs=timedelta(minutes=1))


async def test_invite_member_links_to_the_frontend_s_page(serve: Serve, mailbox: Mailbox) -> None:
    team = await Team.founded(serve(invitation_url="https://app.example.com/join?by={id}"))
    invitation = await team.invited(await team.person("bob"))
    url = urlsplit((await mailbox.last(invitation["email"], Invitation)).url)
    assert (url.netloc, url.query) == ("app.example.com", f"by={invitation['id']}")


async def test_invite_member_refused_mails_nothing(team: Team, mailbox: Mailbox) -> None:
    bob = await team.person("bob")
    await team.invited(bob)
    refused = await team.ada.post("invite-member", {"email": bob.email, "role": "member"})
    assert refused.refusal == (400, "USER_IS_ALREADY_INVITED_TO_THIS_ORGANIZATION")
    assert len(await mailbox.mails(bob.email)) == 1


async def test_invite_member_resent_lasts_anew_and_is_mailed_again(team: Team, mailbox: Mailbox) -> None:
    bob = await team.person("bob")
    first = await team.invited(bob)
    team.server.clock.offset = timedelta(hours=1)
    again = (await team.ada.post("invite-member", {"email": bob.email, "role": "admin", "resend": True})).json
    assert again | {"expiresAt": first["expiresAt"]} == first
    assert again["expiresAt"] > first["expiresAt"]
    assert len(await mailbox.mails(bob.email)) == 2
    stored = await bob.get(f"get-invitation?id={first['id']}")
    assert stored.json["expiresAt"] == again["expiresAt"]


async def test_invite_member_again_calls_the_first_off_where_settings_say_so(serve: Serve) -> None:
    team = await Team.founded(serve(cancel_pending_invitations_on_re_invite=True))
    bob = await team.person("bob")
    first, second = await team.invited(bob), await team.invited(bob, "viewer")
    listed = {each["id"]: each["status"] for each in (await team.ada.get("list-invitations")).json}
    assert listed == {first["id"]: "canceled", second["id"]: "pending"}


async def test_invite_member_refuses_more_open_invitations_than_are_allowed(serve: Serve) -> None:
    team = await Team.founded(serve(invitation_limit=1))
    await team.invited(await team.person("bob"))
    cyd = await team.person("cyd")
    refused = await team.ada.post("invite-member", {"email": cyd.email, "role": "member"})
    assert refused.refusal == (403, "INVITATION_LIMIT_REACHED")
    team.server.clock.offset = timedelta(days=3)
    assert (await team.invited(cyd))["status"] == "pending"


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"email": "q", "role": "x"}, (400, "INVALID_EMAIL")),
        ({"email": "b@example.com", "role": ""}, (400, "ROLE_NOT_FOUND")),
        ({"email": "b@example.com", "role": []}, (400, "ROLE_NOT_FOUND")),
        ({"email": "b@example.com", "role": [4]}, (400, INVALID)),
    ],
)
async def test_invite_member_refuses(team: Team, body: object, refusal: tuple[int, str]) -> None:
    assert (await team.ada.post("invite-member", body)).refusal == refusal


async def test_invite_member_names_unknown_roles(team: Team) -> None:
    reply = await team.ada.post("invite-member", {"email": "b@example.com", "role": ["x", "member", " y "]})
    assert (reply.status, reply.json) == (400, {"message": "ROLE_NOT_FOUND: x, y"})


async def test_invite_member_names_every_fault_of_its_body(team: Team) -> None:
    sent = {"email": 3, "role": 4, "organizationId": 4, "resend": "x", "teamId": 4}
    reply = await no_session(team.server, "invite-member", sent)
    assert reply.json["message"] == (
        "[body.email] Invalid input: expected string, received number; [body.role] Invalid input; "
        "[body.organizationId] Invalid input: expected string, received number; "
        "[body.resend] Invalid input: expected boolean, received string; [body.teamId] Invalid input"
    )


async def test_invite_member_refuses_who_is_in_already(team: Team) -> None:
    refused = await team.ada.post("invite-member", {"email": team.ada.email.upper(), "role": "member"})
    assert refused.refusal == (400, "USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION")


async def test_invite_member_is_for_owners_and_admins_and_owners_for_owners(team: Team) -> None:
    boss, mia = await team.joined("boss", "admin"), await team.joined("mia")
    vic, eve = await team.joined("vic", "viewer"), await team.person("eve")
    body = {"email": team.server.email("new"), "role": "owner", "organizationId": team.id}
    for person in (mia, vic):
        refused = await person.post("invite-member", body)
        assert refused.refusal == (403, "YOU_ARE_NOT_ALLOWED_TO_INVITE_USERS_TO_THIS_ORGANIZATION")
    assert (await eve.post("invite-member", body)).refusal == (400, "MEMBER_NOT_FOUND")
    nowhere = {"email": eve.email, "role": "member"}
    assert (await eve.post("invite-member", nowhere)).refusal == (400, "ORGANIZATION_NOT_FOUND")
    above = (403, "YOU_ARE_NOT_ALLOWED_TO_INVITE_USER_WITH_THIS_ROLE")
    assert (await boss.post("invite-member", body)).refusal == above
    assert (await team.ada.post("invite-member", body)).status == 200
    assert (await boss.post("invite-member", body | {"role": "member", "resend": True})).refusal == above
    assert (await no_session(team.server, "invite-member", body)).refusal == (401, "UNAUTHORIZED")


async def test_cancel_invitation_is_for_owners_and_admins(team: Team) -> None:
    boss, mia, eve = await team.joined("boss", "admin"), await team.joined("mia"), await team.person("eve")
    body = {"invitationId": (await team.invited(eve))["id"]}
    assert (await eve.post("cancel-invitation", body)).refusal == (400, "MEMBER_NOT_FOUND")
    refused = await mia.post("cancel-invitation", body)
    assert refused.refusal == (403, "YOU_ARE_NOT_ALLOWED_TO_CANCEL_THIS_INVITATION")
    reply = await boss.post("cancel-invitation", body)
    assert (reply.status, list(reply.json), reply.json["status"]) == (200, INVITATION, "canceled")
    unknown = await team.ada.post("cancel-invitation", {"invitationId": "unknown"})
    assert unknown.refusal == (400, "INVITATION_NOT_FOUND")
    assert (await no_session(team.server, "cancel-invitation", body)).refusal == (401, "UNAUTHORIZED")


async def test_list_invitations_shows_all_to_who_may_invite_and_owners_to_owners(team: Team) -> None:
    boss, mia, eve = await team.joined("boss", "admin"), await team.joined("mia"), await team.person("eve")
    await team.invited(await team.person("new"), "owner")
    listed = (await team.ada.get("list-invitations")).json
    assert [list(each) for each in listed] == [INVITATION] * 3
    assert [each["role"] for each in listed] == ["admin", "member", "owner"]
    assert [each["role"] for each in (await boss.get("list-invitations")).json] == ["admin", "member"]
    refused = await mia.get("list-invitations")
    assert refused.refusal == (403, "YOU_ARE_NOT_ALLOWED_TO_LIST_INVITATIONS")
    nowhere = await eve.get("list-invitations")
    assert (nowhere.status, nowhere.json) == (400, {"message": "Organization ID is required"})
    stranger = await eve.get(f"list-invitations?organizationId={team.id}")
    assert (stranger.status, stranger.json) == (403, {"message": "You are not a member of this organization"})
    assert (await no_session(team.server, "list-invitations")).refusal == (401, "UNAUTHORIZED")


async def test_list_user_invitations_shows_unanswered_ones_to_a_verified_address(team: Team) -> None:
    bob = await team.person("bob")
    first = await team.invited(bob)
    unverified = await bob.get("list-user-invitations")
    assert unverified.refusal == (403, "EMAIL_VERIFICATION_REQUIRED_FOR_INVITATION")
    await team.server.rows('UPDATE "user" SET "emailVerified" = true WHERE id = $1', bob.id)
    (listed,) = (await bob.get("list-user-invitations")).json
    assert list(listed) == [*INVITATION, "organizationName"]
    assert listed == first | {"organizationName": "Acme"}
    await bob.post("reject-invitation", {"invitationId": first["id"]})
    assert (await bob.get("list-user-invitations")).json == []


async def test_list_user_invitations_tells_of_ones_own_alone(team: Team) -> None:
    other = await (await team.person("eve")).get("list-user-invitations?email=ada@example.com")
    message = "User email cannot be passed for client side API calls."
    assert (other.status, other.json) == (400, {"message": message})
    nobody = await no_session(team.server, "list-user-invitations")
    assert (nobody.status, nobody.json["message"]) == (400, "Missing session headers, or email query parameter.")


async def test_get_invitation_is_for_whom_it_was_sent_to(team: Team) -> None:
    bob, eve = await team.person("bob"), await team.person("eve")
    invitation = await team.invited(bob)
    path = f"get-invitation?id={invitation['id']}"
    assert (await eve.get(path)).refusal == (403, "YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION")
    found = (await bob.get(path)).json
    assert list(found) == [*INVITATION, "organizationName", "organizationSlug", "inviterEmail"]
    assert (found["organizationName"], found["organizationSlug"]) == ("Acme", team.slug)
    assert found["inviterEmail"] == team.ada.email
    assert (await bob.get("get-invitation?id=unknown")).refusal == (400, "INVITATION_NOT_FOUND")
    assert (await bob.get("get-invitation")).refusal == (400, INVALID)
    nobody = await no_session(team.server, path)
    assert (nobody.status, nobody.json) == (401, {"message": "Not authenticated"})
    team.server.clock.offset = timedelta(days=2, minutes=1)
    assert (await bob.get(path)).refusal == (400, "INVITATION_NOT_FOUND")


async def test_get_invitation_of_somebody_who_left_is_refused(team: Team) -> None:
    boss, bob = await team.joined("boss", "admin"), await team.person("bob")
    sent = await boss.post("invite-member", {"email": bob.email, "role": "member"})
    await boss.post("leave", {"organizationId": team.id})
    refused = await bob.get(f"get-invitation?id={sent.json['id']}")
    assert refused.refusal == (400, "INVITER_IS_NO_LONGER_A_MEMBER_OF_THE_ORGANIZATION")


async def test_get_invitation_needs_a_verified_address_where_settings_say_so(serve: Serve) -> None:
    team = await Team.founded(serve(require_email_verification_on_invitation=True))
    bob: Person = await team.person("bob")
    refused = await bob.get(f"get-invitation?id={(await team.invited(bob))['id']}")
    assert refused.refusal == (403, "EMAIL_VERIFICATION_REQUIRED_FOR_INVITATION")
