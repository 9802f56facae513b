"""The SQL of blocks: the database alone blocks and frees."""

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal

SETTLE = text(
    """
    SELECT expert_network.block_listed(:workspace_id, array_agg(l.id)) FROM expert_network.restricted_entries l
    WHERE l.workspace_id = :workspace_id
    """
)


async def settle(session: AsyncSession, *, caller: Principal) -> None:
    """Block everybody whom the workspace's lists block today, and free everybody whom they no longer do."""
    await (await session.connection()).execute(SETTLE, {"workspace_id": caller.workspace_id})
