"""Files as sent, intakes and what they changed, suggestions, and match decisions."""

from alembic import op

from shared.db import rls

revision = "0005_intake_tables"
down_revision = "0004_sourcing_tables"
branch_labels = None
depends_on = None

ENUMS = {
    "intake_status": ("queued", "running", "done", "failed", "undone"),
    "intake_outcome": ("added", "updated", "merged", "unchanged", "needs_review", "rejected", "noted"),
    "suggestion_status": ("open", "accepted", "dismissed"),
    "review_status": ("open", "accepted", "refused"),
    "change_kind": ("insert", "update", "delete"),
}
TABLES = ("source_files", "intakes", "intake_items", "intake_changes", "suggestions", "match_reviews", "not_the_same")
TOUCHED = ("intakes", "suggestions", "match_reviews")
STATEMENTS = (
    """
        CREATE TABLE expert_network.source_files (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            name TEXT NOT NULL,
            media_type TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            size_bytes INTEGER NOT NULL,
            content BYTEA NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT source_files_content_unique UNIQUE (workspace_id, sha256, name)
        )
    """,
    """
        CREATE TABLE expert_network.intakes (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            user_id TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            vendor_hint TEXT,
            file_ids UUID[] DEFAULT '{}' NOT NULL,
            status expert_network.intake_status DEFAULT 'queued' NOT NULL,
            total INTEGER DEFAULT 0 NOT NULL,
            processed INTEGER DEFAULT 0 NOT NULL,
            claim INTEGER DEFAULT 0 NOT NULL,
            notes JSONB DEFAULT '[]'::jsonb NOT NULL,
            failure TEXT,
            finished_at timestamptz,
            undone_at timestamptz,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_intakes_campaign FOREIGN KEY(workspace_id, campaign_id) REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE
        )
    """,
    "CREATE INDEX idx_intakes_campaign ON expert_network.intakes (workspace_id, campaign_id, created_at, id)",
    "CREATE INDEX idx_intakes_content ON expert_network.intakes (workspace_id, campaign_id, content_hash)",
    """
        CREATE TABLE expert_network.intake_items (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            intake_id UUID NOT NULL,
            position INTEGER NOT NULL,
            outcome expert_network.intake_outcome NOT NULL,
            name TEXT,
            expert_id UUID,
            person_id UUID,
            vendor TEXT,
            code TEXT,
            reason TEXT,
            source JSONB DEFAULT '{}'::jsonb NOT NULL,
            changes JSONB DEFAULT '[]'::jsonb NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_intake_items_intake FOREIGN KEY(workspace_id, intake_id) REFERENCES expert_network.intakes (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT intake_items_position_unique UNIQUE (workspace_id, intake_id, position)
        )
    """,
    """
        CREATE TABLE expert_network.intake_changes (
            workspace_id UUID NOT NULL,
            id UUID DEFAULT gen_random_uuid() NOT NULL,
            number INTEGER DEFAULT nextval('expert_network.intake_change_number') NOT NULL,
            intake_id UUID NOT NULL,
            kind expert_network.change_kind NOT NULL,
            entity TEXT NOT NULL,
            entity_id UUID NOT NULL,
            before JSONB,
            after JSONB,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_intake_changes_intake FOREIGN KEY(workspace_id, intake_id) REFERENCES expert_network.intakes (workspace_id, id) ON DELETE CASCADE
        )
    """,
    "CREATE INDEX idx_intake_changes_entity ON expert_network.intake_changes (workspace_id, entity_id)",
    "CREATE INDEX idx_intake_changes_intake ON expert_network.intake_changes (workspace_id, intake_id, number)",
    """
        CREATE TABLE expert_network.suggestions (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            expert_id UUID NOT NULL,
            intake_id UUID,
            field TEXT NOT NULL,
            value JSONB NOT NULL,
            source JSONB DEFAULT '{}'::jsonb NOT NULL,
            status expert_network.suggestion_status DEFAULT 'open' NOT NULL,
            decided_by TEXT,
            decided_at timestamptz,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_suggestions_expert FOREIGN KEY(workspace_id, expert_id) REFERENCES expert_network.experts (workspace_id, id) ON DELETE CASCADE
        )
    """,
    "CREATE INDEX idx_suggestions_expert ON expert_network.suggestions (workspace_id, expert_id, field)",
    "CREATE INDEX idx_suggestions_open ON expert_network.suggestions (workspace_id, status, created_at, id)",
    """
        CREATE TABLE expert_network.match_reviews (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            person_id UUID NOT NULL,
            other_person_id UUID NOT NULL,
            score FLOAT NOT NULL,
            reasons JSONB DEFAULT '[]'::jsonb NOT NULL,
            status expert_network.review_status DEFAULT 'open' NOT NULL,
            moved JSONB,
            decided_by TEXT,
            decided_at timestamptz,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_match_reviews_person FOREIGN KEY(workspace_id, person_id) REFERENCES expert_network.people (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_match_reviews_other FOREIGN KEY(workspace_id, other_person_id) REFERENCES expert_network.people (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT match_reviews_pair_unique UNIQUE (workspace_id, person_id, other_person_id),
            CONSTRAINT match_reviews_order_check CHECK (person_id < other_person_id),
            CONSTRAINT match_reviews_score_check CHECK (score BETWEEN 0 AND 1)
        )
    """,
    "CREATE INDEX idx_match_reviews_other ON expert_network.match_reviews (workspace_id, other_person_id)",
    "CREATE INDEX idx_match_reviews_status ON expert_network.match_reviews (workspace_id, status, score, id)",
    """
        CREATE TABLE expert_network.not_the_same (
            workspace_id UUID NOT NULL,
            fingerprint TEXT NOT NULL,
            other_fingerprint TEXT NOT NULL,
            user_id TEXT NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, fingerprint, other_fingerprint),
            CONSTRAINT not_the_same_order_check CHECK (fingerprint < other_fingerprint)
        )
    """,
)


def upgrade() -> None:
    op.execute("CREATE SEQUENCE expert_network.intake_change_number AS integer")
    op.execute("GRANT USAGE ON SEQUENCE expert_network.intake_change_number TO core_rw")
    for name, values in ENUMS.items():
        labels = ", ".join(f"'{value}'" for value in values)
        op.execute(f"CREATE TYPE expert_network.{name} AS ENUM ({labels})")
    for statement in STATEMENTS:
        op.execute(statement)
    for table in TABLES:
        for statement in rls.protect(table):
            op.execute(statement)
    for table in TOUCHED:
        for statement in rls.touch(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE expert_network.{table}")
    op.execute("DROP SEQUENCE expert_network.intake_change_number")
    for name in ENUMS:
        op.execute(f"DROP TYPE expert_network.{name}")
