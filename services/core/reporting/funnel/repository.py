"""How far each proposal of a campaign has come and how long it stood where, from the offers and the log."""

from sqlalchemy import DateTime, Uuid, bindparam, text

from services.core.reporting.funnel.schemas import STAGES
from services.core.research.vendors import deliveries
from shared.db.read import Statement

CAMPAIGN = bindparam("campaign_id", type_=Uuid())
NOW = bindparam("as_of", type_=DateTime(timezone=True))

PLACE = "CASE {} " + " ".join(f"WHEN '{stage}' THEN {place}" for place, stage in enumerate(STAGES)) + " END"

FUNNEL = Statement(
    text(
        f"""
        WITH offers AS MATERIALIZED (
            SELECT e.id, e.vendor_platform_id, e.status, e.proposed_at
            FROM expert_network.experts e WHERE e.campaign_id = :campaign_id AND e.superseded_by_id IS NULL
        ),
        entries AS (
            SELECT o.id, 0 AS place, o.proposed_at AS since, 0 AS number, o.vendor_platform_id, o.status FROM offers o
            UNION ALL
            SELECT o.id, {PLACE.format("a.details ->> 'to'")}, a.occurred_at, a.number, NULL, NULL
            FROM expert_network.audit_entries a JOIN offers o ON o.id = a.subject_id
            WHERE a.campaign_id = :campaign_id AND a.subject_kind = 'expert' AND a.number IS NOT NULL
                AND a.details ? 'from' AND a.details ? 'to'
        ),
        stays AS MATERIALIZED (
            SELECT vendor_platform_id, status, place, since, lead(since) OVER way AS until,
                max(place) OVER way AS furthest
            FROM entries
            WINDOW way AS (PARTITION BY id ORDER BY since, number
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
        ),
        counts AS (
            SELECT c.vendor_platform_id, v.name, c.status, c.proposals,
                greatest(c.furthest, {PLACE.format("c.status")}) AS place
            FROM (
                SELECT vendor_platform_id, status, furthest, count(*) AS proposals
                FROM stays WHERE vendor_platform_id IS NOT NULL GROUP BY 1, 2, 3
            ) c
            JOIN expert_network.vendor_platforms v ON v.id = c.vendor_platform_id
                AND v.workspace_id = {deliveries.WORKSPACE}
        ),
        times AS (
            SELECT place, array_agg(until IS NOT NULL) AS over,
                array_agg(greatest(0, date_part('epoch', coalesce(until, :as_of) - since)) / 86400) AS days
            FROM stays WHERE place IS NOT NULL GROUP BY place
        )
        SELECT (SELECT coalesce(json_agg(c), '[]') FROM counts c) AS counts,
            (SELECT coalesce(json_agg(t), '[]') FROM times t) AS times
        """
    ).bindparams(CAMPAIGN, NOW)
)
"""`counts` of proposals by vendor, furthest stage ever reached and present state; `times`, every stay in each stage, in
days, and whether it is over.
"""
