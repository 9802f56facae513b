"""The role `admin` among BetterAuth's comma-joined roles of a person, written as the database's owner."""

import asyncpg
import orjson

from shared.contracts.principal import NOBODY, workspace_of
from shared.types import new_id, now

TELL = "SELECT gateway.tell($1::uuid[], $2::jsonb)"
ADMIN, USER = "admin", "user"
FIND = """SELECT id, role FROM public."user" WHERE email = $1 FOR UPDATE"""
WRITE = """UPDATE public."user" SET role = $2, "updatedAt" = now() WHERE id = $1"""
END_BORROWED = """DELETE FROM public.session WHERE "impersonatedBy" = $1"""
ALL = """SELECT email FROM public."user" WHERE $1 = ANY (string_to_array(role, ',')) ORDER BY email"""


class Unknown(Exception):
    """Nobody has that address."""


async def grant(connection: asyncpg.Connection, email: str) -> bool:
    """Add the role; False when the person has it already. Raises Unknown."""
    async with connection.transaction():
        id_, roles = await _roles(connection, email)
        if ADMIN in roles:
            return False
        await connection.execute(WRITE, id_, ",".join([*roles, ADMIN] if roles != [USER] else [ADMIN]))
        await _tell(connection, "grant_admin", id_)
        return True


async def revoke(connection: asyncpg.Connection, email: str) -> bool:
    """Take the role away, and with it their sessions in others' places; False without it. Raises Unknown."""
    async with connection.transaction():
        id_, roles = await _roles(connection, email)
        if ADMIN not in roles:
            return False
        await connection.execute(WRITE, id_, ",".join(role for role in roles if role != ADMIN) or USER)
        await connection.execute(END_BORROWED, id_)
        await _tell(connection, "revoke_admin", id_)
        return True


async def emails(connection: asyncpg.Connection) -> list[str]:
    """The addresses of all admins."""
    return [row["email"] for row in await connection.fetch(ALL, ADMIN)]


async def _tell(connection: asyncpg.Connection, action: str, user_id: str) -> None:
    """Put it on the audit trail, for operators and for the person; who sits at the command line is not known."""
    event = {
        "id": str(new_id()),
        "occurred_at": now().isoformat(),
        "action": action,
        "succeeded": True,
        "subject_id": user_id,
        "details": {"by": "command line"},
    }
    await connection.execute(TELL, [NOBODY, workspace_of(user_id=user_id)], orjson.dumps(event).decode())


async def _roles(connection: asyncpg.Connection, email: str) -> tuple[str, list[str]]:
    row = await connection.fetchrow(FIND, email.strip().lower())
    if row is None:
        raise Unknown(f"nobody has signed up as {email}: sign up first, then grant")
    return row["id"], [role for role in (row["role"] or USER).split(",") if role]
