"""Whom a campaign is about, how many calls of whom it wants, what makes an answer good, and what each expert scored.

Triggers mark a score stale when what it rests on has changed, by whatever path; who changed it has it scored anew.
"""

from alembic import op

from shared.db import rls

revision = "0019_screening"
down_revision = "0018_intakes_received"
branch_labels = None
depends_on = None

ENUMS = {
    "expert_type": ("former_employee", "customer", "competitor", "supplier", "domain_expert", "other"),
    "company_role": ("target", "competitor", "customer", "supplier"),
    "score_band": ("strong", "mixed", "weak"),
}
TABLES = ("campaign_companies", "coverage_targets", "screening_scores")
STATEMENTS = (
    """
        ALTER TABLE expert_network.experts
            ADD COLUMN expert_type expert_network.expert_type,
            ADD COLUMN expert_type_reason TEXT,
            ADD COLUMN over_quota BOOLEAN DEFAULT false NOT NULL
    """,
    """
        ALTER TABLE expert_network.screening_questions
            ADD COLUMN weight SMALLINT DEFAULT 1 NOT NULL,
            ADD COLUMN rules JSONB DEFAULT '{}'::jsonb NOT NULL,
            ADD CONSTRAINT screening_questions_weight_check CHECK (weight BETWEEN 0 AND 10)
    """,
    """
        CREATE TABLE expert_network.campaign_companies (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            name TEXT NOT NULL,
            role expert_network.company_role NOT NULL,
            is_public BOOLEAN DEFAULT false NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_campaign_companies_campaign FOREIGN KEY(workspace_id, campaign_id) REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT campaign_companies_name_unique UNIQUE (workspace_id, campaign_id, name)
        )
    """,
    "CREATE INDEX idx_campaign_companies_created ON expert_network.campaign_companies (workspace_id, campaign_id, created_at, id)",
    """
        CREATE TABLE expert_network.coverage_targets (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            region TEXT NOT NULL,
            expert_type expert_network.expert_type NOT NULL,
            min_calls INTEGER DEFAULT 0 NOT NULL,
            max_calls INTEGER,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_coverage_targets_campaign FOREIGN KEY(workspace_id, campaign_id) REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT coverage_targets_cell_unique UNIQUE (workspace_id, campaign_id, region, expert_type),
            CONSTRAINT coverage_targets_region_check CHECK (
                region IN ('North America', 'Europe', 'Asia Pacific', 'Latin America', 'Middle East & Africa', 'Other')
            ),
            CONSTRAINT coverage_targets_calls_check CHECK (min_calls >= 0 AND min_calls <= max_calls)
        )
    """,
    """
        CREATE TABLE expert_network.screening_scores (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            expert_id UUID NOT NULL,
            judge TEXT DEFAULT 'rules' NOT NULL,
            score SMALLINT NOT NULL,
            band expert_network.score_band NOT NULL,
            parts JSONB NOT NULL,
            reasons JSONB NOT NULL,
            answered INTEGER NOT NULL,
            asked INTEGER NOT NULL,
            knocked_out BOOLEAN DEFAULT false NOT NULL,
            cap SMALLINT,
            rules_version TEXT NOT NULL,
            stale BOOLEAN DEFAULT false NOT NULL,
            scored_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_screening_scores_expert FOREIGN KEY(workspace_id, campaign_id, expert_id) REFERENCES expert_network.experts (workspace_id, campaign_id, id) ON DELETE CASCADE,
            CONSTRAINT screening_scores_judge_unique UNIQUE (workspace_id, expert_id, judge),
            CONSTRAINT screening_scores_score_check CHECK (score BETWEEN 0 AND 100 AND cap BETWEEN 0 AND 100),
            CONSTRAINT screening_scores_answered_check CHECK (answered BETWEEN 0 AND asked)
        )
    """,
    "CREATE INDEX idx_screening_scores_score ON expert_network.screening_scores (workspace_id, campaign_id, score, id)",
    "CREATE INDEX idx_screening_scores_stale ON expert_network.screening_scores (workspace_id, campaign_id) WHERE stale",
)

