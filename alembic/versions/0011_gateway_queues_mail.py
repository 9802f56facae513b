"""The gateway may put jobs into the queue, its mails: exactly the columns that enqueueing names, and no look at payloads."""

from alembic import op

revision = "0011_gateway_queues_mail"
down_revision = "0010_identity_plugins"
branch_labels = None
depends_on = None

GRANTS = (
    "INSERT (id, priority, entrypoint, payload, execute_after, dedupe_key, headers, status) ON expert_network.pgqueuer",
    "SELECT (id, priority, entrypoint, dedupe_key) ON expert_network.pgqueuer",
    "INSERT (job_id, status, entrypoint, priority) ON expert_network.pgqueuer_log",
    "USAGE ON SEQUENCE expert_network.pgqueuer_id_seq",
)


def upgrade() -> None:
    for grant in GRANTS:
        op.execute(f"GRANT {grant} TO gateway_rw")


def downgrade() -> None:
    for grant in GRANTS:
        op.execute(f"REVOKE {grant} FROM gateway_rw")
