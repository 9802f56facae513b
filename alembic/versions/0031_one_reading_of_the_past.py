"""A past job is told from a present one in one way; old words for countries still count; closed enrolments move.

Offers whose type followed from reading a job otherwise are scored, and so typed, anew.
"""

import runpy
from pathlib import Path

from alembic import op

revision = "0031_one_reading_of_the_past"
down_revision = "0030_lists_met_by_keys"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent
SAFE = "SET search_path = pg_catalog, pg_temp"
RECORDS, ORDER, LANDED = (
    runpy.run_path(str(HERE / f"{name}.py"))
    for name in ("0020_compliance_records", "0028_order_of_moves", "0029_gate_reads_what_was_said")
)
anew, replacing = LANDED["anew"], LANDED["replacing"]
KEYS_BEFORE: str = next(text for text in RECORDS["KEYS"] if "FUNCTION expert_network.company_keys" in text)
GUARD_BEFORE: str = ORDER["STATEMENTS"][1]
ARMS_BEFORE: str = next(text for text in LANDED["NAMES"] if "FUNCTION expert_network.employer_keys" in text)
CODE_BEFORE: str = LANDED["PLACES"][0]
EMPLOYMENTS_BEFORE, EMPLOYERS_BEFORE = LANDED["EMPLOYMENTS"], LANDED["EMPLOYERS"]
FORMERLY = r"^((formerly|former|previously)\M|ex-)"
CODES, NAMES = (LANDED["seed"]("countries", part) for part in ("codes", "names"))
KOSOVO = """ || '{"kosovo":"XK","republic of kosovo":"XK"}'::jsonb"""
"""Not a code of ISO 3166-1, but one it leaves to its users, and that they have given to Kosovo."""

