"""What the isolation of workspaces asks of a database, read from its catalogue; each check answers with its findings.

Every exception is written here with its reason: a table, view, function or grant that is not named must comply.
"""

from collections.abc import Mapping

import asyncpg

from shared.db import roles

QUEUE = ("pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics")
WITHOUT_WORKSPACE = {
    "expert_network.alembic_version": "names the newest migration",
    **{f"expert_network.{table}": "the queue's own; a job carries its workspace in its headers" for table in QUEUE},
}
EXTRA_POLICIES = {
    (
        "expert_network.vendor_platforms",
        "catalogue",
        "r",
        "workspace_id = '00000000-0000-0000-0000-000000000000'::uuid",
    ): "everybody reads the shared catalogue of vendors, nobody writes it",
    (
        "gateway.audit_events",
        "operator",
        "r",
        "NULLIFcurrent_setting'app.operator'::text, true, ''::text = 'on'::text",
    ): "the operator's admin reads the trail of every workspace",
}
DEFINER_FUNCTIONS: dict[str, str] = {
    "expert_network.hold_calendar": "keeps calendar_holds, which core only reads; sees the introduced workspace alone",
    "expert_network.keep_held": "looks for a held call where its campaign has moved, to say whether it may go here",
    "expert_network.link_audit_entries": "links the log's entries at commit, which core may neither number nor change",
    "expert_network.settle_blocks": "blocks and frees listed experts, a move that is never made by hand",
    "expert_network.settle_expert": "makes the moves of experts that follow their calls and are never made by hand",
}
MATERIALISED_VIEWS: dict[str, str] = {}

CALLER = """workspace_id = SELECT NULLIFcurrent_setting'app.workspace_id'::text, true, ''::text::uuid AS "nullif\""""
OURS = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'"
SERVICES = (roles.CORE, roles.GATEWAY)
WRITE = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
READ = frozenset({"SELECT"})
IDENTITY = (
    "user",
    "session",
    "account",
    "verification",
    "organization",
    "member",
    "invitation",
    "apikey",
    "rateLimit",
)
APPENDED = {
    "gateway.audit_events": frozenset({"SELECT", "INSERT"}),
    "expert_network.pgqueuer": frozenset({"SELECT", "INSERT"}),
    "expert_network.pgqueuer_log": frozenset({"INSERT"}),
}
"""What the gateway may do to tables whose rows it only adds."""
KEPT = {
    "expert_network.audit_entries": frozenset({"SELECT", "INSERT"}),
    "expert_network.audit_heads": READ,
    "expert_network.calendar_holds": READ,
    "expert_network.compliance_rules": frozenset({"SELECT", "INSERT"}),
    "expert_network.attestations": frozenset({"SELECT", "INSERT"}),
    "expert_network.user_trainings": frozenset({"SELECT", "INSERT"}),
    "expert_network.approval_requests": frozenset({"SELECT", "INSERT"}),
    "expert_network.approval_decisions": frozenset({"SELECT", "INSERT"}),
    "expert_network.charges": frozenset({"SELECT", "INSERT", "UPDATE"}),
    "expert_network.restricted_entries": frozenset({"SELECT", "INSERT", "UPDATE"}),
    "expert_network.company_facts": frozenset({"SELECT", "INSERT", "UPDATE"}),
}
"""What core may do to tables that the database keeps itself, or whose rows are only added, or ended and not deleted."""


async def keys(connection: asyncpg.Connection) -> list[str]:
    """Tables without the workspace first in each key, unique index and foreign key, at both ends."""
    findings = []
    for table in await _tables(connection):
        name = table["name"]
        if table["workspace_type"] != "uuid" or not table["workspace_required"]:
            findings.append(f"{name} has no workspace_id uuid NOT NULL")
        if not table["has_primary_key"]:
            findings.append(f"{name} has no primary key")
    for index in await connection.fetch(UNIQUE_INDEXES):
        if index["first_column"] != "workspace_id" and index["table"] not in WITHOUT_WORKSPACE:
            findings.append(f"{index['table']}: unique index {index['name']} does not begin with workspace_id")
    for key in await connection.fetch(FOREIGN_KEYS):
        if (key["from_first"], key["to_first"]) != ("workspace_id", "workspace_id"):
            findings.append(f"{key['table']}: foreign key {key['name']} does not begin with workspace_id at both ends")
    return findings


