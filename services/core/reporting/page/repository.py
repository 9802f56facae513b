"""What the page shows beside the other reports: its head, the calls ahead, and what the gate decided."""

from sqlalchemy import DateTime, Uuid, bindparam, text

from shared.db.read import Statement

CAMPAIGN = bindparam("campaign_id", type_=Uuid())
MOST_CALLS = 60

HEAD = Statement(
    text(
        """
        SELECT c.campaign_name, p.project_name, p.client_name, c.timezone, c.start_date, c.target_completion_date,
            coalesce(nullif(c.custom_industry, ''), c.industry_vertical) AS industry, c.brief_description AS brief
        FROM expert_network.campaigns c
        LEFT JOIN expert_network.projects p ON p.workspace_id = c.workspace_id AND p.id = c.project_id
        WHERE c.id = :campaign_id
        """
    ).bindparams(CAMPAIGN)
)
CALLS = Statement(
    text(
        f"""
        SELECT i.starts_at, i.duration_minutes, i.status::text AS status, e.name, e.title, e.company,
            v.name AS vendor, m.name AS lead
        FROM expert_network.interviews i
        JOIN expert_network.experts e ON e.workspace_id = i.workspace_id AND e.id = i.expert_id
        JOIN expert_network.vendor_platforms v ON v.workspace_id = e.workspace_id AND v.id = e.vendor_platform_id
        LEFT JOIN expert_network.team_members m ON m.workspace_id = i.workspace_id AND m.id = i.lead_member_id
        WHERE i.campaign_id = :campaign_id AND i.status IN ('scheduled', 'confirmed') AND i.starts_at >= :as_of
        ORDER BY i.starts_at, i.id LIMIT {MOST_CALLS}
        """
    ).bindparams(CAMPAIGN, bindparam("as_of", type_=DateTime(timezone=True)))
)
STANDING = Statement(
    text(
        """
        SELECT
            (SELECT count(*) FROM expert_network.interviews i WHERE i.campaign_id = :campaign_id
                AND i.status IN ('completed', 'stopped')) AS done,
            (SELECT count(*) FROM expert_network.interviews i WHERE i.campaign_id = :campaign_id
                AND i.status IN ('scheduled', 'confirmed')) AS booked,
            (SELECT count(*) FROM expert_network.experts e WHERE e.campaign_id = :campaign_id
                AND e.status = 'blocked' AND e.superseded_by_id IS NULL) AS blocked
        """
    ).bindparams(CAMPAIGN)
)
RULES = Statement(
    text(
        """
        SELECT f ->> 'rule' AS rule, f ->> 'outcome' AS outcome, count(*) AS times
        FROM expert_network.audit_entries a, jsonb_array_elements(a.details -> 'findings') f
        WHERE a.campaign_id = :campaign_id AND a.action IN ('gate.refused', 'gate.needs_approval')
            AND a.number IS NOT NULL AND f ->> 'outcome' IN ('refuse', 'needs_approval')
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
        """
    ).bindparams(CAMPAIGN)
)
DECISIONS = Statement(
    text(
        """
        SELECT split_part(a.action, '.', 2) AS what, count(*) AS times, max(a.occurred_at) AS latest
        FROM expert_network.audit_entries a
        WHERE a.campaign_id = :campaign_id AND a.action LIKE 'gate.%' AND a.number IS NOT NULL
        GROUP BY 1 ORDER BY 2 DESC, 1
        """
    ).bindparams(CAMPAIGN)
)
REST = (HEAD, STANDING, CALLS, DECISIONS, RULES)
