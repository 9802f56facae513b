"""Scores are marked stale row by row where rows are changed: a plan for one changed row serves ten thousand badly.

Rows that come or go are still seen a statement at a time, and answers one by one: each has few scores to mark.
"""

from alembic import op

revision = "0025_stale_row_by_row"
down_revision = "0024_lists_and_reports"
branch_labels = None
depends_on = None

FUNCTIONS = {
    "expert_score_goes_stale": "s.expert_id = NEW.id",
    "answered_score_goes_stale": "s.expert_id = coalesce(NEW.expert_id, OLD.expert_id)",
    "campaign_scores_go_stale": "s.campaign_id = NEW.id",
    "asked_scores_go_stale": "s.campaign_id = NEW.campaign_id",
}
"""By name: whose scores, in the workspace of the row."""
TRIGGERS = {
    "experts": (
        "expert_score_goes_stale",
        "UPDATE",
        (
            "title", "company", "past_employers", "location", "region", "skills", "description", "work_history",
            "years_experience", "conflict_status", "expert_type",
        ),
    ),
    "campaigns": (
        "campaign_scores_go_stale",
        "UPDATE",
        (
            "campaign_name", "industry_vertical", "custom_industry", "brief_description", "expanded_description",
            "target_regions",
        ),
    ),
    "screening_questions": (
        "asked_scores_go_stale",
        "UPDATE",
        ("question_text", "question_type", "options", "parent_question_id", "weight", "rules"),
    ),
    "campaign_companies": ("asked_scores_go_stale", "UPDATE", ("name", "role")),
    "expert_screening_responses": ("answered_score_goes_stale", "INSERT OR UPDATE OR DELETE", ()),
}  # fmt: skip
"""By table: what is called, when, and for which columns' change."""

MARK = "UPDATE expert_network.screening_scores s SET stale = true FROM {rows} WHERE NOT s.stale AND {match}"
BOTH = "changed c JOIN was w ON w.workspace_id = c.workspace_id AND w.id = c.id"
EXPERT = "s.workspace_id = c.workspace_id AND s.expert_id = c.expert_id"
FORMER = {
    ("experts", "UPDATE"): (BOTH, "s.workspace_id = c.workspace_id AND s.expert_id = c.id"),
    ("campaigns", "UPDATE"): (BOTH, "s.workspace_id = c.workspace_id AND s.campaign_id = c.id"),
    ("screening_questions", "UPDATE"): (BOTH, "s.workspace_id = c.workspace_id AND s.campaign_id = c.campaign_id"),
    ("campaign_companies", "UPDATE"): (BOTH, "s.workspace_id = c.workspace_id AND s.campaign_id = c.campaign_id"),
    ("expert_screening_responses", "UPDATE"): (BOTH, EXPERT),
    ("expert_screening_responses", "INSERT"): ("changed c", EXPERT),
    ("expert_screening_responses", "DELETE"): ("was c", EXPERT),
}
SEEN = {
    "UPDATE": "OLD TABLE AS was NEW TABLE AS changed",
    "INSERT": "NEW TABLE AS changed",
    "DELETE": "OLD TABLE AS was",
}


def upgrade() -> None:
    for table, event in FORMER:
        op.execute(f"DROP TRIGGER {table}_{event.lower()}_makes_stale ON expert_network.{table}")
        op.execute(f"DROP FUNCTION expert_network.{table}_{event.lower()}_makes_stale()")
    for name, match in FUNCTIONS.items():
        op.execute(
            f"""
            CREATE FUNCTION expert_network.{name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE expert_network.screening_scores s SET stale = true
                WHERE s.workspace_id = coalesce(NEW.workspace_id, OLD.workspace_id) AND {match} AND NOT s.stale;
                RETURN NULL;
            END $$
            """
        )
    for table, (function, events, columns) in TRIGGERS.items():
        new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
        when = f"WHEN (({new}) IS DISTINCT FROM ({old}))" if columns else ""
        op.execute(
            f"CREATE TRIGGER {table}_make_stale AFTER {events} ON expert_network.{table} "
            f"FOR EACH ROW {when} EXECUTE FUNCTION expert_network.{function}()"
        )


def downgrade() -> None:
    for table in TRIGGERS:
        op.execute(f"DROP TRIGGER {table}_make_stale ON expert_network.{table}")
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION expert_network.{name}()")
    for (table, event), (rows, match) in FORMER.items():
        columns = TRIGGERS[table][2]
        new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("c", "w"))
        differs = f" AND ({new}) IS DISTINCT FROM ({old})" if columns and table != "campaign_companies" else ""
        name = f"{table}_{event.lower()}_makes_stale"
        op.execute(
            f"CREATE FUNCTION expert_network.{name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {MARK.format(rows=rows, match=match + differs)}; RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON expert_network.{table} REFERENCING {SEEN[event]} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION expert_network.{name}()"
        )
