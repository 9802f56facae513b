"""When a vendor's files came, which may be long before somebody hands them in."""

from alembic import op

revision = "0018_intakes_received"
down_revision = "0017_spend"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE expert_network.intakes ADD COLUMN received_at timestamptz DEFAULT now() NOT NULL")
    op.execute("ALTER TABLE expert_network.intakes NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE expert_network.intakes SET received_at = created_at")
    op.execute("ALTER TABLE expert_network.intakes FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute("ALTER TABLE expert_network.intakes DROP COLUMN received_at")
