"""The database knows the legal moves: it refuses all others, follows the interviews, and logs every one made.

`legal_moves()` is the one table here; a test holds it equal to the tables in the code.
"""

from alembic import op

revision = "0015_state_guards"
down_revision = "0014_interviews"
branch_labels = None
depends_on = None

MOVES = {
    ("enrollment", "person"): {
        "pending": "active declined failed withdrawn",
        "active": "paused completed withdrawn",
        "paused": "active completed withdrawn",
        "completed": "active",
        "declined": "pending",
        "failed": "pending",
        "withdrawn": "pending",
    },
    ("expert", "person"): {
        "proposed": "reviewed shortlisted rejected declined lapsed",
        "reviewed": "shortlisted rejected declined lapsed",
        "shortlisted": "rejected declined lapsed",
        "rejected": "proposed",
        "declined": "proposed",
        "lapsed": "proposed",
    },
    ("expert", "interviews"): {
        "shortlisted": "scheduling scheduled completed",
        "scheduling": "shortlisted scheduled completed",
        "scheduled": "shortlisted scheduling completed",
        "completed": "shortlisted scheduling scheduled",
    },
    ("expert", "gate"): {
        "proposed": "blocked",
        "reviewed": "blocked",
        "shortlisted": "blocked",
        "blocked": "proposed reviewed shortlisted",
    },
    ("interview", "person"): {
        "requested": "scheduled cancelled",
        "scheduled": "requested confirmed completed stopped no_show cancelled",
        "confirmed": "requested scheduled completed stopped no_show cancelled",
        "no_show": "requested",
    },
}
ROWS = ",\n                ".join(
    f"('{machine}', '{source}', '{target}', '{mover}')"
    for (machine, mover), moves in MOVES.items()
    for source, targets in moves.items()
    for target in targets.split()
)
MACHINES = {"enrollment": "campaign_vendor_enrollments", "expert": "experts", "interview": "interviews"}
FUNCTIONS = (
    "note_move()",
    "follow_interviews()",
    "settle_expert(uuid, uuid, boolean, timestamptz)",
    "guard_interview()",
    "guard_move()",
    "legal_moves()",
)
STATEMENTS = (
    f"""
        CREATE FUNCTION expert_network.legal_moves()
        RETURNS TABLE (machine text, source text, target text, mover text) LANGUAGE sql IMMUTABLE AS $$
            VALUES
                {ROWS}
        $$
    """,
    """
        CREATE FUNCTION expert_network.guard_move() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            asked text := TG_ARGV[0];
            by_hand boolean := current_user <> (
                SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = TG_RELID);
        BEGIN
            IF NEW.status_at > pg_catalog.clock_timestamp() + interval '1 minute' THEN
                RAISE EXCEPTION 'a move cannot be in the future' USING ERRCODE = '23514', CONSTRAINT = 'move_to_come';
            END IF;
            IF TG_OP = 'INSERT' THEN
                IF by_hand AND asked = 'expert'
                    AND NEW.status::text IN ('scheduling', 'scheduled', 'completed', 'blocked') THEN
                    RAISE EXCEPTION USING MESSAGE = 'an expert cannot begin as ' || NEW.status,
                        ERRCODE = '23514', CONSTRAINT = 'legal_move';
                END IF;
            ELSIF NOT EXISTS (
                SELECT FROM expert_network.legal_moves() m
                WHERE m.machine = asked AND m.source = OLD.status::text AND m.target = NEW.status::text
                    AND (m.mover = 'person' OR NOT by_hand)
            ) THEN
                RAISE EXCEPTION USING MESSAGE = asked || ' ' || OLD.status || ' cannot become ' || NEW.status,
                    ERRCODE = '23514', CONSTRAINT = 'legal_move';
            END IF;
            RETURN NEW;
        END $$
    """,
    """
        CREATE FUNCTION expert_network.guard_interview() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            IF NEW.starts_at > pg_catalog.clock_timestamp() - (
                CASE NEW.status WHEN 'no_show' THEN interval '15 minutes' ELSE interval '0 minutes' END
            ) THEN
                RAISE EXCEPTION 'the call has not begun' USING ERRCODE = '23514', CONSTRAINT = 'call_to_come';
            END IF;
            RETURN NEW;
        END $$
    """,
    """
        CREATE FUNCTION expert_network.settle_expert(
            workspace uuid, expert uuid, is_new boolean, since timestamptz
        ) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            current expert_network.expert_status;
            wanted expert_network.expert_status;
        BEGIN
            SELECT e.status INTO current FROM expert_network.experts e
            WHERE e.workspace_id = workspace AND e.id = expert FOR UPDATE;
            IF NOT FOUND THEN
                RETURN;
            END IF;
            SELECT CASE
                WHEN count(*) FILTER (WHERE i.status IN ('scheduled', 'confirmed')) > 0 THEN 'scheduled'
                WHEN count(*) FILTER (WHERE i.status = 'requested') > 0 THEN 'scheduling'
                WHEN count(*) FILTER (WHERE i.status IN ('completed', 'stopped')) > 0 THEN 'completed'
                ELSE 'shortlisted'
            END INTO wanted FROM expert_network.interviews i WHERE i.workspace_id = workspace AND i.expert_id = expert;
            IF current NOT IN ('shortlisted', 'scheduling', 'scheduled', 'completed') THEN
                IF is_new THEN
                    RAISE EXCEPTION USING MESSAGE = 'an expert who is ' || current || ' has no calls',
                        ERRCODE = '23514', CONSTRAINT = 'expert_not_shortlisted';
                END IF;
            ELSIF current <> wanted THEN
                UPDATE expert_network.experts e SET status = wanted, status_reason = NULL, status_at = since
                WHERE e.workspace_id = workspace AND e.id = expert;
            END IF;
        END $$
    """,
    """
        CREATE FUNCTION expert_network.follow_interviews() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                PERFORM expert_network.settle_expert(OLD.workspace_id, OLD.expert_id, false, now());
            ELSE
                PERFORM expert_network.settle_expert(NEW.workspace_id, NEW.expert_id, TG_OP = 'INSERT', NEW.status_at);
            END IF;
            RETURN NULL;
        END $$
    """,
    """
        CREATE FUNCTION expert_network.note_move() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            machine text := TG_ARGV[0];
            happened text;
            told jsonb := '{}';
            was jsonb;
            became jsonb;
            subject jsonb;
            untold boolean;
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                was := pg_catalog.to_jsonb(OLD);
            END IF;
            IF TG_OP <> 'DELETE' THEN
                became := pg_catalog.to_jsonb(NEW);
            END IF;
            subject := coalesce(became, was);
            IF TG_OP = 'DELETE' THEN
                happened := 'removed';
            ELSIF TG_OP = 'INSERT' OR OLD.status <> NEW.status THEN
                happened := NEW.status;
            ELSE
                happened := 'moved';
            END IF;
            untold := happened = 'removed'
                OR happened = 'moved' AND was ->> 'status_at' = became ->> 'status_at';
            told := pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
                'from', was ->> 'status', 'to', became ->> 'status', 'expert_id', subject ->> 'expert_id',
                'vendor_platform_id', subject ->> 'vendor_platform_id', 'person_id', subject ->> 'person_id',
                'starts_at', subject ->> 'starts_at', 'duration_minutes', (subject ->> 'duration_minutes')::int,
                'timezone', subject ->> 'timezone'));
            INSERT INTO expert_network.audit_entries (workspace_id, occurred_at, action, subject_kind, subject_id,
                campaign_id, reason, details, before_hash, after_hash)
            VALUES ((subject ->> 'workspace_id')::uuid,
                CASE WHEN untold THEN pg_catalog.now() ELSE NEW.status_at END,
                machine || '.' || happened, machine, (subject ->> 'id')::uuid, (subject ->> 'campaign_id')::uuid,
                CASE WHEN NOT untold THEN became ->> 'status_reason' END, told,
                pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(was::text, 'UTF8')), 'hex'),
                pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(became::text, 'UTF8')), 'hex'));
            RETURN NULL;
        END $$
    """,
    """
        CREATE TRIGGER guard_interview BEFORE INSERT OR UPDATE OF status, starts_at ON expert_network.interviews
        FOR EACH ROW WHEN (NEW.status IN ('completed', 'stopped', 'no_show'))
        EXECUTE FUNCTION expert_network.guard_interview()
    """,
    """
        CREATE TRIGGER follow_interviews_made AFTER INSERT OR DELETE ON expert_network.interviews
        FOR EACH ROW EXECUTE FUNCTION expert_network.follow_interviews()
    """,
    """
        CREATE TRIGGER follow_interviews_moved AFTER UPDATE OF status ON expert_network.interviews
        FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION expert_network.follow_interviews()
    """,
    """
        CREATE TRIGGER note_time AFTER UPDATE OF starts_at, duration_minutes, timezone, place ON expert_network.interviews
        FOR EACH ROW WHEN (OLD.status = NEW.status AND (OLD.starts_at, OLD.duration_minutes, OLD.timezone, OLD.place)
            IS DISTINCT FROM (NEW.starts_at, NEW.duration_minutes, NEW.timezone, NEW.place))
        EXECUTE FUNCTION expert_network.note_move('interview')
    """,
    """
        CREATE TRIGGER note_made AFTER INSERT ON expert_network.experts
        FOR EACH ROW WHEN (nullif(current_setting('app.intake_id', true), '') IS NULL)
        EXECUTE FUNCTION expert_network.note_move('expert')
    """,
    *(
        f"""
            CREATE TRIGGER note_made AFTER INSERT ON expert_network.{table}
            FOR EACH ROW EXECUTE FUNCTION expert_network.note_move('{machine}')
        """
        for machine, table in MACHINES.items()
        if machine != "expert"
    ),
    *(
        statement
        for machine, table in MACHINES.items()
        for statement in (
            f"""
                CREATE TRIGGER guard_made BEFORE INSERT ON expert_network.{table}
                FOR EACH ROW EXECUTE FUNCTION expert_network.guard_move('{machine}')
            """,
            f"""
                CREATE TRIGGER guard_move BEFORE UPDATE OF status ON expert_network.{table}
                FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION expert_network.guard_move('{machine}')
            """,
            f"""
                CREATE TRIGGER note_move AFTER UPDATE OF status ON expert_network.{table}
                FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION expert_network.note_move('{machine}')
            """,
            f"""
                CREATE TRIGGER note_removed AFTER DELETE ON expert_network.{table}
                FOR EACH ROW EXECUTE FUNCTION expert_network.note_move('{machine}')
            """,
        )
    ),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for trigger in ("guard_interview", "follow_interviews_made", "follow_interviews_moved", "note_time"):
        op.execute(f"DROP TRIGGER {trigger} ON expert_network.interviews")
    for table in MACHINES.values():
        for trigger in ("guard_made", "guard_move", "note_move", "note_made", "note_removed"):
            op.execute(f"DROP TRIGGER {trigger} ON expert_network.{table}")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION expert_network.{function}")
