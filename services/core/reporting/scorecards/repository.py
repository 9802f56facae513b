"""What vendors' scorecards count, one row per vendor, straight from Postgres.

Facts belong to the window they began in: an invitation, a proposal, the asking for a call.
"""

from sqlalchemy import ARRAY, DateTime, Float, Text, Uuid, bindparam, text

from shared.db.read import Statement

MOST_UNRELIABLE = 20

INSTANT = DateTime(timezone=True)
PARAMETERS = (
    bindparam("begin", type_=INSTANT),
    bindparam("end", type_=INSTANT),
)
RATES = (bindparam("currencies", type_=ARRAY(Text)), bindparam("dollars", type_=ARRAY(Float)))
"""Each known currency, and what a minor unit of it is worth in dollars."""
CAMPAIGN = bindparam("campaign_id", type_=Uuid())

CALLS = """
    calls AS (
        SELECT e.vendor_platform_id, i.status, i.fault
        FROM expert_network.interviews i
        JOIN expert_network.experts e ON e.workspace_id = i.workspace_id AND e.id = i.expert_id
        WHERE i.requested_at >= :begin AND i.requested_at < :end {within_calls}
    ),
    call_counts AS (
        SELECT vendor_platform_id,
            count(*) FILTER (WHERE status IN ('completed', 'stopped')) AS done,
            count(*) FILTER (WHERE status = 'no_show') AS no_show,
            count(*) FILTER (WHERE status = 'no_show' AND fault IS DISTINCT FROM 'client') AS missed,
            count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
            count(*) FILTER (WHERE status IN ('requested', 'scheduled', 'confirmed')) AS open
        FROM calls GROUP BY vendor_platform_id
    )
"""
OFFERS = """
    offers AS MATERIALIZED (
        SELECT e.id, e.vendor_platform_id, e.person_id, e.status, e.proposed_at, e.price_unit, e.price_currency,
            e.price_amount_minor, e.price_minimum_minutes, e.price_increment_minutes, e.price_credit_value_minor
        FROM expert_network.experts e
        WHERE e.superseded_by_id IS NULL AND e.proposed_at >= :begin AND e.proposed_at < :end {within_offers}
    ),
    approved AS (
        SELECT DISTINCT a.subject_id AS id FROM expert_network.audit_entries a
        WHERE a.action = 'expert.shortlisted' AND a.number IS NOT NULL {within_log}
    ),
    shared AS (
        SELECT e.person_id FROM expert_network.experts e
        WHERE e.superseded_by_id IS NULL
        GROUP BY e.person_id HAVING min(e.vendor_platform_id::text) <> max(e.vendor_platform_id::text)
    ),
    known AS (
        SELECT o.id FROM offers o JOIN shared USING (person_id)
        WHERE EXISTS (
            SELECT FROM expert_network.experts before
            WHERE before.person_id = o.person_id AND before.vendor_platform_id <> o.vendor_platform_id
                AND before.superseded_by_id IS NULL AND before.proposed_at < o.proposed_at
        )
    ),
    rates AS (SELECT * FROM unnest(:currencies, :dollars) AS r (currency, dollars)),
    priced AS (
        SELECT o.id, r.dollars * CASE o.price_unit
            WHEN 'call' THEN o.price_amount_minor
            WHEN 'minute' THEN o.price_amount_minor * billed.minutes
            WHEN 'hour' THEN o.price_amount_minor * billed.minutes / 60
            WHEN 'credit' THEN o.price_amount_minor / 100.0 * o.price_credit_value_minor * billed.minutes / 60
        END AS dollars
        FROM offers o JOIN rates r ON r.currency = o.price_currency
        CROSS JOIN LATERAL (SELECT greatest(coalesce(o.price_minimum_minutes, 0),
            ceil(60.0 / coalesce(o.price_increment_minutes, 1)) * coalesce(o.price_increment_minutes, 1))::float
            AS minutes) billed
    ),
    offer_counts AS (
        SELECT o.vendor_platform_id,
            count(*) AS proposals,
            count(*) FILTER (WHERE decided.accepted) AS accepted,
            count(*) FILTER (WHERE decided.accepted OR o.status = 'rejected') AS decided,
            count(k.id) AS known,
            count(list.ratio) AS priced,
            avg(list.ratio) AS price_mean,
            stddev_samp(list.ratio) AS price_deviation
        FROM offers o
        JOIN expert_network.vendor_platforms v ON v.workspace_id = {workspace} AND v.id = o.vendor_platform_id
        LEFT JOIN approved a ON a.id = o.id
        LEFT JOIN known k ON k.id = o.id
        LEFT JOIN priced p ON p.id = o.id
        CROSS JOIN LATERAL (SELECT a.id IS NOT NULL
            OR o.status IN ('shortlisted', 'scheduling', 'scheduled', 'completed') AS accepted) decided
        CROSS JOIN LATERAL (SELECT p.dollars * 2
            / nullif(v.avg_cost_per_call_min + v.avg_cost_per_call_max, 0) AS ratio) list
        GROUP BY o.vendor_platform_id
    )
"""
INVITATIONS = """
    invited AS (
        SELECT n.vendor_platform_id, n.status, n.invited_at, n.status_at, first.proposed_at,
            n.status IN ('pending', 'active', 'paused') AND first.proposed_at IS NULL AS open
        FROM expert_network.campaign_vendor_enrollments n
        LEFT JOIN LATERAL (
            SELECT e.proposed_at FROM expert_network.experts e
            WHERE e.workspace_id = n.workspace_id AND e.campaign_id = n.campaign_id
                AND e.vendor_platform_id = n.vendor_platform_id AND e.proposed_at < :end
            ORDER BY e.proposed_at LIMIT 1
        ) first ON true
        WHERE n.invited_at >= :begin AND n.invited_at < :end {within_invitations}
    ),
    invitation_counts AS (
        SELECT vendor_platform_id,
            count(*) FILTER (WHERE status IN ('active', 'paused', 'completed')) AS joined,
            count(*) FILTER (WHERE status <> 'pending') AS answered,
            count(*) FILTER (WHERE open) AS open,
            array_agg(greatest(0, extract(epoch FROM CASE
                WHEN proposed_at IS NOT NULL THEN proposed_at WHEN open THEN :end ELSE status_at
            END - invited_at))::float / 3600) AS hours,
            array_agg(proposed_at IS NOT NULL) AS over
        FROM invited GROUP BY vendor_platform_id
    )
"""
VENDORS = """
    SELECT v.id, v.name, to_jsonb(c) AS calls, to_jsonb(o) AS offers, to_jsonb(n) - 'hours' - 'over' AS invitations,
        n.hours, n.over
    FROM expert_network.vendor_platforms v
    LEFT JOIN call_counts c ON c.vendor_platform_id = v.id
    LEFT JOIN offer_counts o ON o.vendor_platform_id = v.id
    LEFT JOIN invitation_counts n ON n.vendor_platform_id = v.id
    WHERE v.workspace_id = {workspace}
        AND (c.vendor_platform_id IS NOT NULL OR o.vendor_platform_id IS NOT NULL OR n.vendor_platform_id IS NOT NULL)
    ORDER BY v.name, v.id
"""
UNRELIABLE = """
    SELECT e.person_id, min(p.name) AS name,
        count(*) FILTER (WHERE i.status = 'no_show') AS missed, count(*) AS due
    FROM expert_network.interviews i
    JOIN expert_network.experts e ON e.workspace_id = i.workspace_id AND e.id = i.expert_id
    JOIN expert_network.people p ON p.workspace_id = e.workspace_id AND p.id = e.person_id
    WHERE i.requested_at >= :begin AND i.requested_at < :end {within_calls}
        AND (i.status IN ('completed', 'stopped') OR i.status = 'no_show' AND i.fault IS NOT DISTINCT FROM 'expert')
    GROUP BY e.person_id HAVING count(*) FILTER (WHERE i.status = 'no_show') > 0
    ORDER BY missed DESC, due, name, e.person_id LIMIT {most}
"""
WORKSPACE = "(SELECT nullif(current_setting('app.workspace_id', true), '')::uuid)"
"""Vendors are those of the workspace: the catalogue's rows are visible too, and delivered nothing."""
EVERYWHERE = dict.fromkeys(("within_calls", "within_offers", "within_log", "within_invitations"), "")
IN_CAMPAIGN = {
    "within_calls": "AND i.campaign_id = :campaign_id",
    "within_offers": "AND e.campaign_id = :campaign_id",
    "within_log": "AND a.campaign_id = :campaign_id",
    "within_invitations": "AND n.campaign_id = :campaign_id",
}


def _vendors(scope: dict[str, str]) -> str:
    sql = f"WITH {CALLS}, {OFFERS}, {INVITATIONS} {VENDORS}"
    return sql.format(workspace=WORKSPACE, **scope)


def _unreliable(scope: dict[str, str]) -> str:
    return UNRELIABLE.format(most=MOST_UNRELIABLE, within_calls=scope["within_calls"])


OF_WORKSPACE = Statement(text(_vendors(EVERYWHERE)).bindparams(*PARAMETERS, *RATES))
OF_CAMPAIGN = Statement(text(_vendors(IN_CAMPAIGN)).bindparams(*PARAMETERS, *RATES, CAMPAIGN))
UNRELIABLE_IN_WORKSPACE = Statement(text(_unreliable(EVERYWHERE)).bindparams(*PARAMETERS))
UNRELIABLE_IN_CAMPAIGN = Statement(text(_unreliable(IN_CAMPAIGN)).bindparams(*PARAMETERS, CAMPAIGN))
