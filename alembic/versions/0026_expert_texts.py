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
                ELSE regexp_replace(normalize(words, NFKD), '[\u0300-\u036F]', '', 'g') END)
        $$
    """,
    """
        CREATE FUNCTION expert_network.text_of(offer expert_network.experts) RETURNS text
        LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
            SELECT expert_network.folded(concat_ws(' ', offer.name, offer.title, offer.company,
                (SELECT string_agg(concat_ws(' ', job ->> 'name', job ->> 'title'), ' ')
                    FROM jsonb_path_query(offer.past_employers, '$[*]') job),
                offer.location, offer.description, array_to_string(offer.skills, ' ')))
        $$
    """,
    """
        CREATE FUNCTION expert_network.keep_expert_text() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            INSERT INTO expert_network.expert_texts (workspace_id, expert_id, text)
            VALUES (NEW.workspace_id, NEW.id, expert_network.text_of(NEW))
            ON CONFLICT (workspace_id, expert_id) DO UPDATE SET text = excluded.text;
            RETURN NULL;
        END
        $$
    """,
    """
        CREATE TRIGGER keep_text_made AFTER INSERT ON expert_network.experts
        FOR EACH ROW EXECUTE FUNCTION expert_network.keep_expert_text()
    """,
    f"""
        CREATE TRIGGER keep_text AFTER UPDATE OF {", ".join(FIELDS)} ON expert_network.experts FOR EACH ROW
        WHEN (({", ".join(f"OLD.{name}" for name in FIELDS)}) IS DISTINCT FROM
            ({", ".join(f"NEW.{name}" for name in FIELDS)}))
        EXECUTE FUNCTION expert_network.keep_expert_text()
    """,
    "ALTER TABLE expert_network.experts NO FORCE ROW LEVEL SECURITY",
    """
        INSERT INTO expert_network.expert_texts (workspace_id, expert_id, text)
        SELECT e.workspace_id, e.id, expert_network.text_of(e) FROM expert_network.experts e
    """,
    "ALTER TABLE expert_network.experts FORCE ROW LEVEL SECURITY",
)


def upgrade() -> None:
    for statement in (*STATEMENTS, *rls.protect("expert_texts")):
        op.execute(statement)


def downgrade() -> None:
    for trigger in ("keep_text", "keep_text_made"):
        op.execute(f"DROP TRIGGER {trigger} ON expert_network.experts")
    op.execute("DROP TABLE expert_network.expert_texts")
    op.execute("DROP FUNCTION expert_network.keep_expert_text")
    op.execute("DROP FUNCTION expert_network.text_of")
    op.execute("DROP FUNCTION expert_network.folded")
