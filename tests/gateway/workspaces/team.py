"""People of one test and the organization one of them made; everything goes over the wire."""

from dataclasses import dataclass
from typing import Any, Self

from tests.gateway.auth.server import Reply, Server, bearer

ORGANIZATION = "/organization"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in."""

    server: Server
    token: str
    id: str
    email: str

    @classmethod
    async def new(cls, server: Server, name: str) -> Self:
        """Somebody who has just signed up."""
        told = (await server.sign_up(name)).json
        return cls(server, told["token"], told["user"]["id"], told["user"]["email"])

    async def again(self, name: str) -> "Person":
        """The same person, signed in once more."""
        return Person(self.server, (await self.server.sign_in(name)).json["token"], self.id, self.email)

    async def post(self, path: str, body: object = None) -> Reply:
        """POST below /api/auth/organization."""
        return await self.server.post(f"{ORGANIZATION}/{path}", {} if body is None else body, bearer(self.token))

    async def get(self, path: str) -> Reply:
        """GET below /api/auth/organization."""
        return await self.server.get(f"{ORGANIZATION}/{path}", bearer(self.token))

    async def active(self) -> str | None:
        """The organization this session works in."""
        told = (await self.server.get("/get-session", bearer(self.token))).json
        return told["session"]["activeOrganizationId"]  # type: ignore[no-any-return]


class Team:
    """Ada's organization; `joined` brings people in as the mail's link would."""

    def __init__(self, server: Server, ada: Person, made: dict[str, Any]) -> None:
        self.server, self.ada, self.made = server, ada, made
        self.id: str = made["id"]
        self.slug: str = made["slug"]

    @classmethod
    async def founded(cls, server: Server) -> Self:
        """A new organization of a new Ada."""
        ada = await Person.new(server, "ada")
        made = await ada.post("create", {"name": "Acme", "slug": f"acme-{ada.id.lower()}"})
        assert made.status == 200, made
        return cls(server, ada, made.json)

    async def person(self, name: str) -> Person:
        """Somebody new who is in no organization."""
        return await Person.new(self.server, name)

    async def invited(self, person: Person, role: str = "member") -> dict[str, Any]:
        """Ada's invitation for a person."""
        body = {"email": person.email, "role": role, "organizationId": self.id}
        reply = await self.ada.post("invite-member", body)
        assert reply.status == 200, reply
        return dict(reply.json)

    async def joined(self, name: str, role: str = "member") -> Person:
        """Somebody new who was invited and has accepted."""
        person = await self.person(name)
        await self.accepted(person, role)
        return person

    async def accepted(self, person: Person, role: str = "member") -> dict[str, Any]:
        """The member that a person has become."""
        invitation = await self.invited(person, role)
        reply = await person.post("accept-invitation", {"invitationId": invitation["id"]})
        assert reply.status == 200, reply
        return dict(reply.json["member"])

    async def member_id(self, person: Person) -> str:
        """The id of a person's membership."""
        found = await self.server.rows(
            'SELECT id FROM member WHERE "organizationId" = $1 AND "userId" = $2', self.id, person.id
        )
        return str(found[0]["id"])

    async def roles(self) -> dict[str, str]:
        """Roles by user id, as stored."""
        found = await self.server.rows('SELECT "userId", role FROM member WHERE "organizationId" = $1', self.id)
        return {row["userId"]: row["role"] for row in found}


def no_session(server: Server, path: str, body: object = None) -> Any:
    """A request of nobody's: GET without a body, else POST."""
    target = f"{ORGANIZATION}/{path}"
    return server.get(target) if body is None else server.post(target, body)
