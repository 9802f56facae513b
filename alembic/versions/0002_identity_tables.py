"""BetterAuth's four tables, made only where absent: a deployment may already have them, and they are never altered.

This one runs as the login itself: only the owner of tables that are there already may grant on them.
"""

from alembic import op

revision = "0002_identity_tables"
down_revision = "0001_schemas_and_roles"
branch_labels = None
depends_on = None

TABLES = ("user", "session", "account", "verification")
STATEMENTS = (
    """
        CREATE TABLE IF NOT EXISTS public."user" (
            id text NOT NULL PRIMARY KEY,
            name text NOT NULL,
            email text NOT NULL CONSTRAINT user_email_key UNIQUE,
            "emailVerified" boolean NOT NULL,
            image text,
            "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
            "updatedAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL
        )
    """,
    """
        CREATE TABLE IF NOT EXISTS public.session (
            id text NOT NULL PRIMARY KEY,
            "expiresAt" timestamptz NOT NULL,
            token text NOT NULL CONSTRAINT session_token_key UNIQUE,
            "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
            "updatedAt" timestamptz NOT NULL,
            "ipAddress" text,
            "userAgent" text,
            "userId" text NOT NULL REFERENCES public."user" (id) ON DELETE CASCADE
        )
    """,
    """
        CREATE TABLE IF NOT EXISTS public.account (
            id text NOT NULL PRIMARY KEY,
            "accountId" text NOT NULL,
            "providerId" text NOT NULL,
            "userId" text NOT NULL REFERENCES public."user" (id) ON DELETE CASCADE,
            "accessToken" text,
            "refreshToken" text,
            "idToken" text,
            "accessTokenExpiresAt" timestamptz,
            "refreshTokenExpiresAt" timestamptz,
            scope text,
            password text,
            "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
            "updatedAt" timestamptz NOT NULL
        )
    """,
    """
        CREATE TABLE IF NOT EXISTS public.verification (
            id text NOT NULL PRIMARY KEY,
            identifier text NOT NULL,
            value text NOT NULL,
            "expiresAt" timestamptz NOT NULL,
            "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
            "updatedAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL
        )
    """,
    'CREATE INDEX IF NOT EXISTS "session_userId_idx" ON public.session ("userId")',
    'CREATE INDEX IF NOT EXISTS "account_userId_idx" ON public.account ("userId")',
    "CREATE INDEX IF NOT EXISTS verification_identifier_idx ON public.verification (identifier)",
    "GRANT USAGE ON SCHEMA public TO gateway_rw, backup_ro",
)


def upgrade() -> None:
    op.execute("RESET ROLE")
    for statement in STATEMENTS:
        op.execute(statement)
    for table in TABLES:
        op.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON public."{table}" TO gateway_rw')
        op.execute(f'GRANT SELECT ON public."{table}" TO backup_ro')
    op.execute("SET ROLE canvass_owner")


def downgrade() -> None:
    """The identity tables stay: they may belong to a BetterAuth server."""
    op.execute("RESET ROLE")
    for table in TABLES:
        op.execute(f'REVOKE ALL ON public."{table}" FROM gateway_rw, backup_ro')
    op.execute("REVOKE USAGE ON SCHEMA public FROM gateway_rw, backup_ro")
    op.execute("SET ROLE canvass_owner")
