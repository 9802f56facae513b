"""What vendors' scorecards count, one row per vendor, straight from Postgres.

Facts belong to the window they began in: an invitation, a proposal, the asking for a call.
"""

from dataclasses import dataclass

from sqlalchemy import ARRAY, DateTime, Float, Text, Uuid, bindparam, text

from services.core.research.vendors import deliveries
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

OFFERS = """
    offers_alike AS (
        SELECT e.vendor_platform_id, e.price_unit, e.price_currency, e.price_minimum_minutes, e.price_increment_minutes,
            e.price_credit_value_minor,
            count(*) AS proposals,
            count(*) FILTER (WHERE {accepted}) AS accepted,
            count(*) FILTER (WHERE {accepted} OR e.status = 'rejected') AS decided,
            count(e.price_amount_minor) AS priced,
            avg(e.price_amount_minor::float) AS mean,
            var_pop(e.price_amount_minor::float) AS variance
        FROM expert_network.experts e
        LEFT JOIN (
            SELECT DISTINCT a.subject_id AS id FROM expert_network.audit_entries a
            WHERE a.action = 'expert.shortlisted' {within_log}
        ) a ON a.id = e.id
        WHERE e.superseded_by_id IS NULL AND e.proposed_at >= :begin AND e.proposed_at < :end {within_offers}
        GROUP BY 1, 2, 3, 4, 5, 6
    ),
    offers_rated AS (
        SELECT o.vendor_platform_id, o.proposals, o.accepted, o.decided,
            CASE WHEN per_minor IS NOT NULL THEN o.priced END AS priced,
            o.mean * per_minor AS mean, o.variance * per_minor ^ 2 AS variance
        FROM offers_alike o
        JOIN (
            SELECT v.id, nullif(v.avg_cost_per_call_min + v.avg_cost_per_call_max, 0) / 2.0::float AS dollars
            FROM expert_network.vendor_platforms v WHERE v.workspace_id = {workspace}
        ) midpoint ON midpoint.id = o.vendor_platform_id
        LEFT JOIN unnest(:currencies, :dollars) AS r (currency, dollars) ON r.currency = o.price_currency
        CROSS JOIN LATERAL (
            SELECT greatest(o.price_minimum_minutes, (59 + step) / step * step)::float AS minutes
            FROM (SELECT coalesce(o.price_increment_minutes, 1) AS step) terms
        ) billed
        CROSS JOIN LATERAL (
            SELECT r.dollars / midpoint.dollars * CASE o.price_unit
                WHEN 'call' THEN 1
                WHEN 'minute' THEN billed.minutes
                WHEN 'hour' THEN billed.minutes / 60
                WHEN 'credit' THEN billed.minutes / 6000 * o.price_credit_value_minor
            END AS per_minor
        ) ratio
    ),
    offer_counts AS (
        SELECT o.vendor_platform_id, sum(o.proposals) AS proposals, sum(o.accepted) AS accepted,
            sum(o.decided) AS decided, coalesce(sum(o.priced), 0) AS priced, min(o.price_mean) AS price_mean,
            sqrt(sum(o.priced * (o.variance + (o.mean - o.price_mean) ^ 2)) / nullif(sum(o.priced) - 1, 0))
                AS price_deviation
        FROM (
            SELECT *, sum(priced * mean) OVER vendor / sum(priced) OVER vendor AS price_mean
            FROM offers_rated WINDOW vendor AS (PARTITION BY vendor_platform_id)
        ) o
        GROUP BY o.vendor_platform_id
    )
"""
"""Offers on the same terms are counted together: their prices relate to the list's by one factor."""
ACCEPTED = "(e.status IN ('shortlisted', 'scheduling', 'scheduled', 'completed') OR a.id IS NOT NULL)"
KNOWN_EVERYWHERE = """
    SELECT o.vendor_platform_id AS id, count(*) AS known
    FROM (
        SELECT e.vendor_platform_id, e.proposed_at,
            e.vendor_platform_id <> first_value(e.vendor_platform_id) OVER came AS known
        FROM expert_network.experts e WHERE e.superseded_by_id IS NULL
        WINDOW came AS (PARTITION BY e.person_id ORDER BY e.proposed_at, e.id)
    ) o
    WHERE o.known AND o.proposed_at >= :begin AND o.proposed_at < :end
    GROUP BY o.vendor_platform_id
"""
"""Who another vendor was the first to propose, of everybody in one pass."""
KNOWN_IN_CAMPAIGN = """
    SELECT e.vendor_platform_id AS id, count(*) AS known
    FROM expert_network.experts e
    CROSS JOIN LATERAL (
        SELECT f.vendor_platform_id FROM expert_network.experts f
        WHERE f.workspace_id = e.workspace_id AND f.person_id = e.person_id AND f.superseded_by_id IS NULL
        ORDER BY f.proposed_at, f.id LIMIT 1
    ) first
    WHERE e.superseded_by_id IS NULL AND e.proposed_at >= :begin AND e.proposed_at < :end
        AND e.campaign_id = :campaign_id AND first.vendor_platform_id <> e.vendor_platform_id
    GROUP BY e.vendor_platform_id
"""
"""The same, of a campaign's people one by one; the first proposal may have been for another campaign."""
VENDORS = """
    SELECT v.id, v.name, to_jsonb(c) AS calls, to_jsonb(n) - 'hours' - 'over' AS invitations, n.hours, n.over
    FROM expert_network.vendor_platforms v
    LEFT JOIN call_counts c ON c.vendor_platform_id = v.id
    LEFT JOIN invitation_counts n ON n.vendor_platform_id = v.id
    WHERE v.workspace_id = {workspace}
    ORDER BY v.name, v.id
"""
UNRELIABLE = """
    SELECT p.id AS person_id, p.name, missed.calls AS missed, due.calls AS due
    FROM (
        SELECT e.person_id, count(*) AS calls
        FROM expert_network.interviews i
        JOIN expert_network.experts e ON e.workspace_id = i.workspace_id AND e.id = i.expert_id
        WHERE i.requested_at >= :begin AND i.requested_at < :end {within_calls}
            AND i.status = 'no_show' AND i.fault = 'expert'
        GROUP BY e.person_id
    ) missed
    JOIN expert_network.people p ON p.id = missed.person_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS calls
        FROM expert_network.experts e
        JOIN expert_network.interviews i ON i.workspace_id = e.workspace_id AND i.expert_id = e.id
        WHERE e.workspace_id = p.workspace_id AND e.person_id = p.id
            AND i.requested_at >= :begin AND i.requested_at < :end {within_calls}
            AND (i.status IN ('completed', 'stopped') OR i.status = 'no_show' AND i.fault = 'expert')
    ) due
    ORDER BY missed DESC, due, p.name, p.id LIMIT {most}
"""
"""Of those who missed a call, how many were due; nobody else's calls are looked at."""
EVERYWHERE = dict.fromkeys(("within_calls", "within_offers", "within_log", "within_invitations"), "")
IN_CAMPAIGN = {
    "within_calls": "AND i.campaign_id = :campaign_id",
    "within_offers": "AND e.campaign_id = :campaign_id",
    "within_log": "AND a.campaign_id = :campaign_id",
    "within_invitations": "AND n.campaign_id = :campaign_id",
}


