"""The Postgres of a test run: one server, one migrated template, a copy for whoever asks; never a database in use."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg

from services.cli.stack import embedded
from shared.db import migrations, roles
from shared.db.urls import plain_url
from tests.support.settings import SETTINGS

SERVER = "TEST_DATABASE_URL"
"""Environment variable: the owner's URL of a running server to use instead of one of our own."""
MIGRATING = 7_226_897_102


@dataclass(frozen=True, slots=True)
class Database:
    """One database: `owner_url` logs in as a superuser whom no policy stops, the other two as the services do."""

    owner_url: str

    @property
    def core_url(self) -> str:
        """As the role of core."""
        return roles.role_url(self.owner_url, roles.CORE, SETTINGS)

    @property
    def gateway_url(self) -> str:
        """As the role of the gateway."""
        return roles.role_url(self.owner_url, roles.GATEWAY, SETTINGS)


@contextmanager
def server() -> Iterator[str]:
    """The owner's URL of a server for this run: the one named in the environment, else a throwaway cluster."""
    if given := os.environ.get(SERVER):
        yield plain_url(given)
        return
    with embedded.throwaway() as url:
        yield url


@contextmanager
def template(server_url: str) -> Iterator[str]:
    """The owner's URL of a freshly migrated database that nobody is connected to, so that it can be copied."""
    with _made(server_url) as url:
        asyncio.run(migrate(url))
        yield url


@contextmanager
def copy(template_url: str) -> Iterator[Database]:
    """A copy of the template, gone afterwards."""
    with _made(template_url, f'TEMPLATE "{_name(template_url)}"') as url:
        yield Database(url)


@contextmanager
def empty(template_url: str) -> Iterator[str]:
    """The owner's URL of an empty database on the same server, gone afterwards."""
    with _made(template_url) as url:
        yield url


async def migrate(owner_url: str, revision: str = "head") -> list[str]:
    """Upgrade, one database of the server at a time: the roles are the server's, not the database's."""
    async with alone(owner_url):
        return await migrations.upgrade(owner_url, SETTINGS, revision)


@asynccontextmanager
async def alone(owner_url: str) -> AsyncIterator[None]:
    """Hold the server's roles for oneself while this is open."""
    connection = await asyncpg.connect(_at(owner_url, "postgres"))
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", MIGRATING)
        yield
    finally:
        await connection.close()


@contextmanager
def _made(server_url: str, how: str = "") -> Iterator[str]:
    name = f"canvass_test_{uuid4().hex[:16]}"
    asyncio.run(_administer(server_url, f'CREATE DATABASE "{name}" {how}'))
    try:
        yield _at(server_url, name)
    finally:
        asyncio.run(_administer(server_url, f'DROP DATABASE "{name}" WITH (FORCE)'))


async def _administer(server_url: str, statement: str) -> None:
    connection = await asyncpg.connect(_at(server_url, "postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _at(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
