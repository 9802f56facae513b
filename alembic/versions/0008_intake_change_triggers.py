"""Whatever a transaction changes in an intake's name (`app.intake_id`) is noted row by row, so that undo is exact."""

from alembic import op

revision = "0008_intake_change_triggers"
down_revision = "0007_job_queue"
branch_labels = None
depends_on = None

TABLES = ("campaign_vendor_enrollments", "experts", "expert_screening_responses", "suggestions", "match_reviews")

HEAD = """
    CREATE FUNCTION expert_network.note_intake_{kind}() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        running uuid := nullif(pg_catalog.current_setting('app.intake_id', true), '')::uuid;
    BEGIN
        IF running IS NOT NULL THEN
            INSERT INTO expert_network.intake_changes
                (workspace_id, intake_id, kind, entity, entity_id, before, after)
            {rows};
        END IF;
        RETURN NULL;
    END $$
"""
ROWS = {
    "insert": "SELECT n.workspace_id, running, 'insert', TG_TABLE_NAME, n.id, NULL, to_jsonb(n) FROM new_rows n",
    "update": (
        "SELECT n.workspace_id, running, 'update', TG_TABLE_NAME, n.id, to_jsonb(o), to_jsonb(n)"
        " FROM new_rows n JOIN old_rows o ON o.workspace_id = n.workspace_id AND o.id = n.id"
        " WHERE to_jsonb(o) - 'updated_at' <> to_jsonb(n) - 'updated_at'"
    ),
    "delete": "SELECT o.workspace_id, running, 'delete', TG_TABLE_NAME, o.id, to_jsonb(o), NULL FROM old_rows o",
}
SEEN = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}


def upgrade() -> None:
    for kind, rows in ROWS.items():
        op.execute(HEAD.format(kind=kind, rows=rows))
        for table in TABLES:
            op.execute(
                f"CREATE TRIGGER note_intake_{kind} AFTER {kind.upper()} ON expert_network.{table} "
                f"REFERENCING {SEEN[kind]} FOR EACH STATEMENT EXECUTE FUNCTION expert_network.note_intake_{kind}()"
            )


def downgrade() -> None:
    for kind in ROWS:
        for table in TABLES:
            op.execute(f"DROP TRIGGER note_intake_{kind} ON expert_network.{table}")
        op.execute(f"DROP FUNCTION expert_network.note_intake_{kind}()")
