"""Runs migrations on the connection it is handed, or prints them; `shared.db.migrations` is its only caller."""

from alembic import context
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

import shared.models  # noqa: F401

VERSION_TABLE, VERSION_SCHEMA = "alembic_version", "expert_network"
SESSION = (
    "SET lock_timeout = '4s'",
    "SET statement_timeout = '10min'",
    "SET search_path = public",
)


def is_ours(_: object, name: str | None, kind: str, __: bool, ___: object) -> bool:
    """Whether autogenerate and check should look at an object: the queue's tables are made by its library's SQL."""
    return kind != "table" or not (name or "").startswith("pgqueuer")


def online(connection: Connection) -> None:
    """Apply to a live database; one transaction a migration."""
    for statement in SESSION:
        connection.execute(text(statement))
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        include_schemas=True,
        include_object=is_ours,
        compare_server_default=False,
        transaction_per_migration=True,
        version_table=VERSION_TABLE,
        version_table_schema=VERSION_SCHEMA,
    )
    with context.begin_transaction():
        context.run_migrations()


def offline() -> None:
    """Print the SQL."""
    context.configure(
        dialect_name="postgresql",
        target_metadata=SQLModel.metadata,
        literal_binds=True,
        as_sql=True,
        version_table=VERSION_TABLE,
        version_table_schema=VERSION_SCHEMA,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    offline()
else:
    online(context.config.attributes["connection"])
