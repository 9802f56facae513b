"""Answers the plainest reads before the framework sees them, byte for byte as its routes would.

Routing, dependencies and response models cost more than the read itself. Whatever is unusual (a filter that does not
validate, a strange id, nobody signed in) goes on to the route, which refuses it in its own words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl
from uuid import UUID

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from services.core.resources import Resources
from shared.contracts.page import PageQuery
from shared.contracts.principal import NOBODY, Principal
from shared.db.keyset import Listing
from shared.db.read import Statement
from shared.errors import Problem
from shared.http import answers, faults
from shared.security.internal_token import HEADER

TOKEN = HEADER.encode()
CANONICAL = 36
"""Characters of a UUID as this API writes it."""


@dataclass(frozen=True, slots=True)
class One:
    """A resource by its id: the statement that builds it, and its 404."""

    statement: Statement
    missing: Problem


@dataclass(frozen=True, slots=True)
class Pages:
    """A list: its listing and the query it takes."""

    listing: Listing
    query: type[PageQuery]


class FastReads:
    """The layer; `ones` and `pages` are keyed by the collection's path."""

    def __init__(
        self, app: ASGIApp, *, resources: Resources, ones: Mapping[str, One], pages: Mapping[str, Pages]
    ) -> None:
        self._app, self._resources, self._ones, self._pages = app, resources, ones, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer: Response | None = None
        if scope["type"] == "http" and scope["method"] == "GET":
            try:
                answer = await self._answer(scope)
            except faults.DATABASE_FAULTS as fault:
                answer = await faults.on_database(Request(scope), fault)
        await (answer or self._app)(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response | None:
        path: str = scope["path"]
        pages = self._pages.get(path)
        if pages is not None:
            return await self._page(scope, pages)
        collection, _, last = path.rpartition("/")
        one = self._ones.get(collection)
        if one is None or len(last) != CANONICAL or scope["query_string"]:
            return None
        return await self._one(scope, one, last)

    async def _one(self, scope: Scope, one: One, text: str) -> Response | None:
        try:
            id_ = UUID(text)
        except ValueError:
            return None
        caller, known = self._caller(scope)
        if caller is None:
            return None
        document = await self._resources.reader.value(caller, one.statement, id=id_)
        return answers.single(known, document, missing=one.missing)

    async def _page(self, scope: Scope, pages: Pages) -> Response | None:
        given = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        try:
            query = pages.query.model_validate(dict(given))
        except ValidationError:
            return None
        caller, known = self._caller(scope)
        if caller is None or len({name for name, _ in given}) < len(given):
            return None
        body = await pages.listing.page(
            self._resources.reader, caller, query=query, sort=query.sort, filters=query.filters()
        )
        return answers.conditional(known, body, weak=True)

    def _caller(self, scope: Scope) -> tuple[Principal | None, str | None]:
        """The verified caller (None: nobody in particular) and the tag they know. Raises Problem as the routes do."""
        token, known = b"", None
        for name, value in scope["headers"]:
            if name == TOKEN:
                token = value
            elif name == b"if-none-match":
                known = value.decode("latin-1")
        caller = self._resources.verifier.verify(token.decode("latin-1"))
        return (None if caller.workspace_id == NOBODY else caller), known
