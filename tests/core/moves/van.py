"""What a move takes from where to where: Ada's own workspace, the one of Acme, where she works too, and their rows."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2

from services.core.moves.schemas import MovedOut
from services.core.moves.tables import MOVED
from shared.contracts.principal import Role
from shared.security import internal_token
from tests.core.intake.desk import Desk
from tests.core.research import expected
from tests.support import contract
from tests.support.core import KEY, Core
from tests.support.world import World

Json = dict[str, Any]
STAYING = {"source_files": "AND id NOT IN (SELECT file_id FROM expert_network.invoices WHERE workspace_id = $1)"}


@dataclass(frozen=True, slots=True)
class Van:
    """Moves campaigns for one test."""

    core: Core
    ada: httpx2.AsyncClient
    acme: httpx2.AsyncClient

    @classmethod
    @asynccontextmanager
    async def parked(cls, core: Core) -> AsyncIterator["Van"]:
        """With Ada at work in both places."""
        async with core.as_("ada") as ada, core.as_("ada", "member", within="acme") as acme:
            yield cls(core, ada, acme)

    def pass_(self, user: str = "ada", role: Role = "member", *, within: str = "acme") -> dict[str, str]:
        """The header that vouches for somebody in the workspace a campaign goes to."""
        return {
            internal_token.TARGET_HEADER: internal_token.mint(self.core.principal(user, role, within=within), key=KEY)
        }

    async def ask(self, campaign_id: str, *, headers: dict[str, str] | None = None, **body: Any) -> httpx2.Response:
        """Ask for a move to Acme."""
        path = f"/internal/campaigns/{campaign_id}/move"
        return await self.ada.post(path, headers=self.pass_() | (headers or {}), json=body or None)

    async def move(self, campaign_id: str, **body: Any) -> Json:
        """A move that succeeds; its answer."""
        answer: Json = expected.body_of(await self.ask(campaign_id, **body), MovedOut)
        return answer

    def desk(self, campaign_id: str, *, at_acme: bool = False) -> Desk:
        """Where files of the campaign are handed in."""
        return Desk(self.core, self.acme if at_acme else self.ada, campaign_id)

    async def open(self) -> Desk:
        """A desk of a new campaign of Ada's own."""
        return await Desk.open(self.core, self.ada)

    async def rows(self, whose: str, tables: Collection[str] = (*MOVED, "person_keys")) -> dict[str, list[str]]:
        """Each table's rows in somebody's workspace as text, without the workspace and when they were changed.

        Files of invoices, which stay where they are, are left out.
        """
        query = " UNION ALL ".join(
            f"""SELECT '{table}' AS name,
                replace((to_jsonb(t) - 'updated_at')::text, '"' || t.workspace_id::text || '"', '"here"') AS row
                FROM expert_network.{table} t WHERE workspace_id = $1 {STAYING.get(table, "")}"""
            for table in tables
        )
        found: dict[str, list[str]] = {table: [] for table in tables}
        for row in await self.core.owner_sql(query, self.core.workspace(whose)):
            found[row["name"]].append(row["row"])
        return {table: sorted(rows) for table, rows in found.items()}

    async def everything(self) -> list[dict[str, list[str]]]:
        """All rows of both workspaces, those included that stay."""
        tables = [row["name"] for row in await self.core.owner_sql(TABLES)]
        return [await self.rows(whose, tables) for whose in ("ada", "acme")]


TABLES = """
    SELECT c.relname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE a.attname = 'workspace_id' AND c.relkind = 'r' AND c.relnamespace = 'expert_network'::regnamespace ORDER BY 1
"""


async def world(core: Core) -> World:
    """One of everything of Ada's."""
    return await World(core, "ada", contract.of(core.app)).build()
