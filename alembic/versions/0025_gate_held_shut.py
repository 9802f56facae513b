"""Nothing leads around the gate: by the order of bookings, the campaign's zone, who is said to book, or a stopped call.

A call that is on file as booked keeps its place against those booked later; any other must leave every period within
the limit. Whoever gives a call its time is written down as its booker, as the log has it.
"""

import runpy
from pathlib import Path

from alembic import op

revision = "0025_gate_held_shut"
down_revision = "0024_lists_and_reports"
branch_labels = None
depends_on = None

SAFE = "SET search_path = pg_catalog, pg_temp"
LANDED = runpy.run_path(str(Path(__file__).with_name("0021_compliance_gate.py")))
PROCESS_BEFORE: str = LANDED["PROCESS"]
FINDINGS_BEFORE: str = LANDED["GATE"][2]
GUARD_BEFORE: str = LANDED["GATE"][3]
BOOKED = "('scheduled', 'confirmed', 'completed', 'stopped')"


def between(text: str, first: str, last: str, new: str) -> str:
    """The text with what stands from `first` up to `last` put anew."""
    start = text.index(first)
    return text[:start] + new + text[text.index(last, start) :]


ON_FILE = f"""
    CREATE FUNCTION expert_network.is_booked(workspace uuid, interview uuid, expert uuid, call_at timestamptz)
    RETURNS boolean LANGUAGE sql STABLE {SAFE} AS $$
        SELECT EXISTS (
            SELECT FROM expert_network.interviews i
            WHERE i.workspace_id = workspace AND i.id = interview AND i.expert_id = expert AND i.starts_at = call_at
                AND i.status IN {BOOKED}
        )
    $$
"""
PROCESS = between(
    PROCESS_BEFORE,
    "calls AS (",
    "trained (completed_on)",
    f"""period (length) AS (
            SELECT make_interval(days => (rules -> 'call_limit' ->> 'period_days')::int)
        ), calls AS (
            SELECT i.expert_id, i.starts_at FROM expert_network.interviews i
            JOIN expert_network.experts e ON e.workspace_id = i.workspace_id AND e.id = i.expert_id
            CROSS JOIN people p CROSS JOIN period d
            WHERE i.workspace_id = offer.workspace_id AND e.person_id = ANY (p.ids) AND i.status IN {BOOKED}
                AND i.id IS DISTINCT FROM interview AND i.starts_at > call_at - d.length
                AND (i.starts_at <= call_at OR i.starts_at < call_at + d.length
                    AND NOT expert_network.is_booked(offer.workspace_id, interview, offer.id, call_at))
        ), ends (at) AS (
            SELECT call_at UNION SELECT c.starts_at FROM calls c WHERE c.starts_at > call_at
        ), numbers (by_offer, by_person) AS (
            SELECT count(c.expert_id) FILTER (WHERE c.expert_id = offer.id), count(c.expert_id)
            FROM period d CROSS JOIN ends n LEFT JOIN calls c ON c.starts_at <= n.at AND c.starts_at > n.at - d.length
            GROUP BY n.at
        ), counted (calls, limited, whose) AS (
            SELECT max(n.by_offer), (rules -> 'call_limit' ->> 'per_offer')::int, 'by this offer' FROM numbers n
            UNION ALL
            SELECT max(n.by_person), (rules -> 'call_limit' ->> 'per_person')::int, 'over all vendors' FROM numbers n
        ), """,
)
"""The periods that end with this call, and with each later one that is within reach of it."""
FINDINGS = between(
    FINDINGS_BEFORE,
    "SELECT i.booked_by INTO booker",
    "booker := coalesce",
    """SELECT i.booked_by INTO booker FROM expert_network.interviews i
            WHERE i.workspace_id = offer.workspace_id AND i.id = gate_findings.interview_id
                AND (gate_findings.stage NOT IN ('scheduled', 'confirmed') OR expert_network.is_booked(
                    offer.workspace_id, i.id, gate_findings.expert_id, gate_findings.starts_at));
            """,
)
GUARD = between(
    GUARD_BEFORE,
    "SELECT string_agg",
    "SELECT string_agg",
    """PERFORM FROM expert_network.campaigns c
            WHERE c.workspace_id = NEW.workspace_id AND c.id = NEW.campaign_id FOR SHARE;
            PERFORM FROM expert_network.people p
            JOIN expert_network.experts e ON e.workspace_id = p.workspace_id AND e.person_id = p.id
            WHERE e.workspace_id = NEW.workspace_id AND e.id = NEW.expert_id FOR NO KEY UPDATE;
            """,
)
"""Two bookings of one person at once are two of which the later sees the earlier, and the zone stays meanwhile."""
BINDING = (
    f"""
        CREATE FUNCTION expert_network.bind_booker() RETURNS trigger LANGUAGE plpgsql {SAFE} AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND (NEW.status NOT IN ('scheduled', 'confirmed') OR OLD.status IN {BOOKED}
                    AND (OLD.expert_id, OLD.starts_at) IS NOT DISTINCT FROM (NEW.expert_id, NEW.starts_at)) THEN
                NEW.booked_by := OLD.booked_by;
            ELSE
                NEW.booked_by := nullif(current_setting('app.user_id', true), '');
            END IF;
            RETURN NEW;
        END $$
    """,
    """
        CREATE TRIGGER bind_booker BEFORE INSERT OR UPDATE ON expert_network.interviews
        FOR EACH ROW EXECUTE FUNCTION expert_network.bind_booker()
    """,
    """
        CREATE TRIGGER guard_compliance_moved BEFORE UPDATE OF starts_at, expert_id, campaign_id
        ON expert_network.interviews FOR EACH ROW WHEN (NEW.status = 'stopped'
            AND (OLD.starts_at, OLD.expert_id, OLD.campaign_id)
                IS DISTINCT FROM (NEW.starts_at, NEW.expert_id, NEW.campaign_id))
        EXECUTE FUNCTION expert_network.guard_compliance()
    """,
    f"""
        CREATE FUNCTION expert_network.keep_campaign_timezone() RETURNS trigger LANGUAGE plpgsql {SAFE} AS $$
        DECLARE
            calls bigint;
        BEGIN
            SELECT count(*) INTO calls FROM expert_network.interviews i
            WHERE i.workspace_id = NEW.workspace_id AND i.campaign_id = NEW.id AND i.status IN {BOOKED};
            IF calls > 0 THEN
                RAISE EXCEPTION 'calls lie on days of this time zone' USING DETAIL = jsonb_build_object('calls', calls),
                    ERRCODE = '23514', CONSTRAINT = 'campaign_timezone_is_reckoned_in';
            END IF;
            RETURN NEW;
        END $$
    """,
    """
        CREATE TRIGGER keep_campaign_timezone BEFORE UPDATE OF timezone ON expert_network.campaigns
        FOR EACH ROW WHEN (OLD.timezone IS DISTINCT FROM NEW.timezone)
        EXECUTE FUNCTION expert_network.keep_campaign_timezone()
    """,
)
LISTS = ("restricted_entries", "compliance_rules")
DAYS_TO_COME = """
    INSERT INTO expert_network.pgqueuer (priority, status, entrypoint, dedupe_key, payload, execute_after)
    SELECT DISTINCT 0, 'queued'::expert_network.pgqueuer_status, 'settle_blocks',
        concat_ws(':', 'settle_blocks', d.workspace_id, d.day),
        convert_to(json_build_object('user_id', '', 'workspace_id', d.workspace_id, 'role', 'viewer',
            'subject', json_build_object())::text, 'UTF8'),
        (d.day + interval '1 minute') AT TIME ZONE 'UTC'
    FROM (
        SELECT l.workspace_id, d.day FROM expert_network.restricted_entries l
        CROSS JOIN LATERAL (VALUES (l.valid_from), (l.valid_to + 1)) d (day)
        UNION
        SELECT r.workspace_id, d.day FROM expert_network.compliance_rules r
        CROSS JOIN LATERAL (VALUES (r.valid_from), (r.valid_to + 1)) d (day)
        WHERE r.rule IN ('restricted_person', 'do_not_contact')
    ) d
    WHERE d.day > (now() AT TIME ZONE 'UTC')::date
"""
"""What is on file is settled on the days it begins and ends, as what comes from now on is."""


