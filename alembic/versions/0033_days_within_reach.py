"""Days and moments lie in years that can be reckoned with; an end that cannot be read counts as a recent one.

The first and the last day there are went to Postgres as `-infinity` and `infinity`, and could not be read again.
"""

import runpy
from collections.abc import Iterator
from pathlib import Path

from alembic import op

revision = "0033_days_within_reach"
down_revision = "0032_asked_again"
branch_labels = None
depends_on = None

LANDED = runpy.run_path(str(Path(__file__).with_name("0031_one_reading_of_the_past.py")))
anew, replacing = LANDED["anew"], LANDED["replacing"]
EMPLOYMENTS_BEFORE: str = LANDED["EMPLOYMENTS"]
EMPLOYERS_BEFORE: str = LANDED["EMPLOYERS"]
FIRST, LAST = "'1900-01-01'", "'2999-12-31'"
EARLIEST, LATEST = "'1900-01-01 00:00:00+00'", "'2999-12-31 00:00:00+00'"
SINCE_EVER, UNTIL_FURTHER_NOTICE = "valid_from", "valid_to"
OPEN = {
    "company_facts": (SINCE_EVER, UNTIL_FURTHER_NOTICE),
    "compliance_rules": (UNTIL_FURTHER_NOTICE,),
    "restricted_entries": (UNTIL_FURTHER_NOTICE,),
}
"""Where nothing is said where nothing bounds it."""
DAYS = {
    "blackouts": ("starts_on", "ends_on"),
    "campaigns": ("start_date", "target_completion_date"),
    "company_facts": ("valid_from", "valid_to"),
    "compliance_rules": ("valid_from", "valid_to"),
    "invoices": ("period_from", "period_to"),
    "projects": ("start_date", "end_date"),
    "restricted_entries": ("valid_from", "valid_to"),
    "user_trainings": ("completed_on", "expires_on"),
}
FINITE = {"charges": ("rate_date",), "exchange_rates": ("as_of",), "rate_cards": ("valid_from", "valid_to")}
"""What follows from a moment may lie a day beyond, and no two of the others can be moved to one day: each stays."""
MOMENTS = {
    "attestations": ("signed_at",),
    "campaign_vendor_enrollments": ("invited_at",),
    "charges": ("occurred_at",),
    "experts": ("proposed_at",),
    "intakes": ("received_at",),
}
AVAILABLE = r"""
    UPDATE expert_network.experts SET availability = (
        SELECT jsonb_agg(CASE WHEN concat_ws(' ', t.slot ->> 'start', t.slot ->> 'end') ~ '(^| )(0|1[0-8]|[3-9])'
            THEN t.slot - 'start' - 'end' ELSE t.slot END ORDER BY t.ordinality)
        FROM jsonb_array_elements(availability) WITH ORDINALITY t (slot, ordinality))
    WHERE availability::text ~ '"(start|end)": "(0|1[0-8]|[3-9])'
"""
"""The words stay."""
EMPLOYMENTS = anew(
    EMPLOYMENTS_BEFORE,
    ("kinds text[], countries text[])", "kinds text[], countries text[], unread text)"),
    ("read (name, own, keys, ends, held) AS (", "read (name, own, keys, ends, held, unread) AS ("),
    (
        "t.held OR coalesce(expert_network.said_present(t.said), false)\n",
        """t.held OR coalesce(expert_network.said_present(t.said), false),
                    CASE WHEN expert_network.last_day(t.said) IS NULL AND NOT expert_network.said_present(t.said)
                        THEN nullif(btrim(t.said), '') END
""",
    ),
    (
        "coalesce(r.ends >= day, false), k.kinds, k.countries",
        "coalesce(r.ends >= day, false), k.kinds, k.countries, r.unread",
    ),
).replace("CREATE OR REPLACE", "CREATE")
EMPLOYERS = anew(
    EMPLOYERS_BEFORE,
    (
        "SELECT l.rule, CASE WHEN j.ends IS NULL THEN",
        "SELECT l.rule, CASE WHEN j.ends IS NULL AND j.unread IS NULL THEN",
    ),
    (
        "coalesce('on ' || j.left_on, 'on a day not known')",
        "coalesce('on ' || j.left_on, 'at a time that cannot be read (' || j.unread || ')', 'on a day not known')",
    ),
    (
        "CASE WHEN m.ends IS NULL OR m.ends + make_interval(months => m.due) <= day\n                    THEN",
        """CASE WHEN m.ends IS NULL AND (m.unread IS NULL OR m.due = 0)
                        OR m.ends + make_interval(months => m.due) <= day
                    THEN""",
    ),
    (
        "CASE WHEN m.ends IS NULL THEN format('when",
        """CASE WHEN m.ends IS NULL AND m.unread IS NOT NULL AND m.due > 0 THEN
                        format('the expert left %s at a time that cannot be read (%s): it may be less than %s '
                            'months before the call', m.name, m.unread, m.due)
                    WHEN m.ends IS NULL THEN format('when""",
    ),
)
"""Something was said: what cannot be read is not passed over as what nobody knows."""
ASKED = """
    SELECT expert_network.ask_about(e.workspace_id, NULL) FROM (
        SELECT DISTINCT e.workspace_id FROM expert_network.experts e, jsonb_array_elements(e.past_employers) j
        WHERE j ->> 'end' <> '' AND expert_network.last_day(j ->> 'end') IS NULL
            AND NOT expert_network.said_present(j ->> 'end')) e
"""
TABLES = sorted({*DAYS, *FINITE, *MOMENTS})
CONSTRAINT = "{}_within_reach_check"


