"""A faster canonical JSON; a refused move says where it might have gone; a call that came to nothing claims nobody."""

from alembic import op

revision = "0022_moves_answered"
down_revision = "0021_compliance_gate"
branch_labels = None
depends_on = None

CANONICAL_BEFORE = """
        CREATE OR REPLACE FUNCTION expert_network.canonical_json(value jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
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
    """
CANONICAL = """
        CREATE OR REPLACE FUNCTION expert_network.canonical_json(value jsonb) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT AS $$
            SELECT CASE jsonb_typeof(value)
                WHEN 'object' THEN (
                    SELECT '{' || coalesce(string_agg(
                        to_json(m.key)::text || ':' || CASE WHEN jsonb_typeof(m.value) IN ('object', 'array')
                            THEN expert_network.canonical_json(m.value) ELSE m.value::text END,
                        ',' ORDER BY m.key COLLATE "C"), '') || '}'
                    FROM jsonb_each(value) m
                )
                WHEN 'array' THEN (
                    SELECT '[' || coalesce(string_agg(
                        CASE WHEN jsonb_typeof(i.value) IN ('object', 'array')
                            THEN expert_network.canonical_json(i.value) ELSE i.value::text END,
                        ',' ORDER BY i.ordinality), '') || ']'
                    FROM jsonb_array_elements(value) WITH ORDINALITY i
                )
                ELSE value::text
            END
        $$
    """
"""A call for every scalar costs more than all the rest."""
GUARD_BEFORE = """
        CREATE OR REPLACE FUNCTION expert_network.guard_move() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
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
    """
REFUSED = "' cannot become ' || NEW.status,"
ANSWERED = """' cannot become ' || NEW.status,
                    DETAIL = pg_catalog.jsonb_build_object('current', OLD.status, 'allowed', (
                        SELECT coalesce(pg_catalog.jsonb_agg(m.target), '[]') FROM expert_network.legal_moves() m
                        WHERE m.machine = asked AND m.source = OLD.status::text AND m.mover = 'person')),"""
GUARD = GUARD_BEFORE.replace(REFUSED, ANSWERED)
FOLLOW_BEFORE = """
        CREATE OR REPLACE FUNCTION expert_network.follow_interviews() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                PERFORM expert_network.settle_expert(OLD.workspace_id, OLD.expert_id, false, now());
            ELSE
                PERFORM expert_network.settle_expert(NEW.workspace_id, NEW.expert_id, TG_OP = 'INSERT', NEW.status_at);
            END IF;
            RETURN NULL;
        END $$
    """
ANY_CALL = "TG_OP = 'INSERT',"
LIVE_CALL = "NEW.status NOT IN ('no_show', 'cancelled'),"
FOLLOW = FOLLOW_BEFORE.replace(ANY_CALL, LIVE_CALL)
"""Calls that came to nothing are kept of experts who were turned down since; they move with their campaign."""


def upgrade() -> None:
    op.execute(CANONICAL)
    op.execute(GUARD)
    op.execute(FOLLOW)


def downgrade() -> None:
    op.execute(FOLLOW_BEFORE)
    op.execute(GUARD_BEFORE)
    op.execute(CANONICAL_BEFORE)
