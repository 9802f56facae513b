"""Charges summed at every level a report shows, straight from Postgres: one pass, grouping sets.

A row of the answer is a sum; which columns are empty says of what.
"""

from sqlalchemy import DateTime, Text, Uuid, bindparam, cast, text
from sqlalchemy import select as plain_select
from sqlmodel import and_, col

from services.core.research.vendors import deliveries
from services.core.spend.budgets.repository import LIMIT
from shared.db.read import Statement
from shared.models.spend import Budget, BudgetThreshold

INSTANT = DateTime(timezone=True)
PARAMETERS = (
    bindparam("begin", type_=INSTANT),
    bindparam("end", type_=INSTANT),
    bindparam("vendor_id", type_=Uuid()),
)
CAMPAIGN = bindparam("campaign_id", type_=Uuid())
SUMS = """
    coalesce(sum(amount) FILTER (WHERE stage = 'committed'), 0)::bigint AS committed_minor,
    coalesce(sum(amount) FILTER (WHERE stage = 'actual'), 0)::bigint AS actual_minor,
    count(*) FILTER (WHERE fee_type = 'per_call') AS calls,
    count(*) FILTER (WHERE amount IS NULL) AS without_price,
    (avg(amount) FILTER (WHERE stage = 'actual' AND fee_type = 'per_call'))::bigint AS per_call_minor
"""
CHARGES = """
    charges AS (
        SELECT c.campaign_id, c.vendor_platform_id, c.fee_type::text AS fee_type, c.stage,
            c.campaign_amount_minor AS amount, k.currency,
            date_trunc('week', coalesce(i.starts_at, c.occurred_at) AT TIME ZONE k.timezone)::date AS starts_on
        FROM expert_network.charges c
        JOIN expert_network.campaigns k ON k.workspace_id = c.workspace_id AND k.id = c.campaign_id
        LEFT JOIN expert_network.interviews i ON i.workspace_id = c.workspace_id AND i.id = c.interview_id
        WHERE c.stage <> 'released'
            AND (:begin IS NULL OR c.occurred_at >= :begin) AND (:end IS NULL OR c.occurred_at < :end)
            AND (:vendor_id IS NULL OR c.vendor_platform_id = :vendor_id) {scope}
    )
"""
OF_CAMPAIGN = Statement(
    text(
        f"""
        WITH {CHARGES.format(scope="AND c.campaign_id = :campaign_id")}
        SELECT s.*, to_char(s.starts_on, 'IYYY-"W"IW') AS week, v.name AS vendor
        FROM (
            SELECT grouping(vendor_platform_id, fee_type, starts_on) AS level,
                vendor_platform_id, fee_type, starts_on, {SUMS}
            FROM charges
            GROUP BY GROUPING SETS ((), (vendor_platform_id), (fee_type), (starts_on), (starts_on, vendor_platform_id))
        ) s
        LEFT JOIN expert_network.vendor_platforms v ON v.id = s.vendor_platform_id
            AND v.workspace_id = {deliveries.WORKSPACE}
        ORDER BY s.starts_on, s.actual_minor + s.committed_minor DESC, v.name, s.fee_type
        """
    ).bindparams(CAMPAIGN, *PARAMETERS)
)
ALL, BY_VENDOR, BY_FEE, BY_WEEK, BY_WEEK_AND_VENDOR = 0b111, 0b011, 0b101, 0b110, 0b010
"""Values of `level`."""
OF_WORKSPACE = Statement(
    text(
        f"""
        WITH {CHARGES.format(scope="")}
        SELECT s.*, to_char(s.starts_on, 'IYYY-"W"IW') AS week, v.name AS vendor, k.campaign_name
        FROM (
            SELECT grouping(campaign_id, vendor_platform_id, starts_on) AS level,
                currency, campaign_id, vendor_platform_id, starts_on, {SUMS}
            FROM charges
            GROUP BY GROUPING SETS ((currency), (currency, campaign_id), (currency, vendor_platform_id),
                (currency, starts_on))
        ) s
        LEFT JOIN expert_network.vendor_platforms v ON v.id = s.vendor_platform_id
            AND v.workspace_id = {deliveries.WORKSPACE}
        LEFT JOIN expert_network.campaigns k ON k.id = s.campaign_id
        ORDER BY s.starts_on, s.currency, s.actual_minor + s.committed_minor DESC, v.name, k.campaign_name
        """
    ).bindparams(*PARAMETERS)
)
BY_CURRENCY, BY_CAMPAIGN, BY_CURRENCY_AND_VENDOR, BY_CURRENCY_AND_WEEK = 0b111, 0b011, 0b101, 0b110
"""Values of `level`, of a workspace's rows."""
BUDGET = Statement(
    plain_select(
        col(Budget.amount_minor),
        cast(col(BudgetThreshold.kind), Text).label("kind"),
        col(BudgetThreshold.value),
        col(BudgetThreshold.fired_at),
        LIMIT.label("at_minor"),
    )
    .select_from(Budget)
    .outerjoin(
        BudgetThreshold,
        and_(
            col(BudgetThreshold.workspace_id) == col(Budget.workspace_id),
            col(BudgetThreshold.campaign_id) == col(Budget.campaign_id),
        ),
    )
    .where(col(Budget.campaign_id) == CAMPAIGN)
    .order_by(LIMIT)
)
VENDORS = Statement(
    text(
        f"""
        SELECT v.id AS vendor_platform_id, v.name AS vendor, sum(s.open)::int AS open, sum(s.held)::int AS held
        FROM (
            SELECT e.vendor_platform_id,
                count(*) FILTER (WHERE e.status IN ('proposed', 'reviewed', 'shortlisted', 'scheduling')
                    AND e.conflict_status <> 'flagged' AND e.superseded_by_id IS NULL) AS open,
                count(*) FILTER (WHERE e.status IN ('scheduled', 'completed')) AS held
            FROM expert_network.experts e WHERE e.campaign_id = :campaign_id GROUP BY e.vendor_platform_id
            UNION ALL
            SELECT DISTINCT c.vendor_platform_id, 0, 0 FROM expert_network.charges c
            WHERE c.campaign_id = :campaign_id AND c.stage <> 'released'
        ) s
        JOIN expert_network.vendor_platforms v ON v.id = s.vendor_platform_id
            AND v.workspace_id = {deliveries.WORKSPACE}
        GROUP BY v.id, v.name ORDER BY v.name, v.id
        """
    ).bindparams(CAMPAIGN)
)
"""Whose people can still be called, and whose are booked or were called."""
