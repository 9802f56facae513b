"""Core in this process, with fresh people for each test: nobody a test meets has been met by another."""

from collections.abc import Generator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
from fastapi import FastAPI

from shared.contracts.principal import NOBODY, Plan, Principal, Role, workspace_of
from shared.security import internal_token
from tests.support import settings
from tests.support.databases import Database

KEY = internal_token.signing_key(settings.INTERNAL_SECRET)


class Vouched(httpx2.Auth):
    """Signs each request with a fresh internal token, as the gateway does."""

    def __init__(self, principal: Principal) -> None:
        self._principal = principal

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Add the token."""
        request.headers[internal_token.HEADER] = internal_token.mint(self._principal, key=KEY)
        yield request


class VouchedAsOperator(httpx2.Auth):
    """Signs each request as the gateway does for an admin of the whole installation."""

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Add the token."""
        root = Principal("root", NOBODY)
        token = internal_token.mint(root, key=KEY, audience=internal_token.OPERATORS)
        request.headers[internal_token.HEADER] = token
        yield request


class Core:
    """The internal service as one test sees it."""

    def __init__(self, app: FastAPI, database: Database) -> None:
        self.app, self.database = app, database
        self._run = uuid4().hex[:12]

    def user_id(self, user: str) -> str:
        """The identity provider's id of a person of this test."""
        return f"{user}-{self._run}"

    def workspace(self, user: str = "ada") -> UUID:
        """The workspace a person of this test works in alone."""
        return workspace_of(user_id=self.user_id(user))

    def principal(
        self,
        user: str = "ada",
        role: Role = "owner",
        *,
        within: str | None = None,
        plan: Plan = "free",
        also_compliance: bool = False,
    ) -> Principal:
        """Who a person is to core; `within` names the person whose workspace they work in, if not their own."""
        return Principal(self.user_id(user), self.workspace(within or user), role, plan, also_compliance)

    def as_(
        self,
        user: str = "ada",
        role: Role = "owner",
        *,
        within: str | None = None,
        plan: Plan = "free",
        also_compliance: bool = False,
    ) -> httpx2.AsyncClient:
        """A client whose every request core believes to be that person's."""
        person = self.principal(user, role, within=within, plan=plan, also_compliance=also_compliance)
        return self.client(auth=Vouched(person))

    def as_operator(self) -> httpx2.AsyncClient:
        """A client whose every request core believes to be an operator's."""
        return self.client(auth=VouchedAsOperator())

    def client(self, **options: Any) -> httpx2.AsyncClient:
        """A client nobody vouches for."""
        transport = httpx2.ASGITransport(app=self.app, raise_app_exceptions=False)
        return httpx2.AsyncClient(transport=transport, base_url=settings.CORE, **options)

    async def force(self, statement: str, *arguments: object) -> None:
        """Run SQL as the owner with every trigger asleep: what a test needs as given, however it came to be."""
        connection = await asyncpg.connect(self.database.owner_url)
        try:
            await connection.execute("SET session_replication_role = replica")
            await connection.execute(statement, *arguments)
        finally:
            await connection.close()

    async def owner_sql(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """Run SQL as the owner, whom no policy stops; its rows."""
        connection = await asyncpg.connect(self.database.owner_url)
        try:
            rows: list[asyncpg.Record] = await connection.fetch(statement, *arguments)
            return rows
        finally:
            await connection.close()
