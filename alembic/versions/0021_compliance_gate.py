"""The compliance gate: one SQL function that says what stands against a call on its day, and triggers that heed it.

It runs with the caller's own rights, so it sees one workspace; what cannot be found stands against the call. Nothing
in it is decided by the service, so that raw SQL as the service's role is refused as the service is. Those who are listed
are blocked after what an intake changes is noted (triggers of one event run by name), so that undo knows of it.
"""

from alembic import op

revision = "0021_compliance_gate"
down_revision = "0020_compliance_records"
branch_labels = None
depends_on = None

SAFE = "SET search_path = pg_catalog, pg_temp"
FACTS = "(rule text, weight text, fact text)"
"""`weight`: hit (the rule's outcome), unknown (what the rule says of facts that are not on file), note."""

RULES = (
    """
        CREATE FUNCTION expert_network.default_rules()
        RETURNS TABLE (rule text, version int, outcome text, parameters jsonb) LANGUAGE sql IMMUTABLE AS $$
            VALUES
                ('restricted_company', 0, 'refuse', '{"former_months": 0, "when_unknown": "pass"}'::jsonb),
                ('restricted_person', 0, 'refuse', '{}'),
                ('do_not_contact', 0, 'refuse', '{"when_unknown": "pass"}'),
                ('target_employee', 0, 'refuse', '{"former_months": 6, "when_unknown": "pass"}'),
                ('public_company_employee', 0, 'off', '{"when_unknown": "pass"}'),
                ('cooling_off', 0, 'refuse', '{"public_months": 6, "sensitive_months": 12, "private_months": 3,
                    "review_months": 24, "when_unknown": "pass"}'),
                ('government_official', 0, 'off', '{"titles": [], "when_unknown": "pass"}'),
                ('healthcare', 0, 'off', '{"when_unknown": "pass"}'),
                ('country', 0, 'off', '{"countries": [], "when_unknown": "pass"}'),
                ('attestation_terms', 0, 'off', '{"max_age_months": 12}'),
                ('attestation_call', 0, 'off', '{}'),
                ('conflict_check', 0, 'off', '{}'),
                ('call_limit', 0, 'off', '{"per_offer": 3, "per_person": 5, "period_days": 365}'),
                ('user_training', 0, 'off', '{"max_age_months": 12, "when_unknown": "needs_approval"}')
        $$
    """,
    f"""
        CREATE FUNCTION expert_network.rules_in_force(workspace uuid, day date)
        RETURNS TABLE (rule text, version int, outcome text, parameters jsonb) LANGUAGE sql STABLE {SAFE} AS $$
            SELECT d.rule, coalesce(r.version, d.version), coalesce(r.outcome::text, d.outcome),
                d.parameters || coalesce(r.parameters, '{{}}')
            FROM expert_network.default_rules() d
            LEFT JOIN LATERAL (
                SELECT c.version, c.outcome, c.parameters FROM expert_network.compliance_rules c
                WHERE c.workspace_id = workspace AND c.rule::text = d.rule AND c.valid_from <= day
                    AND (c.valid_to IS NULL OR c.valid_to >= day)
                ORDER BY c.version DESC LIMIT 1
            ) r ON true
        $$
    """,
    f"""
        CREATE FUNCTION expert_network.last_day(said text) RETURNS date LANGUAGE sql IMMUTABLE STRICT {SAFE} AS $$
            SELECT CASE
                WHEN said ~ '^[0-9]{{4}}$' AND said >= '1000' THEN make_date(said::int, 12, 31)
                WHEN said ~ '^[1-9][0-9]{{3}}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$' THEN least(
                    (make_date(left(said, 4)::int, substr(said, 6, 2)::int, 1) + interval '1 month - 1 day')::date,
                    make_date(left(said, 4)::int, substr(said, 6, 2)::int, 1)
                        + coalesce(nullif(substr(said, 9), '')::int - 1, 31))
            END
        $$
    """,
    f"""
        CREATE FUNCTION expert_network.said_span(since date, until date) RETURNS text LANGUAGE sql IMMUTABLE {SAFE} AS $$
            SELECT concat_ws(' ', 'since ' || to_char(since, 'YYYY-MM-DD'), 'until ' || to_char(until, 'YYYY-MM-DD'))
        $$
    """,
    f"""
        CREATE FUNCTION expert_network.same_people(workspace uuid, person uuid) RETURNS uuid[]
        LANGUAGE sql STABLE {SAFE} AS $$
            WITH RECURSIVE same (id) AS (
                SELECT person
                UNION
                SELECT p.id FROM same s JOIN expert_network.people p
                    ON p.workspace_id = workspace AND p.merged_into_id = s.id
            )
            SELECT array_agg(s.id) FROM same s
        $$
    """,
    f"""
        CREATE FUNCTION expert_network.employments(offer expert_network.experts, day date)
        RETURNS TABLE (name text, keys text[], ends date, is_current boolean, kinds text[], countries text[])
        LANGUAGE sql STABLE {SAFE} AS $$
            WITH card AS (
                SELECT p.title, p.company, p.past_employers FROM expert_network.people p
                WHERE p.workspace_id = offer.workspace_id AND p.id = offer.person_id
            ), told (name, said, held) AS (
                SELECT coalesce(offer.company, (SELECT c.company FROM card c)), NULL,
                    lower(CASE WHEN offer.company IS NULL THEN coalesce((SELECT c.title FROM card c), '')
                        ELSE coalesce(offer.title, '') END) !~ '^((formerly|former|previously)\\M|ex-)'
                UNION
                SELECT j ->> 'name', j ->> 'end', false FROM jsonb_array_elements(offer.past_employers) j
                UNION
                SELECT j ->> 'name', j ->> 'end', false FROM card c, jsonb_array_elements(c.past_employers) j
            ), read (name, keys, ends, held) AS (
                SELECT t.name, coalesce(expert_network.company_keys(t.name), '{{}}'), expert_network.last_day(t.said),
                    (t.held AND lower(t.name) !~ '^((formerly|former|previously)\\M|ex-)|[ ,-](former|past)$')
                        OR coalesce(lower(t.said) IN ('present', 'now', 'current', 'today'), false)
                FROM told t WHERE t.name IS NOT NULL
            )
            SELECT r.name, r.keys, r.ends, r.held OR coalesce(r.ends >= day, false), k.kinds, k.countries
            FROM read r
            CROSS JOIN LATERAL (
                SELECT coalesce(array_agg(DISTINCT f.kind) FILTER (WHERE f.kind IS NOT NULL), '{{}}') AS kinds,
                    coalesce(array_agg(DISTINCT f.country) FILTER (WHERE f.country IS NOT NULL), '{{}}') AS countries
                FROM (
                    SELECT c.kind::text, c.country FROM expert_network.company_facts c
                    WHERE c.workspace_id = offer.workspace_id AND c.key = ANY (r.keys)
                        AND coalesce(c.valid_from, '-infinity') <= day AND coalesce(c.valid_to, 'infinity') >= day
                    UNION ALL
                    SELECT 'public', NULL FROM expert_network.campaign_companies c
                    WHERE c.workspace_id = offer.workspace_id AND c.campaign_id = offer.campaign_id AND c.is_public
                        AND expert_network.company_key(c.name) = ANY (r.keys)
                ) f
            ) k
        $$
    """,
    f"""
        CREATE FUNCTION expert_network.listed_experts(workspace uuid, experts uuid[], day date)
        RETURNS TABLE (expert_id uuid, rule text, fact text) LANGUAGE sql STABLE {SAFE} AS $$
            WITH asked AS MATERIALIZED (
                SELECT e.id, expert_network.person_key(e.name) AS name_key, coalesce(e.company, p.company) AS company,
                    expert_network.same_people(workspace, e.person_id) AS people,
                    coalesce(expert_network.address_keys(e.email), '{{}}')
                        || coalesce(expert_network.address_keys(e.phone), '{{}}')
                        || coalesce(expert_network.address_keys(p.email), '{{}}')
                        || coalesce(expert_network.address_keys(p.phone), '{{}}') AS addresses
                FROM expert_network.experts e
                LEFT JOIN expert_network.people p ON p.workspace_id = workspace AND p.id = e.person_id
                WHERE e.workspace_id = workspace AND e.id = ANY (experts)
                    AND EXISTS (SELECT FROM expert_network.restricted_entries l WHERE l.workspace_id = workspace)
            ), hits (expert_id, entry_id, name) AS (
                SELECT a.id, l.id, l.name FROM asked a CROSS JOIN LATERAL unnest(a.people) p (id)
                JOIN expert_network.restricted_entries l ON l.workspace_id = workspace AND l.person_id = p.id
                UNION
                SELECT a.id, l.id, l.name FROM asked a JOIN expert_network.restricted_entries l
                    ON l.workspace_id = workspace AND l.list IN ('restricted', 'do_not_contact') AND l.kind = 'person'
                        AND l.key = a.name_key
                WHERE l.person_id IS NULL
                UNION
                SELECT a.id, l.id, l.name FROM asked a CROSS JOIN LATERAL unnest(a.addresses) k (key)
                JOIN expert_network.restricted_entries l
                    ON l.workspace_id = workspace AND l.list IN ('restricted', 'do_not_contact') AND l.kind = 'address'
                        AND l.key = k.key
                UNION
                SELECT a.id, l.id, a.company FROM asked a
                CROSS JOIN LATERAL unnest(expert_network.company_keys(a.company)) k (key)
                JOIN expert_network.restricted_entries l
                    ON l.workspace_id = workspace AND l.list = 'do_not_contact' AND l.kind = 'company' AND l.key = k.key
            )
            SELECT h.expert_id, CASE l.list WHEN 'restricted' THEN 'restricted_person' ELSE 'do_not_contact' END,
                h.name || ' is ' || CASE l.list WHEN 'restricted' THEN 'restricted ' ELSE 'not to be contacted ' END
                    || expert_network.said_span(l.valid_from, l.valid_to) || ' (' || l.reason || ')'
            FROM hits h JOIN expert_network.restricted_entries l ON l.workspace_id = workspace AND l.id = h.entry_id
            WHERE l.valid_from <= day AND coalesce(l.valid_to, 'infinity') >= day
        $$
    """,
)
EMPLOYERS = f"""
    CREATE FUNCTION expert_network.employer_facts(offer expert_network.experts, day date, rules jsonb)
    RETURNS TABLE {FACTS} LANGUAGE sql STABLE {SAFE} AS $$
        WITH jobs AS MATERIALIZED (
            SELECT j.*, to_char(j.ends, 'YYYY-MM-DD') AS left_on FROM expert_network.employments(offer, day) j
        ), listed AS (
            SELECT 'restricted_company' AS rule, l.key,
                'restricted ' || expert_network.said_span(l.valid_from, l.valid_to) || ' (' || l.reason || ')' AS told
            FROM (SELECT DISTINCT k.key FROM jobs j CROSS JOIN LATERAL unnest(j.keys) k (key)) k
            JOIN expert_network.restricted_entries l ON l.workspace_id = offer.workspace_id AND l.list = 'restricted'
                AND l.kind = 'company' AND l.key = k.key
            WHERE l.valid_from <= day AND coalesce(l.valid_to, 'infinity') >= day
            UNION ALL
            SELECT 'target_employee', expert_network.company_key(c.name), 'a target of this campaign'
            FROM expert_network.campaign_companies c
            WHERE c.workspace_id = offer.workspace_id AND c.campaign_id = offer.campaign_id AND c.role = 'target'
        ), months AS (
            SELECT j.*, (SELECT max(CASE k.kind
                    WHEN 'public' THEN (rules -> 'cooling_off' ->> 'public_months')::int
                    WHEN 'sensitive' THEN (rules -> 'cooling_off' ->> 'sensitive_months')::int
                    ELSE (rules -> 'cooling_off' ->> 'private_months')::int END)
                FROM unnest(j.kinds || ARRAY['private']) k (kind)) AS due,
                greatest((rules -> 'cooling_off' ->> 'public_months')::int,
                    (rules -> 'cooling_off' ->> 'sensitive_months')::int,
                    (rules -> 'cooling_off' ->> 'private_months')::int) AS longest
            FROM jobs j WHERE NOT j.is_current AND cardinality(j.keys) > 0
        ), found (rule, weight, fact) AS (
            SELECT l.rule, 'hit', format('%s, where the expert works, is %s', j.name, l.told)
            FROM jobs j JOIN listed l ON l.key = ANY (j.keys) WHERE j.is_current
            UNION ALL
            SELECT l.rule, CASE WHEN j.ends IS NULL THEN 'unknown' ELSE 'hit' END,
                format('%s, which the expert left %s, is %s', j.name,
                    coalesce('on ' || j.left_on, 'on a day not known'), l.told)
            FROM jobs j JOIN listed l ON l.key = ANY (j.keys)
            CROSS JOIN LATERAL (SELECT (rules -> l.rule ->> 'former_months')::int AS months) p
            WHERE NOT j.is_current AND p.months > 0
                AND (j.ends IS NULL OR j.ends + make_interval(months => p.months) > day)
            UNION ALL
            SELECT 'public_company_employee', 'hit', format('%s, where the expert works, is a listed company', j.name)
            FROM jobs j WHERE j.is_current AND 'public' = ANY (j.kinds)
            UNION ALL
            SELECT 'healthcare', 'hit', format('%s, where the expert works, is in healthcare', j.name)
            FROM jobs j WHERE j.is_current AND 'healthcare' = ANY (j.kinds)
            UNION ALL
            SELECT 'government_official', 'hit', format('%s, where the expert works, is of the government', j.name)
            FROM jobs j WHERE j.is_current AND 'government' = ANY (j.kinds)
            UNION ALL
            SELECT 'government_official', 'hit', format('the title %s says %s', offer.title, t.word)
            FROM jsonb_array_elements_text(rules -> 'government_official' -> 'titles') t (word)
            WHERE ' ' || array_to_string(expert_network.name_words(expert_network.fold_name(offer.title)), ' ') || ' '
                LIKE '% ' || array_to_string(expert_network.name_words(expert_network.fold_name(t.word)), ' ') || ' %'
            UNION ALL
            SELECT 'country', 'hit', format('%s is a country of this rule', c.country)
            FROM jsonb_array_elements_text(rules -> 'country' -> 'countries') c (country)
            WHERE expert_network.fold_name(c.country) IN (
                SELECT expert_network.fold_name(p.place) FROM regexp_split_to_table(
                    concat_ws(',', offer.location, offer.region), '[,;/()]') p (place))
                OR EXISTS (SELECT FROM jobs j WHERE j.is_current AND upper(c.country) = ANY (j.countries))
            UNION ALL
            SELECT 'cooling_off', CASE WHEN m.ends IS NULL OR m.ends + make_interval(months => m.due) <= day
                    THEN 'unknown' ELSE 'hit' END,
                CASE WHEN m.ends IS NULL THEN format('when the expert left %s is not known', m.name)
                    WHEN m.ends + make_interval(months => m.due) <= day THEN
                        format('the expert left %s on %s; what kind of company it is, is not known', m.name, m.left_on)
                    ELSE format('the expert left %s on %s, less than %s months before the call', m.name, m.left_on, m.due)
                END
            FROM months m
            WHERE m.ends IS NULL
                OR (m.ends + make_interval(months => m.due) > day
                    AND m.ends + make_interval(months => (rules -> 'cooling_off' ->> 'review_months')::int) > day)
                OR (m.kinds = '{{}}' AND m.ends + make_interval(months => m.longest) > day)
            UNION ALL
            SELECT r.rule, 'unknown', 'where the expert works is not known'
            FROM unnest(ARRAY['restricted_company', 'do_not_contact', 'target_employee', 'public_company_employee',
                'healthcare', 'government_official']) r (rule)
            WHERE NOT EXISTS (SELECT FROM jobs j WHERE j.is_current)
            UNION ALL
            SELECT r.rule, 'unknown', format('what kind of company %s is, is not known', j.name)
            FROM unnest(ARRAY['public_company_employee', 'healthcare', 'government_official']) r (rule)
            CROSS JOIN jobs j WHERE j.is_current AND cardinality(j.keys) > 0 AND j.kinds = '{{}}'
            UNION ALL
            SELECT 'target_employee', 'unknown', 'which companies are targets of this campaign is not known'
            WHERE NOT EXISTS (SELECT FROM listed l WHERE l.rule = 'target_employee')
            UNION ALL
            SELECT 'cooling_off', 'unknown', 'where the expert worked before is not known'
            WHERE NOT EXISTS (SELECT FROM jobs j WHERE NOT j.is_current)
            UNION ALL
            SELECT 'country', 'unknown', 'where the expert is, is not known'
            WHERE offer.location IS NULL AND offer.region IS NULL
        )
        SELECT DISTINCT f.rule, f.weight, f.fact FROM found f WHERE rules ? f.rule
    $$
"""
PROCESS = f"""
    CREATE FUNCTION expert_network.process_facts(offer expert_network.experts, day date, rules jsonb,
        call_at timestamptz, interview uuid, stage text, booker text)
    RETURNS TABLE {FACTS} LANGUAGE sql STABLE {SAFE} AS $$
        WITH people (ids) AS MATERIALIZED (
            SELECT expert_network.same_people(offer.workspace_id, offer.person_id)
        ), signed AS (
            SELECT a.kind, a.interview_id, a.signed_at FROM expert_network.attestations a, people p
            WHERE a.workspace_id = offer.workspace_id AND a.person_id = ANY (p.ids) AND a.signed_at <= call_at
        ), terms (signed_on) AS (
            SELECT max((s.signed_at AT TIME ZONE c.timezone)::date) FROM signed s
            JOIN expert_network.campaigns c ON c.workspace_id = offer.workspace_id AND c.id = offer.campaign_id
            WHERE s.kind = 'terms'
        ), calls AS (
            SELECT i.expert_id FROM expert_network.interviews i
            JOIN expert_network.experts e ON e.workspace_id = i.workspace_id AND e.id = i.expert_id
            CROSS JOIN people p
            WHERE i.workspace_id = offer.workspace_id AND e.person_id = ANY (p.ids)
                AND i.status IN ('scheduled', 'confirmed', 'completed', 'stopped')
                AND i.id IS DISTINCT FROM interview AND i.starts_at <= call_at
                AND i.starts_at > call_at - make_interval(days => (rules -> 'call_limit' ->> 'period_days')::int)
        ), counted (calls, limited, whose) AS (
            SELECT count(*), (rules -> 'call_limit' ->> 'per_offer')::int, 'by this offer' FROM calls c
            WHERE c.expert_id = offer.id
            UNION ALL
            SELECT count(*), (rules -> 'call_limit' ->> 'per_person')::int, 'over all vendors' FROM calls c
        ), trained (completed_on) AS (
            SELECT max(t.completed_on) FROM expert_network.user_trainings t
            WHERE t.workspace_id = offer.workspace_id AND t.user_id = booker AND t.completed_on <= day
                AND coalesce(t.expires_on, 'infinity') >= day
        ), found (rule, weight, fact) AS (
            SELECT 'attestation_terms', 'hit', coalesce(
                'the expert signed the terms on ' || to_char(t.signed_on, 'YYYY-MM-DD') || ', '
                    || (rules -> 'attestation_terms' ->> 'max_age_months') || ' months or more before the call',
                'the expert had signed no terms by then')
            FROM terms t
            WHERE t.signed_on IS NULL OR day >=
                t.signed_on + make_interval(months => (rules -> 'attestation_terms' ->> 'max_age_months')::int)
            UNION ALL
            SELECT 'attestation_call', CASE WHEN stage = 'scheduled' THEN 'note' ELSE 'hit' END,
                'the expert has signed no attestation of this call'
            WHERE NOT EXISTS (SELECT FROM signed s WHERE s.kind = 'call' AND s.interview_id = interview)
            UNION ALL
            SELECT 'conflict_check', 'hit', format('nobody but the booker has cleared this call of conflicts (vendor: %s)',
                replace(offer.conflict_status::text, '_', ' '))
            UNION ALL
            SELECT 'call_limit', 'hit', format('%s calls %s in %s days are all there may be', c.calls, c.whose,
                rules -> 'call_limit' ->> 'period_days')
            FROM counted c WHERE c.calls >= c.limited
            UNION ALL
            SELECT 'user_training', CASE WHEN booker IS NULL THEN 'unknown' ELSE 'hit' END, CASE
                WHEN booker IS NULL THEN 'who books is not known'
                WHEN t.completed_on IS NULL THEN 'who books has no training in force on the day of the call'
                ELSE 'who books was last trained on ' || to_char(t.completed_on, 'YYYY-MM-DD') END
            FROM trained t
            WHERE t.completed_on IS NULL OR day >=
                t.completed_on + make_interval(months => (rules -> 'user_training' ->> 'max_age_months')::int)
        )
        SELECT f.rule, f.weight, f.fact FROM found f WHERE rules ? f.rule
    $$
"""
GATE = (
    EMPLOYERS,
    PROCESS,
    f"""
        CREATE FUNCTION expert_network.gate_findings(expert_id uuid, campaign_id uuid, starts_at timestamptz,
            interview_id uuid, stage text DEFAULT 'completed')
        RETURNS TABLE (rule text, version int, outcome text, fact text, asked text, decided_by text, call_day date)
        LANGUAGE plpgsql STABLE {SAFE} AS $$
        #variable_conflict use_column
        DECLARE
            offer expert_network.experts;
            day date;
            booker text;
            rules jsonb;
        BEGIN
            SELECT e.* INTO offer FROM expert_network.experts e
            WHERE e.id = gate_findings.expert_id AND e.campaign_id = gate_findings.campaign_id
                AND e.workspace_id = coalesce(
                    nullif(current_setting('app.workspace_id', true), '')::uuid, e.workspace_id);
            IF offer.id IS NULL OR starts_at IS NULL THEN
                RETURN QUERY SELECT 'on_file', 0, 'refuse', 'the expert, the campaign or the day of the call is not known',
                    'refuse', NULL::text, NULL::date;
                RETURN;
            END IF;
            SELECT (gate_findings.starts_at AT TIME ZONE c.timezone)::date INTO STRICT day
            FROM expert_network.campaigns c WHERE c.workspace_id = offer.workspace_id AND c.id = offer.campaign_id;
            SELECT i.booked_by INTO booker FROM expert_network.interviews i
            WHERE i.workspace_id = offer.workspace_id AND i.id = gate_findings.interview_id;
            booker := coalesce(booker, nullif(current_setting('app.user_id', true), ''));
            SELECT jsonb_object_agg(r.rule, r.parameters || jsonb_build_object('version', r.version, 'outcome', r.outcome))
            INTO rules FROM expert_network.rules_in_force(offer.workspace_id, day) r WHERE r.outcome <> 'off';
            RETURN QUERY
            WITH facts AS (
                SELECT * FROM expert_network.employer_facts(offer, day, rules)
                UNION ALL
                SELECT l.rule, 'hit', l.fact
                FROM expert_network.listed_experts(offer.workspace_id, ARRAY[offer.id], day) l WHERE rules ? l.rule
                UNION ALL
                SELECT * FROM expert_network.process_facts(offer, day, rules, gate_findings.starts_at,
                    gate_findings.interview_id, gate_findings.stage, booker)
            ), weighed AS (
                SELECT f.rule, (rules -> f.rule ->> 'version')::int AS version, f.fact, CASE
                    WHEN f.weight = 'hit' THEN rules -> f.rule ->> 'outcome'
                    WHEN f.weight = 'unknown' AND rules -> f.rule ->> 'when_unknown' = 'needs_approval'
                        THEN 'needs_approval'
                    ELSE 'note' END AS asked
                FROM facts f
            )
            SELECT w.rule, w.version, CASE
                    WHEN w.asked = 'note' THEN 'note'
                    WHEN d.decision = 'refuse' THEN 'refuse'
                    WHEN d.decision = 'override' THEN 'overridden'
                    WHEN d.decision = 'approve' AND w.asked = 'needs_approval' THEN 'approved'
                    ELSE w.asked END,
                w.fact, w.asked, d.decided_by, day
            FROM weighed w
            LEFT JOIN LATERAL (
                SELECT a.decision, a.decided_by FROM expert_network.approval_requests q
                JOIN expert_network.approval_decisions a ON a.workspace_id = q.workspace_id AND a.request_id = q.id
                WHERE q.workspace_id = offer.workspace_id AND q.expert_id = offer.id AND q.call_day = day
                    AND q.rule::text = w.rule AND q.version = w.version AND q.fact = w.fact
                    AND (q.interview_id IS NULL OR q.interview_id = gate_findings.interview_id)
                    AND a.decided_by IS DISTINCT FROM booker
                ORDER BY a.created_at DESC, a.id DESC LIMIT 1
            ) d ON true
            ORDER BY array_position(ARRAY['refuse', 'needs_approval', 'overridden', 'approved', 'note'], w.asked),
                w.rule, w.fact;
        END $$
    """,
    f"""
        CREATE FUNCTION expert_network.guard_compliance() RETURNS trigger LANGUAGE plpgsql {SAFE} AS $$
        DECLARE
            told text;
            findings jsonb;
        BEGIN
            SELECT string_agg(f.rule || ' (version ' || f.version || '): ' || f.fact, '; '),
                jsonb_agg(jsonb_build_object('rule', f.rule, 'version', f.version, 'outcome', f.outcome, 'fact', f.fact))
            INTO told, findings
            FROM expert_network.gate_findings(NEW.expert_id, NEW.campaign_id, NEW.starts_at, NEW.id, NEW.status::text) f
            WHERE f.outcome IN ('refuse', 'needs_approval');
            IF told IS NOT NULL THEN
                RAISE EXCEPTION USING MESSAGE = told, DETAIL = findings::text,
                    ERRCODE = '23514', CONSTRAINT = 'compliance_gate';
            END IF;
            RETURN NEW;
        END $$
    """,
    """
        CREATE TRIGGER guard_compliance
        BEFORE INSERT OR UPDATE OF status, starts_at, expert_id, campaign_id ON expert_network.interviews
        FOR EACH ROW WHEN (NEW.status IN ('scheduled', 'confirmed', 'completed'))
        EXECUTE FUNCTION expert_network.guard_compliance()
    """,
    """
        CREATE TRIGGER guard_compliance_stopped BEFORE INSERT ON expert_network.interviews
        FOR EACH ROW WHEN (NEW.status = 'stopped') EXECUTE FUNCTION expert_network.guard_compliance()
    """,
)
BLOCKS = (
    f"""
        CREATE FUNCTION expert_network.settle_blocks(workspace uuid, candidates uuid[]) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER {SAFE} AS $$
        BEGIN
            WITH listed AS (
                SELECT l.expert_id, min(l.rule || ' (version ' || r.version || '): ' || l.fact) AS fact
                FROM expert_network.listed_experts(workspace, candidates, (now() AT TIME ZONE 'UTC')::date) l
                JOIN expert_network.rules_in_force(workspace, (now() AT TIME ZONE 'UTC')::date) r
                    ON r.rule = l.rule AND r.outcome = 'refuse'
                GROUP BY l.expert_id
            )
            UPDATE expert_network.experts e
            SET blocked_from = CASE WHEN l.fact IS NULL THEN NULL ELSE e.status END,
                status = CASE WHEN l.fact IS NULL THEN e.blocked_from ELSE 'blocked' END,
                status_reason = coalesce(l.fact, 'no longer listed'),
                status_at = now()
            FROM unnest(candidates) c (id) LEFT JOIN listed l ON l.expert_id = c.id
            WHERE e.workspace_id = workspace AND e.id = c.id
                AND (CASE WHEN l.fact IS NULL THEN e.status = 'blocked'
                    ELSE e.status IN ('proposed', 'reviewed', 'shortlisted') END);
        END $$
    """,
    f"""
        CREATE FUNCTION expert_network.block_listed(workspace uuid, entries uuid[])
        RETURNS void LANGUAGE sql {SAFE} AS $$
            WITH listed AS MATERIALIZED (
                SELECT l.* FROM expert_network.restricted_entries l
                WHERE l.workspace_id = workspace AND l.id = ANY (entries)
            ), free AS (
                SELECT e.id, e.name, e.company, e.email, e.phone, e.person_id FROM expert_network.experts e
                WHERE e.workspace_id = workspace AND e.status IN ('proposed', 'reviewed', 'shortlisted')
                    AND EXISTS (SELECT FROM listed)
            )
            SELECT expert_network.settle_blocks(workspace, array_agg(DISTINCT c.id)) FROM (
                SELECT e.id FROM expert_network.experts e WHERE e.workspace_id = workspace AND e.status = 'blocked'
                UNION ALL
                SELECT e.id FROM listed l JOIN free e ON expert_network.person_key(e.name) = l.key
                WHERE l.kind = 'person'
                UNION ALL
                SELECT e.id FROM listed l CROSS JOIN LATERAL
                    unnest(expert_network.same_people(workspace, l.person_id)) p (id)
                JOIN expert_network.experts e ON e.workspace_id = workspace AND e.person_id = p.id
                WHERE l.person_id IS NOT NULL
                UNION ALL
                SELECT e.id FROM listed l
                JOIN expert_network.people p ON p.workspace_id = workspace AND p.id = l.person_id
                JOIN expert_network.experts e ON e.workspace_id = workspace AND e.person_id = p.merged_into_id
                UNION ALL
                SELECT e.id FROM listed l
                CROSS JOIN LATERAL unnest(l.key || expert_network.company_subsidiaries(l.key)) k (key)
                JOIN free e ON expert_network.company_key(e.company) = k.key
                WHERE l.kind = 'company' AND l.list = 'do_not_contact'
                UNION ALL
                SELECT e.id FROM free e CROSS JOIN LATERAL unnest(coalesce(expert_network.address_keys(e.email), '{{}}')
                    || coalesce(expert_network.address_keys(e.phone), '{{}}')) k (key)
                JOIN listed l ON l.key = k.key
                WHERE l.kind = 'address'
            ) c HAVING count(*) > 0
        $$
    """,
    """
        CREATE FUNCTION expert_network.follow_entries() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM expert_network.block_listed(n.workspace_id, array_agg(n.id)) FROM new_entries n GROUP BY n.workspace_id;
            RETURN NULL;
        END $$
    """,
    """
        CREATE FUNCTION expert_network.follow_rules() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM expert_network.block_listed(n.workspace_id, (
                SELECT array_agg(l.id) FROM expert_network.restricted_entries l WHERE l.workspace_id = n.workspace_id))
            FROM (SELECT DISTINCT r.workspace_id FROM new_rules r
                WHERE r.rule IN ('restricted_person', 'do_not_contact')) n;
            RETURN NULL;
        END $$
    """,
    """
        CREATE FUNCTION expert_network.follow_experts() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM expert_network.settle_blocks(n.workspace_id, array_agg(n.id)) FROM new_experts n
            WHERE EXISTS (SELECT FROM expert_network.restricted_entries l WHERE l.workspace_id = n.workspace_id)
            GROUP BY n.workspace_id;
            RETURN NULL;
        END $$
    """,
    """
        CREATE FUNCTION expert_network.follow_expert_changes() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM expert_network.settle_blocks(n.workspace_id, array_agg(n.id))
            FROM new_experts n JOIN old_experts o ON o.workspace_id = n.workspace_id AND o.id = n.id
            WHERE (o.name, o.company, o.email, o.phone, o.person_id) IS DISTINCT FROM
                    (n.name, n.company, n.email, n.phone, n.person_id)
                OR (o.status <> n.status AND n.status IN ('proposed', 'shortlisted') AND o.status <> 'blocked')
            GROUP BY n.workspace_id;
            RETURN NULL;
        END $$
    """,
    """
        CREATE TRIGGER follow_entries AFTER INSERT ON expert_network.restricted_entries
        REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION expert_network.follow_entries()
    """,
    """
        CREATE TRIGGER follow_entry_changes AFTER UPDATE ON expert_network.restricted_entries
        REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION expert_network.follow_entries()
    """,
    """
        CREATE TRIGGER follow_rules AFTER INSERT ON expert_network.compliance_rules
        REFERENCING NEW TABLE AS new_rules FOR EACH STATEMENT EXECUTE FUNCTION expert_network.follow_rules()
    """,
    """
        CREATE TRIGGER then_follow_experts AFTER INSERT ON expert_network.experts
        REFERENCING NEW TABLE AS new_experts FOR EACH STATEMENT EXECUTE FUNCTION expert_network.follow_experts()
    """,
    """
        CREATE TRIGGER then_follow_expert_changes AFTER UPDATE ON expert_network.experts
        REFERENCING OLD TABLE AS old_experts NEW TABLE AS new_experts
        FOR EACH STATEMENT EXECUTE FUNCTION expert_network.follow_expert_changes()
    """,
)
BACK = (
    "DROP TRIGGER then_follow_expert_changes ON expert_network.experts",
    "DROP TRIGGER then_follow_experts ON expert_network.experts",
    "DROP TRIGGER follow_rules ON expert_network.compliance_rules",
    "DROP TRIGGER follow_entry_changes ON expert_network.restricted_entries",
    "DROP TRIGGER follow_entries ON expert_network.restricted_entries",
    "DROP TRIGGER guard_compliance_stopped ON expert_network.interviews",
    "DROP TRIGGER guard_compliance ON expert_network.interviews",
    "DROP FUNCTION expert_network.follow_expert_changes()",
    "DROP FUNCTION expert_network.follow_experts()",
    "DROP FUNCTION expert_network.follow_rules()",
    "DROP FUNCTION expert_network.follow_entries()",
    "DROP FUNCTION expert_network.block_listed(uuid, uuid[])",
    "DROP FUNCTION expert_network.settle_blocks(uuid, uuid[])",
    "DROP FUNCTION expert_network.guard_compliance()",
    "DROP FUNCTION expert_network.gate_findings(uuid, uuid, timestamptz, uuid, text)",
    "DROP FUNCTION expert_network.process_facts(expert_network.experts, date, jsonb, timestamptz, uuid, text, text)",
    "DROP FUNCTION expert_network.employer_facts(expert_network.experts, date, jsonb)",
    "DROP FUNCTION expert_network.listed_experts(uuid, uuid[], date)",
    "DROP FUNCTION expert_network.employments(expert_network.experts, date)",
    "DROP FUNCTION expert_network.same_people(uuid, uuid)",
    "DROP FUNCTION expert_network.said_span(date, date)",
    "DROP FUNCTION expert_network.last_day(text)",
    "DROP FUNCTION expert_network.rules_in_force(uuid, date)",
    "DROP FUNCTION expert_network.default_rules()",
)


def upgrade() -> None:
    for statement in (*RULES, *GATE, *BLOCKS):
        op.execute(statement)


def downgrade() -> None:
    for statement in BACK:
        op.execute(statement)
