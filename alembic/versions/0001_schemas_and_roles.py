"""The two schemas of Canvass, who may use them, and the trigger function that keeps `updated_at`.

The roles themselves are cluster-wide and exist before the first migration (`shared.db.migrations`).
"""

from alembic import op

revision = "0001_schemas_and_roles"
down_revision = None
branch_labels = None
depends_on = None

UPDATED_AT = """
    CREATE FUNCTION expert_network.update_updated_at_column() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.updated_at := pg_catalog.now();
        RETURN NEW;
    END $$
"""


def upgrade() -> None:
    op.execute("CREATE SCHEMA IF NOT EXISTS expert_network")
    op.execute("CREATE SCHEMA IF NOT EXISTS gateway")
    op.execute("GRANT USAGE ON SCHEMA expert_network TO core_rw, backup_ro")
    op.execute("GRANT USAGE ON SCHEMA gateway TO gateway_rw, backup_ro")
    for schema in ("expert_network", "gateway"):
        op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO backup_ro")
        op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON SEQUENCES TO backup_ro")
    op.execute("GRANT USAGE ON SCHEMA expert_network TO gateway_rw")
    op.execute("GRANT SELECT ON expert_network.alembic_version TO core_rw, gateway_rw, backup_ro")
    op.execute(UPDATED_AT)


def downgrade() -> None:
    op.execute("DROP FUNCTION expert_network.update_updated_at_column()")
    op.execute("REVOKE SELECT ON expert_network.alembic_version FROM core_rw, gateway_rw, backup_ro")
    for schema in ("expert_network", "gateway"):
        op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE SELECT ON SEQUENCES FROM backup_ro")
        op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE SELECT ON TABLES FROM backup_ro")
    op.execute("DROP SCHEMA gateway")
