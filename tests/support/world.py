"""One of everything, made by one person through core's own routes; and all of it as it lies in the database.

A path parameter without a builder fails the test over every route, so that no resource is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.support.contract import Document
from tests.support.core import Core

ALIASES = {
    "campaign_ids": "campaign_id",
    "parent_question_id": "question_id",
    "screening_question_id": "question_id",
    "team_member_id": "member_id",
    "vendor_platform_id": "vendor_id",
}
"""Other names under which an id is asked for."""

STEPS: tuple[tuple[str | None, str, Mapping[str, Any]], ...] = (
    ("project_id", "/api/projects", {}),
    ("campaign_id", "/api/campaigns", {}),
    ("vendor_id", "/api/vendors", {}),
    (None, "/api/campaigns/{campaign_id}/vendors", {}),
    ("question_id", "/api/campaigns/{campaign_id}/screening-questions", {}),
    ("member_id", "/api/team-members", {}),
    (None, "/api/team-members/campaigns/{campaign_id}/assign/{member_id}", {}),
    ("expert_id", "/api/experts", {}),
    (None, "/api/experts/{expert_id}/screening", {}),
)
"""What is made, in order: the id it yields, the route it is posted to, and what its body holds beyond the least."""


@dataclass(slots=True)
class World:
    """What one person has: an id for every slot. `rows` is all of it as the database has it."""

    core: Core
    user: str
    document: Document
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def client(self) -> httpx2.AsyncClient:
        """The person at work."""
        return self.core.as_(self.user)

    async def build(self) -> "World":
        """Make one of everything."""
        for slot, path, more in STEPS:
            await self._post(slot, path, more)
        return self

    async def rows(self) -> list[str]:
        """Every row of the person's workspace, as text."""
        tables = await self.core.owner_sql(TABLES)
        query = " UNION ALL ".join(
            f"SELECT '{row['name']} ' || to_jsonb(t)::text AS row FROM {row['name']} t WHERE workspace_id = $1"
            for row in tables
        )
        return sorted(row["row"] for row in await self.core.owner_sql(query, self.core.workspace(self.user)))

    async def _post(self, slot: str | None, path: str, more: Mapping[str, Any]) -> None:
        operation = self.document.find("POST", path)
        assert operation is not None, f"core does not answer POST {path}"
        sent = operation.payload(self.ids)
        sent["json"] = {**sent.get("json", {}), **more} or None
        response = await self.client.post(path.format(**self.ids), **sent)
        assert response.is_success, f"POST {path}: {response.status_code} {response.text}"
        if slot is not None:
            self._know(slot, response.json()["id"])

    def _know(self, slot: str, id_: str) -> None:
        self.ids[slot] = id_
        self.ids.update({alias: id_ for alias, name in ALIASES.items() if name == slot})


TABLES = """
    SELECT n.nspname || '.' || c.relname AS name FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE a.attname = 'workspace_id' AND c.relkind = 'r' AND n.nspname IN ('expert_network', 'gateway') ORDER BY 1
"""
