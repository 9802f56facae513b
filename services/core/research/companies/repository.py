"""All SQL of a campaign's companies, and of what they make of its experts."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import Uuid, bindparam, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.companies.classification import Company
from services.core.research.people.repository import IDS
from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.screening import COMPANY_ROLE, CampaignCompany
from shared.models.sourcing import Expert

MISSING = missing("campaign_company")

OF_CAMPAIGN = col(CampaignCompany.campaign_id) == bindparam("campaign_id", type_=Uuid())
DOCUMENT = json_of(
    {
        "id": col(CampaignCompany.id),
        "campaign_id": col(CampaignCompany.campaign_id),
        "name": col(CampaignCompany.name),
        "role": col(CampaignCompany.role),
        "is_public": col(CampaignCompany.is_public),
        "created_at": col(CampaignCompany.created_at),
        "updated_at": col(CampaignCompany.updated_at),
    }
)
ONE = Statement(select(DOCUMENT).where(OF_CAMPAIGN, col(CampaignCompany.id) == bindparam("id", type_=Uuid())))
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(CampaignCompany),
    identity=col(CampaignCompany.id),
    sorts={"created_at": col(CampaignCompany.created_at), "name": col(CampaignCompany.name)},
    filters={
        "campaign_id": OF_CAMPAIGN,
        "role": col(CampaignCompany.role) == bindparam("role", type_=COMPANY_ROLE),
        "is_public": col(CampaignCompany.is_public) == bindparam("is_public"),
    },
)
BARRED = """
    WITH against AS MATERIALIZED (
        SELECT a.key FROM expert_network.employers_against(:campaign_id) a WHERE a.outcome = 'refuse'
    ), asked AS MATERIALIZED (
        SELECT e.workspace_id, e.id, e.person_id, e.status, e.conflict_status, e.company, e.title
        FROM expert_network.experts e
        WHERE e.campaign_id = :campaign_id AND e.status IN ('shortlisted', 'scheduling', 'blocked')
            AND e.superseded_by_id IS NULL
    ), employed AS MATERIALIZED (
        SELECT a.id, coalesce(a.company, p.company) AS employer,
            CASE WHEN a.company IS NULL THEN p.title ELSE a.title END AS title
        FROM asked a LEFT JOIN expert_network.people p
            ON a.company IS NULL AND p.workspace_id = a.workspace_id AND p.id = a.person_id
        WHERE EXISTS (SELECT FROM against)
    ), met AS MATERIALIZED (
        SELECT n.employer FROM (SELECT DISTINCT e.employer FROM employed e) n
        CROSS JOIN LATERAL unnest(expert_network.company_keys(n.employer)) k (key)
        JOIN against g ON g.key = k.key
    )
    SELECT a.id FROM asked a
    WHERE a.conflict_status = 'flagged' OR a.person_id IN (SELECT b.person_id FROM asked b WHERE b.status = 'blocked')
    UNION ALL
    SELECT e.id FROM employed e JOIN met m ON m.employer = e.employer
    WHERE NOT expert_network.said_former(e.title, e.employer)
"""
"""The campaign's offers that are approved but not booked, and cannot be as things are known today: just those that the
shortlist calls barred, which weighs no more than this of what the gate does at booking. And whatever is blocked.
"""
DERIVED = text(
    """
    SELECT e.id, e.title, e.company, e.past_employers, e.expert_type, e.expert_type_reason FROM expert_network.experts e
    WHERE e.campaign_id = :campaign_id AND e.id = ANY(CAST(:ids AS uuid[])) AND NOT 'expert_type' = ANY(e.edited_fields)
    """
).bindparams(bindparam("ids", type_=IDS))
WRITE = text(
    """
    UPDATE expert_network.experts e SET expert_type = t.expert_type, expert_type_reason = t.reason
    FROM jsonb_to_recordset(CAST(:types AS jsonb))
        AS t (id uuid, expert_type expert_network.expert_type, reason text)
    WHERE e.id = t.id
    """
)


class Career(NamedTuple):
    """An offer's jobs, and what it was taken for so far."""

    id: UUID
    title: str | None
    company: str | None
    past_employers: list[dict[str, Any]]
    expert_type: str | None
    reason: str | None


async def get(session: AsyncSession, *, campaign_id: UUID, company_id: UUID) -> CampaignCompany:
    """The company, locked. Raises Problem (missing)."""
    chosen = select(CampaignCompany).where(CampaignCompany.campaign_id == campaign_id, CampaignCompany.id == company_id)
    found = (await session.exec(chosen.with_for_update())).first()
    if found is None:
        raise MISSING
    return found


async def named(session: AsyncSession, *, campaign_id: UUID, name: str) -> CampaignCompany | None:
    """The campaign's company of exactly this name."""
    chosen = select(CampaignCompany).where(CampaignCompany.campaign_id == campaign_id, CampaignCompany.name == name)
    return (await session.exec(chosen)).first()


async def of_campaign(session: AsyncSession, campaign_id: UUID) -> list[Company]:
    """The companies the campaign lists, as classification sees them."""
    chosen = select(CampaignCompany.name, CampaignCompany.role).where(CampaignCompany.campaign_id == campaign_id)
    rows = (await session.exec(chosen.order_by(col(CampaignCompany.name)))).all()
    return [Company(name=name, role=role) for name, role in rows]  # type: ignore[arg-type]


async def offers(session: AsyncSession, campaign_id: UUID, *, most: int) -> list[UUID]:
    """Some of the campaign's offers."""
    chosen = select(Expert.id).where(Expert.campaign_id == campaign_id)
    return list((await session.exec(chosen.order_by(col(Expert.id)).limit(most))).all())


async def derived(session: AsyncSession, campaign_id: UUID, expert_ids: Sequence[UUID]) -> list[Career]:
    """Those of some offers of the campaign whose type nobody has set by hand."""
    found = await (await session.connection()).execute(DERIVED, {"campaign_id": campaign_id, "ids": expert_ids})
    return [Career(*row) for row in found]


async def write_types(session: AsyncSession, types: Sequence[dict[str, Any]]) -> None:
    """Set the type and reason of many offers, each a dict of id, expert_type and reason."""
    if types:
        await (await session.connection()).execute(WRITE, {"types": orjson.dumps(types).decode()})
