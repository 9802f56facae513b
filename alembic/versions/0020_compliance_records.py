"""What compliance keeps on record: rules by version, lists, facts about companies, attestations, trainings, decisions.

Names are compared by keys made in SQL alone, so that no list depends on who wrote to it. What people decide (rules,
requests, decisions) is only ever added, attestations and trainings too; lists and facts are ended, never deleted; and
every row written is in the log, whoever writes it.
"""

import json
from pathlib import Path

from alembic import op

from shared.db import rls

revision = "0020_compliance_records"
down_revision = "0019_screening"
branch_labels = None
depends_on = None

SEED = json.loads((Path(__file__).parent.parent / "seed" / "company_names.json").read_text())


def literal(name: str) -> str:
    """A part of the seed as a jsonb constant."""
    text = json.dumps(SEED[name], ensure_ascii=False, separators=(",", ":")).replace("'", "''")
    return f"'{text}'::jsonb"


ENUMS = {
    "compliance_rule": (
        "restricted_company",
        "restricted_person",
        "do_not_contact",
        "target_employee",
        "public_company_employee",
        "cooling_off",
        "government_official",
        "healthcare",
        "country",
        "attestation_terms",
        "attestation_call",
        "conflict_check",
        "call_limit",
        "user_training",
    ),
    "rule_outcome": ("off", "refuse", "needs_approval"),
    "restricted_list": ("restricted", "do_not_contact"),
    "restricted_kind": ("company", "person", "address"),
    "company_kind": ("public", "private", "sensitive", "government", "healthcare"),
    "attestation_kind": ("terms", "call"),
    "approval_decision": ("approve", "override", "refuse"),
}
APPENDED = ("compliance_rules", "attestations", "user_trainings", "approval_requests", "approval_decisions")
ENDED = ("restricted_entries", "company_facts")
KEYS = (
    f"""
        CREATE FUNCTION expert_network.fold_name(name text) RETURNS text
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            letters CONSTANT jsonb := {literal("letters")};
            folded text := left(name, 600);
        BEGIN
            IF folded ~ '[^ -~]' THEN
                folded := regexp_replace(normalize(folded, NFKC), '[\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufeff]', '', 'g');
                folded := replace(replace(replace(folded, 'й', 'y'), 'ё', 'e'), 'ї', 'yi');
                folded := replace(replace(replace(folded, 'Й', 'y'), 'Ё', 'e'), 'Ї', 'yi');
                folded := regexp_replace(normalize(folded, NFKD),
                    '[\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff]', '', 'g');
                SELECT string_agg(coalesce(letters ->> c.letter, c.letter), '' ORDER BY c.ordinality) INTO folded
                FROM regexp_split_to_table(folded, '') WITH ORDINALITY c (letter, ordinality);
            END IF;
            RETURN btrim(regexp_replace(lower(folded), '[\\u0001-\\u0020\\u007f]+', ' ', 'g'));
        END $$
    """,
    """
        CREATE FUNCTION expert_network.name_words(folded text) RETURNS text[]
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT array_remove(regexp_split_to_array(
                regexp_replace(replace(replace(folded, '''', ''), '&', ' and '), '\\m(\\w)\\.(?=\\w\\.)', '\\1', 'g'),
                '[^a-z0-9\\u00c0-\\u1fff\\u2c00-\\u2fef\\u3005-\\u30fa\\u30fc-\\U0010ffff]+'), '')
        $$
    """,
    f"""
        CREATE FUNCTION expert_network.company_key(name text) RETURNS text
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            aliases CONSTANT jsonb := {literal("aliases")};
            legal CONSTANT jsonb := {literal("legal")};
            nobody CONSTANT jsonb := {literal("nobody")};
            otherwise CONSTANT jsonb := {literal("said_otherwise")};
            folded text := expert_network.fold_name(name);
            own text := coalesce(nullif(btrim(regexp_replace(folded, '\\([^)]*\\)', ' ', 'g')), ''), folded);
            said text;
            words text[];
        BEGIN
            own := regexp_replace(own, '^((formerly|former|previously)\\M[\\s:-]*((at|with)\\s+)?|ex-\\s*)', '');
            own := regexp_replace(own, '[\\s,-]+(former|past)$', '');
            said := array_to_string(expert_network.name_words(regexp_replace(own, '\\md/?b/?a\\M.*', '')), ' ');
            said := regexp_replace(regexp_replace(said, '^the ', ''), '\\m([a-z])\\s(?=[a-z]\\M)', '\\1', 'g');
            SELECT array_agg(coalesce(otherwise ->> w.word, w.word) ORDER BY w.ordinality) INTO words
            FROM unnest(string_to_array(said, ' ')) WITH ORDINALITY w (word, ordinality) WHERE w.word <> '';
            words := string_to_array(array_to_string(words, ' '), ' ');
            IF coalesce(cardinality(words), 0) = 0 OR nobody ? array_to_string(words, '')
                OR nobody ? array_to_string(expert_network.name_words(own), '') THEN
                RETURN NULL;
            END IF;
            said := array_to_string(words, ' ');
            WHILE cardinality(words) > 1 AND legal ? words[cardinality(words)] LOOP
                words := trim_array(words, 1);
            END LOOP;
            RETURN coalesce(aliases ->> said, aliases ->> array_to_string(words, ' '), array_to_string(words, ' '));
        END $$
    """,
    f"""
        CREATE FUNCTION expert_network.company_keys(name text) RETURNS text[]
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT array_remove(ARRAY[k.key, {literal("parents")} ->> k.key], NULL)
            FROM (SELECT expert_network.company_key(name) AS key) k WHERE k.key IS NOT NULL
        $$
    """,
    f"""
        CREATE FUNCTION expert_network.company_subsidiaries(key text) RETURNS text[]
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT coalesce(array_agg(p.child), '{{}}') FROM jsonb_each_text({literal("parents")}) p (child, parent)
            WHERE p.parent = company_subsidiaries.key
        $$
    """,
    """
        CREATE FUNCTION expert_network.person_key(name text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT nullif(string_agg(w.word, ' ' ORDER BY w.word COLLATE "C"), '')
            FROM unnest(expert_network.name_words(expert_network.fold_name(name))) AS w (word)
            WHERE length(w.word) > 1 AND w.word NOT IN ('dr', 'prof', 'professor', 'mr', 'mrs', 'ms', 'miss', 'sir',
                'dame', 'herr', 'frau', 'phd', 'md', 'mba', 'msc', 'jr', 'sr', 'ii', 'iii', 'cfa', 'esq')
        $$
    """,
    """
        CREATE FUNCTION expert_network.address_keys(address text) RETURNS text[]
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT CASE
                WHEN a.said ~ '^@?[^@[:space:]]+[.][^@[:space:]]+$' AND a.said !~ '^[+0-9 ()/.-]+$'
                    THEN ARRAY['domain:' || ltrim(a.said, '@')]
                WHEN a.said ~ '^[^@[:space:]]+@[^@[:space:]]+$' THEN ARRAY[
                    'mail:' || regexp_replace(a.said, '[+].*@', '@'), 'domain:' || split_part(a.said, '@', 2)]
                WHEN length(a.digits) >= 7 THEN ARRAY['tel:' || right(a.digits, 9)]
            END
            FROM (SELECT lower(btrim(address)) AS said,
                regexp_replace(regexp_replace(address, '[(]0[)]', ''), '[^0-9]', '', 'g') AS digits) a
        $$
    """,
    """
        CREATE FUNCTION expert_network.listed_key(kind expert_network.restricted_kind, name text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT CASE kind
                WHEN 'company' THEN expert_network.company_key(name)
                WHEN 'person' THEN expert_network.person_key(name)
                ELSE (expert_network.address_keys(name))[1]
            END
        $$
    """,
)
TABLES = (
    """
        CREATE TABLE expert_network.compliance_rules (
            workspace_id UUID NOT NULL,
            id UUID DEFAULT gen_random_uuid() NOT NULL,
            rule expert_network.compliance_rule NOT NULL,
            version INTEGER NOT NULL,
            outcome expert_network.rule_outcome NOT NULL,
            parameters JSONB DEFAULT '{}'::jsonb NOT NULL,
            valid_from DATE NOT NULL,
            valid_to DATE,
            reason TEXT NOT NULL,
            created_by TEXT,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT compliance_rules_version_unique UNIQUE (workspace_id, rule, version),
            CONSTRAINT compliance_rules_version_check CHECK (version > 0),
            CONSTRAINT compliance_rules_dates_check CHECK (valid_to >= valid_from)
        )
    """,
    "CREATE INDEX idx_compliance_rules_created ON expert_network.compliance_rules (workspace_id, created_at, id)",
    """
        CREATE TABLE expert_network.restricted_entries (
            workspace_id UUID NOT NULL,
            id UUID DEFAULT gen_random_uuid() NOT NULL,
            list expert_network.restricted_list NOT NULL,
            kind expert_network.restricted_kind NOT NULL,
            name TEXT NOT NULL,
            key TEXT GENERATED ALWAYS AS (expert_network.listed_key(kind, name)) STORED NOT NULL,
            person_id UUID,
            valid_from DATE NOT NULL,
            valid_to DATE,
            reason TEXT NOT NULL,
            created_by TEXT,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_restricted_person FOREIGN KEY (workspace_id, person_id)
                REFERENCES expert_network.people (workspace_id, id) ON DELETE SET NULL (person_id),
            CONSTRAINT restricted_entries_person_check CHECK (person_id IS NULL OR kind = 'person'),
            CONSTRAINT restricted_entries_dates_check CHECK (valid_to >= valid_from)
        )
    """,
    "CREATE INDEX idx_restricted_created ON expert_network.restricted_entries (workspace_id, created_at, id)",
    "CREATE INDEX idx_restricted_name ON expert_network.restricted_entries (workspace_id, name, id)",
    "CREATE INDEX idx_restricted_key ON expert_network.restricted_entries (workspace_id, list, kind, key)",
    "CREATE INDEX idx_restricted_person ON expert_network.restricted_entries (workspace_id, person_id)",
    """
        CREATE TABLE expert_network.company_facts (
            workspace_id UUID NOT NULL,
            id UUID DEFAULT gen_random_uuid() NOT NULL,
            name TEXT NOT NULL,
            key TEXT GENERATED ALWAYS AS (expert_network.company_key(name)) STORED NOT NULL,
            kind expert_network.company_kind NOT NULL,
            country TEXT,
            valid_from DATE,
            valid_to DATE,
            source TEXT,
            created_by TEXT,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT company_facts_country_check CHECK (country ~ '^[A-Z]{2}$'),
            CONSTRAINT company_facts_dates_check CHECK (valid_to >= valid_from)
        )
    """,
    "CREATE INDEX idx_company_facts_created ON expert_network.company_facts (workspace_id, created_at, id)",
    "CREATE INDEX idx_company_facts_name ON expert_network.company_facts (workspace_id, name, id)",
    "CREATE INDEX idx_company_facts_key ON expert_network.company_facts (workspace_id, key)",
    """
        CREATE TABLE expert_network.attestations (
            workspace_id UUID NOT NULL,
            id UUID DEFAULT gen_random_uuid() NOT NULL,
            person_id UUID,
            person_name TEXT NOT NULL,
            kind expert_network.attestation_kind NOT NULL,
            interview_id UUID,
            text_version TEXT NOT NULL,
            text_hash TEXT NOT NULL,
            signed_at timestamptz NOT NULL,
            evidence TEXT,
            created_by TEXT,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_attestations_person FOREIGN KEY (workspace_id, person_id)
                REFERENCES expert_network.people (workspace_id, id) ON DELETE SET NULL (person_id),
            CONSTRAINT attestations_call_check CHECK (kind = 'call' OR interview_id IS NULL),
            CONSTRAINT attestations_hash_check CHECK (text_hash ~ '^[0-9a-f]{64}$')
        )
    """,
    "CREATE INDEX idx_attestations_signed ON expert_network.attestations (workspace_id, signed_at, id)",
    "CREATE INDEX idx_attestations_person ON expert_network.attestations (workspace_id, person_id, kind, signed_at)",
    "CREATE INDEX idx_attestations_interview ON expert_network.attestations (workspace_id, interview_id)",
    """
        CREATE TABLE expert_network.user_trainings (
            workspace_id UUID NOT NULL,
            id UUID DEFAULT gen_random_uuid() NOT NULL,
            user_id TEXT NOT NULL,
            course TEXT NOT NULL,
            completed_on DATE NOT NULL,
            expires_on DATE,
            created_by TEXT,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT user_trainings_dates_check CHECK (expires_on >= completed_on)
        )
    """,
    "CREATE INDEX idx_user_trainings_user ON expert_network.user_trainings (workspace_id, user_id, completed_on)",
    "CREATE INDEX idx_user_trainings_completed ON expert_network.user_trainings (workspace_id, completed_on, id)",
    """
        CREATE TABLE expert_network.approval_requests (
            workspace_id UUID NOT NULL,
            id UUID DEFAULT gen_random_uuid() NOT NULL,
            campaign_id UUID NOT NULL,
            expert_id UUID NOT NULL,
            interview_id UUID,
            rule expert_network.compliance_rule NOT NULL,
            version INTEGER NOT NULL,
            outcome expert_network.rule_outcome NOT NULL,
            fact TEXT NOT NULL,
            call_day DATE NOT NULL,
            starts_at timestamptz NOT NULL,
            requested_by TEXT,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_approvals_campaign FOREIGN KEY (workspace_id, campaign_id)
                REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_approvals_expert FOREIGN KEY (workspace_id, campaign_id, expert_id)
                REFERENCES expert_network.experts (workspace_id, campaign_id, id) ON DELETE CASCADE,
            CONSTRAINT approval_requests_unique
                UNIQUE NULLS NOT DISTINCT (workspace_id, expert_id, interview_id, call_day, rule, version, fact)
        )
    """,
    "CREATE INDEX idx_approvals_created ON expert_network.approval_requests (workspace_id, created_at, id)",
    "CREATE INDEX idx_approvals_starts ON expert_network.approval_requests (workspace_id, starts_at, id)",
    "CREATE INDEX idx_approvals_campaign ON expert_network.approval_requests (workspace_id, campaign_id)",
    """
        CREATE TABLE expert_network.approval_decisions (
            workspace_id UUID NOT NULL,
            id UUID DEFAULT gen_random_uuid() NOT NULL,
            request_id UUID NOT NULL,
            decision expert_network.approval_decision NOT NULL,
            reason TEXT NOT NULL,
            decided_by TEXT NOT NULL,
            created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_decisions_request FOREIGN KEY (workspace_id, request_id)
                REFERENCES expert_network.approval_requests (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT approval_decisions_reason_check CHECK (btrim(reason) <> '')
        )
    """,
    "CREATE INDEX idx_decisions_request ON expert_network.approval_decisions (workspace_id, request_id, created_at)",
)
LOGGED = {
    "compliance_rules": "rule",
    "restricted_entries": "restricted_entry",
    "company_facts": "company_fact",
    "attestations": "attestation",
    "user_trainings": "training",
    "approval_requests": "approval_request",
}
SIGNED = {
    "created_by": ("compliance_rules", "restricted_entries", "company_facts", "attestations", "user_trainings"),
    "requested_by": ("approval_requests",),
    "decided_by": ("approval_decisions",),
}
"""The columns that say who wrote a row: never what the writer says, always whom the transaction was introduced as."""
LOGGING = (
    *(
        f"""
            CREATE FUNCTION expert_network.sign_{column}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.{column} := nullif(pg_catalog.current_setting('app.user_id', true), '');
                RETURN NEW;
            END $$
        """
        for column in SIGNED
    ),
    *(
        f"""
            CREATE TRIGGER sign_{column} BEFORE INSERT ON expert_network.{table}
            FOR EACH ROW EXECUTE FUNCTION expert_network.sign_{column}()
        """
        for column, tables in SIGNED.items()
        for table in tables
    ),
    """
        CREATE FUNCTION expert_network.note_compliance() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            was jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END;
            became jsonb := to_jsonb(NEW);
        BEGIN
            INSERT INTO expert_network.audit_entries (workspace_id, occurred_at, action, subject_kind, subject_id,
                campaign_id, reason, details, before_hash, after_hash)
            VALUES (NEW.workspace_id, coalesce((became ->> 'signed_at')::timestamptz, now()),
                TG_ARGV[0] || CASE TG_OP WHEN 'INSERT' THEN '.added' ELSE '.changed' END, TG_ARGV[0], NEW.id,
                (became ->> 'campaign_id')::uuid, became ->> 'reason',
                jsonb_strip_nulls(became - 'workspace_id' - 'id' - 'reason' - 'created_at' - 'updated_at'),
                encode(sha256(convert_to(was::text, 'UTF8')), 'hex'),
                encode(sha256(convert_to(became::text, 'UTF8')), 'hex'));
            RETURN NULL;
        END $$
    """,
    *(
        f"""
            CREATE TRIGGER note_compliance AFTER INSERT OR UPDATE ON expert_network.{table}
            FOR EACH ROW EXECUTE FUNCTION expert_network.note_compliance('{kind}')
        """
        for table, kind in LOGGED.items()
    ),
    """
        CREATE FUNCTION expert_network.note_decision() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            asked expert_network.approval_requests;
        BEGIN
            SELECT q.* INTO STRICT asked FROM expert_network.approval_requests q
            WHERE q.workspace_id = NEW.workspace_id AND q.id = NEW.request_id;
            INSERT INTO expert_network.audit_entries (workspace_id, action, subject_kind, subject_id, campaign_id,
                reason, details)
            VALUES (NEW.workspace_id,
                CASE NEW.decision WHEN 'approve' THEN 'gate.approved' WHEN 'override' THEN 'gate.overridden'
                    ELSE 'gate.denied' END,
                'expert', asked.expert_id, asked.campaign_id, NEW.reason,
                jsonb_strip_nulls(jsonb_build_object('approval_id', asked.id, 'interview_id', asked.interview_id,
                    'rule', asked.rule, 'version', asked.version, 'fact', asked.fact, 'starts_at', asked.starts_at)));
            RETURN NULL;
        END $$
    """,
    """
        CREATE TRIGGER note_decision AFTER INSERT ON expert_network.approval_decisions
        FOR EACH ROW EXECUTE FUNCTION expert_network.note_decision()
    """,
    """
        CREATE FUNCTION expert_network.guard_decision() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            IF EXISTS (
                SELECT FROM expert_network.approval_requests q
                LEFT JOIN expert_network.interviews i ON i.workspace_id = q.workspace_id AND i.id = q.interview_id
                WHERE q.workspace_id = NEW.workspace_id AND q.id = NEW.request_id
                    AND NEW.decided_by = i.booked_by
            ) THEN
                RAISE EXCEPTION 'nobody decides about a call they booked'
                    USING ERRCODE = '23514', CONSTRAINT = 'decider_is_booker';
            END IF;
            RETURN NEW;
        END $$
    """,
    """
        CREATE TRIGGER then_guard_decision BEFORE INSERT ON expert_network.approval_decisions
        FOR EACH ROW EXECUTE FUNCTION expert_network.guard_decision()
    """,
)


