"""A database's schema as sorted lines, so that two can be compared; the order in which things were made is left out."""

import asyncpg

QUERIES = (
    """
        SELECT format('column %s.%s.%s %s%s default %s', n.nspname, c.relname, a.attname,
            format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' not null' ELSE '' END,
            pg_get_expr(d.adbin, d.adrelid))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname = ANY ($1)
    """,
    """
        SELECT format('relation %s.%s kind %s owner %s rls %s forced %s acl %s options %s', n.nspname, c.relname,
            c.relkind, pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity,
            (SELECT array_agg(item::text ORDER BY item::text) FROM unnest(c.relacl) item), c.reloptions)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname = ANY ($1)
    """,
    """
        SELECT format('constraint %s %s: %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
        FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
        WHERE k.conrelid <> 0 AND n.nspname = ANY ($1)
    """,
    "SELECT format('index %s', indexdef) FROM pg_indexes WHERE schemaname = ANY ($1)",
    """
        SELECT format('trigger %s', pg_get_triggerdef(t.oid)) FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT t.tgisinternal AND n.nspname = ANY ($1)
    """,
    """
        SELECT format('function %s', CASE p.prokind
            WHEN 'a' THEN p.oid::regprocedure::text ELSE pg_get_functiondef(p.oid) END) FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ANY ($1)
    """,
    """
        SELECT format('type %s.%s %s', n.nspname, t.typname,
            (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND n.nspname = ANY ($1)
    """,
    """
        SELECT format('policy %s.%s %s %s using %s check %s', schemaname, tablename, policyname, cmd, qual, with_check)
        FROM pg_policies WHERE schemaname = ANY ($1)
    """,
    """
        SELECT format('schema %s owner %s acl %s', n.nspname, pg_get_userbyid(n.nspowner),
            (SELECT array_agg(item::text ORDER BY item::text) FROM unnest(n.nspacl) item))
        FROM pg_namespace n WHERE n.nspname = ANY ($1)
    """,
    """
        SELECT format('default acl %s %s %s', n.nspname, d.defaclobjtype,
            (SELECT array_agg(item::text ORDER BY item::text) FROM unnest(d.defaclacl) item))
        FROM pg_default_acl d JOIN pg_namespace n ON n.oid = d.defaclnamespace WHERE n.nspname = ANY ($1)
    """,
)
ALL = ("expert_network", "gateway", "public")


async def dump(owner_url: str, schemas: tuple[str, ...] = ALL) -> list[str]:
    """Everything those schemas define, a line each."""
    connection = await asyncpg.connect(owner_url)
    try:
        return sorted([row[0] for query in QUERIES for row in await connection.fetch(query, list(schemas))])
    finally:
        await connection.close()
