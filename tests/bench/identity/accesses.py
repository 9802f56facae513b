"""The ways in that may be taken away, each with what takes it away."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.bench.identity.people import PASSWORD, Town

OWN = "/api/campaigns"
CAMPAIGN = {
    "campaign_name": "Charging points",
    "industry_vertical": "Automotive",
    "start_date": "2026-03-02",
    "target_completion_date": "2026-04-30",
}


@dataclass(frozen=True, slots=True)
class Access:
    """Headers that a path is read with, and the call after which it must not be."""

    name: str
    headers: dict[str, str]
    revoke: Callable[[], Awaitable[Any]]
    path: str = OWN


async def all_of(town: Town) -> list[Access]:
    """One of each kind, each of somebody else."""
    made = (signed_out, revoked, banned, reset, deleted, removed, without_key)
    return [await make(town) for make in made]


async def signed_out(town: Town) -> Access:
    """By oneself."""
    person = await town.person()
    return Access("sign-out", person.headers, lambda: town.done("/sign-out", {}, person.headers))


async def revoked(town: Town) -> Access:
    """From another session of the same person."""
    person = await town.person()
    other = await town.done("/sign-in/email", {"email": person.email, "password": PASSWORD})
    headers = {"authorization": f"Bearer {other['token']}"}
    return Access(
        "revoked session", person.headers, lambda: town.done("/revoke-session", {"token": person.token}, headers)
    )


async def banned(town: Town) -> Access:
    """By an admin."""
    person, admin = await town.person(), await town.person()
    await town.run("""UPDATE "user" SET role = 'admin' WHERE id = $1""", admin.id)
    return Access("ban", person.headers, lambda: town.done("/admin/ban-user", {"userId": person.id}, admin.headers))


async def reset(town: Town) -> Access:
    """By whoever reads the person's mail."""
    person = await town.person()
    body = {"newPassword": f"{PASSWORD} anew", "token": await town.reset_token(person)}
    return Access("password reset", person.headers, lambda: town.done("/reset-password", body))


async def deleted(town: Town) -> Access:
    """With the whole account."""
    person = await town.person()
    body = {"token": await town.deletion_token(person)}
    return Access("deleted account", person.headers, lambda: town.done("/delete-user", body, person.headers))


async def removed(town: Town) -> Access:
    """The session stays; the organization's campaign is read no more."""
    owner, member = await town.person(), await town.person()
    organization = await town.organization(owner)
    invitation = await town.invited(owner, organization, member)
    await town.done("/organization/accept-invitation", {"invitationId": invitation}, member.headers)
    await town.done("/organization/set-active", {"organizationId": organization}, member.headers)
    made = (await town.ask("POST", OWN, owner.headers, body=CAMPAIGN)).raise_for_status()
    body = {"memberIdOrEmail": member.email, "organizationId": organization}
    return Access(
        "removed member",
        member.headers,
        lambda: town.done("/organization/remove-member", body, owner.headers),
        f"{OWN}/{made.json()['id']}",
    )


async def without_key(town: Town) -> Access:
    """A program's, whose key its owner deletes."""
    owner = await town.person()
    key = await town.done("/api-key/create", {"name": "program"}, owner.headers)
    body = {"keyId": key["id"]}
    return Access(
        "deleted API key", {"x-api-key": key["key"]}, lambda: town.done("/api-key/delete", body, owner.headers)
    )
