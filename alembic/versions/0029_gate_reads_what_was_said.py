"""The gate reads what an offer said before it was edited, names and places as people write them; held calls stay.

Every change of what the gate reads is in the log, and there the gate looks for what somebody else's edit took away.
Calls that stand against a list or rule changed since they were booked are told by `recheck_calls`.
"""

import json
import runpy
from pathlib import Path

from alembic import op

revision = "0029_gate_reads_what_was_said"
down_revision = "0028_order_of_moves"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent
SAFE = "SET search_path = pg_catalog, pg_temp"
CALLS, RECORDS, GATE, SHUT = (
    runpy.run_path(str(HERE / f"{name}.py"))
    for name in ("0014_interviews", "0020_compliance_records", "0021_compliance_gate", "0025_gate_held_shut")
)
KEEP_BEFORE: str = next(text for text in CALLS["HOLDS"] if "FUNCTION expert_network.keep_interview()" in text)
ADDRESSES_BEFORE: str = next(text for text in RECORDS["KEYS"] if "FUNCTION expert_network.address_keys" in text)
EMPLOYMENTS_BEFORE, LISTED_BEFORE = GATE["RULES"][5], GATE["RULES"][6]
EMPLOYERS_BEFORE: str = GATE["EMPLOYERS"]
BLOCK_BEFORE: str = GATE["BLOCKS"][1]
FINDINGS_BEFORE, GUARD_BEFORE = SHUT["FINDINGS"], SHUT["GUARD"]
FACTS = ("name", "title", "company", "past_employers", "email", "phone", "location", "region")
"""What the gate reads of an offer."""


def seed(name: str, part: str | None = None) -> str:
    """A seed, or a part of it, as a jsonb constant."""
    data = json.loads((HERE.parent / "seed" / f"{name}.json").read_text())
    text = json.dumps(data[part] if part else data, ensure_ascii=False, separators=(",", ":")).replace("'", "''")
    return f"'{text}'::jsonb"


def anew(text: str, *changes: tuple[str, str]) -> str:
    """A function that there is, with each part put anew."""
    for old, new in changes:
        if old not in text:
            raise LookupError(old)
        text = text.replace(old, new)
    return replacing(text)


def replacing(text: str) -> str:
    """The statement, for a function that there is."""
    return text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


