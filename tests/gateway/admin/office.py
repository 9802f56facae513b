"""An admin at work: root and Ada of one test, and what root asks of the admin plugin."""

from dataclasses import dataclass
from typing import Any

from tests.gateway.auth.server import Reply, Server, bearer


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a session."""

    id: str
    email: str
    token: str


@dataclass(frozen=True, slots=True)
class Office:
    """Auth, with root who is an admin and Ada who is none."""

    server: Server
    root: Person
    ada: Person

    @classmethod
    async def open(cls, server: Server) -> "Office":
        """Both signed up, root made an admin."""
        root, ada = await person(server, "root"), await person(server, "ada")
        await server.rows("""UPDATE "user" SET role = 'admin' WHERE id = $1""", root.id)
        return cls(server, root, ada)

    async def post(self, path: str, body: object = None, *, by: Person | None = None) -> Reply:
        """POST below /admin, as root unless told otherwise."""
        return await self.server.post(f"/admin/{path}", body, bearer((by or self.root).token))

    async def get(self, path: str, *, by: Person | None = None) -> Reply:
        """GET below /admin."""
        return await self.server.get(f"/admin/{path}", bearer((by or self.root).token))

    async def row(self, user_id: str) -> dict[str, Any]:
        """A person as they are kept; empty when gone."""
        rows = await self.server.rows('SELECT * FROM "user" WHERE id = $1', user_id)
        return dict(rows[0]) if rows else {}

    async def set(self, user_id: str, assignment: str) -> None:
        """Change a person behind the server's back, as a Node server would."""
        await self.server.rows(f'UPDATE "user" SET {assignment} WHERE id = $1', user_id)

    async def living(self, user_id: str) -> int:
        """How many sessions a person has."""
        return len(await self.server.rows('SELECT 1 FROM session WHERE "userId" = $1', user_id))


async def person(server: Server, name: str) -> Person:
    """Somebody new, signed in."""
    told = (await server.sign_up(name)).json
    return Person(told["user"]["id"], told["user"]["email"], told["token"])
