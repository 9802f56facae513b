"""What every workspace table has: the key `(workspace_id, id)` and its times. The catalogue test holds them to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Enum, ForeignKeyConstraint, text
from sqlmodel import Field, SQLModel

from shared.types import new_id

SCHEMA = "expert_network"
NOW = text("now()")


class WorkspaceRow(SQLModel):
    """A row that belongs to a workspace."""

    workspace_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=new_id, primary_key=True)


class Created(SQLModel):
    """When the row was made, by the database's clock."""

    created_at: datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )


class Timed(Created):
    """When the row was made and last changed; a trigger keeps `updated_at`."""

    updated_at: datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )


def no_items() -> list[Any]:
    """A new row's empty list. (Pydantic inspects a factory's signature at every use; a builtin's costs far more.)"""
    return []


def no_members() -> dict[str, Any]:
    """A new row's empty object."""
    return {}


def words(name: str, *values: str) -> Enum:
    """A Postgres enum of core's schema."""
    return Enum(*values, name=name, schema=SCHEMA, metadata=SQLModel.metadata)


def default(sql: str) -> dict[str, Any]:
    """Column arguments for a server-side default."""
    return {"server_default": text(sql)}


def within(columns: str, target: str, *, name: str, ondelete: str | None = None) -> ForeignKeyConstraint:
    """A foreign key that cannot leave the workspace: the last of `columns` (comma-joined) names `target`'s id."""
    own = [column.strip() for column in columns.split(",")]
    ids = [*own[:-1], "id"]
    return ForeignKeyConstraint(
        ["workspace_id", *own],
        [f"{SCHEMA}.{target}.workspace_id", *(f"{SCHEMA}.{target}.{column}" for column in ids)],
        name=name,
        ondelete=ondelete,
    )
