"""A big workspace in a few set-based statements: 100,000 offers of 85,000 people in 60 campaigns, the largest of 5,000.

Ids follow from numbers (`expert 17`), so that every statement finds the rows of the one before. Triggers are off: what
is written stands, as if the months it took had passed.
"""

from uuid import UUID

import asyncpg

EXPERTS, PEOPLE, CAMPAIGNS, VENDORS = 100_000, 85_000, 60, 12

GIVEN = (
    "ARRAY['Anna','Ben','Chen','Dora','Emil','Fatima','Georg','Hana','Ivan','Jose','Kim','Lena','Marc','Nina','Omar']"
)
FAMILY = (
    "ARRAY['Weber','Garcia','Nguyen','Okafor','Smith','Rossi','Novak','Tanaka','Larsen','Dubois','Costa','Kowalski']"
)
TITLES = "ARRAY['Head of Procurement','Plant Manager','VP Sales','CFO','Director Operations','Chief Engineer']"
FIRMS = "ARRAY['Siemens','ChargePoint','Bosch','Shell','Enel','Tesla','ABB','Schneider','EVgo','Ionity','BP','Allego']"
REGIONS = "ARRAY['North America','Europe','Asia Pacific','Latin America','Middle East & Africa','Other']"
TYPES = "ARRAY['former_employee','customer','competitor','supplier','domain_expert','other']"


def id_of(noun: str, number: str) -> str:
    """SQL of the id of the so-many-th of its kind; like those of UUIDv7, they grow with the rows."""
    return f"('0199' || lpad(to_hex({number}), 8, '0') || substr(md5($2 || '{noun}'), 1, 20))::uuid"


def one_of(words: str, number: str) -> str:
    """SQL that picks by a number."""
    return f"({words})[1 + ({number}) % array_length({words}, 1)]"