PAST = (
    f"""
        CREATE FUNCTION expert_network.said_former(title text, company text) RETURNS boolean
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT coalesce(expert_network.fold_name(title) ~ '{FORMERLY}', false)
                OR coalesce(expert_network.fold_name(company) ~ '{FORMERLY}|[\\s,-]+(former|past)$', false)
        $$
    """,
    """
        CREATE FUNCTION expert_network.said_present(ended text) RETURNS boolean
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT expert_network.fold_name(ended) IN ('present', 'now', 'today', 'current', 'ongoing')
        $$
    """,
)
EMPLOYMENTS = anew(
    EMPLOYMENTS_BEFORE,
    (
        """lower(CASE WHEN offer.company IS NULL THEN coalesce((SELECT c.title FROM card c), '')
                        ELSE coalesce(offer.title, '') END) !~ '^((formerly|former|previously)\\M|ex-)'""",
        """NOT expert_network.said_former(
                        CASE WHEN offer.company IS NULL THEN (SELECT c.title FROM card c) ELSE offer.title END,
                        coalesce(offer.company, (SELECT c.company FROM card c)))""",
    ),
    (
        """(t.held AND lower(t.name) !~ '^((formerly|former|previously)\\M|ex-)|[ ,-](former|past)$')
                        OR coalesce(lower(t.said) IN ('present', 'now', 'current', 'today'), false)""",
        "t.held OR coalesce(expert_network.said_present(t.said), false)",
    ),
    (
        "SELECT c.kind::text, c.country FROM",
        "SELECT c.kind::text, coalesce(expert_network.country_code(c.country), c.country) AS country FROM",
    ),
)
"""Facts from before countries were checked may name one otherwise than by its code."""
KEYS = anew(KEYS_BEFORE, ("company_key(name) AS key)", "company_key(name) AS key OFFSET 0)"))
"""A company's key is made once, and not for each time it is asked for."""
PLACES = (
    anew(CODE_BEFORE, (CODES, f"""{CODES} || '["XK"]'::jsonb"""), (NAMES, NAMES + KOSOVO)),
    anew(ARMS_BEFORE, (NAMES, NAMES + KOSOVO)),
)
EMPLOYERS = anew(
    EMPLOYERS_BEFORE,
    (
        """CASE WHEN cardinality(p.codes) > 1 AND NOT s.works THEN 'unknown' ELSE 'hit' END,
                CASE WHEN cardinality(p.codes) > 1 AND NOT s.works
                    THEN format('%s may be in %s, a country of this rule', offer.location, c.country)
                    ELSE format('%s is a country of this rule', c.country) END""",
        """CASE WHEN s.certain THEN 'hit' ELSE 'unknown' END,
                CASE WHEN s.certain THEN format('%s is a country of this rule', c.country)
                    WHEN k.code IS NULL
                        THEN format('whether %s of this rule, which is no country that is known, is met', c.country)
                    ELSE format('%s may be in %s, a country of this rule', offer.location, c.country) END""",
    ),
    (
        """SELECT EXISTS (SELECT FROM jobs j WHERE j.is_current AND k.code = ANY (j.countries)) AS works) s
            WHERE k.code = ANY (p.codes) OR s.works""",
        """SELECT p.codes = ARRAY[k.code]
                    OR EXISTS (SELECT FROM jobs j
                        WHERE j.is_current AND coalesce(k.code, upper(btrim(c.country))) = ANY (j.countries))
                    OR k.code IS NULL AND expert_network.fold_name(c.country) IN (
                        SELECT expert_network.fold_name(n.part) FROM regexp_split_to_table(
                            concat_ws(',', offer.location, offer.region), '[,;/()]') n (part)) AS certain) s
            WHERE s.certain OR k.code = ANY (p.codes) OR k.code IS NULL""",
    ),
)
"""Rules from before countries were checked may name any place: met where its very word is said, else not known to be."""
AGAINST = f"""
    CREATE FUNCTION expert_network.employers_against(campaign uuid)
    RETURNS TABLE (rule text, version int, outcome text, key text, fact text) LANGUAGE sql STABLE {SAFE} AS $$
        WITH today AS MATERIALIZED (
            SELECT c.workspace_id, c.id, (now() AT TIME ZONE c.timezone)::date AS day
            FROM expert_network.campaigns c WHERE c.id = campaign
        ), listed (rule, key, fact) AS (
            SELECT 'restricted_company', l.key,
                'restricted ' || expert_network.said_span(l.valid_from, l.valid_to) || ' (' || l.reason || ')'
            FROM today t JOIN expert_network.restricted_entries l ON l.workspace_id = t.workspace_id
            WHERE l.list = 'restricted' AND l.kind = 'company' AND l.valid_from <= t.day
                AND coalesce(l.valid_to, 'infinity') >= t.day
            UNION ALL
            SELECT 'target_employee', expert_network.company_key(c.name), 'a target of this campaign'
            FROM today t JOIN expert_network.campaign_companies c
                ON c.workspace_id = t.workspace_id AND c.campaign_id = t.id
            WHERE c.role = 'target'
        )
        SELECT r.rule, r.version, r.outcome, l.key, l.fact
        FROM today t CROSS JOIN LATERAL expert_network.rules_in_force(t.workspace_id, t.day) r
        JOIN listed l ON l.rule = r.rule WHERE r.outcome <> 'off' AND l.key IS NOT NULL
    $$
"""
"""What a rule in force today, in the campaign's zone, is about: nobody who works there now is called just so."""
GUARD = anew(
    GUARD_BEFORE,
    (
        "IF EXISTS (",
        "IF NEW.workspace_id IS DISTINCT FROM nullif(current_setting('app.moved_to', true), '')::uuid AND EXISTS (",
    ),
)
"""What a campaign brings along was proposed where it comes from."""
READ_OTHERWISE = """
    SELECT e.workspace_id, e.campaign_id, e.id FROM expert_network.experts e
    WHERE EXISTS (SELECT FROM expert_network.campaign_companies c
            WHERE c.workspace_id = e.workspace_id AND c.campaign_id = e.campaign_id)
        AND expert_network.said_former(e.title, e.company) <> (
            coalesce(expert_network.fold_name(e.title) ~ '^(former|ex-|ex |previously)', false)
            OR coalesce(expert_network.fold_name(e.company) ~ '^(former|ex-|ex |previously)', false))
"""
ANEW = f"""
    WITH asked AS MATERIALIZED ({READ_OTHERWISE}), gone_stale AS (
        UPDATE expert_network.screening_scores s SET stale = true FROM asked a
        WHERE s.workspace_id = a.workspace_id AND s.expert_id = a.id
    )
    INSERT INTO expert_network.pgqueuer (priority, status, entrypoint, payload)
    SELECT 0, 'queued', 'rescore_campaign', convert_to(json_build_object('user_id', '', 'workspace_id', a.workspace_id,
        'role', 'viewer', 'subject', json_build_object('campaign_id', a.campaign_id))::text, 'UTF8')
    FROM (SELECT DISTINCT a.workspace_id, a.campaign_id FROM asked a) a
"""
READ = ("experts", "campaign_companies", "screening_scores")


def upgrade() -> None:
    for statement in (*PAST, *PLACES, KEYS, EMPLOYMENTS, EMPLOYERS, AGAINST, GUARD):
        op.execute(statement)
    for table in READ:
        op.execute(f"ALTER TABLE expert_network.{table} NO FORCE ROW LEVEL SECURITY")
    op.execute(ANEW)
    for table in READ:
        op.execute(f"ALTER TABLE expert_network.{table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    for text in (GUARD_BEFORE, EMPLOYERS_BEFORE, EMPLOYMENTS_BEFORE, KEYS_BEFORE, ARMS_BEFORE, CODE_BEFORE):
        op.execute(replacing(text))
    op.execute("DROP FUNCTION expert_network.employers_against(uuid)")
    op.execute("DROP FUNCTION expert_network.said_present(text)")
    op.execute("DROP FUNCTION expert_network.said_former(text, text)")
