"""Indexes for lists of a whole workspace and for reports: orders without a campaign, and sums read from indexes alone."""

from alembic import op

revision = "0024_lists_and_reports"
down_revision = "0023_trackers"
branch_labels = None
depends_on = None

INDEXES = {
    "idx_experts_all_created": "experts (workspace_id, created_at, id)",
    "idx_experts_all_name": "experts (workspace_id, name, id)",
    "idx_experts_all_updated": "experts (workspace_id, updated_at, id)",
    "idx_experts_first": (
        "experts (workspace_id, campaign_id, vendor_platform_id, proposed_at) INCLUDE (superseded_by_id)"
    ),
    "idx_experts_first_of_person": (
        "experts (workspace_id, person_id, proposed_at, id) INCLUDE (vendor_platform_id) WHERE superseded_by_id IS NULL"
    ),
    "idx_experts_scorecards": (
        "experts (workspace_id, vendor_platform_id, proposed_at) INCLUDE (id, campaign_id, status, price_unit,"
        " price_currency, price_amount_minor, price_minimum_minutes, price_increment_minutes,"
        " price_credit_value_minor) WHERE superseded_by_id IS NULL"
    ),
    "idx_people_created": "people (workspace_id, created_at, id)",
    "idx_screening_scores_rules": (
        "screening_scores (workspace_id, expert_id) INCLUDE (score, band) WHERE judge = 'rules'"
    ),
    "idx_audit_entries_shortlisted": "audit_entries (workspace_id, subject_id) WHERE action = 'expert.shortlisted'",
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON expert_network.{columns}")


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX expert_network.{name}")
