"""Booked calls are asked about again whenever anything changed that the gate reads; each request lapses by its own job.

Who changes what is known of one person has that person's calls looked at, anybody else all of a workspace's, some at a
time. A call that was moved while it was looked at keeps what its move made of it.
"""

import runpy
from pathlib import Path

from alembic import op

revision = "0032_asked_again"
down_revision = "0031_one_reading_of_the_past"
branch_labels = None
depends_on = None

LANDED = runpy.run_path(str(Path(__file__).with_name("0029_gate_reads_what_was_said.py")))
SAFE, anew, replacing = LANDED["SAFE"], LANDED["anew"], LANDED["replacing"]
KEEP_BEFORE: str = LANDED["KEEP"]
SAID_BEFORE: str = next(text for text in LANDED["EDITS"] if "FUNCTION expert_network.said_otherwise" in text)
RECHECK_BEFORE, ASK_BEFORE = LANDED["RECHECK"][1:3]
FACTS: tuple[str, ...] = LANDED["FACTS"]
READ = (*FACTS, "conflict_status", "person_id", "superseded_by_id")
"""What of an offer the gate reads, for its own calls or for those of the person's other offers."""
CARD = ("title", "company", "past_employers", "email", "phone", "merged_into_id")
"""What it reads of a person."""

KEEP = anew(
    KEEP_BEFORE,
    (
        "            RETURN NEW;",
        """            IF NEW.status NOT IN ('scheduled', 'confirmed') THEN
                NEW.gate_conflict := NULL;
            END IF;
            RETURN NEW;""",
    ),
)
OVER = """
    UPDATE expert_network.interviews SET gate_conflict = NULL
    WHERE gate_conflict IS NOT NULL AND status NOT IN ('scheduled', 'confirmed')
"""
UNDONE = """
    CREATE AGGREGATE expert_network.laid_over(jsonb) (SFUNC = jsonb_concat, STYPE = jsonb, INITCOND = '{}')
"""
SAID = anew(
    SAID_BEFORE,
    ("SELECT offer AS here, offer.id\n", "SELECT offer AS here, offer.id, to_jsonb(offer) AS facts\n"),
    ("SELECT e, e.id FROM", "SELECT e, e.id, to_jsonb(e) FROM"),
    (
        "SELECT a.subject_id AS id, a.position, a.details -> 'before' AS before,",
        f"""SELECT DISTINCT ON (s.id, s.state) s.* FROM (
                SELECT o.id, a.position, a.details -> 'before' AS before,
                    jsonb_build_object({", ".join(f"'{name}', o.facts -> '{name}'" for name in FACTS)})
                        || expert_network.laid_over(a.details -> 'before')
                            OVER (PARTITION BY o.id ORDER BY a.position DESC) AS state,""",
    ),
    (
        "AND a.action = 'expert.changed'\n            )",
        """AND a.action = 'expert.changed'
                ) s ORDER BY s.id, s.state, s.position
            )""",
    ),
    ("s.state || jsonb_build_object('campaign_id'", "c.state || jsonb_build_object('campaign_id'"),
    (
        """
            CROSS JOIN LATERAL (
                SELECT jsonb_object_agg(b.key, b.value ORDER BY d.position DESC) AS state
                FROM changes d CROSS JOIN LATERAL jsonb_each(d.before) b WHERE d.id = c.id AND d.position >= c.position
            ) s""",
        "",
    ),
)
"""What an offer said more than once is what it said when it first was edited away."""
ASKING = (
    f"""
        CREATE FUNCTION expert_network.ask_about(workspace uuid, person uuid) RETURNS void LANGUAGE sql {SAFE} AS $$
            INSERT INTO expert_network.pgqueuer (priority, status, entrypoint, dedupe_key, payload)
            VALUES (0, 'queued', 'recheck_calls',
                concat_ws(':', 'recheck_calls', workspace, person, pg_current_xact_id()),
                convert_to(json_build_object('user_id', '', 'workspace_id', workspace, 'role', 'viewer',
                    'subject', json_strip_nulls(json_build_object('people', person)))::text, 'UTF8'))
            ON CONFLICT DO NOTHING
        $$
    """,
    f"""
        CREATE OR REPLACE FUNCTION expert_network.ask_recheck() RETURNS trigger LANGUAGE plpgsql {SAFE} AS $$
        BEGIN
            PERFORM expert_network.ask_about(c.workspace_id, NULL)
            FROM (SELECT DISTINCT c.workspace_id FROM changed c) c;
            RETURN NULL;
        END $$
    """,
    f"""
        CREATE FUNCTION expert_network.ask_recheck_of_person() RETURNS trigger LANGUAGE plpgsql {SAFE} AS $$
        DECLARE
            asked uuid[];
            person uuid;
        BEGIN
            IF TG_TABLE_NAME = 'approval_decisions' THEN
                SELECT ARRAY[e.person_id] INTO asked FROM expert_network.approval_requests q
                JOIN expert_network.experts e ON e.workspace_id = q.workspace_id AND e.id = q.expert_id
                WHERE q.workspace_id = NEW.workspace_id AND q.id = NEW.request_id;
            ELSIF TG_TABLE_NAME = 'user_trainings' THEN
                SELECT array_agg(e.person_id) INTO asked FROM expert_network.interviews i
                JOIN expert_network.experts e ON e.workspace_id = i.workspace_id AND e.id = i.expert_id
                WHERE i.workspace_id = NEW.workspace_id AND i.booked_by = NEW.user_id
                    AND i.status IN ('scheduled', 'confirmed');
            ELSIF TG_TABLE_NAME = 'people' THEN
                asked := ARRAY[NEW.id, OLD.merged_into_id];
            ELSIF TG_OP = 'UPDATE' THEN
                asked := ARRAY[NEW.person_id, OLD.person_id];
            ELSE
                asked := ARRAY[NEW.person_id];
            END IF;
            FOREACH person IN ARRAY coalesce(asked, '{{}}') LOOP
                WHILE person IS NOT NULL LOOP
                    IF EXISTS (SELECT FROM expert_network.experts e
                        WHERE e.workspace_id = NEW.workspace_id AND e.person_id = person
                            AND e.status IN ('shortlisted', 'scheduling', 'scheduled', 'completed')) THEN
                        PERFORM expert_network.ask_about(NEW.workspace_id, person);
                    END IF;
                    person := (SELECT p.merged_into_id FROM expert_network.people p
                        WHERE p.workspace_id = NEW.workspace_id AND p.id = person);
                END LOOP;
            END LOOP;
            RETURN NULL;
        END $$
    """,
    *(
        f"""
            CREATE TRIGGER ask_recheck_insert AFTER INSERT ON expert_network.{table}
            FOR EACH ROW EXECUTE FUNCTION expert_network.ask_recheck_of_person()
        """
        for table in ("approval_decisions", "attestations", "user_trainings", "experts")
    ),
    *(
        f"""
            CREATE TRIGGER ask_recheck_update AFTER UPDATE OF {", ".join(read)} ON expert_network.{table}
            FOR EACH ROW WHEN (({", ".join(f"OLD.{name}" for name in read)})
                IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in read)}))
            EXECUTE FUNCTION expert_network.ask_recheck_of_person()
        """
        for table, read in (("experts", READ), ("people", CARD))
    ),
)
"""Of those who can be booked, not of those who are: a booking that is not committed yet is not seen."""
ASKED_BY = {
    "approval_decisions": ("insert",),
    "attestations": ("insert",),
    "user_trainings": ("insert",),
    "experts": ("insert", "update"),
    "people": ("update",),
}
RECHECK = anew(
    RECHECK_BEFORE,
    (
        "recheck_calls(workspace uuid) RETURNS bigint",
        "recheck_calls(workspace uuid, people uuid[], beyond uuid, at_a_time int) RETURNS uuid",
    ),
    (
        "WITH asked AS MATERIALIZED (\n                SELECT i.id,",
        """WITH next AS MATERIALIZED (
                SELECT i.* FROM expert_network.interviews i
                WHERE i.workspace_id = workspace AND i.status IN ('scheduled', 'confirmed') AND i.id > beyond
                    AND (people IS NULL OR EXISTS (SELECT FROM expert_network.experts e
                        WHERE e.workspace_id = workspace AND e.id = i.expert_id AND e.person_id = ANY (people)))
                ORDER BY i.id LIMIT at_a_time
            ), asked AS MATERIALIZED (
                SELECT i.id, i.status, i.starts_at, i.expert_id, i.campaign_id,""",
    ),
    (
        "FROM expert_network.interviews i\n                LEFT JOIN LATERAL",
        "FROM next i\n                LEFT JOIN LATERAL",
    ),
    (
        """WHERE i.workspace_id = workspace AND i.status IN ('scheduled', 'confirmed')
                GROUP BY i.id
""",
        """GROUP BY i.id, i.status, i.starts_at, i.expert_id, i.campaign_id
""",
    ),
    (
        "AND i.id = a.id AND i.gate_conflict",
        """AND i.id = a.id
                    AND (i.status, i.starts_at, i.expert_id, i.campaign_id)
                        = (a.status, a.starts_at, a.expert_id, a.campaign_id)
                    AND i.gate_conflict""",
    ),
    ("SELECT count(*) FROM noted", "SELECT n.id FROM next n ORDER BY n.id DESC LIMIT 1"),
).replace("CREATE OR REPLACE", "CREATE")
"""Some calls beyond one, by id; the last of them, or null where there are none."""
LAPSES = (
    "DELETE FROM expert_network.pgqueuer WHERE entrypoint = 'lapse_requests' AND status = 'queued'",
    """
        INSERT INTO expert_network.pgqueuer (priority, status, entrypoint, payload, execute_after)
        SELECT 0, 'queued', 'lapse_request', convert_to(json_build_object('user_id', '', 'workspace_id', i.workspace_id,
                'role', 'viewer', 'subject', json_build_object('interview_id', i.id, 'since', i.status_at))::text, 'UTF8'),
            greatest(i.status_at + interval '72 hours', now() + interval '1 hour') + interval '1 minute'
        FROM expert_network.interviews i WHERE i.status = 'requested'
    """,
)
"""Each request that stands, those included whose time was up and that nobody would have looked at again."""
SWEEP = "UPDATE expert_network.pgqueuer SET entrypoint = 'lapse_requests' WHERE entrypoint = 'lapse_request'"


def upgrade() -> None:
    op.execute("-- squawk-ignore ban-drop-function\nDROP FUNCTION expert_network.recheck_calls(uuid)")
    for statement in (KEEP, UNDONE, SAID, *ASKING, RECHECK):
        op.execute(statement)
    op.execute("ALTER TABLE expert_network.interviews NO FORCE ROW LEVEL SECURITY")
    for statement in (OVER, *LAPSES):
        op.execute(statement)
    op.execute("ALTER TABLE expert_network.interviews FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute(SWEEP)
    for table, events in ASKED_BY.items():
        for event in events:
            op.execute(f"DROP TRIGGER ask_recheck_{event} ON expert_network.{table}")
    op.execute("DROP FUNCTION expert_network.recheck_calls(uuid, uuid[], uuid, int)")
    for text in (RECHECK_BEFORE, ASK_BEFORE, SAID_BEFORE, KEEP_BEFORE):
        op.execute(replacing(text))
    op.execute("DROP FUNCTION expert_network.ask_recheck_of_person()")
    op.execute("DROP FUNCTION expert_network.ask_about(uuid, uuid)")
    op.execute("DROP AGGREGATE expert_network.laid_over(jsonb)")
