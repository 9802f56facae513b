"""All SQL of coverage targets, and of how full each cell is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, delete, text
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.companies.repository import BARRED
from shared.db.read import Statement
from shared.models.screening import CoverageTarget

CELLS = f"""
    SELECT DISTINCT ON (e.person_id) e.person_id, e.campaign_id, coalesce(e.region, p.region) AS region, e.expert_type
    FROM expert_network.experts e
    JOIN expert_network.people p ON p.workspace_id = e.workspace_id AND p.id = e.person_id
    WHERE e.campaign_id = :campaign_id AND e.superseded_by_id IS NULL
        AND e.status IN ('shortlisted', 'scheduling', 'scheduled', 'completed') AND e.id NOT IN ({BARRED})
    ORDER BY e.person_id, e.status DESC, e.expert_type, e.id
"""
"""The cell of each person who is approved and not barred, by the furthest of their offers (states are stored in their
order).
"""
CAMPAIGN = bindparam("campaign_id", type_=Uuid())
TARGETS = Statement(
    text(
        f"""
        SELECT row_to_json(r)::text FROM (
            SELECT :campaign_id AS campaign_id, coalesce(json_agg(t ORDER BY t.region, t.expert_type), '[]') AS items
            FROM (
                SELECT c.region, c.expert_type, c.min_calls, c.max_calls, count(a.person_id) AS taken,
                    c.max_calls IS NOT NULL AND count(a.person_id) >= c.max_calls AS full
                FROM expert_network.coverage_targets c
                LEFT JOIN ({CELLS}) a ON a.region = c.region AND a.expert_type = c.expert_type
                WHERE c.campaign_id = :campaign_id
                GROUP BY c.region, c.expert_type, c.min_calls, c.max_calls
            ) t
        ) r
        """
    ).bindparams(CAMPAIGN)
)
FULL = text(
    f"""
    SELECT count(a.person_id) >= c.max_calls FROM expert_network.coverage_targets c
    LEFT JOIN ({CELLS}) a ON a.region = c.region AND a.expert_type = c.expert_type AND a.person_id <> :person_id
    JOIN expert_network.people p ON p.workspace_id = c.workspace_id AND p.id = :person_id
    WHERE c.campaign_id = :campaign_id AND c.expert_type::text = :expert_type
        AND c.region = coalesce(:region, p.region)
    GROUP BY c.max_calls
    """
).bindparams(CAMPAIGN, bindparam("person_id", type_=Uuid()), bindparam("region", type_=Text))


async def replace(session: AsyncSession, *, campaign_id: UUID, targets: Sequence[CoverageTarget]) -> None:
    """Make these the campaign's targets."""
    gone = delete(CoverageTarget).where(col(CoverageTarget.campaign_id) == campaign_id)
    await (await session.connection()).execute(gone)
    session.add_all(targets)
    await session.flush()


async def is_full(
    session: AsyncSession, *, campaign_id: UUID, person_id: UUID, region: str | None, expert_type: str | None
) -> bool:
    """Whether the cell has its maximum of people without this one; no where it has none or lies in no cell."""
    asked: dict[str, Any] = {
        "campaign_id": campaign_id,
        "person_id": person_id,
        "region": region,
        "expert_type": expert_type,
    }
    return bool((await (await session.connection()).execute(FULL, asked)).scalar())
