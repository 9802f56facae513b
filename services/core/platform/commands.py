"""The edge of every command: one transaction per request, committed before the answer leaves, repeatable by key.

With an Idempotency-Key the answer is stored in the same transaction as the effect, so a repeat is told what happened
the first time and nothing happens twice.
"""

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core import deps
from services.core.platform import policies
from shared.contracts.principal import Principal
from shared.errors import Kept, Problem
from shared.models.idempotency import IdempotencyKey

KEY = "idempotency-key"
LONGEST_KEY = 255
REPEATABLE = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
            "description": "Makes the request repeatable: under the same key it is done once and answered alike",
        }
    ]
}

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class CommandRoute(APIRoute):
    """A route that writes. Its handler finds the open transaction through `deps.SessionDep` and never commits.

    The handler says with `policies.needs` whose role allows it; without that the route cannot be made. A route whose
    work is long before it needs the database does it in `prepare`, with no transaction open.
    """

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        responses: dict[int | str, dict[str, Any]] | None = None,
        openapi_extra: dict[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.policy = policies.of(endpoint)
        options["responses"] = policies.documented(self.policy) | (responses or {})
        super().__init__(path, endpoint, openapi_extra=REPEATABLE | (openapi_extra or {}), **options)

    def get_route_handler(self) -> Handler:
        """The handler inside its transaction."""
        handle = super().get_route_handler()

        async def command(request: Request) -> Response:
            caller = await deps.member(request)
            policies.require(self.policy, caller)
            key = key_of(request)
            body = await request.body()
            await self.prepare(request, caller)
            transactions = deps.resources_of(request).transactions
            try:
                async with transactions.begin(caller) as session:
                    request.state.session = session
                    if key is None:
                        return await handle(request)
                    digest = hashlib.sha256(request.url.query.encode() + b"\n" + self.said(request, body)).hexdigest()
                    return await _once(session, caller, request, digest, key, handle, kept=self.kept)
            except Kept as problem:
                async with transactions.begin(caller) as session:
                    await problem.keep(session)
                raise

        return command

    async def prepare(self, request: Request, caller: Principal) -> None:
        """Work to be done before the transaction begins; what it finds goes into `request.state`."""

    def said(self, request: Request, body: bytes) -> bytes:
        """What a repeat under the same key must say again: the body, unless equal requests may differ in it."""
        return body

    def kept(self, answer: bytes) -> bytes:
        """What is kept of an answer to be given again: all of it, unless it holds a secret."""
        return answer


def key_of(request: Request) -> str | None:
    """The request's Idempotency-Key. Raises Problem (malformed) for an empty or overlong one."""
    key = request.headers.get(KEY)
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise Problem("malformed", "idempotency_key_malformed", f"Idempotency-Key takes 1 to {LONGEST_KEY} characters.")
    return key


async def _once(
    session: AsyncSession,
    caller: Principal,
    request: Request,
    digest: str,
    key: str,
    handle: Handler,
    *,
    kept: Callable[[bytes], bytes],
) -> Response:
    route = f"{request.method} {request.url.path}"
    row = IdempotencyKey(
        workspace_id=caller.workspace_id, user_id=caller.user_id, route=route, key=key, request_hash=digest
    )
    if not await _is_alone(session, f"{caller.workspace_id} {caller.user_id} {route} {key}"):
        raise Problem("conflict", "idempotency_key_running", "A request with this key is still running.", retry_after=1)
    claimed = await session.exec(
        insert(IdempotencyKey)
        .values(row.model_dump(exclude={"created_at"}))
        .on_conflict_do_nothing()
        .returning(col(IdempotencyKey.key))
    )
    if claimed.first() is None:
        return _replay(await _stored(session, row), digest)
    response = await handle(request)
    stored = await _stored(session, row)
    stored.status, stored.body = response.status_code, kept(bytes(response.body))
    stored.media_type, stored.location = response.headers.get("content-type"), response.headers.get("location")
    session.add(stored)
    return response


async def _is_alone(session: AsyncSession, name: str) -> bool:
    connection = await session.connection()
    number = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
    alone: bool = (await connection.execute(select(func.pg_try_advisory_xact_lock(number)))).scalar_one()
    return alone


async def _stored(session: AsyncSession, row: IdempotencyKey) -> IdempotencyKey:
    same = (
        col(IdempotencyKey.user_id) == row.user_id,
        col(IdempotencyKey.route) == row.route,
        col(IdempotencyKey.key) == row.key,
    )
    return (await session.exec(select(IdempotencyKey).where(*same))).one()


def _replay(stored: IdempotencyKey, digest: str) -> Response:
    if stored.request_hash != digest:
        raise Problem("invalid", "idempotency_key_reused", "This Idempotency-Key was used for another request.")
    headers = {"idempotency-replayed": "true"}
    if stored.location:
        headers["location"] = stored.location
    return Response(stored.body or b"", stored.status or 200, headers, stored.media_type)
