"""All that a search for a time asks of the database, as of one moment."""

from sqlalchemy import ARRAY, DateTime, Uuid, bindparam, text

from shared.db.read import Statement

FACTS = Statement(
    text(
        """
        WITH expert AS (SELECT * FROM expert_network.experts WHERE id = :expert_id),
        wanted AS (
            SELECT a.workspace_id, a.team_member_id AS id FROM expert_network.campaign_team_assignments a
            JOIN expert e ON e.workspace_id = a.workspace_id AND e.campaign_id = a.campaign_id WHERE a.is_required
            UNION SELECT m.workspace_id, m.id FROM expert_network.team_members m WHERE m.id = ANY (:attendees)
            UNION SELECT t.workspace_id, t.team_member_id FROM expert_network.interview_attendees t
            WHERE t.interview_id = :interview_id AND t.required
        )
        SELECT to_json(found)::text FROM (
            SELECT e.name, e.person_id, e.availability, v.name AS vendor, v.lead_time_hours, c.timezone,
                :interview_id IS NULL OR EXISTS (
                    SELECT FROM expert_network.interviews i
                    WHERE i.workspace_id = e.workspace_id AND i.id = :interview_id AND i.expert_id = e.id
                ) AS interview_known,
                coalesce((
                    SELECT json_agg(slot ORDER BY i.id) FROM expert_network.interviews i
                    CROSS JOIN jsonb_array_elements(i.proposed_slots) slot
                    WHERE i.workspace_id = e.workspace_id AND i.expert_id = e.id AND i.status = 'requested'
                ), '[]') AS proposed,
                coalesce((
                    SELECT json_agg(json_build_object('id', m.id, 'name', m.name, 'timezone', m.timezone,
                        'working_hours', m.working_hours) ORDER BY m.name, m.id)
                    FROM wanted w JOIN expert_network.team_members m ON m.workspace_id = w.workspace_id AND m.id = w.id
                ), '[]') AS members,
                coalesce((
                    SELECT json_agg(json_build_object('holder_id', h.holder_id, 'start', lower(h.period),
                        'end', upper(h.period)) ORDER BY h.period)
                    FROM expert_network.calendar_holds h
                    WHERE h.workspace_id = e.workspace_id AND h.interview_id IS DISTINCT FROM :interview_id
                        AND (h.holder_id = e.person_id OR h.holder_id IN (SELECT id FROM wanted))
                        AND h.period && tstzrange(:since, :until)
                ), '[]') AS holds,
                coalesce((
                    SELECT json_agg(json_build_object('team_member_id', b.team_member_id,
                        'person_id', CASE WHEN b.person_id IS NOT NULL THEN e.person_id END, 'reason', b.reason,
                        'campaign_id', b.campaign_id, 'starts_on', b.starts_on, 'ends_on', b.ends_on)
                        ORDER BY b.starts_on, b.id)
                    FROM expert_network.blackouts b
                    WHERE b.workspace_id = e.workspace_id AND (
                        num_nonnulls(b.campaign_id, b.team_member_id, b.person_id) = 0
                        OR b.campaign_id = e.campaign_id
                        OR b.team_member_id IN (SELECT id FROM wanted)
                        OR b.person_id = e.person_id
                        OR b.person_id IN (
                            SELECT p.id FROM expert_network.people p
                            WHERE p.workspace_id = e.workspace_id AND p.merged_into_id = e.person_id
                        )
                    )
                    AND b.ends_on >= CAST(:since AS date) - 2 AND b.starts_on <= CAST(:until AS date) + 2
                ), '[]') AS blackouts
            FROM expert e
            JOIN expert_network.campaigns c ON c.workspace_id = e.workspace_id AND c.id = e.campaign_id
            JOIN expert_network.vendor_platforms v
                ON v.workspace_id = e.workspace_id AND v.id = e.vendor_platform_id
        ) found
        """
    ).bindparams(
        bindparam("expert_id", type_=Uuid()),
        bindparam("attendees", type_=ARRAY(Uuid())),
        bindparam("interview_id", type_=Uuid()),
        bindparam("since", type_=DateTime(timezone=True)),
        bindparam("until", type_=DateTime(timezone=True)),
    )
)
"""One JSON object: the offer and its vendor, the members wanted, what holds anybody, and the days that are closed."""