MARK = "UPDATE expert_network.screening_scores s SET stale = true FROM {rows} WHERE NOT s.stale AND {match}"
BY_EXPERT = "s.workspace_id = c.workspace_id AND s.expert_id = c.{column}"
BY_CAMPAIGN = "s.workspace_id = c.workspace_id AND s.campaign_id = c.{column}"
BOTH = "changed c JOIN was w ON w.workspace_id = c.workspace_id AND w.id = c.id"
BACKGROUND = (
    "title", "company", "past_employers", "location", "region", "skills", "description", "work_history",
    "years_experience", "conflict_status", "expert_type",
)  # fmt: skip
LOOKED_FOR = (
    "campaign_name", "industry_vertical", "custom_industry", "brief_description", "expanded_description",
    "target_regions",
)  # fmt: skip
ASKED = ("question_text", "question_type", "options", "parent_question_id", "weight", "rules")


def differs(columns: tuple[str, ...]) -> str:
    """Whether a row's columns were changed."""
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in "cw")
    return f"({new}) IS DISTINCT FROM ({old})"


STALE = {
    "experts": {"UPDATE": (BOTH, BY_EXPERT.format(column="id") + f" AND {differs(BACKGROUND)}")},
    "campaigns": {"UPDATE": (BOTH, BY_CAMPAIGN.format(column="id") + f" AND {differs(LOOKED_FOR)}")},
    "screening_questions": {
        "UPDATE": (BOTH, BY_CAMPAIGN.format(column="campaign_id") + f" AND {differs(ASKED)}"),
        "INSERT": ("changed c", BY_CAMPAIGN.format(column="campaign_id")),
        "DELETE": ("was c", BY_CAMPAIGN.format(column="campaign_id")),
    },
    "campaign_companies": {
        "UPDATE": (BOTH, BY_CAMPAIGN.format(column="campaign_id")),
        "INSERT": ("changed c", BY_CAMPAIGN.format(column="campaign_id")),
        "DELETE": ("was c", BY_CAMPAIGN.format(column="campaign_id")),
    },
    "expert_screening_responses": {
        "UPDATE": (BOTH, BY_EXPERT.format(column="expert_id")),
        "INSERT": ("changed c", BY_EXPERT.format(column="expert_id")),
        "DELETE": ("was c", BY_EXPERT.format(column="expert_id")),
    },
}
"""By table and event: the rows changed, and whose scores rest on them."""
SEEN = {
    "UPDATE": "OLD TABLE AS was NEW TABLE AS changed",
    "INSERT": "NEW TABLE AS changed",
    "DELETE": "OLD TABLE AS was",
}


def upgrade() -> None:
    for name, values in ENUMS.items():
        labels = ", ".join(f"'{value}'" for value in values)
        op.execute(f"CREATE TYPE expert_network.{name} AS ENUM ({labels})")
    for statement in STATEMENTS:
        op.execute(statement)
    for table in TABLES:
        for statement in rls.protect(table):
            op.execute(statement)
    for statement in rls.touch("campaign_companies"):
        op.execute(statement)
    for table, event in _events():
        rows, match = STALE[table][event]
        name = f"{table}_{event.lower()}_makes_stale"
        op.execute(
            f"CREATE FUNCTION expert_network.{name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {MARK.format(rows=rows, match=match)}; RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON expert_network.{table} REFERENCING {SEEN[event]} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION expert_network.{name}()"
        )


def downgrade() -> None:
    for table, event in _events():
        name = f"{table}_{event.lower()}_makes_stale"
        op.execute(f"DROP TRIGGER {name} ON expert_network.{table}")
        op.execute(f"DROP FUNCTION expert_network.{name}()")
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE expert_network.{table}")
    op.execute("ALTER TABLE expert_network.screening_questions DROP COLUMN weight, DROP COLUMN rules")
    op.execute(
        "ALTER TABLE expert_network.experts "
        "DROP COLUMN expert_type, DROP COLUMN expert_type_reason, DROP COLUMN over_quota"
    )
    for name in ENUMS:
        op.execute(f"DROP TYPE expert_network.{name}")


def _events() -> list[tuple[str, str]]:
    return [(table, event) for table, events in STALE.items() for event in events]
