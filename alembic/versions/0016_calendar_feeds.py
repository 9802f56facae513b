"""Calendars people subscribe to by a secret address, of which only the hash is kept."""

from alembic import op

from shared.db import rls

revision = "0016_calendar_feeds"
down_revision = "0015_state_guards"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
        CREATE TABLE expert_network.calendar_feeds (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            user_id TEXT NOT NULL,
            name TEXT,
            campaign_id UUID,
            team_member_id UUID,
            token_hash BYTEA NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            rotated_at timestamptz,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT calendar_feeds_token_unique UNIQUE (workspace_id, token_hash),
            CONSTRAINT fk_feeds_campaign FOREIGN KEY (workspace_id, campaign_id)
                REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_feeds_member FOREIGN KEY (workspace_id, team_member_id)
                REFERENCES expert_network.team_members (workspace_id, id) ON DELETE CASCADE
        )
    """,
    "CREATE INDEX idx_feeds_created ON expert_network.calendar_feeds (workspace_id, user_id, created_at, id)",
    "CREATE INDEX idx_feeds_campaign ON expert_network.calendar_feeds (workspace_id, campaign_id)",
    "CREATE INDEX idx_feeds_member ON expert_network.calendar_feeds (workspace_id, team_member_id)",
)


def upgrade() -> None:
    for statement in (*STATEMENTS, *rls.protect("calendar_feeds")):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE expert_network.calendar_feeds")