def replacing(statement: str) -> str:
    """The statement, for a function there is."""
    return statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def upgrade() -> None:
    op.execute(ON_FILE)
    for statement in (PROCESS, FINDINGS, GUARD):
        op.execute(replacing(statement))
    for statement in BINDING:
        op.execute(statement)
    for table in LISTS:
        op.execute(f"ALTER TABLE expert_network.{table} NO FORCE ROW LEVEL SECURITY")
    op.execute(DAYS_TO_COME)
    for table in LISTS:
        op.execute(f"ALTER TABLE expert_network.{table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute("DELETE FROM expert_network.pgqueuer WHERE entrypoint = 'settle_blocks'")
    op.execute("DROP TRIGGER keep_campaign_timezone ON expert_network.campaigns")
    for trigger in ("guard_compliance_moved", "bind_booker"):
        op.execute(f"DROP TRIGGER {trigger} ON expert_network.interviews")
    for function in ("keep_campaign_timezone", "bind_booker"):
        op.execute(f"DROP FUNCTION expert_network.{function}()")
    for statement in (GUARD_BEFORE, FINDINGS_BEFORE, PROCESS_BEFORE):
        op.execute(replacing(statement))
    op.execute("DROP FUNCTION expert_network.is_booked(uuid, uuid, uuid, timestamptz)")
