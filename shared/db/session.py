"""Commands: one SQLModel `AsyncSession` and one transaction per request, which begins by introducing its caller."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import NOBODY, Principal
from shared.db import deadline

INTRODUCE = text(
    """
    SELECT set_config('app.workspace_id', :workspace, true), set_config('app.user_id', :person, true),
        set_config('statement_timeout', :limit, true)
    """
)


class Transactions:
    """Opens transactions; the row-level security policies see whom each was opened for."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False, autoflush=True)

    @asynccontextmanager
    async def begin(self, caller: Principal | None) -> AsyncIterator[AsyncSession]:
        """A session inside a transaction: committed when the block ends, rolled back when it raises.

        Without a caller, or for one of no workspace, the policies show no workspace's rows. Raises Problem (timeout)
        when the running request's deadline has passed.
        """
        async with self._sessions() as session, session.begin():
            await introduce(session, caller)
            yield session


async def introduce(session: AsyncSession, caller: Principal | None) -> None:
    """From here on, the policies of this transaction show what is the caller's, and no statement outlasts them."""
    known = caller is not None and caller.workspace_id != NOBODY
    values = {
        "workspace": str(caller.workspace_id) if caller and known else "",
        "person": caller.user_id if caller else "",
        "limit": str(deadline.statement_timeout_ms()),
    }
    await (await session.connection()).execute(INTRODUCE, values)
