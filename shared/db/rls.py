"""What every workspace table gets in its migration: policy, FORCE, grants, and the updated_at trigger.

Used by migrations only. The catalogue test in tests/architecture fails the build for a table that lacks any of it.
"""

SCHEMA = "expert_network"
CALLER = "(select nullif(current_setting('app.workspace_id', true), '')::uuid)"
CATALOGUE = "'00000000-0000-0000-0000-000000000000'::uuid"


def protect(table: str, *, schema: str = SCHEMA, role: str = "core_rw") -> list[str]:
    """Statements that close a table to all but the introduced workspace, the owner included."""
    name = f"{schema}.{table}"
    return [
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY workspace ON {name} USING (workspace_id = {CALLER}) WITH CHECK (workspace_id = {CALLER})",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO {role}",
    ]


def show_catalogue(table: str, *, schema: str = SCHEMA) -> list[str]:
    """Statements that let every workspace read, and nobody write, the rows of the shared catalogue."""
    name = f"{schema}.{table}"
    return [f"CREATE POLICY catalogue ON {name} FOR SELECT USING (workspace_id = {CATALOGUE})"]


def touch(table: str, *, schema: str = SCHEMA) -> list[str]:
    """A trigger that keeps `updated_at` true."""
    return [
        f"CREATE TRIGGER update_{table}_updated_at BEFORE UPDATE ON {schema}.{table} "
        f"FOR EACH ROW EXECUTE FUNCTION {SCHEMA}.update_updated_at_column()"
    ]