async def policies(connection: asyncpg.Connection) -> list[str]:
    """Tables whose rows are not closed by row-level security to everybody but the introduced workspace."""
    findings = []
    closed: set[str] = set()
    for policy in await connection.fetch(POLICIES):
        name, using, check = policy["table"], _plain(policy["using"]), _plain(policy["with_check"])
        whole = policy["command"] == "*" and policy["permissive"] and policy["for_everybody"]
        if whole and using == CALLER and check == CALLER:
            closed.add(name)
        elif (name, policy["name"], policy["command"], using) not in EXTRA_POLICIES or check:
            findings.append(f"{name}: policy {policy['name']} lets through {using} with check {check}")
    for table in await _tables(connection):
        if not table["enabled"] or not table["forced"]:
            findings.append(f"{table['name']}: row-level security is not both enabled and forced")
        if table["name"] not in closed:
            findings.append(f"{table['name']} has no policy on the caller with USING and WITH CHECK")
    return findings


async def loopholes(connection: asyncpg.Connection) -> list[str]:
    """Views and functions that look at tables with somebody else's eyes."""
    findings = [
        f"view {view['name']} is not security_invoker"
        for view in await connection.fetch(VIEWS)
        if not view["invoker"] and not view["materialised"]
    ]
    findings += [
        f"materialised view {view['name']} keeps rows of all workspaces"
        for view in await connection.fetch(VIEWS)
        if view["materialised"] and view["name"] not in MATERIALISED_VIEWS
    ]
    findings += [
        f"function {function['name']} is SECURITY DEFINER"
        for function in await connection.fetch(DEFINERS)
        if function["name"] not in DEFINER_FUNCTIONS
    ]
    findings += [
        f"function {function['name']} can be lent a caller's own types: its search_path must end in pg_temp"
        for function in await connection.fetch(SHADOWED)
    ]
    return findings


async def powers(connection: asyncpg.Connection) -> list[str]:
    """What the services' roles are or own beyond a plain login, and owners of tables that no policy would stop."""
    findings = []
    for role in await connection.fetch(ROLES, list(SERVICES)):
        findings += [f"{role['name']} has {power}" for power in POWERS if role[power]]
        if role["owned"] or role["memberships"]:
            findings.append(f"{role['name']} owns {role['owned']} objects and is in {role['memberships']} roles")
    for owner in await connection.fetch(OWNERS):
        findings.append(f"tables belong to {owner['name']}, whom row-level security does not stop")
    return findings


async def privileges(connection: asyncpg.Connection) -> list[str]:
    """What the services' and the backup's roles may do and are not meant to, or are meant to do and may not."""
    tables = [row["name"] for row in await connection.fetch(ALL_TABLES)]
    findings = []
    for role in (*SERVICES, roles.BACKUP):
        meant = {name: _meant(role, name) for name in tables}
        findings += await _table_privileges(connection, role, meant)
        for schema in await connection.fetch(CREATABLE, role):
            findings.append(f"{role} may create in {schema['name']}")
    return findings


CHECKS = (keys, policies, loopholes, powers, privileges)


async def findings(connection: asyncpg.Connection) -> list[str]:
    """All that is wrong with this database."""
    return [finding for check in CHECKS for finding in await check(connection)]


async def workspace_tables(connection: asyncpg.Connection) -> list[str]:
    """Every table whose rows belong to workspaces, as `schema.table`."""
    return [row["name"] for row in await _tables(connection)]


async def _tables(connection: asyncpg.Connection) -> list[asyncpg.Record]:
    return [row for row in await connection.fetch(TABLES) if row["name"] not in WITHOUT_WORKSPACE]


def _plain(expression: str | None) -> str:
    """An expression without brackets: versions of Postgres differ in how many they put."""
    return " ".join((expression or "").replace("(", "").replace(")", "").split())


def _meant(role: str, table: str) -> frozenset[str]:
    schema, _, name = table.partition(".")
    if table == "expert_network.alembic_version":
        return READ
    is_identity = schema == "public" and name in IDENTITY
    if role == roles.BACKUP:
        return READ if schema in ("expert_network", "gateway") or is_identity else frozenset()
    if role == roles.GATEWAY and table in APPENDED:
        return APPENDED[table]
    if role == roles.GATEWAY:
        return WRITE if schema == "gateway" or is_identity else frozenset()
    return KEPT.get(table, WRITE) if schema == "expert_network" else frozenset()


