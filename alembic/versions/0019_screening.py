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
            ADD COLUMN weight INTEGER DEFAULT 1 NOT NULL,
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
            score INTEGER NOT NULL,
            band expert_network.score_band NOT NULL,
            parts JSONB NOT NULL,
            reasons JSONB NOT NULL,
            answered INTEGER NOT NULL,
            asked INTEGER NOT NULL,
            knocked_out BOOLEAN DEFAULT false NOT NULL,
            cap INTEGER,
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

MARK = """
    CREATE FUNCTION expert_network.{name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE expert_network.screening_scores s SET stale = true WHERE {match} AND NOT s.stale;
        RETURN NULL;
    END $$
"""
OF_ROW = "s.workspace_id = coalesce(NEW.workspace_id, OLD.workspace_id) AND s.{of} = {row}"
OF_ROWS = "(s.workspace_id, s.campaign_id) IN (SELECT c.workspace_id, c.campaign_id FROM changed c)"
MARKING = {
    "expert_score_goes_stale": OF_ROW.format(of="expert_id", row="NEW.id"),
    "answered_score_goes_stale": OF_ROW.format(of="expert_id", row="coalesce(NEW.expert_id, OLD.expert_id)"),
    "campaign_scores_go_stale": OF_ROW.format(of="campaign_id", row="NEW.id"),
    "asked_scores_go_stale": OF_ROW.format(of="campaign_id", row="NEW.campaign_id"),
    "all_asked_scores_go_stale": OF_ROWS,
}
"""By function: whose scores it marks. Changed rows are seen one by one: a plan made for one serves ten thousand badly."""
CHANGED = {
    "experts": (
        "expert_score_goes_stale",
        (
            "title", "company", "past_employers", "location", "region", "skills", "description", "work_history",
            "years_experience", "conflict_status", "expert_type",
        ),
    ),
    "campaigns": (
        "campaign_scores_go_stale",
        (
            "campaign_name", "industry_vertical", "custom_industry", "brief_description", "expanded_description",
            "target_regions",
        ),
    ),
    "screening_questions": (
        "asked_scores_go_stale",
        ("question_text", "question_type", "options", "parent_question_id", "weight", "rules"),
    ),
    "campaign_companies": ("asked_scores_go_stale", ("name", "role")),
}  # fmt: skip
"""By table: what is called when one of these columns changes."""
COME_AND_GO = ("screening_questions", "campaign_companies")
"""Tables of which a statement adds or deletes several rows of one campaign."""


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
    for name, match in MARKING.items():
        op.execute(MARK.format(name=name, match=match))
    for table, (function, columns) in CHANGED.items():
        new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
        op.execute(
            f"CREATE TRIGGER {table}_change_scores AFTER UPDATE ON expert_network.{table} FOR EACH ROW "
            f"WHEN (({new}) IS DISTINCT FROM ({old})) EXECUTE FUNCTION expert_network.{function}()"
        )
    op.execute(
        "CREATE TRIGGER answers_change_scores AFTER INSERT OR UPDATE OR DELETE "
        "ON expert_network.expert_screening_responses FOR EACH ROW "
        "EXECUTE FUNCTION expert_network.answered_score_goes_stale()"
    )
    for table in COME_AND_GO:
        for event, rows in (("INSERT", "NEW"), ("DELETE", "OLD")):
            op.execute(
                f"CREATE TRIGGER {table}_{event.lower()}_change_scores AFTER {event} ON expert_network.{table} "
                f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT "
                "EXECUTE FUNCTION expert_network.all_asked_scores_go_stale()"
            )


def downgrade() -> None:
    for table in COME_AND_GO:
        for event in ("insert", "delete"):
            op.execute(f"DROP TRIGGER {table}_{event}_change_scores ON expert_network.{table}")
    op.execute("DROP TRIGGER answers_change_scores ON expert_network.expert_screening_responses")
    for table in CHANGED:
        op.execute(f"DROP TRIGGER {table}_change_scores ON expert_network.{table}")
    for name in MARKING:
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
