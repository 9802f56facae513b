"""What a vendor has delivered to the workspace, as SQL and as words: one meaning for scorecards and the vendor choice.

Text alone, knowing no database. Facts belong to the window they began in: an invitation, the asking for a call.
"""

import datetime as dt

ROLLING = dt.timedelta(days=365)
"""The window that counts unless another is asked for."""
GREAT, GOOD = 0.6, 0.3
"""Of the EN score, calls done ÷ calls asked whose end is known."""

WORKSPACE = "(SELECT nullif(current_setting('app.workspace_id', true), '')::uuid)"
"""Vendors are those of the workspace: the catalogue's rows are visible too, and delivered nothing."""
CALLS = """
    call_counts AS (
        SELECT e.vendor_platform_id,
            count(*) FILTER (WHERE i.status IN ('completed', 'stopped')) AS done,
            count(*) FILTER (WHERE i.status = 'no_show') AS no_show,
            count(*) FILTER (WHERE i.status = 'no_show' AND i.fault IS DISTINCT FROM 'client') AS missed,
            count(*) FILTER (WHERE i.status = 'cancelled') AS cancelled,
            count(*) FILTER (WHERE i.status IN ('requested', 'scheduled', 'confirmed')) AS open
        FROM expert_network.interviews i
        JOIN expert_network.experts e ON e.workspace_id = i.workspace_id AND e.id = i.expert_id
        WHERE i.requested_at >= :begin AND i.requested_at < :end {within_calls}
        GROUP BY e.vendor_platform_id
    )
"""
"""Calls asked for in the window by what became of them, one row a vendor."""
INVITATIONS = """
    invited AS MATERIALIZED (
        SELECT n.vendor_platform_id, n.status, n.invited_at, n.status_at, first.proposed_at,
            n.status IN ('pending', 'active', 'paused') AND first.proposed_at IS NULL AS silent,
            first.proposed_at IS NULL AND EXISTS (
                SELECT FROM expert_network.experts e
                WHERE e.workspace_id = n.workspace_id AND e.campaign_id = n.campaign_id
                    AND e.vendor_platform_id = n.vendor_platform_id
                    AND e.proposed_at < n.invited_at AND e.created_at >= n.invited_at
            ) AS tells_nothing
        FROM expert_network.campaign_vendor_enrollments n
        LEFT JOIN LATERAL (
            SELECT e.proposed_at FROM expert_network.experts e
            WHERE e.workspace_id = n.workspace_id AND e.campaign_id = n.campaign_id
                AND e.vendor_platform_id = n.vendor_platform_id
                AND e.proposed_at >= n.invited_at AND e.proposed_at < :end
            ORDER BY e.proposed_at LIMIT 1
        ) first ON true
        WHERE n.invited_at >= :begin AND n.invited_at < :end {within_invitations}
    ),
    invitation_counts AS (
        SELECT vendor_platform_id,
            count(*) FILTER (WHERE status IN ('active', 'paused', 'completed')) AS joined,
            count(*) FILTER (WHERE status <> 'pending') AS answered,
            count(*) FILTER (WHERE silent AND NOT tells_nothing) AS open,
            array_agg(greatest(0, extract(epoch FROM CASE
                WHEN proposed_at IS NOT NULL THEN proposed_at WHEN silent THEN :end ELSE status_at
            END - invited_at))::float / 3600) FILTER (WHERE NOT tells_nothing) AS hours,
            array_agg(proposed_at IS NOT NULL) FILTER (WHERE NOT tells_nothing) AS over
        FROM invited GROUP BY vendor_platform_id
    )
"""
"""Invitations of the window, one row a vendor: how long each took to its first proposal, or has waited (`over`).

What was proposed before it answers no invitation: not that of a vendor invited anew. Where mails older than the
invitation came in after it (a file tried again, one entered late) it tells nothing of how fast the vendor is.
"""