def _reached() -> Iterator[tuple[str, str, str, str]]:
    """Each table and column, what its value becomes, and what it is held to from now on."""
    for table, columns in DAYS.items():
        for column in columns:
            low, high = (
                "NULL" if column == end and end in OPEN.get(table, ()) else None
                for end in (SINCE_EVER, UNTIL_FURTHER_NOTICE)
            )
            yield (
                table,
                column,
                f"CASE WHEN {column} < {FIRST} THEN {low or FIRST} WHEN {column} > {LAST} THEN {high or LAST} "
                f"ELSE {column} END",
                f"{column} BETWEEN {FIRST} AND {LAST}",
            )
    for table, columns in FINITE.items():
        for column in columns:
            yield (
                table,
                column,
                f"CASE {column} WHEN '-infinity' THEN '0001-01-01' WHEN 'infinity' THEN '9999-12-31' ELSE {column} END",
                f"isfinite({column})",
            )
    for table, columns in MOMENTS.items():
        for column in columns:
            yield (
                table,
                column,
                f"least(greatest({column}, {EARLIEST}), {LATEST})",
                f"{column} >= {EARLIEST} AND {column} < '3001-01-01 00:00:00+00'",
            )


def upgrade() -> None:
    op.execute(
        "-- squawk-ignore ban-drop-function\nDROP FUNCTION expert_network.employments(expert_network.experts, date)"
    )
    for text in (EMPLOYMENTS, EMPLOYERS):
        op.execute(text)
    reached = list(_reached())
    for table in TABLES:
        own = [(column, value, check) for of, column, value, check in reached if of == table]
        name = f"expert_network.{table}"
        op.execute(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER")
        op.execute(
            f"UPDATE {name} SET {', '.join(f'{column} = {value}' for column, value, _ in own)} "
            f"WHERE NOT ({' AND '.join(f'coalesce({check}, true)' for _, _, check in own)})"
        )
        if table == "experts":
            op.execute(AVAILABLE)
            op.execute(ASKED)
        op.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER, FORCE ROW LEVEL SECURITY")
        op.execute(
            f"-- squawk-ignore constraint-missing-not-valid\n"
            f"ALTER TABLE {name} ADD CONSTRAINT {CONSTRAINT.format(table)} CHECK ({' AND '.join(c for _, _, c in own)})"
        )


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE expert_network.{table} DROP CONSTRAINT {CONSTRAINT.format(table)}")
    op.execute("DROP FUNCTION expert_network.employments(expert_network.experts, date)")
    op.execute(EMPLOYMENTS_BEFORE.replace("CREATE OR REPLACE", "CREATE"))
    op.execute(replacing(EMPLOYERS_BEFORE))