async def _table_privileges(
    connection: asyncpg.Connection, role: str, meant: Mapping[str, frozenset[str]]
) -> list[str]:
    held: dict[str, set[str]] = {name: set() for name in meant}
    for row in await connection.fetch(HELD, role):
        held[row["name"]].add(row["privilege"])
    return [
        f"{role} holds {sorted(held[name])} on {name}, meant is {sorted(meant[name])}"
        for name in sorted(meant)
        if held[name] != meant[name]
    ]


TABLES = """
    SELECT n.nspname || '.' || c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
        format_type(a.atttypid, NULL) AS workspace_type, coalesce(a.attnotnull, false) AS workspace_required,
        EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) AS has_primary_key
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('expert_network', 'gateway') ORDER BY 1
"""
UNIQUE_INDEXES = """
    SELECT n.nspname || '.' || c.relname AS table, x.relname AS name, a.attname AS first_column
    FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] AND i.indkey[0] > 0
    WHERE i.indisunique AND n.nspname IN ('expert_network', 'gateway') ORDER BY 1, 2
"""
FOREIGN_KEYS = """
    SELECT n.nspname || '.' || c.relname AS table, k.conname AS name, own.attname AS from_first, far.attname AS to_first
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace m ON m.oid = t.relnamespace
    JOIN pg_attribute own ON own.attrelid = k.conrelid AND own.attnum = k.conkey[1]
    JOIN pg_attribute far ON far.attrelid = k.confrelid AND far.attnum = k.confkey[1]
    WHERE k.contype = 'f' AND (n.nspname IN ('expert_network', 'gateway') OR m.nspname IN ('expert_network', 'gateway'))
    ORDER BY 1, 2
"""
POLICIES = """
    SELECT n.nspname || '.' || c.relname AS table, p.polname AS name, p.polcmd::text AS command,
        p.polpermissive AS permissive, p.polroles = '{0}' AS for_everybody,
        pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS with_check
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace ORDER BY 1, 2
"""
VIEWS = f"""
    SELECT n.nspname || '.' || c.relname AS name, c.relkind = 'm' AS materialised,
        coalesce(c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on'], false) AS invoker
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND {OURS} ORDER BY 1
"""
DEFINERS = f"""
    SELECT n.nspname || '.' || p.proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.prosecdef AND {OURS} ORDER BY 1
"""
SHADOWED = f"""
    SELECT n.nspname || '.' || p.proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    LEFT JOIN LATERAL (
        SELECT option FROM unnest(p.proconfig) option WHERE option LIKE 'search_path=%'
    ) path ON true
    WHERE (p.prosecdef OR path.option IS NOT NULL) AND coalesce(path.option, '') !~ ', pg_temp$' AND {OURS} ORDER BY 1
"""
"""Types and tables, unlike functions, are looked for in pg_temp before all else where a path does not say otherwise."""
POWERS = ("rolsuper", "rolbypassrls", "rolcreaterole", "rolcreatedb", "rolreplication")
ROLES = """
    SELECT r.rolname AS name, r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb, r.rolreplication,
        (SELECT count(*) FROM pg_shdepend d WHERE d.refobjid = r.oid AND d.deptype = 'o') AS owned,
        (SELECT count(*) FROM pg_auth_members m WHERE m.member = r.oid) AS memberships
    FROM pg_roles r WHERE r.rolname = ANY ($1) ORDER BY 1
"""
OWNERS = """
    SELECT DISTINCT r.rolname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_roles r ON r.oid = c.relowner
    WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('expert_network', 'gateway')
        AND (r.rolsuper OR r.rolbypassrls OR r.rolcanlogin) ORDER BY 1
"""
ALL_TABLES = f"""
    SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND {OURS} ORDER BY 1
"""
HELD = f"""
    SELECT n.nspname || '.' || c.relname AS name, p.privilege
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN unnest('{{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}}'::text[]) AS p (privilege)
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND {OURS} AND (has_table_privilege($1, c.oid, p.privilege)
        OR (p.privilege IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
            AND has_any_column_privilege($1, c.oid, p.privilege)))
"""
CREATABLE = f"""
    SELECT n.nspname AS name FROM pg_namespace n
    WHERE {OURS} AND has_schema_privilege($1, n.oid, 'CREATE')
    UNION ALL SELECT 'database ' || current_database() WHERE has_database_privilege($1, current_database(), 'CREATE')
"""