def _vendors(scope: dict[str, str]) -> str:
    sql = f"WITH {deliveries.CALLS}, {deliveries.INVITATIONS} {VENDORS}"
    return sql.format(workspace=deliveries.WORKSPACE, **scope)


def _offers(scope: dict[str, str]) -> str:
    sql = f"WITH {OFFERS} SELECT o.vendor_platform_id AS id, to_jsonb(o) AS offers FROM offer_counts o"
    return sql.format(workspace=deliveries.WORKSPACE, accepted=ACCEPTED, **scope)


def _unreliable(scope: dict[str, str]) -> str:
    return UNRELIABLE.format(most=MOST_UNRELIABLE, within_calls=scope["within_calls"])


@dataclass(frozen=True, slots=True)
class Counts:
    """The statements of one scope, each of which may run beside the others; in the large two and two take as long."""

    vendors: Statement
    offers: Statement
    known: Statement
    unreliable: Statement


OF_WORKSPACE = Counts(
    Statement(text(_vendors(EVERYWHERE)).bindparams(*PARAMETERS)),
    Statement(text(_offers(EVERYWHERE)).bindparams(*PARAMETERS, *RATES)),
    Statement(text(KNOWN_EVERYWHERE).bindparams(*PARAMETERS)),
    Statement(text(_unreliable(EVERYWHERE)).bindparams(*PARAMETERS)),
)
OF_CAMPAIGN = Counts(
    Statement(text(_vendors(IN_CAMPAIGN)).bindparams(*PARAMETERS, CAMPAIGN)),
    Statement(text(_offers(IN_CAMPAIGN)).bindparams(*PARAMETERS, *RATES, CAMPAIGN)),
    Statement(text(KNOWN_IN_CAMPAIGN).bindparams(*PARAMETERS, CAMPAIGN)),
    Statement(text(_unreliable(IN_CAMPAIGN)).bindparams(*PARAMETERS, CAMPAIGN)),
)
