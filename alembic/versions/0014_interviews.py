"""Interviews as booked calls: instants with zones, who attends, days off, and one calendar nobody is booked twice in.

`calendar_holds` has a row for each party of each call that takes their time; the database alone keeps it. The naive
date and time are dropped at once: no release has read or written this table.
"""

from alembic import op

from shared.db import rls

revision = "0014_interviews"
down_revision = "0013_research_log"
branch_labels = None
depends_on = None

KNOWN_ZONE = "CHECK (timezone(timezone, '2000-01-01 00:00+00'::timestamptz) IS NOT NULL)"
COLOURS = "('blue', 'green', 'purple', 'orange', 'red', 'pink', 'cyan', 'yellow', 'indigo', 'gray')"
ENUMS = {"call_party": ("expert", "client", "vendor"), "holder_kind": ("person", "member")}
TABLES = ("interview_attendees", "calendar_holds", "blackouts")
COLUMNS = {
    "campaign_vendor_enrollments": (
        "invited_at timestamptz DEFAULT now() NOT NULL",
        "status_reason TEXT",
        "status_at timestamptz DEFAULT now() NOT NULL",
    ),
    "experts": (
        "proposed_at timestamptz DEFAULT now() NOT NULL",
        "status_reason TEXT",
        "status_at timestamptz DEFAULT now() NOT NULL",
        "blocked_from expert_network.expert_status",
    ),
    "campaigns": (f"color_tag TEXT CONSTRAINT campaigns_color_check CHECK (color_tag IN {COLOURS})",),
    "team_members": (
        f"timezone TEXT DEFAULT 'UTC' NOT NULL CONSTRAINT team_members_timezone_check {KNOWN_ZONE}",
        """working_hours JSONB DEFAULT '{"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "18:00"}'::jsonb NOT NULL""",
    ),
    "campaign_team_assignments": ("is_required BOOLEAN DEFAULT false NOT NULL",),
    "vendor_platforms": (
        "lead_time_hours INTEGER CONSTRAINT vendor_platforms_lead_check CHECK (lead_time_hours BETWEEN 0 AND 720)",
    ),
    "interviews": (
        "status_reason TEXT",
        "status_at timestamptz DEFAULT now() NOT NULL",
        "starts_at timestamptz",
        "ends_at timestamptz",
        "proposed_slots JSONB DEFAULT '[]'::jsonb NOT NULL",
        "place TEXT",
        "lead_member_id UUID",
        "requested_at timestamptz DEFAULT now() NOT NULL",
        "booked_by TEXT",
        "actual_minutes INTEGER CONSTRAINT interviews_actual_check CHECK (actual_minutes BETWEEN 0 AND 600)",
        "was_poor BOOLEAN DEFAULT false NOT NULL",
        "fault expert_network.call_party",
        "stopped_rule TEXT",
        "rating NUMERIC(2, 1)",
        "relevance_rating NUMERIC(2, 1)",
        "expertise_rating NUMERIC(2, 1)",
        "communication_rating NUMERIC(2, 1)",
        "review_text TEXT",
        "rated_at timestamptz",
        "notes TEXT",
        "transcript_url TEXT",
        "recording_url TEXT",
        "sequence INTEGER DEFAULT 0 NOT NULL",
    ),
}
INTERVIEWS = (
    """
        UPDATE expert_network.interviews
        SET starts_at = (scheduled_date + scheduled_time) AT TIME ZONE timezone,
            ends_at = (scheduled_date + scheduled_time) AT TIME ZONE timezone + make_interval(mins => duration_minutes)
    """,
    """
        -- squawk-ignore ban-drop-column
        ALTER TABLE expert_network.interviews DROP COLUMN scheduled_date, DROP COLUMN scheduled_time
    """,
    "ALTER TABLE expert_network.interviews ALTER COLUMN status SET DEFAULT 'requested'",
    f"""
        ALTER TABLE expert_network.interviews
        ADD CONSTRAINT fk_interviews_lead FOREIGN KEY (workspace_id, lead_member_id)
            REFERENCES expert_network.team_members (workspace_id, id) ON DELETE SET NULL (lead_member_id),
        ADD CONSTRAINT interviews_start_check CHECK (starts_at IS NOT NULL OR status IN ('requested', 'cancelled')),
        ADD CONSTRAINT interviews_end_check CHECK ((starts_at IS NULL) = (ends_at IS NULL)),
        ADD CONSTRAINT interviews_color_check CHECK (color_tag IN {COLOURS}),
        ADD CONSTRAINT interviews_ratings_check CHECK (
            rating BETWEEN 0 AND 5 AND relevance_rating BETWEEN 0 AND 5
            AND expertise_rating BETWEEN 0 AND 5 AND communication_rating BETWEEN 0 AND 5
        )
    """,
    "CREATE INDEX idx_interviews_campaign ON expert_network.interviews (workspace_id, campaign_id, starts_at, id)",
    "CREATE INDEX idx_interviews_starts ON expert_network.interviews (workspace_id, starts_at, id)",
    "CREATE INDEX idx_interviews_created ON expert_network.interviews (workspace_id, created_at, id)",
    "CREATE INDEX idx_interviews_status ON expert_network.interviews (workspace_id, status, status_at, id)",
    "CREATE INDEX idx_interviews_lead ON expert_network.interviews (workspace_id, lead_member_id)",
    """
        CREATE TABLE expert_network.interview_attendees (
            workspace_id UUID NOT NULL,
            interview_id UUID NOT NULL,
            team_member_id UUID NOT NULL,
            required BOOLEAN DEFAULT true NOT NULL,
            PRIMARY KEY (workspace_id, interview_id, team_member_id),
            CONSTRAINT fk_attendees_interview FOREIGN KEY (workspace_id, interview_id)
                REFERENCES expert_network.interviews (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_attendees_member FOREIGN KEY (workspace_id, team_member_id)
                REFERENCES expert_network.team_members (workspace_id, id) ON DELETE CASCADE
        )
    """,
    "CREATE INDEX idx_attendees_member ON expert_network.interview_attendees (workspace_id, team_member_id)",
    """
        CREATE TABLE expert_network.blackouts (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID,
            team_member_id UUID,
            person_id UUID,
            starts_on DATE NOT NULL,
            ends_on DATE NOT NULL,
            reason TEXT,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_blackouts_campaign FOREIGN KEY (workspace_id, campaign_id)
                REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_blackouts_member FOREIGN KEY (workspace_id, team_member_id)
                REFERENCES expert_network.team_members (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_blackouts_person FOREIGN KEY (workspace_id, person_id)
                REFERENCES expert_network.people (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT blackouts_dates_check CHECK (ends_on >= starts_on),
            CONSTRAINT blackouts_scope_check CHECK (num_nonnulls(campaign_id, team_member_id, person_id) <= 1)
        )
    """,
    "CREATE INDEX idx_blackouts_dates ON expert_network.blackouts (workspace_id, starts_on, id)",
    "CREATE INDEX idx_blackouts_campaign ON expert_network.blackouts (workspace_id, campaign_id)",
    "CREATE INDEX idx_blackouts_member ON expert_network.blackouts (workspace_id, team_member_id)",
    "CREATE INDEX idx_blackouts_person ON expert_network.blackouts (workspace_id, person_id)",
)
HOLDS = (
    """
        CREATE FUNCTION expert_network.uuid_distance(one uuid, other uuid) RETURNS float8
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT (('x' || left(replace(one::text, '-', ''), 13))::bit(52)::bigint
                - ('x' || left(replace(other::text, '-', ''), 13))::bit(52)::bigint)::float8
        $$
    """,
    """
        CREATE TYPE expert_network.uuid_range AS RANGE
            (subtype = uuid, subtype_diff = expert_network.uuid_distance, multirange_type_name = uuid_ranges)
    """,
    """
        CREATE TABLE expert_network.calendar_holds (
            workspace_id UUID NOT NULL,
            id UUID DEFAULT gen_random_uuid() NOT NULL,
            interview_id UUID NOT NULL,
            holder_kind expert_network.holder_kind NOT NULL,
            holder_id UUID NOT NULL,
            period tstzrange NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_holds_interview FOREIGN KEY (workspace_id, interview_id)
                REFERENCES expert_network.interviews (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT calendar_holds_no_double_booking EXCLUDE USING gist (
                expert_network.uuid_range(workspace_id, workspace_id, '[]') WITH &&,
                expert_network.uuid_range(holder_id, holder_id, '[]') WITH &&,
                period WITH &&
            )
        )
    """,
    "CREATE INDEX idx_holds_interview ON expert_network.calendar_holds (workspace_id, interview_id)",
    "CREATE INDEX idx_holds_holder ON expert_network.calendar_holds (workspace_id, holder_id)",
    """
        CREATE FUNCTION expert_network.hold_calendar(workspace uuid, interview uuid) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            DELETE FROM expert_network.calendar_holds h WHERE h.workspace_id = workspace AND h.interview_id = interview;
            INSERT INTO expert_network.calendar_holds (workspace_id, interview_id, holder_kind, holder_id, period)
            SELECT i.workspace_id, i.id, p.kind, p.id, pg_catalog.tstzrange(
                i.starts_at, i.starts_at + pg_catalog.make_interval(mins => least(i.actual_minutes, i.duration_minutes)))
            FROM expert_network.interviews i
            CROSS JOIN LATERAL (
                SELECT 'person'::expert_network.holder_kind AS kind, e.person_id AS id FROM expert_network.experts e
                WHERE e.workspace_id = i.workspace_id AND e.id = i.expert_id
                UNION ALL
                SELECT 'member', a.team_member_id FROM expert_network.interview_attendees a
                WHERE a.workspace_id = i.workspace_id AND a.interview_id = i.id AND a.required
            ) p
            WHERE i.workspace_id = workspace AND i.id = interview
                AND i.status IN ('scheduled', 'confirmed', 'completed', 'stopped');
        END $$
    """,
    """
        CREATE FUNCTION expert_network.keep_interview() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.ends_at := NEW.starts_at + make_interval(mins => NEW.duration_minutes);
            IF TG_OP = 'UPDATE' THEN
                NEW.sequence := OLD.sequence + CASE
                    WHEN (OLD.starts_at, OLD.duration_minutes, OLD.timezone, OLD.place, OLD.status)
                        IS DISTINCT FROM (NEW.starts_at, NEW.duration_minutes, NEW.timezone, NEW.place, NEW.status)
                    THEN 1 ELSE 0 END;
            END IF;
            RETURN NEW;
        END $$
    """,
    """
        CREATE FUNCTION expert_network.hold_interview() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM expert_network.hold_calendar(NEW.workspace_id, NEW.id);
            RETURN NULL;
        END $$
    """,
    """
        CREATE FUNCTION expert_network.hold_attendee() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                PERFORM expert_network.hold_calendar(OLD.workspace_id, OLD.interview_id);
            ELSE
                PERFORM expert_network.hold_calendar(NEW.workspace_id, NEW.interview_id);
            END IF;
            RETURN NULL;
        END $$
    """,
    """
        CREATE FUNCTION expert_network.hold_person() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM expert_network.hold_calendar(i.workspace_id, i.id) FROM expert_network.interviews i
            WHERE i.workspace_id = NEW.workspace_id AND i.expert_id = NEW.id;
            RETURN NULL;
        END $$
    """,
    """
        CREATE TRIGGER keep_interview BEFORE INSERT OR UPDATE ON expert_network.interviews
        FOR EACH ROW EXECUTE FUNCTION expert_network.keep_interview()
    """,
    """
        CREATE TRIGGER hold_interview AFTER INSERT OR UPDATE OF
            status, starts_at, duration_minutes, actual_minutes, expert_id ON expert_network.interviews
        FOR EACH ROW EXECUTE FUNCTION expert_network.hold_interview()
    """,
    """
        CREATE TRIGGER hold_attendee AFTER INSERT OR UPDATE OR DELETE ON expert_network.interview_attendees
        FOR EACH ROW EXECUTE FUNCTION expert_network.hold_attendee()
    """,
    """
        CREATE TRIGGER hold_person AFTER UPDATE OF person_id ON expert_network.experts
        FOR EACH ROW WHEN (OLD.person_id IS DISTINCT FROM NEW.person_id)
        EXECUTE FUNCTION expert_network.hold_person()
    """,
)
BACK = (
    "DROP TRIGGER hold_person ON expert_network.experts",
    "DROP TRIGGER hold_interview ON expert_network.interviews",
    "DROP TRIGGER keep_interview ON expert_network.interviews",
    "DROP TABLE expert_network.calendar_holds",
    "DROP TABLE expert_network.blackouts",
    "DROP TABLE expert_network.interview_attendees",
    "DROP FUNCTION expert_network.hold_person()",
    "DROP FUNCTION expert_network.hold_attendee()",
    "DROP FUNCTION expert_network.hold_interview()",
    "DROP FUNCTION expert_network.keep_interview()",
    "DROP FUNCTION expert_network.hold_calendar(uuid, uuid)",
    "DROP FUNCTION expert_network.uuid_distance(uuid, uuid) CASCADE",
    "DROP INDEX expert_network.idx_interviews_campaign",
    "DROP INDEX expert_network.idx_interviews_created",
    "ALTER TABLE expert_network.interviews ADD COLUMN scheduled_date DATE, ADD COLUMN scheduled_time TIME",
    """
        DELETE FROM expert_network.interviews WHERE starts_at IS NULL
    """,
    """
        UPDATE expert_network.interviews SET scheduled_date = (starts_at AT TIME ZONE timezone)::date,
            scheduled_time = (starts_at AT TIME ZONE timezone)::time
    """,
    """
        ALTER TABLE expert_network.interviews ALTER COLUMN scheduled_date SET NOT NULL,
            ALTER COLUMN scheduled_time SET NOT NULL, ALTER COLUMN status SET DEFAULT 'scheduled',
            DROP CONSTRAINT interviews_color_check
    """,
    "CREATE INDEX idx_interviews_campaign ON expert_network.interviews (workspace_id, campaign_id, scheduled_date, id)",
)


def upgrade() -> None:
    for name, values in ENUMS.items():
        labels = ", ".join(f"'{value}'" for value in values)
        op.execute(f"CREATE TYPE expert_network.{name} AS ENUM ({labels})")
    for table, columns in COLUMNS.items():
        op.execute(f"ALTER TABLE expert_network.{table} " + ", ".join(f"ADD COLUMN {column}" for column in columns))
    for statement in (*INTERVIEWS, *HOLDS):
        op.execute(statement)
    for table in TABLES:
        for statement in rls.protect(table):
            op.execute(statement)
    op.execute("REVOKE INSERT, UPDATE, DELETE ON expert_network.calendar_holds FROM core_rw")


def downgrade() -> None:
    for statement in BACK:
        op.execute(statement)
    for table, columns in COLUMNS.items():
        names = ", ".join(f"DROP COLUMN {column.split()[0]}" for column in columns)
        op.execute(f"ALTER TABLE expert_network.{table} {names}")
    for name in ENUMS:
        op.execute(f"DROP TYPE expert_network.{name}")
