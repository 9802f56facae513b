"""Vendors, enrolments, people, their offers, answers and interviews."""

from alembic import op

from shared.db import rls

revision = "0004_sourcing_tables"
down_revision = "0003_research_tables"
branch_labels = None
depends_on = None

ENUMS = {
    "enrollment_status": ("pending", "active", "paused", "completed", "declined", "failed", "withdrawn"),
    "expert_status": (
        "proposed",
        "reviewed",
        "shortlisted",
        "scheduling",
        "scheduled",
        "completed",
        "rejected",
        "declined",
        "lapsed",
        "blocked",
    ),
    "conflict_status": ("not_checked", "pending", "cleared", "flagged"),
    "price_unit": ("hour", "call", "minute", "credit"),
    "interview_status": ("requested", "scheduled", "confirmed", "completed", "stopped", "no_show", "cancelled"),
}
TABLES = (
    "vendor_platforms",
    "campaign_vendor_enrollments",
    "people",
    "person_keys",
    "experts",
    "expert_screening_responses",
    "interviews",
)
TOUCHED = ("vendor_platforms", "campaign_vendor_enrollments", "people", "experts", "interviews")
STATEMENTS = (
    """
        CREATE TABLE expert_network.vendor_platforms (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            name TEXT NOT NULL,
            logo_url TEXT,
            location TEXT,
            overall_score NUMERIC(2, 1),
            avg_cost_per_call_min INTEGER,
            avg_cost_per_call_max INTEGER,
            description TEXT,
            tags TEXT[] DEFAULT '{}' NOT NULL,
            aliases TEXT[] DEFAULT '{}' NOT NULL,
            mail_domains TEXT[] DEFAULT '{}' NOT NULL,
            is_active BOOLEAN DEFAULT true NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT vendor_platforms_name_key UNIQUE (workspace_id, name),
            CONSTRAINT vendor_platforms_score_check CHECK (overall_score BETWEEN 0 AND 5),
            CONSTRAINT vendor_platforms_cost_check CHECK (avg_cost_per_call_min >= 0 AND avg_cost_per_call_min <= avg_cost_per_call_max)
        )
    """,
    """
        CREATE TABLE expert_network.campaign_vendor_enrollments (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            vendor_platform_id UUID NOT NULL,
            status expert_network.enrollment_status DEFAULT 'pending' NOT NULL,
            enrolled_at timestamptz,
            account_manager_name TEXT,
            account_manager_email TEXT,
            notes TEXT,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_enrollment_campaign FOREIGN KEY(workspace_id, campaign_id) REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_enrollment_vendor FOREIGN KEY(workspace_id, vendor_platform_id) REFERENCES expert_network.vendor_platforms (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT enrollment_unique UNIQUE (workspace_id, campaign_id, vendor_platform_id)
        )
    """,
    "CREATE INDEX idx_enrollments_status ON expert_network.campaign_vendor_enrollments (workspace_id, status)",
    "CREATE INDEX idx_enrollments_vendor ON expert_network.campaign_vendor_enrollments (workspace_id, vendor_platform_id)",
    """
        CREATE TABLE expert_network.people (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            name TEXT NOT NULL,
            title TEXT,
            company TEXT,
            location TEXT,
            region TEXT,
            past_employers JSONB DEFAULT '[]'::jsonb NOT NULL,
            linkedin_url TEXT,
            email TEXT,
            phone TEXT,
            merged_into_id UUID,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_people_merged_into FOREIGN KEY(workspace_id, merged_into_id) REFERENCES expert_network.people (workspace_id, id) ON DELETE SET NULL (merged_into_id),
            CONSTRAINT people_merge_check CHECK (merged_into_id <> id)
        )
    """,
    "CREATE INDEX idx_people_merged_into ON expert_network.people (workspace_id, merged_into_id)",
    "CREATE INDEX idx_people_name ON expert_network.people (workspace_id, name, id)",
    """
        CREATE TABLE expert_network.person_keys (
            workspace_id UUID NOT NULL,
            key TEXT NOT NULL,
            person_id UUID NOT NULL,
            PRIMARY KEY (workspace_id, key, person_id),
            CONSTRAINT fk_person_keys_person FOREIGN KEY(workspace_id, person_id) REFERENCES expert_network.people (workspace_id, id) ON DELETE CASCADE
        )
    """,
    "CREATE INDEX idx_person_keys_person ON expert_network.person_keys (workspace_id, person_id)",
    """
        CREATE TABLE expert_network.experts (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            vendor_platform_id UUID NOT NULL,
            person_id UUID NOT NULL,
            name TEXT NOT NULL,
            title TEXT,
            company TEXT,
            avatar_url TEXT,
            description TEXT,
            work_history TEXT,
            skills TEXT[] DEFAULT '{}' NOT NULL,
            rating NUMERIC(2, 1),
            ai_fit_score INTEGER,
            status expert_network.expert_status DEFAULT 'proposed' NOT NULL,
            is_new BOOLEAN DEFAULT true NOT NULL,
            reviewed_at timestamptz,
            location TEXT,
            region TEXT,
            past_employers JSONB DEFAULT '[]'::jsonb NOT NULL,
            years_experience INTEGER,
            linkedin_url TEXT,
            email TEXT,
            phone TEXT,
            price_amount_minor INTEGER,
            price_currency TEXT,
            price_unit expert_network.price_unit,
            price_minimum_minutes INTEGER,
            price_increment_minutes INTEGER,
            price_free_minutes INTEGER,
            price_credit_value_minor INTEGER,
            availability JSONB DEFAULT '[]'::jsonb NOT NULL,
            conflict_status expert_network.conflict_status DEFAULT 'not_checked' NOT NULL,
            vendor_ref TEXT,
            sources JSONB DEFAULT '{}'::jsonb NOT NULL,
            edited_fields TEXT[] DEFAULT '{}' NOT NULL,
            superseded_by_id UUID,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT experts_campaign_unique UNIQUE (workspace_id, campaign_id, id),
            CONSTRAINT fk_experts_campaign FOREIGN KEY(workspace_id, campaign_id) REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_experts_vendor FOREIGN KEY(workspace_id, vendor_platform_id) REFERENCES expert_network.vendor_platforms (workspace_id, id),
            CONSTRAINT fk_experts_person FOREIGN KEY(workspace_id, person_id) REFERENCES expert_network.people (workspace_id, id),
            CONSTRAINT fk_experts_superseded_by FOREIGN KEY(workspace_id, superseded_by_id) REFERENCES expert_network.experts (workspace_id, id) ON DELETE SET NULL (superseded_by_id),
            CONSTRAINT experts_rating_check CHECK (rating BETWEEN 0 AND 5),
            CONSTRAINT experts_ai_fit_score_check CHECK (ai_fit_score BETWEEN 0 AND 10),
            CONSTRAINT experts_years_check CHECK (years_experience BETWEEN 0 AND 80),
            CONSTRAINT experts_price_check CHECK (price_amount_minor >= 0 AND price_minimum_minutes >= 0 AND price_increment_minutes > 0 AND price_free_minutes >= 0 AND price_credit_value_minor >= 0),
            CONSTRAINT experts_price_whole_check CHECK ((price_amount_minor IS NULL) = (price_unit IS NULL) AND (price_amount_minor IS NULL OR price_unit = 'credit' OR price_currency IS NOT NULL)),
            CONSTRAINT experts_currency_check CHECK (price_currency ~ '^[A-Z]{3}$')
        )
    """,
    "CREATE UNIQUE INDEX experts_one_open_offer ON expert_network.experts (workspace_id, campaign_id, vendor_platform_id, person_id) WHERE superseded_by_id IS NULL AND status NOT IN ('rejected', 'declined', 'lapsed')",
    "CREATE INDEX idx_experts_created ON expert_network.experts (workspace_id, campaign_id, created_at, id)",
    "CREATE INDEX idx_experts_name ON expert_network.experts (workspace_id, campaign_id, name, id)",
    "CREATE INDEX idx_experts_person ON expert_network.experts (workspace_id, person_id)",
    "CREATE INDEX idx_experts_status ON expert_network.experts (workspace_id, campaign_id, status)",
    "CREATE INDEX idx_experts_superseded_by ON expert_network.experts (workspace_id, superseded_by_id)",
    "CREATE INDEX idx_experts_vendor ON expert_network.experts (workspace_id, vendor_platform_id)",
    """
        CREATE TABLE expert_network.expert_screening_responses (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            expert_id UUID NOT NULL,
            screening_question_id UUID,
            question_text TEXT NOT NULL,
            response_text TEXT NOT NULL,
            source JSONB,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_responses_expert FOREIGN KEY(workspace_id, expert_id) REFERENCES expert_network.experts (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_responses_question FOREIGN KEY(workspace_id, screening_question_id) REFERENCES expert_network.screening_questions (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT responses_question_unique UNIQUE (workspace_id, expert_id, question_text)
        )
    """,
    "CREATE INDEX idx_responses_question ON expert_network.expert_screening_responses (workspace_id, screening_question_id)",
    """
        CREATE TABLE expert_network.interviews (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            expert_id UUID NOT NULL,
            scheduled_date DATE NOT NULL,
            scheduled_time TIME WITHOUT TIME ZONE NOT NULL,
            duration_minutes INTEGER DEFAULT 60 NOT NULL,
            timezone TEXT DEFAULT 'UTC' NOT NULL,
            status expert_network.interview_status DEFAULT 'scheduled' NOT NULL,
            color_tag TEXT,
            completed_at timestamptz,
            cancelled_at timestamptz,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_interviews_campaign FOREIGN KEY(workspace_id, campaign_id) REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_interviews_expert FOREIGN KEY(workspace_id, campaign_id, expert_id) REFERENCES expert_network.experts (workspace_id, campaign_id, id) ON DELETE CASCADE,
            CONSTRAINT interviews_timezone_check CHECK (timezone(timezone, '2000-01-01 00:00+00'::timestamptz) IS NOT NULL),
            CONSTRAINT interviews_duration_check CHECK (duration_minutes BETWEEN 15 AND 240)
        )
    """,
    "CREATE INDEX idx_interviews_campaign ON expert_network.interviews (workspace_id, campaign_id, scheduled_date, id)",
    "CREATE INDEX idx_interviews_expert ON expert_network.interviews (workspace_id, expert_id)",
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
