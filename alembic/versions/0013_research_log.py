"""The log of the research: every move and every decision, hash-chained per workspace; the services only add to it.

An entry is linked when its transaction commits, by a deferred trigger that locks the workspace's head: numbers are
gapless and in the order of commits, and no row is waited for while the head is held.
"""

from alembic import op

from shared.db import rls

revision = "0013_research_log"
down_revision = "0012_audit_trail"
branch_labels = None
depends_on = None

TABLES = ("audit_heads", "audit_entries")
FUNCTIONS = (
    "open_audit_entry()",
    "link_audit_entries()",
    "audit_record(expert_network.audit_entries)",
    "canonical_json(jsonb)",
)
STATEMENTS = (
    """
        CREATE TABLE expert_network.audit_heads (
            workspace_id UUID PRIMARY KEY,
            count BIGINT DEFAULT 0 NOT NULL,
            hash TEXT DEFAULT '' NOT NULL
        )
    """,
    """
        CREATE TABLE expert_network.audit_entries (
            workspace_id UUID NOT NULL,
            id UUID DEFAULT gen_random_uuid() NOT NULL,
            position BIGINT GENERATED ALWAYS AS IDENTITY,
            number BIGINT,
            recorded_at timestamptz,
            occurred_at timestamptz DEFAULT now() NOT NULL,
            actor TEXT,
            action TEXT NOT NULL,
            subject_kind TEXT NOT NULL,
            subject_id UUID,
            campaign_id UUID,
            reason TEXT,
            details JSONB DEFAULT '{}'::jsonb NOT NULL,
            before_hash TEXT,
            after_hash TEXT,
            previous_hash TEXT,
            hash TEXT,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT audit_entries_number_unique UNIQUE (workspace_id, number),
            CONSTRAINT audit_entries_linked_check CHECK (
                (number IS NULL) = (hash IS NULL) AND (number IS NULL) = (recorded_at IS NULL)
                AND (number IS NULL) = (previous_hash IS NULL)
            )
        )
    """,
    "CREATE INDEX idx_audit_entries_unlinked ON expert_network.audit_entries (workspace_id, position) WHERE number IS NULL",
    "CREATE INDEX idx_audit_entries_campaign ON expert_network.audit_entries (workspace_id, campaign_id, number)",
    "CREATE INDEX idx_audit_entries_subject ON expert_network.audit_entries (workspace_id, subject_id, number)",
    """
        CREATE FUNCTION expert_network.canonical_json(value jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
            SELECT CASE jsonb_typeof(value)
                WHEN 'object' THEN '{' || coalesce((
                    SELECT string_agg(
                        to_json(m.key)::text || ':' || expert_network.canonical_json(m.value),
                        ',' ORDER BY m.key COLLATE "C"
                    ) FROM jsonb_each(value) m
                ), '') || '}'
                WHEN 'array' THEN '[' || coalesce((
                    SELECT string_agg(expert_network.canonical_json(i.value), ',' ORDER BY i.ordinality)
                    FROM jsonb_array_elements(value) WITH ORDINALITY i
                ), '') || ']'
                ELSE value::text
            END
        $$
    """,
    """
        CREATE FUNCTION expert_network.audit_record(entry expert_network.audit_entries) RETURNS jsonb
        LANGUAGE sql STABLE AS $$
            SELECT jsonb_build_object(
                'workspace_id', entry.workspace_id, 'id', entry.id, 'number', entry.number,
                'recorded_at', to_char(entry.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'occurred_at', to_char(entry.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'actor', entry.actor, 'action', entry.action, 'subject_kind', entry.subject_kind,
                'subject_id', entry.subject_id, 'campaign_id', entry.campaign_id, 'reason', entry.reason,
                'details', entry.details, 'before_hash', entry.before_hash, 'after_hash', entry.after_hash,
                'previous_hash', entry.previous_hash
            )
        $$
    """,
    """
        CREATE FUNCTION expert_network.open_audit_entry() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            IF jsonb_typeof(NEW.details) <> 'object' OR jsonb_path_exists(NEW.details, 'strict $.**{20 to last}')
                OR EXISTS (
                    SELECT FROM jsonb_path_query(NEW.details, 'strict $.** ? (@.type() == "number")') n (said)
                    WHERE n.said::text !~ '^-?[0-9]{1,18}$'
                ) THEN
                RAISE EXCEPTION 'an entry tells an object of text and integers'
                    USING ERRCODE = '23514', CONSTRAINT = 'audit_entries_can_be_verified';
            END IF;
            NEW.number := NULL;
            NEW.recorded_at := NULL;
            NEW.previous_hash := NULL;
            NEW.hash := NULL;
            NEW.actor := nullif(pg_catalog.current_setting('app.user_id', true), '');
            RETURN NEW;
        END $$
    """,
    """
        CREATE FUNCTION expert_network.link_audit_entries() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            introduced text := pg_catalog.current_setting('app.workspace_id', true);
            head expert_network.audit_heads;
            entry expert_network.audit_entries;
        BEGIN
            PERFORM pg_catalog.set_config('app.workspace_id', NEW.workspace_id::text, true);
            IF (
                SELECT e.number IS NULL FROM expert_network.audit_entries e
                WHERE e.workspace_id = NEW.workspace_id AND e.id = NEW.id
            ) THEN
                INSERT INTO expert_network.audit_heads (workspace_id) VALUES (NEW.workspace_id)
                ON CONFLICT (workspace_id) DO NOTHING;
                SELECT * INTO STRICT head FROM expert_network.audit_heads h
                WHERE h.workspace_id = NEW.workspace_id FOR UPDATE;
                FOR entry IN
                    SELECT * FROM expert_network.audit_entries e
                    WHERE e.workspace_id = NEW.workspace_id AND e.number IS NULL ORDER BY e.position
                LOOP
                    entry.number := head.count + 1;
                    entry.recorded_at := pg_catalog.clock_timestamp();
                    entry.previous_hash := head.hash;
                    entry.hash := pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
                        expert_network.canonical_json(expert_network.audit_record(entry)), 'UTF8')), 'hex');
                    UPDATE expert_network.audit_entries e SET number = entry.number, recorded_at = entry.recorded_at,
                        previous_hash = entry.previous_hash, hash = entry.hash
                    WHERE e.workspace_id = entry.workspace_id AND e.id = entry.id;
                    head.count := entry.number;
                    head.hash := entry.hash;
                END LOOP;
                UPDATE expert_network.audit_heads h SET count = head.count, hash = head.hash
                WHERE h.workspace_id = NEW.workspace_id;
            END IF;
            PERFORM pg_catalog.set_config('app.workspace_id', coalesce(introduced, ''), true);
            RETURN NULL;
        END $$
    """,
    """
        CREATE TRIGGER open_audit_entry BEFORE INSERT ON expert_network.audit_entries
        FOR EACH ROW EXECUTE FUNCTION expert_network.open_audit_entry()
    """,
    """
        CREATE CONSTRAINT TRIGGER link_audit_entries AFTER INSERT ON expert_network.audit_entries
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION expert_network.link_audit_entries()
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    for table in TABLES:
        for statement in rls.protect(table):
            op.execute(statement)
    op.execute("REVOKE INSERT, UPDATE, DELETE ON expert_network.audit_heads FROM core_rw")
    op.execute("REVOKE UPDATE, DELETE ON expert_network.audit_entries FROM core_rw")


def downgrade() -> None:
    op.execute("DROP TRIGGER link_audit_entries ON expert_network.audit_entries")
    op.execute("DROP TRIGGER open_audit_entry ON expert_network.audit_entries")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION expert_network.{function}")
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE expert_network.{table}")
