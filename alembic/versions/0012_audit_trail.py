"""One statement puts an event on the audit trail of every workspace it concerns, each introduced in its turn."""

from alembic import op

revision = "0012_audit_trail"
down_revision = "0011_gateway_queues_mail"
branch_labels = None
depends_on = None

TELL = """
    CREATE FUNCTION gateway.tell(workspaces uuid[], event jsonb) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        workspace uuid;
    BEGIN
        FOREACH workspace IN ARRAY workspaces LOOP
            PERFORM pg_catalog.set_config('app.workspace_id', workspace::text, true);
            INSERT INTO gateway.audit_events
            SELECT (pg_catalog.jsonb_populate_record(NULL::gateway.audit_events,
                event || pg_catalog.jsonb_build_object('workspace_id', workspace))).*;
        END LOOP;
    END $$
"""


def upgrade() -> None:
    op.execute(TELL)


def downgrade() -> None:
    op.execute("DROP FUNCTION gateway.tell(uuid[], jsonb)")
