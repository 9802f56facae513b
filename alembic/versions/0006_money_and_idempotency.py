"""Exchange rates and the answers kept for repeated requests."""

from alembic import op

from shared.db import rls

revision = "0006_money_and_idempotency"
down_revision = "0005_intake_tables"
branch_labels = None
depends_on = None

TABLES = ("exchange_rates", "idempotency_keys")
STATEMENTS = (
    """
        CREATE TABLE expert_network.exchange_rates (
            workspace_id UUID NOT NULL,
            currency TEXT NOT NULL,
            as_of DATE NOT NULL,
            usd_per_unit NUMERIC(18, 8) NOT NULL,
            PRIMARY KEY (workspace_id, currency, as_of),
            CONSTRAINT exchange_rates_positive_check CHECK (usd_per_unit > 0),
            CONSTRAINT exchange_rates_currency_check CHECK (currency ~ '^[A-Z]{3}$')
        )
    """,
    """
        CREATE TABLE expert_network.idempotency_keys (
            workspace_id UUID NOT NULL,
            user_id TEXT NOT NULL,
            route TEXT NOT NULL,
            key TEXT NOT NULL,
            request_hash TEXT NOT NULL,
            status INTEGER,
            media_type TEXT,
            location TEXT,
            body BYTEA,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, user_id, route, key)
        )
    """,
    "CREATE INDEX idx_idempotency_keys_created ON expert_network.idempotency_keys (created_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    for table in TABLES:
        for statement in rls.protect(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE expert_network.{table}")
