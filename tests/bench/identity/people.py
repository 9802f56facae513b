"""The people of the measurement, and how they ask: by bearer, each request from an address of its own."""

import itertools
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg
import httpx2

from shared.mail import kinds
from tests.bench.identity.ground import Ground
from tests.support.mailbox import Mailbox

PASSWORD = "correct horse battery staple"
CONNECTIONS = 200
Mail = TypeVar("Mail", bound=kinds.WithLink)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed up, and the token of their session."""

    email: str
    id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """By bearer."""
        return {"authorization": f"Bearer {self.token}"}


@dataclass
class Town:
    """Asks the gateways, the first one unless told another."""

    ground: Ground
    http: httpx2.AsyncClient
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        *,
        body: object = None,
        at: str | None = None,
        address: str | None = None,
    ) -> httpx2.Response:
        """One request, answered whatever it is."""
        sent = {"x-forwarded-for": address or self._address()} | (headers or {})
        url = f"{at or self.ground.gateways[0]}{path}"
        return await self.http.request(method, url, headers=sent, json=body)

    async def auth(
        self, path: str, body: object = None, headers: dict[str, str] | None = None, **where: Any
    ) -> httpx2.Response:
        """One request below /api/auth: GET without a body, else POST."""
        return await self.ask("GET" if body is None else "POST", f"/api/auth{path}", headers, body=body, **where)

    async def done(self, path: str, body: object, headers: dict[str, str] | None = None) -> Any:
        """The answer to a POST below /api/auth that must succeed."""
        response = await self.auth(path, body, headers)
        if response.status_code != httpx2.codes.OK:
            raise RuntimeError(f"{path}: {response.status_code} {response.text}")
        return response.json()

    async def person(self) -> Person:
        """Somebody new."""
        email = f"{uuid4().hex}@example.com"
        made = await self.done("/sign-up/email", {"name": "Ada", "email": email, "password": PASSWORD})
        return Person(email, made["user"]["id"], made["token"])

    async def mailed(self, to: str, kind: type[Mail]) -> str:
        """The path of the newest mail's link, its query up to where it would go on to."""
        mail = await Mailbox(self.ground.database).last(to, kind)
        return httpx2.URL(mail.url).raw_path.decode().removeprefix("/api/auth").partition("&callbackURL=")[0]

    async def reset_token(self, person: Person) -> str:
        """What a mailed link to a new password carries."""
        await self.done("/request-password-reset", {"email": person.email})
        return (await self.mailed(person.email, kinds.ResetPassword)).partition("?")[0].rpartition("/")[2]

    async def deletion_token(self, person: Person) -> str:
        """What a mailed link to deleting oneself carries."""
        await self.done("/delete-user", {}, person.headers)
        return (await self.mailed(person.email, kinds.DeleteAccount)).partition("token=")[2]

    async def organization(self, owner: Person) -> str:
        """The id of a new organization."""
        made = await self.done("/organization/create", {"name": "Atlas", "slug": uuid4().hex}, owner.headers)
        return str(made["id"])

    async def invited(self, owner: Person, organization: str, guest: Person) -> str:
        """The id of an invitation; the guest has proved their address."""
        await self.run('UPDATE "user" SET "emailVerified" = true WHERE id = $1', guest.id)
        body = {"email": guest.email, "role": "member", "organizationId": organization}
        return str((await self.done("/organization/invite-member", body, owner.headers))["id"])

    async def run(self, statement: str, *arguments: object) -> None:
        """SQL as the owner."""
        connection = await asyncpg.connect(self.ground.database.owner_url)
        try:
            await connection.execute(statement, *arguments)
        finally:
            await connection.close()

    def _address(self) -> str:
        number = next(self._numbers)
        return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def client() -> httpx2.AsyncClient:
    """Keeps no cookies: everybody shares it."""
    limits = httpx2.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx2.AsyncClient(cookies=jar, limits=limits, timeout=60, trust_env=False)
