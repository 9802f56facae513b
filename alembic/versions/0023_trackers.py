"""Call trackers: what was handed out, what came back, and what became of each cell."""

from alembic import op

from shared.db import rls

revision = "0023_trackers"
down_revision = "0022_moves_answered"
branch_labels = None
depends_on = None

TABLES = ("tracker_exports", "tracker_reads", "tracker_cells")
OUTCOMES = "('taken', 'already_so', 'conflict', 'refused', 'row_missing', 'row_added', 'row_incomplete')"
STATEMENTS = (
    """
        CREATE TABLE expert_network.tracker_exports (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            user_id TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            rows JSONB NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT tracker_exports_content_unique UNIQUE (workspace_id, campaign_id, content_hash),
            CONSTRAINT fk_tracker_exports_campaign FOREIGN KEY (workspace_id, campaign_id)
                REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE
        )
    """,
    """
        CREATE TABLE expert_network.tracker_reads (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            export_id UUID NOT NULL,
            user_id TEXT NOT NULL,
            file_name TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            counts JSONB NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT tracker_reads_content_unique UNIQUE (workspace_id, campaign_id, content_hash),
            CONSTRAINT fk_tracker_reads_campaign FOREIGN KEY (workspace_id, campaign_id)
                REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_tracker_reads_export FOREIGN KEY (workspace_id, export_id)
                REFERENCES expert_network.tracker_exports (workspace_id, id) ON DELETE CASCADE
        )
    """,
    "CREATE INDEX idx_tracker_reads_created ON expert_network.tracker_reads (workspace_id, campaign_id, created_at, id)",
    "CREATE INDEX idx_tracker_reads_export ON expert_network.tracker_reads (workspace_id, export_id)",
    """
        CREATE TABLE expert_network.tracker_cells (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            read_id UUID NOT NULL,
            position INTEGER NOT NULL,
            cell TEXT,
            row_id TEXT NOT NULL,
            column_title TEXT,
            base TEXT,
            ours TEXT,
            theirs TEXT,
            outcome expert_network.tracker_outcome NOT NULL,
            code TEXT,
            reason TEXT,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_tracker_cells_read FOREIGN KEY (workspace_id, read_id)
                REFERENCES expert_network.tracker_reads (workspace_id, id) ON DELETE CASCADE
        )
    """,
    "CREATE INDEX idx_tracker_cells_position ON expert_network.tracker_cells (workspace_id, read_id, position, id)",
)


def upgrade() -> None:
    op.execute(f"CREATE TYPE expert_network.tracker_outcome AS ENUM {OUTCOMES}")
    for statement in STATEMENTS:
        op.execute(statement)
    for table in TABLES:
        for statement in rls.protect(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE expert_network.{table}")
    op.execute("DROP TYPE expert_network.tracker_outcome")
