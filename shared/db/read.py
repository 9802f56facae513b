"""The fast read path: a SQLModel `select()` compiled once, run straight on asyncpg, its JSON passed on as bytes.

The caller is introduced in the same round trip that begins the transaction; only canonical UUID text and a number of
milliseconds are ever interpolated there.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import JSON, ColumnElement, Text, cast, literal_column
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import NOBODY, Principal
from shared.db import deadline
from shared.db.engine import STATEMENT_TIMEOUT_MS

DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


class Statement:
    """A select compiled to SQL with numbered parameters; make it once, at import of the repository that owns it."""

    def __init__(self, select: Executable) -> None:
        self.select = select
        compiled = select.compile(dialect=DIALECT)  # type: ignore[attr-defined]
        if not isinstance(compiled, SQLCompiler) or compiled.post_compile_params:
            raise TypeError("only queries without in_() lists can be compiled once")
        self.sql: str = str(compiled)
        self._names: Sequence[str] = compiled.positiontup or ()
        self._defaults: Mapping[str, Any] = compiled.params

    def arguments(self, values: Mapping[str, object]) -> list[object]:
        """The values in the order of the numbered parameters; those not given keep what the select was built with."""
        return [values[name] if name in values else self._defaults[name] for name in self._names]


class _Row(FunctionElement[Any]):
    """A row of named columns as JSON; the names lie between the columns as literals."""

    name = "row_to_json"
    type = JSON()
    inherit_cache = True


@compiles(_Row)
def _render(element: _Row, compiler: SQLCompiler, **options: Any) -> str:
    """`row_to_json` of a subselect: half the cost of `json_build_object`, which looks every member's type up anew."""
    parts = list(element.clauses)
    inner = options | {"within_columns_clause": False}
    columns = (
        f'{compiler.process(column, **inner)} AS "{compiler.process(name, **inner)[1:-1]}"'
        for name, column in zip(parts[::2], parts[1::2], strict=True)
    )
    return f"row_to_json((SELECT members FROM (SELECT {', '.join(columns)}) members))"


def json_of(columns: Mapping[str, Any], *, as_text: bool = True) -> ColumnElement[Any]:
    """A JSON object built by Postgres, one member per column, in this order; text unless it is nested."""
    parts: list[Any] = []
    for name, column in columns.items():
        parts += [literal_column(f"'{name}'"), column]
    built = _Row(*parts)
    return cast(built, Text) if as_text else built


async def text_of(session: AsyncSession, statement: Statement, **values: object) -> str | None:
    """The same document inside a command's transaction, as it stands after what was flushed."""
    await session.flush()
    connection = await session.connection()
    found: str | None = (await connection.execute(statement.select, values)).scalar_one_or_none()
    return found


def introduction(workspace_id: UUID) -> str:
    """Begin a read-only transaction that sees one moment, and say for whom, in one simple-protocol round trip.

    A caller who waits less long than a statement may take says so in the same breath. Raises Problem (timeout) for one
    who has stopped waiting.
    """
    who = "" if workspace_id == NOBODY else str(workspace_id)
    begun = f"BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL app.workspace_id = '{who}'"
    limit = deadline.statement_timeout_ms()
    return begun if limit == STATEMENT_TIMEOUT_MS else f"{begun}; SET LOCAL statement_timeout = {limit}"


class Reader:
    """Runs compiled statements for one caller at a time."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @asynccontextmanager
    async def _introduced(self, caller: Principal) -> AsyncIterator[asyncpg.Connection]:
        async with self._pool.acquire() as connection:
            await connection.execute(introduction(caller.workspace_id))
            try:
                yield connection
            finally:
                await connection.execute("ROLLBACK")

    async def value(self, caller: Principal, statement: Statement, **values: object) -> Any:
        """The first column of the first row, or None."""
        async with self._introduced(caller) as connection:
            return await connection.fetchval(statement.sql, *statement.arguments(values))

    async def rows(self, caller: Principal, statement: Statement, **values: object) -> list[asyncpg.Record]:
        """All rows."""
        async with self._introduced(caller) as connection:
            found: list[asyncpg.Record] = await connection.fetch(statement.sql, *statement.arguments(values))
            return found

    async def rows_of(
        self, caller: Principal, statements: Sequence[Statement], **values: object
    ) -> list[list[asyncpg.Record]]:
        """All rows of each statement, as of the same moment; each takes what it names of the values."""
        async with self._introduced(caller) as connection:
            return [await connection.fetch(each.sql, *each.arguments(values)) for each in statements]

    async def rows_and_value(
        self, caller: Principal, rows: Statement, value: Statement, **values: object
    ) -> tuple[list[asyncpg.Record], Any]:
        """Rows and one value as of the same moment: a page with its total."""
        async with self._introduced(caller) as connection:
            found = await connection.fetch(rows.sql, *rows.arguments(values))
            return found, await connection.fetchval(value.sql, *value.arguments(values))