OFFERS = f"""
    CREATE TEMP TABLE offers AS
    SELECT i, floor({CAMPAIGNS} * pow(random(), 1.37))::int AS campaign, (i + i / {PEOPLE}) % {VENDORS} AS vendor,
        i % {PEOPLE} AS person, random() AS dice, now() - (1 - i / {EXPERTS}.0) * interval '300 days' AS proposed_at
    FROM generate_series(0, {EXPERTS - 1}) i
"""
STATEMENTS = (
    f"""
        INSERT INTO expert_network.projects (workspace_id, id, user_id, project_name, client_name)
        SELECT $1, {id_of("project", "i")}, 'bench', 'Project ' || i, 'Client ' || i FROM generate_series(0, 9) i
    """,
    f"""
        INSERT INTO expert_network.campaigns (workspace_id, id, user_id, project_id, campaign_name, industry_vertical,
            brief_description, start_date, target_completion_date, target_regions, min_calls, max_calls, timezone,
            display_order)
        SELECT $1, {id_of("campaign", "i")}, 'bench', {id_of("project", "i % 10")}, 'Campaign ' || i, 'Energy',
            'How operators of charging points choose, finance and service their hardware.', current_date - 200,
            current_date + 30, ARRAY['Europe', 'Asia Pacific'], 10, 15, 'Europe/Paris', i
        FROM generate_series(0, {CAMPAIGNS - 1}) i
    """,
    f"""
        INSERT INTO expert_network.vendor_platforms (workspace_id, id, name, avg_cost_per_call_min,
            avg_cost_per_call_max, tags)
        SELECT $1, {id_of("vendor", "i")}, 'Vendor ' || i, 600, 1200, ARRAY['EU specialists', '24h sourcing']
        FROM generate_series(0, {VENDORS - 1}) i
    """,
    f"""
        INSERT INTO expert_network.campaign_vendor_enrollments (workspace_id, id, campaign_id, vendor_platform_id,
            status, enrolled_at, invited_at)
        SELECT $1, {id_of("enrollment", f"c * {VENDORS} + v")}, {id_of("campaign", "c")}, {id_of("vendor", "v")},
            'active', now() - interval '300 days', now() - interval '301 days'
        FROM generate_series(0, {CAMPAIGNS - 1}) c, generate_series(0, {VENDORS - 1}) v
    """,
    f"""
        INSERT INTO expert_network.people (workspace_id, id, name, title, company, location, region)
        SELECT $1, {id_of("person", "i")},
            {one_of(GIVEN, "i")} || ' ' || {one_of(FAMILY, "i / 15")} || ' ' || i, {one_of(TITLES, "i / 7")},
            {one_of(FIRMS, "i / 3")}, 'Berlin, Germany', {one_of(REGIONS, "i / 11")}
        FROM generate_series(0, {PEOPLE - 1}) i
    """,
    f"""
        INSERT INTO expert_network.experts (workspace_id, id, campaign_id, vendor_platform_id, person_id, name, title,
            company, description, skills, status, region, expert_type, past_employers, price_amount_minor,
            price_currency, price_unit, price_minimum_minutes, price_increment_minutes, sources, proposed_at,
            status_at, created_at, updated_at)
        SELECT DISTINCT ON (o.campaign, o.vendor, o.person) $1, {id_of("expert", "o.i")},
            {id_of("campaign", "o.campaign")}, {id_of("vendor", "o.vendor")}, p.id, p.name, p.title, p.company,
            repeat('Long in the trade of charging points, from hardware to service contracts. ', 3),
            ARRAY['procurement', 'charging', 'grid'], (CASE
                WHEN o.dice < .35 THEN 'proposed' WHEN o.dice < .60 THEN 'reviewed' WHEN o.dice < .75 THEN 'rejected'
                WHEN o.dice < .80 THEN 'declined' WHEN o.dice < .85 THEN 'lapsed' WHEN o.dice < .90 THEN 'shortlisted'
                WHEN o.dice < .92 THEN 'scheduling' WHEN o.dice < .94 THEN 'scheduled' WHEN o.dice < .99
                THEN 'completed' ELSE 'blocked' END)::expert_network.expert_status,
            p.region, {one_of(TYPES, "o.i / 5")}::expert_network.expert_type,
            '[{{"name": "Acme Corp", "title": "Director", "start": "2012", "end": "2018"}}]'::jsonb,
            40000 + o.i % 900 * 100, (ARRAY['USD', 'EUR', 'GBP'])[1 + o.i % 3], 'hour', 30, 15,
            (SELECT jsonb_object_agg(field, jsonb_build_object('file', 'offers.xlsx', 'locator', 'Experts!B' || o.i,
                'excerpt', field || ' of ' || p.name, 'confidence', 0.97))
                FROM unnest(ARRAY['name', 'title', 'company', 'price', 'skills', 'past_employers']) field),
            o.proposed_at, o.proposed_at + interval '2 days', o.proposed_at, o.proposed_at
        FROM offers o JOIN expert_network.people p ON p.workspace_id = $1 AND p.id = {id_of("person", "o.person")}
    """,
    """
        INSERT INTO expert_network.expert_texts (workspace_id, expert_id, text)
        SELECT workspace_id, id, expert_network.text_of(name, title, company, past_employers, location, description,
            skills) FROM expert_network.experts WHERE workspace_id = $1
    """,
    f"""
        DELETE FROM offers o WHERE NOT EXISTS
            (SELECT FROM expert_network.experts e WHERE e.workspace_id = $1 AND e.id = {id_of("expert", "o.i")})
    """,
    f"""
        INSERT INTO expert_network.audit_entries (workspace_id, id, number, recorded_at, occurred_at, action,
            subject_kind, subject_id, campaign_id, details, previous_hash, hash)
        SELECT $1, md5(o.i || step.state)::uuid, row_number() OVER (ORDER BY o.proposed_at, step.place),
            o.proposed_at, o.proposed_at + step.place * interval '1 day', 'expert.' || step.state, 'expert',
            {id_of("expert", "o.i")}, {id_of("campaign", "o.campaign")},
            jsonb_build_object('from', step.before, 'to', step.state), '', ''
        FROM offers o CROSS JOIN (VALUES ('proposed', 'reviewed', 1, .35, 1.0), ('reviewed', 'rejected', 2, .60, .75),
            ('reviewed', 'shortlisted', 2, .85, .99), ('shortlisted', 'scheduled', 3, .92, .99),
            ('scheduled', 'completed', 5, .94, .99)) AS step (before, state, place, low, high)
        WHERE o.dice >= step.low AND o.dice < step.high
    """,
    f"""
        INSERT INTO expert_network.interviews (workspace_id, id, campaign_id, expert_id, status, requested_at,
            starts_at, ends_at, timezone, fault, completed_at, status_at)
        SELECT $1, {id_of("interview", "o.i")}, {id_of("campaign", "o.campaign")}, {id_of("expert", "o.i")},
            call.status::expert_network.interview_status, o.proposed_at + interval '3 days', call.starts_at,
            call.starts_at + interval '1 hour', 'Europe/Paris',
            CASE WHEN call.status = 'no_show' THEN 'expert' END::expert_network.call_party,
            CASE WHEN call.status = 'completed' THEN call.starts_at END, o.proposed_at + interval '3 days'
        FROM offers o CROSS JOIN LATERAL (SELECT
            CASE WHEN o.dice < .87 THEN 'cancelled' WHEN o.dice < .88 THEN 'no_show' WHEN o.dice < .92 THEN 'requested'
                WHEN o.dice < .94 THEN 'scheduled' ELSE 'completed' END AS status,
            CASE WHEN o.dice BETWEEN .92 AND .94 THEN now() + o.dice * interval '30 days' * ((o.i % 30) / 30.0)
                ELSE o.proposed_at + interval '5 days' END AS starts_at) call
        WHERE o.dice >= .85 AND o.dice < .99
    """,
    f"""
        INSERT INTO expert_network.charges (workspace_id, id, campaign_id, vendor_platform_id, interview_id, expert_id,
            fee_type, stage, amount_minor, currency, campaign_amount_minor, rate_date, occurred_at)
        SELECT $1, {id_of("charge", "o.i")}, {id_of("campaign", "o.campaign")}, {id_of("vendor", "o.vendor")},
            {id_of("interview", "o.i")}, {id_of("expert", "o.i")}, 'per_call',
            (CASE WHEN o.dice < .94 THEN 'committed' ELSE 'actual' END)::expert_network.charge_stage,
            40000 + o.i % 900 * 100, 'USD', 40000 + o.i % 900 * 100, current_date, o.proposed_at + interval '5 days'
        FROM offers o
        WHERE o.dice >= .92 AND o.dice < .99
    """,
    f"""
        INSERT INTO expert_network.budgets (workspace_id, id, campaign_id, amount_minor)
        SELECT $1, {id_of("budget", "i")}, {id_of("campaign", "i")}, 30000000 FROM generate_series(0, {CAMPAIGNS - 1}) i
    """,
    f"""
        INSERT INTO expert_network.coverage_targets (workspace_id, id, campaign_id, region, expert_type, min_calls,
            max_calls)
        SELECT $1, md5($2 || c || r || t)::uuid, {id_of("campaign", "c")}, r, t::expert_network.expert_type, 4, 40
        FROM generate_series(0, {CAMPAIGNS - 1}) c, unnest({REGIONS}) r, unnest({TYPES}) t
    """,
    f"""
        INSERT INTO expert_network.screening_questions (workspace_id, id, campaign_id, question_text)
        SELECT $1, {id_of("question", "i")}, {id_of("campaign", "i")}, 'Why do you buy?'
        FROM generate_series(0, {CAMPAIGNS - 1}) i
    """,
    f"""
        INSERT INTO expert_network.expert_screening_responses (workspace_id, id, expert_id, screening_question_id,
            question_text, response_text)
        SELECT $1, {id_of("answer", "o.i")}, {id_of("expert", "o.i")}, {id_of("question", "o.campaign")},
            'Why do you buy?', repeat('Because the grid operator asks for it. ', 5)
        FROM offers o WHERE o.i % 2 = 0
    """,
    f"""
        INSERT INTO expert_network.screening_scores (workspace_id, id, campaign_id, expert_id, score, band, parts,
            reasons, answered, asked, rules_version)
        SELECT $1, {id_of("score", "o.i")}, {id_of("campaign", "o.campaign")}, {id_of("expert", "o.i")}, o.i % 101,
            (CASE WHEN o.i % 101 >= 80 THEN 'strong' WHEN o.i % 101 >= 45 THEN 'mixed' ELSE 'weak' END)
                ::expert_network.score_band,
            '{{"background": 20, "answers": 30}}', '[{{"text": "says so", "quote": "the grid"}}]', 1, 1,
            '1'
        FROM offers o
    """,
    f"""
        INSERT INTO expert_network.team_members (workspace_id, id, user_id, name, designation)
        SELECT $1, {id_of("member", "i")}, 'bench', 'Member ' || i, 'Analyst' FROM generate_series(0, 39) i
    """,
    f"""
        INSERT INTO expert_network.intakes (workspace_id, id, campaign_id, user_id, content_hash, status, total,
            processed)
        SELECT $1, {id_of("intake", "i")}, {id_of("campaign", f"i % {CAMPAIGNS}")}, 'bench', 'hash ' || i, 'done',
            20, 20
        FROM generate_series(0, 1999) i
    """,
    f"""
        INSERT INTO expert_network.intake_items (workspace_id, id, intake_id, position, outcome, name)
        SELECT $1, {id_of("item", "i")}, {id_of("intake", "i % 2 * i / 50")}, i, 'added', 'Somebody ' || i
        FROM generate_series(0, {EXPERTS - 1}) i
    """,
    f"""
        INSERT INTO expert_network.suggestions (workspace_id, id, expert_id, intake_id, field, value, status)
        SELECT $1, {id_of("suggestion", "o.i")}, {id_of("expert", "o.i")}, {id_of("intake", "o.i % 2000")}, 'title',
            '"CFO"', 'open'
        FROM offers o WHERE o.i % 20 = 0
    """,
    f"""
        INSERT INTO expert_network.match_reviews (workspace_id, id, person_id, other_person_id, score)
        SELECT $1, {id_of("review", "i")}, least(a, b), greatest(a, b), 0.5 + (i % 50) / 100.0
        FROM generate_series(0, 2999) i
        CROSS JOIN LATERAL (SELECT {id_of("person", "2 * i")} AS a, {id_of("person", "2 * i + 1")} AS b) pair
    """,
)


async def fill(owner_url: str, workspace_id: UUID) -> None:
    """Write it all, and let Postgres look at it."""
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute("SET session_replication_role = replica")
        await connection.execute("SELECT setseed(0.7)")
        await connection.execute(OFFERS)
        for statement in STATEMENTS:
            await connection.execute(*_with(statement, workspace_id))
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def _with(statement: str, workspace_id: UUID) -> tuple[object, ...]:
    """A statement with as many of its arguments as it takes."""
    return (statement, workspace_id, "bench ") if "$2" in statement else (statement, workspace_id)
