"""People of a campaign by cell, its targets, and the vendors that might fill a gap."""

from sqlalchemy import Uuid, bindparam, text

from services.core.research.companies.repository import BARRED
from services.core.research.experts import states
from shared.db.read import Statement

CAMPAIGN = bindparam("campaign_id", type_=Uuid())
PEOPLE = Statement(
    text(
        f"""
        WITH offers AS (
            SELECT DISTINCT ON (e.person_id) e.person_id, e.status,
                coalesce(e.region, (SELECT p.region FROM expert_network.people p
                    WHERE p.workspace_id = e.workspace_id AND p.id = e.person_id), 'unknown') AS region,
                coalesce(e.expert_type::text, 'unknown') AS expert_type,
                e.id IN ({BARRED}) AS is_barred
            FROM expert_network.experts e
            WHERE e.campaign_id = :campaign_id AND e.person_id IS NOT NULL AND e.superseded_by_id IS NULL
                AND e.status NOT IN {states.OUT}
            ORDER BY e.person_id, is_barred, e.status DESC, e.expert_type, e.proposed_at, e.id
        ), called AS (
            SELECT e.person_id FROM expert_network.interviews i
            JOIN expert_network.experts e ON e.workspace_id = i.workspace_id AND e.id = i.expert_id
            WHERE i.campaign_id = :campaign_id AND i.status IN ('completed', 'stopped') AND e.person_id IS NOT NULL
        )
        SELECT region, expert_type, count(*) AS people,
            count(*) FILTER (WHERE status IN ('shortlisted', 'scheduling', 'scheduled', 'completed')
                AND NOT is_barred) AS approved,
            count(*) FILTER (WHERE status = 'scheduled') AS booked,
            count(*) FILTER (WHERE person_id IN (SELECT c.person_id FROM called c)) AS done
        FROM offers GROUP BY region, expert_type
        """
    ).bindparams(CAMPAIGN)
)
"""Each person once, by the furthest of their standing offers (states are stored in the order of the way), one that is
barred after every other; done is whoever was called with any offer, whatever has come since.
"""
TARGETS = Statement(
    text(
        """
        SELECT region, expert_type::text AS expert_type, min_calls, max_calls
        FROM expert_network.coverage_targets WHERE campaign_id = :campaign_id
        """
    ).bindparams(CAMPAIGN)
)
VENDORS = Statement(
    text(
        """
        SELECT DISTINCT ON (v.id) v.id, v.name, v.tags, n.status::text AS enrollment
        FROM expert_network.vendor_platforms v
        LEFT JOIN expert_network.campaign_vendor_enrollments n
            ON n.vendor_platform_id = v.id AND n.campaign_id = :campaign_id
        WHERE v.is_active
        ORDER BY v.id, v.workspace_id DESC
        """
    ).bindparams(CAMPAIGN)
)
"""Each active vendor once: the workspace's own row before the catalogue's."""
