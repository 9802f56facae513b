"""A request as auth's endpoints see it, and the answer they give: plain values, no framework."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

import orjson

from services.gateway.auth import wire
from services.gateway.auth.records import Identity, Stored, UserRecord
from services.gateway.auth.visitors import Visitor

JSON = (b"content-type", b"application/json")


class Absent:
    """What JavaScript calls undefined; JSON's null is None."""


ABSENT: Final = Absent()


@dataclass(slots=True)
class Incoming:
    """A request to a path below `/api/auth`; header names are in lower case.

    `stored` is the session it presents, where counting the request has read it; `found` the session the endpoint
    asked for, `read` the headers that reading it brings to whatever is answered.
    The handler names in `actor` whom the audit trail is to hold responsible where no session says so, and in `subject`
    the id of what was done something to.
    """

    method: str
    path: str
    scheme: str
    headers: Mapping[str, str]
    query: Mapping[str, str | list[str]]
    visitor: Visitor
    params: Mapping[str, str] = field(default_factory=dict)
    body: object = ABSENT
    stored: Stored | None = None
    found: Identity | None = None
    read: list[tuple[bytes, bytes]] = field(default_factory=list)
    actor: UserRecord | None = None
    subject: str | None = None

    @property
    def cookie(self) -> str:
        """The Cookie header."""
        return self.headers.get("cookie", "")

    @property
    def identity(self) -> Identity:
        """The session of an endpoint that needs one. Raises LookupError for any other."""
        if self.found is None:
            raise LookupError("this endpoint does not ask for a session")
        return self.found


@dataclass(slots=True)
class Answer:
    """A response; the content length is the sender's business."""

    body: bytes = b""
    status: int = 200
    headers: list[tuple[bytes, bytes]] = field(default_factory=lambda: [JSON])


def answer(document: object, headers: Iterable[tuple[bytes, bytes]] = ()) -> Answer:
    """A document as JSON, with status 200."""
    return Answer(orjson.dumps(document), headers=[JSON, *headers])


def redirect(location: str, headers: Iterable[tuple[bytes, bytes]] = ()) -> Answer:
    """On to another page: status 302, nothing in the body, and still called JSON as BetterAuth does."""
    return Answer(status=302, headers=[JSON, *headers, (b"location", wire.location(location))])


def headers_of(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by lower-case name; repeated ones are joined as Node joins them."""
    headers: dict[str, str] = {}
    for key, value in raw:
        name, text = key.decode("latin-1"), value.decode("latin-1")
        if name not in headers:
            headers[name] = text
        elif name not in ("authorization", "content-type", "host", "referer", "user-agent"):
            headers[name] += ("; " if name == "cookie" else ", ") + text
    return headers


def query_of(raw: bytes) -> dict[str, str | list[str]]:
    """The query's parameters; a repeated one is a list."""
    query: dict[str, str | list[str]] = {}
    for name, value in parse_qsl(raw.decode("latin-1"), keep_blank_values=True, errors="replace"):
        known = query.get(name)
        if known is None:
            query[name] = value
        else:
            query[name] = [*known, value] if isinstance(known, list) else [known, value]
    return query
