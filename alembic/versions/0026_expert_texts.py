"""What offers are found by: their words without case and accents, in rows so narrow that a search need not read the offers."""

from alembic import op

from shared.db import rls

revision = "0026_expert_texts"
down_revision = "0025_gate_held_shut"
branch_labels = None
depends_on = None

FIELDS = ("name", "title", "company", "past_employers", "location", "description", "skills")
STATEMENTS = (
    """
        CREATE TABLE expert_network.expert_texts (
            workspace_id UUID NOT NULL,
            expert_id UUID NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (workspace_id, expert_id),
            CONSTRAINT fk_expert_texts_expert FOREIGN KEY (workspace_id, expert_id)
                REFERENCES expert_network.experts (workspace_id, id) ON DELETE CASCADE
        )
    """,
    """
        CREATE FUNCTION expert_network.folded(words text) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
            SELECT lower(CASE WHEN octet_length(words) = char_length(words) THEN words
                ELSE regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g') END)
        $$
    """,
    """
        CREATE FUNCTION expert_network.text_of(
            name text, title text, company text, past_employers jsonb, location text, description text, skills text[]
        ) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
            SELECT expert_network.folded(concat_ws(' ', name, title, company,
                (SELECT string_agg(concat_ws(' ', job ->> 'name', job ->> 'title'), ' ')
                    FROM jsonb_path_query(past_employers, '$[*]') job),
                location, description, array_to_string(skills, ' ')))
        $$
    """,
    f"""
        CREATE FUNCTION expert_network.keep_expert_texts() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            INSERT INTO expert_network.expert_texts (workspace_id, expert_id, text)
            SELECT workspace_id, id, expert_network.text_of({", ".join(FIELDS)}) FROM made;
            RETURN NULL;
        END
        $$
    """,
    f"""
        CREATE FUNCTION expert_network.keep_expert_text() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            UPDATE expert_network.expert_texts
            SET text = expert_network.text_of({", ".join(f"NEW.{name}" for name in FIELDS)})
            WHERE workspace_id = NEW.workspace_id AND expert_id = NEW.id;
            RETURN NULL;
        END
        $$
    """,
    """
        CREATE TRIGGER keep_texts AFTER INSERT ON expert_network.experts REFERENCING NEW TABLE AS made
        FOR EACH STATEMENT EXECUTE FUNCTION expert_network.keep_expert_texts()
    """,
    f"""
        CREATE TRIGGER keep_text AFTER UPDATE OF {", ".join(FIELDS)} ON expert_network.experts FOR EACH ROW
        WHEN (({", ".join(f"OLD.{name}" for name in FIELDS)}) IS DISTINCT FROM
            ({", ".join(f"NEW.{name}" for name in FIELDS)}))
        EXECUTE FUNCTION expert_network.keep_expert_text()
    """,
    "ALTER TABLE expert_network.experts NO FORCE ROW LEVEL SECURITY",
    f"""
        INSERT INTO expert_network.expert_texts (workspace_id, expert_id, text)
        SELECT workspace_id, id, expert_network.text_of({", ".join(FIELDS)}) FROM expert_network.experts
    """,
    "ALTER TABLE expert_network.experts FORCE ROW LEVEL SECURITY",
)


def upgrade() -> None:
    for statement in (*STATEMENTS, *rls.protect("expert_texts")):
        op.execute(statement)


def downgrade() -> None:
    for trigger in ("keep_text", "keep_texts"):
        op.execute(f"DROP TRIGGER {trigger} ON expert_network.experts")
    op.execute("DROP TABLE expert_network.expert_texts")
    op.execute("DROP FUNCTION expert_network.keep_expert_text")
    op.execute("DROP FUNCTION expert_network.keep_expert_texts")
    op.execute("DROP FUNCTION expert_network.text_of")
    op.execute("DROP FUNCTION expert_network.folded")
