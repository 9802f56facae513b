"""A line of an invoice may give money back: a credit of no call is an outcome of its own."""

from alembic import op

revision = "0027_credits"
down_revision = "0026_expert_texts"
branch_labels = None
depends_on = None

KEPT = (
    "matched",
    "amount_differs",
    "duration_differs",
    "wrong_currency",
    "billed_twice",
    "not_done",
    "not_ours",
    "rejected",
)


def upgrade() -> None:
    op.execute("ALTER TYPE expert_network.invoice_outcome ADD VALUE 'credit' BEFORE 'rejected'")


def downgrade() -> None:
    words = ", ".join(f"'{word}'" for word in KEPT)
    op.execute("ALTER TYPE expert_network.invoice_outcome RENAME TO invoice_outcome_with_credit")
    op.execute(f"CREATE TYPE expert_network.invoice_outcome AS ENUM ({words})")
    op.execute("""
        ALTER TABLE expert_network.invoice_lines ALTER COLUMN outcome TYPE expert_network.invoice_outcome
        USING (CASE outcome::text WHEN 'credit' THEN 'rejected' ELSE outcome::text END)::expert_network.invoice_outcome
    """)
    op.execute("DROP TYPE expert_network.invoice_outcome_with_credit")
