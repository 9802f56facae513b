"""Projects, campaigns, the team, screening questions and screen preferences."""

from alembic import op

from shared.db import rls

revision = "0003_research_tables"
down_revision = "0002_identity_tables"
branch_labels = None
depends_on = None

ENUMS = {
    "question_type": ("text", "multiple_choice", "rating"),
    "theme": ("light", "dark"),
}
TABLES = (
    "projects",
    "campaigns",
    "team_members",
    "campaign_team_assignments",
    "screening_questions",
    "user_ui_preferences",
)
TOUCHED = ("projects", "campaigns", "screening_questions", "user_ui_preferences")
STATEMENTS = (
    """
        CREATE TABLE expert_network.projects (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            user_id TEXT NOT NULL,
            project_code TEXT,
            project_name TEXT NOT NULL,
            description TEXT,
            display_order INTEGER DEFAULT 0 NOT NULL,
            client_name TEXT,
            start_date DATE,
            end_date DATE,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT projects_dates_check CHECK (end_date >= start_date)
        )
    """,
    "CREATE INDEX idx_projects_created ON expert_network.projects (workspace_id, created_at, id)",
    "CREATE INDEX idx_projects_order ON expert_network.projects (workspace_id, display_order, id)",
    "CREATE UNIQUE INDEX idx_projects_user_code_unique ON expert_network.projects (workspace_id, project_code) WHERE project_code IS NOT NULL",
    """
        CREATE TABLE expert_network.campaigns (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            user_id TEXT NOT NULL,
            project_id UUID,
            campaign_name TEXT NOT NULL,
            industry_vertical TEXT NOT NULL,
            custom_industry TEXT,
            brief_description TEXT,
            expanded_description TEXT,
            start_date DATE NOT NULL,
            target_completion_date DATE NOT NULL,
            target_regions TEXT[] DEFAULT '{}' NOT NULL,
            custom_regions TEXT,
            min_calls INTEGER,
            max_calls INTEGER,
            timezone TEXT DEFAULT 'UTC' NOT NULL,
            currency TEXT DEFAULT 'USD' NOT NULL,
            display_order INTEGER DEFAULT 0 NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_campaigns_project FOREIGN KEY(workspace_id, project_id) REFERENCES expert_network.projects (workspace_id, id) ON DELETE SET NULL (project_id),
            CONSTRAINT campaigns_dates_check CHECK (target_completion_date >= start_date),
            CONSTRAINT campaigns_timezone_check CHECK (timezone(timezone, '2000-01-01 00:00+00'::timestamptz) IS NOT NULL),
            CONSTRAINT campaigns_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
            CONSTRAINT campaigns_calls_check CHECK (min_calls >= 0 AND max_calls >= 0 AND min_calls <= max_calls)
        )
    """,
    "CREATE INDEX idx_campaigns_created ON expert_network.campaigns (workspace_id, created_at, id)",
    "CREATE INDEX idx_campaigns_dates ON expert_network.campaigns (workspace_id, start_date, target_completion_date)",
    "CREATE INDEX idx_campaigns_order ON expert_network.campaigns (workspace_id, display_order, id)",
    "CREATE INDEX idx_campaigns_project ON expert_network.campaigns (workspace_id, project_id, display_order, id)",
    """
        CREATE TABLE expert_network.team_members (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            user_id TEXT NOT NULL,
            name TEXT NOT NULL,
            email TEXT,
            designation TEXT NOT NULL,
            avatar_url TEXT,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id)
        )
    """,
    "CREATE INDEX idx_team_members_name ON expert_network.team_members (workspace_id, name, id)",
    """
        CREATE TABLE expert_network.campaign_team_assignments (
            workspace_id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            team_member_id UUID NOT NULL,
            assigned_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, campaign_id, team_member_id),
            CONSTRAINT fk_campaign_team_campaign FOREIGN KEY(workspace_id, campaign_id) REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_campaign_team_member FOREIGN KEY(workspace_id, team_member_id) REFERENCES expert_network.team_members (workspace_id, id) ON DELETE CASCADE
        )
    """,
    "CREATE INDEX idx_campaign_team_member ON expert_network.campaign_team_assignments (workspace_id, team_member_id)",
    """
        CREATE TABLE expert_network.screening_questions (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            parent_question_id UUID,
            question_text TEXT NOT NULL,
            question_type expert_network.question_type DEFAULT 'text' NOT NULL,
            options JSONB,
            display_order INTEGER DEFAULT 0 NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT screening_questions_campaign_unique UNIQUE (workspace_id, campaign_id, id),
            CONSTRAINT fk_screening_campaign FOREIGN KEY(workspace_id, campaign_id) REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_screening_parent FOREIGN KEY(workspace_id, campaign_id, parent_question_id) REFERENCES expert_network.screening_questions (workspace_id, campaign_id, id) ON DELETE CASCADE,
            CONSTRAINT screening_questions_parent_check CHECK (parent_question_id <> id)
        )
    """,
    "CREATE INDEX idx_screening_order ON expert_network.screening_questions (workspace_id, campaign_id, display_order, id)",
    "CREATE INDEX idx_screening_parent ON expert_network.screening_questions (workspace_id, parent_question_id)",
    """
        CREATE TABLE expert_network.user_ui_preferences (
            workspace_id UUID NOT NULL,
            user_id TEXT NOT NULL,
            column_widths JSONB DEFAULT '{"dragHandle": 16, "campaignName": 400, "industry": 180}'::jsonb NOT NULL,
            panel_sizing JSONB DEFAULT '{"chatWidth": 400, "answerWidth": 600}'::jsonb NOT NULL,
            theme expert_network.theme DEFAULT 'light' NOT NULL,
            expanded_projects TEXT[] DEFAULT '{}' NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, user_id)
        )
    """,
)


def upgrade() -> None:
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
    for name in ENUMS:
        op.execute(f"DROP TYPE expert_network.{name}")