HELD = (
    f"""
        CREATE FUNCTION expert_network.keep_held() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {SAFE} AS $$
        DECLARE
            introduced text := current_setting('app.workspace_id', true);
            moved boolean;
        BEGIN
            PERFORM set_config('app.workspace_id', coalesce(current_setting('app.moved_to', true), ''), true);
            IF TG_TABLE_NAME = 'interviews' THEN
                SELECT EXISTS (SELECT FROM expert_network.interviews i WHERE i.workspace_id <> OLD.workspace_id
                    AND i.id = OLD.id AND i.status = OLD.status) INTO moved;
            ELSE
                SELECT EXISTS (SELECT FROM expert_network.charges c WHERE c.workspace_id <> OLD.workspace_id
                    AND c.id = OLD.id AND c.stage = OLD.stage) INTO moved;
            END IF;
            PERFORM set_config('app.workspace_id', coalesce(introduced, ''), true);
            IF NOT moved AND session_user <> (
                SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID) THEN
                RAISE EXCEPTION 'calls that were held or charged stay on record'
                    USING ERRCODE = '23514', CONSTRAINT = 'calls_held';
            END IF;
            RETURN OLD;
        END $$
    """,
    """
        CREATE TRIGGER keep_held BEFORE DELETE ON expert_network.interviews
        FOR EACH ROW WHEN (OLD.status IN ('completed', 'stopped')) EXECUTE FUNCTION expert_network.keep_held()
    """,
    """
        CREATE TRIGGER keep_held BEFORE DELETE ON expert_network.charges
        FOR EACH ROW WHEN (OLD.stage = 'actual' AND OLD.interview_id IS NOT NULL)
        EXECUTE FUNCTION expert_network.keep_held()
    """,
)
KEEP = anew(
    KEEP_BEFORE,
    (
        "NEW.sequence := OLD.sequence + CASE\n                    WHEN (",
        "NEW.sequence := OLD.sequence + CASE\n                    WHEN NEW.sequence > OLD.sequence OR (",
    ),
    ("OLD.place, OLD.status)", "OLD.place, OLD.status, OLD.lead_member_id)"),
    ("NEW.place, NEW.status)", "NEW.place, NEW.status, NEW.lead_member_id)"),
)
TOLD = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
ATTENDING = (
    f"""
        CREATE FUNCTION expert_network.tell_calendars() RETURNS trigger LANGUAGE plpgsql {SAFE} AS $$
        BEGIN
            UPDATE expert_network.interviews i SET sequence = i.sequence + 1
            FROM (SELECT DISTINCT c.workspace_id, c.interview_id FROM changed c) c
            WHERE i.workspace_id = c.workspace_id AND i.id = c.interview_id AND i.starts_at IS NOT NULL
                AND i.workspace_id IS DISTINCT FROM nullif(current_setting('app.moved_to', true), '')::uuid;
            RETURN NULL;
        END $$
    """,
    *(
        f"""
            CREATE TRIGGER tell_calendars_{event.lower()} AFTER {event} ON expert_network.interview_attendees
            REFERENCING {row} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION expert_network.tell_calendars()
        """
        for event, row in TOLD.items()
    ),
)
ADDRESSES = anew(
    ADDRESSES_BEFORE,
    (
        "'domain:' || split_part(a.said, '@', 2)]",
        """'domain:' || split_part(a.said, '@', 2)] || ARRAY(
                        SELECT 'domain:' || array_to_string(d.labels[n:], '.')
                        FROM (SELECT string_to_array(split_part(a.said, '@', 2), '.') AS labels) d,
                            generate_series(2, cardinality(d.labels) - 1) n)""",
    ),
)
NAMES = (
    f"""
        CREATE FUNCTION expert_network.person_variants(name text) RETURNS text[]
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE {SAFE} AS $$
        DECLARE
            known CONSTANT jsonb := {seed("given_names")};
            words text[] := '{{}}';
            said text[];
        BEGIN
            FOR n IN REVERSE 2..1 LOOP
                SELECT array_agg(w.word ORDER BY w.ordinality) INTO said
                FROM unnest(expert_network.name_words(split_part(expert_network.fold_name(name), ',', n)))
                    WITH ORDINALITY w (word, ordinality)
                WHERE expert_network.person_key(w.word) IS NOT NULL;
                words := words || coalesce(said, '{{}}');
            END LOOP;
            IF cardinality(words) < 2 THEN
                RETURN '{{}}';
            END IF;
            RETURN ARRAY(
                SELECT g.given || ' ' || words[cardinality(words)]
                FROM jsonb_array_elements_text(coalesce(known -> words[1], jsonb_build_array(words[1]))) g (given));
        END $$
    """,
    """
        CREATE FUNCTION expert_network.listed_variants(kind expert_network.restricted_kind, name text) RETURNS text[]
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT CASE kind WHEN 'person' THEN expert_network.person_variants(name) ELSE '{}' END
        $$
    """,
    """
        ALTER TABLE expert_network.restricted_entries ADD COLUMN variants text[]
            -- squawk-ignore adding-field-with-default
            GENERATED ALWAYS AS (expert_network.listed_variants(kind, name)) STORED NOT NULL
    """,
    f"""
        CREATE FUNCTION expert_network.employer_keys(name text) RETURNS text[]
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE {SAFE} AS $$
        DECLARE
            countries CONSTANT jsonb := {seed("countries", "names")};
            keys text[] := expert_network.company_keys(name);
            words text[] := string_to_array(keys[1], ' ');
        BEGIN
            FOR n IN 1..3 LOOP
                IF cardinality(words) > n AND countries ? array_to_string(words[cardinality(words) - n + 1:], ' ')
                    AND words[cardinality(words) - n] NOT IN ('of', 'de', 'do', 'da', 'di', 'del', 'the', 'and') THEN
                    RETURN keys || coalesce(expert_network.company_keys(array_to_string(trim_array(words, n), ' ')), '{{}}');
                END IF;
            END LOOP;
            RETURN keys;
        END $$
    """,
)
"""`employer_keys`: those of a company, and where it is a company's arm in a country, those of the company too."""
PLACES = (
    f"""
        CREATE FUNCTION expert_network.country_code(said text) RETURNS text
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE {SAFE} AS $$
        DECLARE
            codes CONSTANT jsonb := {seed("countries", "codes")};
            names CONSTANT jsonb := {seed("countries", "names")};
        BEGIN
            RETURN CASE WHEN codes ? upper(btrim(said)) THEN upper(btrim(said))
                ELSE names ->> array_to_string(expert_network.name_words(expert_network.fold_name(said)), ' ') END;
        END $$
    """,
    f"""
        CREATE FUNCTION expert_network.place_countries(said text) RETURNS text[]
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE {SAFE} AS $$
        DECLARE
            cities CONSTANT jsonb := {seed("countries", "cities")};
            states CONSTANT jsonb := {seed("countries", "states")};
            parts text[];
            last text;
            city text;
            found text[];
        BEGIN
            SELECT array_agg(p.part ORDER BY p.ordinality) INTO parts FROM (
                SELECT array_to_string(expert_network.name_words(regexp_replace(s.part,
                    '\\m(greater|metropolitan|metro|area|region|and surrounding|based in)\\M', ' ', 'g')), ' ') AS part,
                    s.ordinality
                FROM regexp_split_to_table(expert_network.fold_name(said), '[,;/|()]') WITH ORDINALITY s (part, ordinality)
            ) p WHERE p.part NOT IN ('', 'remote', 'na', 'n a', 'unknown', 'tbd', 'global', 'n');
            last := parts[cardinality(parts)];
            city := cities ->> parts[1];
            found := array_remove(ARRAY[expert_network.country_code(last),
                CASE WHEN states ? rtrim(last, ' 0123456789') THEN 'US' END], NULL);
            IF city = ANY (found) OR city IS NOT NULL AND (found = '{{}}' OR cardinality(parts) = 1) THEN
                RETURN ARRAY[city];
            ELSIF found = '{{}}' OR found IS NULL THEN
                SELECT coalesce(array_agg(DISTINCT c.code), '{{}}') INTO found
                FROM unnest(parts) p (part), expert_network.country_code(p.part) c (code)
                WHERE length(p.part) > 2 AND c.code IS NOT NULL;
            END IF;
            RETURN ARRAY(SELECT DISTINCT f.code FROM unnest(found) f (code) ORDER BY 1);
        END $$
    """,
)
"""`place_countries`: none that is known, the one, or those it may be: "Dover, DE" is in Delaware or in Germany."""
EMPLOYMENTS = anew(
    EMPLOYMENTS_BEFORE,
    ("read (name, keys, ends, held) AS (", "read (name, own, keys, ends, held) AS ("),
    (
        "SELECT t.name, coalesce(expert_network.company_keys(t.name), '{}'),",
        """SELECT t.name, coalesce(expert_network.company_keys(t.name), '{}'),
                    coalesce(expert_network.employer_keys(t.name), '{}'),""",
    ),
    ("c.key = ANY (r.keys)", "c.key = ANY (r.own)"),
)
"""What is known of a company is not known of its arms; who is listed with it is."""
OFFERS = (
    """
        CREATE TYPE expert_network.asked_offer AS
            (id uuid, name text, company text, email text, phone text, person_id uuid)
    """,
    LISTED_BEFORE.replace(
        "listed_experts(workspace uuid, experts uuid[], day date)",
        "listed_offers(workspace uuid, offers expert_network.asked_offer[], day date)",
    )
    .replace("FROM expert_network.experts e\n", "FROM unnest(offers) e\n")
    .replace(
        "WHERE e.workspace_id = workspace AND e.id = ANY (experts)\n                    AND EXISTS", "WHERE EXISTS"
    )
    .replace("unnest(expert_network.company_keys(a.company))", "unnest(expert_network.employer_keys(a.company))"),
    f"""
        CREATE OR REPLACE FUNCTION expert_network.listed_experts(workspace uuid, experts uuid[], day date)
        RETURNS TABLE (expert_id uuid, rule text, fact text) LANGUAGE sql STABLE {SAFE} AS $$
            SELECT l.* FROM (
                SELECT array_agg(ROW(e.id, e.name, e.company, e.email, e.phone, e.person_id)::expert_network.asked_offer)
                    AS asked
                FROM expert_network.experts e WHERE e.workspace_id = workspace AND e.id = ANY (experts)
            ) o CROSS JOIN LATERAL expert_network.listed_offers(workspace, o.asked, day) l
        $$
    """,
    f"""
        CREATE FUNCTION expert_network.likely_listed(workspace uuid, name text, day date)
        RETURNS TABLE (rule text, fact text) LANGUAGE sql STABLE {SAFE} AS $$
            SELECT CASE l.list WHEN 'restricted' THEN 'restricted_person' ELSE 'do_not_contact' END,
                format('%s may be %s, who is %s', likely_listed.name, l.name,
                    CASE l.list WHEN 'restricted' THEN 'restricted ' ELSE 'not to be contacted ' END
                        || expert_network.said_span(l.valid_from, l.valid_to) || ' (' || l.reason || ')')
            FROM expert_network.restricted_entries l, (
                SELECT expert_network.person_variants(likely_listed.name) AS variants,
                    expert_network.person_key(likely_listed.name) AS key
            ) a
            WHERE l.workspace_id = workspace AND l.kind = 'person' AND l.person_id IS NULL AND l.variants && a.variants
                AND l.key <> a.key AND l.valid_from <= day AND coalesce(l.valid_to, 'infinity') >= day
        $$
    """,
)
EDITS = (
    f"""
        CREATE FUNCTION expert_network.note_facts() RETURNS trigger LANGUAGE plpgsql {SAFE} AS $$
        DECLARE
            was jsonb := to_jsonb(OLD);
            became jsonb := to_jsonb(NEW);
            changed text[] := ARRAY(SELECT f.name FROM unnest(ARRAY{list(FACTS)!r}) f (name)
                WHERE was -> f.name IS DISTINCT FROM became -> f.name);
        BEGIN
            INSERT INTO expert_network.audit_entries (workspace_id, action, subject_kind, subject_id, campaign_id, details,
                before_hash, after_hash)
            VALUES (NEW.workspace_id, 'expert.changed', 'expert', NEW.id, NEW.campaign_id, jsonb_strip_nulls(
                jsonb_build_object('intake_id', nullif(current_setting('app.intake_id', true), ''))) || jsonb_build_object(
                    'before', (SELECT jsonb_object_agg(c.name, was -> c.name) FROM unnest(changed) c (name)),
                    'after', (SELECT jsonb_object_agg(c.name, became -> c.name) FROM unnest(changed) c (name))),
                encode(sha256(convert_to(was::text, 'UTF8')), 'hex'),
                encode(sha256(convert_to(became::text, 'UTF8')), 'hex'));
            RETURN NULL;
        END $$
    """,
    f"""
        CREATE TRIGGER note_facts AFTER UPDATE OF {", ".join(FACTS)} ON expert_network.experts
        FOR EACH ROW WHEN (({", ".join(f"OLD.{name}" for name in FACTS)})
            IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in FACTS)}))
        EXECUTE FUNCTION expert_network.note_facts()
    """,
    """
        CREATE INDEX idx_audit_entries_facts ON expert_network.audit_entries (workspace_id, subject_id, position)
        WHERE action = 'expert.changed'
    """,
    f"""
        CREATE FUNCTION expert_network.said_otherwise(offer expert_network.experts)
        RETURNS TABLE (said expert_network.experts, told text, by_vendor boolean) LANGUAGE sql STABLE {SAFE} AS $$
            WITH own AS MATERIALIZED (
                SELECT offer AS here, offer.id
                UNION ALL
                SELECT e, e.id FROM expert_network.experts e
                WHERE e.workspace_id = offer.workspace_id AND e.person_id = offer.person_id AND e.id <> offer.id
            ), changes AS MATERIALIZED (
                SELECT a.subject_id AS id, a.position, a.details -> 'before' AS before,
                    coalesce(a.actor, 'the worker') AS editor, a.occurred_at::date AS edited_on
                FROM own o JOIN expert_network.audit_entries a ON a.workspace_id = offer.workspace_id
                    AND a.subject_id = o.id AND a.action = 'expert.changed'
            )
            SELECT jsonb_populate_record(o.here, s.state || jsonb_build_object('campaign_id', offer.campaign_id)),
                (SELECT string_agg(format('%s was %s until edited by %s on %s', replace(b.key, '_', ' '),
                        CASE jsonb_typeof(b.value) WHEN 'string' THEN quote_literal(b.value #>> '{{}}')
                            WHEN 'null' THEN 'empty' ELSE 'another' END, c.editor, c.edited_on), '; ' ORDER BY b.key)
                    FROM jsonb_each(c.before) b), false
            FROM changes c JOIN own o ON o.id = c.id
            CROSS JOIN LATERAL (
                SELECT jsonb_object_agg(b.key, b.value ORDER BY d.position DESC) AS state
                FROM changes d CROSS JOIN LATERAL jsonb_each(d.before) b WHERE d.id = c.id AND d.position >= c.position
            ) s
            UNION ALL
            SELECT o.here, format('so says the offer of %s', v.name), true
            FROM own o JOIN expert_network.vendor_platforms v
                ON v.workspace_id = (o.here).workspace_id AND v.id = (o.here).vendor_platform_id
            WHERE o.id <> offer.id AND (o.here).campaign_id = offer.campaign_id AND (o.here).superseded_by_id IS NULL
        $$
    """,
    f"""
        CREATE FUNCTION expert_network.facts_otherwise(offer expert_network.experts, day date, rules jsonb)
        RETURNS TABLE (rule text, told text, fact text) LANGUAGE sql STABLE {SAFE} AS $$
            SELECT f.rule, f.fact, f.fact || '; ' || s.told
            FROM expert_network.said_otherwise(offer) s
            CROSS JOIN LATERAL (
                SELECT e.rule, e.fact FROM expert_network.employer_facts(s.said, day, rules) e WHERE e.weight = 'hit'
                UNION ALL
                SELECT l.rule, l.fact FROM expert_network.listed_offers(offer.workspace_id, ARRAY[ROW((s.said).id,
                    (s.said).name, (s.said).company, (s.said).email, (s.said).phone, (s.said).person_id
                    )::expert_network.asked_offer], day) l WHERE rules ? l.rule
            ) f
            WHERE NOT s.by_vendor
                OR f.rule IN ('restricted_company', 'restricted_person', 'do_not_contact', 'target_employee')
        $$
    """,
)
"""An offer as it was before each change, the later ones undone too; and those beside it, on lists and targets alone."""
EMPLOYERS = anew(
    EMPLOYERS_BEFORE,
    (
        "), found (rule, weight, fact) AS (",
        """), place AS MATERIALIZED (
            SELECT coalesce(expert_network.place_countries(offer.location), '{}') AS codes
        ), found (rule, weight, fact) AS (""",
    ),
    (
        """SELECT 'country', 'hit', format('%s is a country of this rule', c.country)
            FROM jsonb_array_elements_text(rules -> 'country' -> 'countries') c (country)
            WHERE expert_network.fold_name(c.country) IN (
                SELECT expert_network.fold_name(p.place) FROM regexp_split_to_table(
                    concat_ws(',', offer.location, offer.region), '[,;/()]') p (place))
                OR EXISTS (SELECT FROM jobs j WHERE j.is_current AND upper(c.country) = ANY (j.countries))""",
        """SELECT 'country', CASE WHEN cardinality(p.codes) > 1 AND NOT s.works THEN 'unknown' ELSE 'hit' END,
                CASE WHEN cardinality(p.codes) > 1 AND NOT s.works
                    THEN format('%s may be in %s, a country of this rule', offer.location, c.country)
                    ELSE format('%s is a country of this rule', c.country) END
            FROM place p
            CROSS JOIN jsonb_array_elements_text(rules -> 'country' -> 'countries') c (country)
            CROSS JOIN LATERAL (SELECT expert_network.country_code(c.country) AS code) k
            CROSS JOIN LATERAL (
                SELECT EXISTS (SELECT FROM jobs j WHERE j.is_current AND k.code = ANY (j.countries)) AS works) s
            WHERE k.code = ANY (p.codes) OR s.works""",
    ),
    (
        """SELECT 'country', 'unknown', 'where the expert is, is not known'
            WHERE offer.location IS NULL AND offer.region IS NULL""",
        """SELECT 'country', 'unknown', coalesce('in which country ' || coalesce(offer.location, offer.region)
                || ' is, is not known', 'where the expert is, is not known')
            FROM place p WHERE p.codes = '{}'""",
    ),
)
FINDINGS = anew(
    FINDINGS_BEFORE,
    ("WITH facts AS (", "WITH present AS MATERIALIZED ("),
    (
        "), weighed AS (",
        """    UNION ALL
                SELECT l.rule, 'likely', l.fact
                FROM expert_network.likely_listed(offer.workspace_id, offer.name, day) l WHERE rules ? l.rule
            ), facts AS (
                SELECT p.rule, p.weight, p.fact FROM present p
                UNION
                SELECT o.rule, 'otherwise', o.fact FROM expert_network.facts_otherwise(offer, day, rules) o
                WHERE NOT EXISTS (
                    SELECT FROM present p WHERE p.rule = o.rule AND p.weight = 'hit' AND p.fact = o.told)
            ), weighed AS (""",
    ),
    (
        "WHEN f.weight = 'unknown' AND",
        "WHEN f.weight IN ('likely', 'otherwise') THEN 'needs_approval'\n                    WHEN f.weight = 'unknown' AND",
    ),
)
GUARD = anew(
    GUARD_BEFORE, ("            RETURN NEW;", "            NEW.gate_conflict := NULL;\n            RETURN NEW;")
)
BLOCK = anew(
    BLOCK_BEFORE,
    (
        "JOIN free e ON expert_network.company_key(e.company) = k.key\n",
        "JOIN free e ON k.key = ANY (expert_network.employer_keys(e.company))\n",
    ),
)
WATCHED = {"restricted_entries": 2, "compliance_rules": 1, "company_facts": 2, "campaign_companies": 3}
"""What calls are cleared by, and how many of insert, update and delete there may be."""
WATCHES = tuple((table, event, row) for table, number in WATCHED.items() for event, row in list(TOLD.items())[:number])
RECHECK = (
    "ALTER TABLE expert_network.interviews ADD COLUMN gate_conflict TEXT",
    f"""
        CREATE FUNCTION expert_network.recheck_calls(workspace uuid) RETURNS bigint LANGUAGE sql {SAFE} AS $$
            WITH asked AS MATERIALIZED (
                SELECT i.id, string_agg(f.rule || ' (version ' || f.version || '): ' || f.fact, '; ') AS conflict,
                    coalesce(jsonb_agg(jsonb_build_object('rule', f.rule, 'version', f.version, 'outcome', f.outcome,
                        'fact', f.fact)) FILTER (WHERE f.rule IS NOT NULL), '[]') AS findings
                FROM expert_network.interviews i
                LEFT JOIN LATERAL (
                    SELECT g.* FROM expert_network.gate_findings(
                        i.expert_id, i.campaign_id, i.starts_at, i.id, i.status::text) g
                    WHERE g.outcome IN ('refuse', 'needs_approval')
                ) f ON true
                WHERE i.workspace_id = workspace AND i.status IN ('scheduled', 'confirmed')
                GROUP BY i.id
            ), changed AS (
                UPDATE expert_network.interviews i SET gate_conflict = a.conflict FROM asked a
                WHERE i.workspace_id = workspace AND i.id = a.id AND i.gate_conflict IS DISTINCT FROM a.conflict
                RETURNING i.id, i.campaign_id, i.expert_id, i.starts_at, i.status, a.conflict, a.findings
            ), noted AS (
                INSERT INTO expert_network.audit_entries (workspace_id, action, subject_kind, subject_id, campaign_id,
                    reason, details)
                SELECT workspace, CASE WHEN c.conflict IS NULL THEN 'gate.conflict_over' ELSE 'gate.conflict' END,
                    'interview', c.id, c.campaign_id, c.conflict, jsonb_build_object('expert_id', c.expert_id,
                        'starts_at', c.starts_at, 'stage', c.status, 'findings', c.findings)
                FROM changed c RETURNING 1
            )
            SELECT count(*) FROM noted
        $$
    """,
    f"""
        CREATE FUNCTION expert_network.ask_recheck() RETURNS trigger LANGUAGE plpgsql {SAFE} AS $$
        BEGIN
            INSERT INTO expert_network.pgqueuer (priority, status, entrypoint, dedupe_key, payload)
            SELECT 0, 'queued', 'recheck_calls', concat_ws(':', 'recheck_calls', c.workspace_id, pg_current_xact_id()),
                convert_to(json_build_object('user_id', '', 'workspace_id', c.workspace_id, 'role', 'viewer',
                    'subject', json_build_object())::text, 'UTF8')
            FROM (SELECT DISTINCT c.workspace_id FROM changed c) c
            WHERE EXISTS (SELECT FROM expert_network.interviews i
                WHERE i.workspace_id = c.workspace_id AND i.status IN ('scheduled', 'confirmed'))
            ON CONFLICT DO NOTHING;
            RETURN NULL;
        END $$
    """,
    *(
        f"""
            CREATE TRIGGER ask_recheck_{event.lower()} AFTER {event} ON expert_network.{table}
            REFERENCING {row} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION expert_network.ask_recheck()
        """
        for table, event, row in WATCHES
    ),
)
NOTE_BEFORE: str = next(text for text in RECORDS["LOGGING"] if "FUNCTION expert_network.note_compliance" in text)
TAKEN_BACK = """
    ALTER TABLE expert_network.restricted_entries
    -- squawk-ignore ban-drop-constraint
    DROP CONSTRAINT restricted_entries_dates_check
"""
DATES = """
    ALTER TABLE expert_network.restricted_entries
    -- squawk-ignore constraint-missing-not-valid
    ADD CONSTRAINT restricted_entries_dates_check CHECK (valid_to >= valid_from{slack})
"""
ON_RECORD = (
    TAKEN_BACK,
    DATES.format(slack=" - 1"),
    "ALTER TABLE expert_network.attestations ADD COLUMN text TEXT",
    anew(NOTE_BEFORE, ("- 'reason'", "- 'reason' - 'text' - 'variants'")),
)
"""An entry of today can be taken back today; what was signed can be read."""
OFF_RECORD = (
    replacing(NOTE_BEFORE),
    "ALTER TABLE expert_network.attestations DROP COLUMN text",
    TAKEN_BACK,
    "ALTER TABLE expert_network.restricted_entries NO FORCE ROW LEVEL SECURITY",
    "UPDATE expert_network.restricted_entries SET valid_to = valid_from WHERE valid_to < valid_from",
    DATES.format(slack=""),
    "ALTER TABLE expert_network.restricted_entries FORCE ROW LEVEL SECURITY",
)
BACK = (
    *OFF_RECORD,
    *(f"DROP TRIGGER ask_recheck_{event.lower()} ON expert_network.{table}" for table, event, _ in WATCHES),
    "DELETE FROM expert_network.pgqueuer WHERE entrypoint = 'recheck_calls'",
    "DROP FUNCTION expert_network.ask_recheck()",
    "DROP FUNCTION expert_network.recheck_calls(uuid)",
    *(replacing(text) for text in (BLOCK_BEFORE, GUARD_BEFORE, FINDINGS_BEFORE, EMPLOYERS_BEFORE)),
    "ALTER TABLE expert_network.interviews DROP COLUMN gate_conflict",
    "DROP FUNCTION expert_network.facts_otherwise(expert_network.experts, date, jsonb)",
    "DROP FUNCTION expert_network.said_otherwise(expert_network.experts)",
    "DROP INDEX expert_network.idx_audit_entries_facts",
    "DROP TRIGGER note_facts ON expert_network.experts",
    "DROP FUNCTION expert_network.note_facts()",
    "DROP FUNCTION expert_network.likely_listed(uuid, text, date)",
    *(replacing(text) for text in (LISTED_BEFORE, EMPLOYMENTS_BEFORE)),
    "DROP FUNCTION expert_network.listed_offers(uuid, expert_network.asked_offer[], date)",
    "DROP TYPE expert_network.asked_offer",
    "DROP FUNCTION expert_network.place_countries(text)",
    "DROP FUNCTION expert_network.country_code(text)",
    "DROP FUNCTION expert_network.employer_keys(text)",
    "ALTER TABLE expert_network.restricted_entries DROP COLUMN variants",
    "DROP FUNCTION expert_network.listed_variants(expert_network.restricted_kind, text)",
    "DROP FUNCTION expert_network.person_variants(text)",
    replacing(ADDRESSES_BEFORE),
    *(f"DROP TRIGGER tell_calendars_{event.lower()} ON expert_network.interview_attendees" for event in TOLD),
    "DROP FUNCTION expert_network.tell_calendars()",
    replacing(KEEP_BEFORE),
    *(f"DROP TRIGGER keep_held ON expert_network.{table}" for table in ("charges", "interviews")),
    "DROP FUNCTION expert_network.keep_held()",
)


def upgrade() -> None:
    for statement in (*HELD, KEEP, *ATTENDING, ADDRESSES, *NAMES, *PLACES, EMPLOYMENTS, *OFFERS, *EDITS, EMPLOYERS):
        op.execute(statement)
    for statement in (*RECHECK, FINDINGS, GUARD, BLOCK, *ON_RECORD):
        op.execute(statement)


def downgrade() -> None:
    for statement in BACK:
        op.execute(statement)
