"""Whether a database is ready for the services: it has the code's newest migration, and their roles can log in."""

import asyncio

import asyncpg

from services.cli.stack.errors import StackError
from shared.db import head, roles
from shared.db.urls import plain_url
from shared.settings import Settings

TIMEOUT = 10.0


def is_current(owner_url: str, settings: Settings) -> bool:
    """Whether nothing is left to migrate. Raises StackError when the database does not answer its owner."""
    return asyncio.run(_is_current(owner_url, settings))


async def _is_current(owner_url: str, settings: Settings) -> bool:
    try:
        if await _head(owner_url) != head.code_head():
            return False
        logins = [roles.role_url(owner_url, role, settings) for role in (roles.GATEWAY, roles.CORE)]
        await asyncio.gather(*map(_head, logins))
    except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InsufficientPrivilegeError):
        return False
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise StackError(f"the database does not answer: {error or type(error).__name__}") from error
    return True


async def _head(url: str) -> str | None:
    connection = await asyncpg.connect(plain_url(url), timeout=TIMEOUT)
    try:
        return await head.database_head(connection)
    finally:
        await connection.close()