def upgrade() -> None:
    for name, values in ENUMS.items():
        labels = ", ".join(f"'{value}'" for value in values)
        op.execute(f"CREATE TYPE expert_network.{name} AS ENUM ({labels})")
    for statement in (*KEYS, *TABLES, *LOGGING):
        op.execute(statement)
    for table in (*APPENDED, *ENDED):
        for statement in rls.protect(table):
            op.execute(statement)
        op.execute(f"REVOKE DELETE ON expert_network.{table} FROM core_rw")
    for table in APPENDED:
        op.execute(f"REVOKE UPDATE ON expert_network.{table} FROM core_rw")
    for table in ENDED:
        for statement in rls.touch(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed((*ENDED, *APPENDED)):
        op.execute(f"DROP TABLE expert_network.{table}")
    for function in ("guard_decision", "note_decision", "note_compliance", *(f"sign_{column}" for column in SIGNED)):
        op.execute(f"DROP FUNCTION expert_network.{function}()")
    op.execute("DROP FUNCTION expert_network.listed_key(expert_network.restricted_kind, text)")
    for function in ("address_keys", "person_key", "company_subsidiaries", "company_keys", "company_key"):
        op.execute(f"DROP FUNCTION expert_network.{function}(text)")
    op.execute("DROP FUNCTION expert_network.name_words(text)")
    op.execute("DROP FUNCTION expert_network.fold_name(text)")
    for name in ENUMS:
        op.execute(f"DROP TYPE expert_network.{name}")
