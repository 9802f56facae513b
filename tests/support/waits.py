"""Two transactions of which one must wait for the other."""

import asyncio

import asyncpg

SOMEBODY_WAITS = "SELECT EXISTS (SELECT FROM pg_locks l WHERE $1 = ANY (pg_blocking_pids(l.pid)))"


async def somebody_waits_for(one: asyncpg.Connection) -> None:
    """Return when a transaction waits for this one, which is within five seconds."""
    for _ in range(500):
        if await one.fetchval(SOMEBODY_WAITS, one.get_server_pid()):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody waits")
