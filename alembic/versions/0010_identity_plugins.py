"""What BetterAuth's organization, admin, api-key and rate-limit parts keep, and the gateway's profiles and audit trail.

Tables and columns that a BetterAuth server has made already stay as they are; this runs as the login for their sake.
"""

from alembic import op

from shared.db import rls

revision = "0010_identity_plugins"
down_revision = "0009_vendor_catalogue"
branch_labels = None
depends_on = None

TABLES = ("organization", "member", "invitation", "apikey", "rateLimit")
COLUMNS = (
    ("user", "role", "text"),
    ("user", "banned", "boolean DEFAULT false"),
    ("user", "banReason", "text"),
    ("user", "banExpires", "timestamptz"),
    ("session", "activeOrganizationId", "text"),
    ("session", "impersonatedBy", "text"),
)
PLUGINS = (
    *(f'ALTER TABLE public."{table}" ADD COLUMN IF NOT EXISTS "{name}" {kind}' for table, name, kind in COLUMNS),
    """
        CREATE TABLE IF NOT EXISTS public.organization (
            id text NOT NULL PRIMARY KEY,
            name text NOT NULL,
            slug text NOT NULL CONSTRAINT organization_slug_key UNIQUE,
            logo text,
            "createdAt" timestamptz NOT NULL,
            metadata text
        )
    """,
    """
        CREATE TABLE IF NOT EXISTS public.member (
            id text NOT NULL PRIMARY KEY,
            "organizationId" text NOT NULL REFERENCES public.organization (id) ON DELETE CASCADE,
            "userId" text NOT NULL REFERENCES public."user" (id) ON DELETE CASCADE,
            role text NOT NULL,
            "createdAt" timestamptz NOT NULL
        )
    """,
    """
        CREATE TABLE IF NOT EXISTS public.invitation (
            id text NOT NULL PRIMARY KEY,
            "organizationId" text NOT NULL REFERENCES public.organization (id) ON DELETE CASCADE,
            email text NOT NULL,
            role text,
            status text NOT NULL,
            "expiresAt" timestamptz NOT NULL,
            "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
            "inviterId" text NOT NULL REFERENCES public."user" (id) ON DELETE CASCADE
        )
    """,
    """
        CREATE TABLE IF NOT EXISTS public.apikey (
            id text NOT NULL PRIMARY KEY,
            "configId" text NOT NULL,
            name text,
            start text,
            "referenceId" text NOT NULL,
            prefix text,
            key text NOT NULL,
            "refillInterval" integer,
            "refillAmount" integer,
            "lastRefillAt" timestamptz,
            enabled boolean,
            "rateLimitEnabled" boolean,
            "rateLimitTimeWindow" integer,
            "rateLimitMax" integer,
            "requestCount" integer,
            remaining integer,
            "lastRequest" timestamptz,
            "expiresAt" timestamptz,
            "createdAt" timestamptz NOT NULL,
            "updatedAt" timestamptz NOT NULL,
            permissions text,
            metadata text
        )
    """,
    'ALTER TABLE public.apikey ADD COLUMN IF NOT EXISTS "organizationId" text',
    """
        CREATE UNLOGGED TABLE IF NOT EXISTS public."rateLimit" (
            id text NOT NULL PRIMARY KEY,
            key text NOT NULL CONSTRAINT "rateLimit_key_key" UNIQUE,
            count integer NOT NULL,
            "lastRequest" bigint NOT NULL
        )
    """,
    'CREATE INDEX IF NOT EXISTS "member_organizationId_idx" ON public.member ("organizationId")',
    'CREATE INDEX IF NOT EXISTS "member_userId_idx" ON public.member ("userId")',
    'CREATE INDEX IF NOT EXISTS "invitation_organizationId_idx" ON public.invitation ("organizationId")',
    "CREATE INDEX IF NOT EXISTS invitation_email_idx ON public.invitation (email)",
    'CREATE INDEX IF NOT EXISTS "apikey_configId_idx" ON public.apikey ("configId")',
    'CREATE INDEX IF NOT EXISTS "apikey_referenceId_idx" ON public.apikey ("referenceId")',
    "CREATE INDEX IF NOT EXISTS apikey_key_idx ON public.apikey (key)",
)
OWN = (
    """
        CREATE TABLE gateway.profiles (
            workspace_id UUID NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL,
            title TEXT,
            company TEXT,
            time_zone TEXT DEFAULT 'UTC' NOT NULL,
            currency TEXT DEFAULT 'USD' NOT NULL,
            notifications JSONB DEFAULT '{}' NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            CONSTRAINT profiles_currency_check CHECK (currency ~ '^[A-Z]{3}$')
        )
    """,
    """
        CREATE TABLE gateway.audit_events (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            occurred_at timestamptz DEFAULT now() NOT NULL,
            action TEXT NOT NULL,
            succeeded BOOLEAN NOT NULL,
            reason TEXT,
            actor_id TEXT,
            actor_email TEXT,
            impersonated_by TEXT,
            api_key_id TEXT,
            subject_id TEXT,
            ip_address TEXT,
            user_agent TEXT,
            request_id TEXT,
            details JSONB DEFAULT '{}' NOT NULL,
            PRIMARY KEY (workspace_id, id)
        )
    """,
    "CREATE INDEX idx_audit_events_time ON gateway.audit_events (workspace_id, occurred_at, id)",
    "CREATE INDEX idx_audit_events_everywhere ON gateway.audit_events (occurred_at, id)",
    *rls.protect("profiles", schema="gateway", role="gateway_rw"),
    *rls.touch("profiles", schema="gateway"),
    *rls.protect("audit_events", schema="gateway", role="gateway_rw"),
    "REVOKE UPDATE, DELETE ON gateway.audit_events FROM gateway_rw",
    "CREATE POLICY operator ON gateway.audit_events FOR SELECT "
    "USING (nullif(current_setting('app.operator', true), '') = 'on')",
)


def upgrade() -> None:
    op.execute("RESET ROLE")
    for statement in PLUGINS:
        op.execute(statement)
    for table in TABLES:
        op.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON public."{table}" TO gateway_rw')
        op.execute(f'GRANT SELECT ON public."{table}" TO backup_ro')
    op.execute("SET ROLE canvass_owner")
    for statement in OWN:
        op.execute(statement)


def downgrade() -> None:
    """The plugins' tables and columns stay: they may belong to a BetterAuth server."""
    op.execute("DROP TABLE gateway.audit_events, gateway.profiles")
    op.execute("RESET ROLE")
    for table in TABLES:
        op.execute(f'REVOKE ALL ON public."{table}" FROM gateway_rw, backup_ro')
    op.execute("SET ROLE canvass_owner")
