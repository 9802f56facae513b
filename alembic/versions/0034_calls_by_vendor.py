"""Whose offer, and of whom, a call is of is read from an index alone."""

from alembic import op

revision = "0034_calls_by_vendor"
down_revision = "0033_days_within_reach"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX idx_experts_calls ON expert_network.experts (workspace_id, id)"
        " INCLUDE (vendor_platform_id, person_id)"
    )


def downgrade() -> None:
    op.execute("DROP INDEX expert_network.idx_experts_calls")
