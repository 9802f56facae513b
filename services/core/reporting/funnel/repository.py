"""How far each proposal of a campaign has come and how long it stood where, from the offers and the log."""

from sqlalchemy import DateTime, Uuid, bindparam, text

from shared.db.read import Statement

CAMPAIGN = bindparam("campaign_id", type_=Uuid())
NOW = bindparam("as_of", type_=DateTime(timezone=True))

FUNNEL = Statement(
    text(
        """
        WITH offers AS MATERIALIZED (
            SELECT e.id, e.vendor_platform_id, e.status::text AS status, e.proposed_at
            FROM expert_network.experts e WHERE e.campaign_id = :campaign_id AND e.superseded_by_id IS NULL
        ),
        entries AS (
            SELECT o.id, 'proposed' AS state, o.proposed_at AS since, 0 AS number FROM offers o
            UNION ALL
            SELECT a.subject_id, a.details ->> 'to', a.occurred_at, a.number FROM expert_network.audit_entries a
            WHERE a.campaign_id = :campaign_id AND a.subject_kind = 'expert' AND a.number IS NOT NULL
                AND a.details ? 'from' AND a.details ? 'to'
        ),
        stays AS MATERIALIZED (
            SELECT id, state, since, lead(since) OVER (PARTITION BY id ORDER BY since, number) AS until FROM entries
        ),
        furthest AS (
            SELECT o.vendor_platform_id, o.status, max(ranks.place) AS place
            FROM offers o
            JOIN (SELECT id, state FROM stays UNION ALL SELECT id, status FROM offers) been ON been.id = o.id
            JOIN (VALUES ('proposed', 0), ('reviewed', 1), ('shortlisted', 2), ('scheduling', 3), ('scheduled', 4),
                ('completed', 5)) AS ranks (state, place) ON ranks.state = been.state
            GROUP BY o.id, o.vendor_platform_id, o.status
        ),
        counts AS (
            SELECT f.vendor_platform_id, v.name, f.place, f.status, count(*) AS proposals
            FROM furthest f
            JOIN expert_network.vendor_platforms v ON v.id = f.vendor_platform_id
                AND v.workspace_id = (SELECT nullif(current_setting('app.workspace_id', true), '')::uuid)
            GROUP BY f.vendor_platform_id, v.name, f.place, f.status
        ),
        times AS (
            SELECT s.state, array_agg(s.until IS NOT NULL) AS over,
                array_agg(greatest(0, extract(epoch FROM coalesce(s.until, :as_of) - s.since))::float / 86400) AS days
            FROM stays s JOIN offers o ON o.id = s.id
            WHERE s.state IN ('proposed', 'reviewed', 'shortlisted', 'scheduling', 'scheduled', 'completed')
            GROUP BY s.state
        )
        SELECT (SELECT coalesce(json_agg(c), '[]') FROM counts c) AS counts,
            (SELECT coalesce(json_agg(t), '[]') FROM times t) AS times
        """
    ).bindparams(CAMPAIGN, NOW)
)
"""`counts` of proposals by vendor, furthest stage ever reached and present state; `times`, every stay in each stage, in
days, and whether it is over.
"""
