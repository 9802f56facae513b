"""Answers made of JSON bytes that Postgres built: with their ETag, and 304 or 412 where the condition says so."""

import hashlib
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response

from shared.errors import Problem

KNOWN = "if-none-match"


def etag_of(body: bytes, *, weak: bool = False) -> str:
    """A tag of exactly these bytes (RFC 9110 section 8.8.3)."""
    tag = hashlib.sha256(body).hexdigest()[:24]
    return f'W/"{tag}"' if weak else f'"{tag}"'


def one(request: Request, document: str | None, *, missing: Problem) -> Response:
    """A single resource, or its Problem; 304 when the caller already has these bytes."""
    return single(request.headers.get(KNOWN), document, missing=missing)


def page(request: Request, body: bytes) -> Response:
    """A page of a list."""
    return conditional(request.headers.get(KNOWN), body, weak=True)


def single(known: str | None, document: str | None, *, missing: Problem) -> Response:
    """The same for a caller who knows the resource by the tag `known`."""
    if document is None:
        raise missing
    return conditional(known, document.encode(), weak=False)


def conditional(known: str | None, body: bytes, *, weak: bool, media_type: str = "application/json") -> Response:
    """The bytes with their tag, or 304 for a caller who knows them."""
    tag = etag_of(body, weak=weak)
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if known is not None and (known == "*" or tag.removeprefix("W/") in known):
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, media_type)


def written(document: str | None, *, missing: Problem, created_at: str | None = None) -> Response:
    """What a command left behind: 201 with its address when it made something, else 200."""
    if document is None:
        raise missing
    body = document.encode()
    headers = {"etag": etag_of(body)}
    if created_at is not None:
        headers["location"] = created_at
    return Response(body, 201 if created_at else 200, headers, "application/json")


def download(content: bytes, *, name: str, media_type: str = "application/octet-stream") -> Response:
    """A file to be saved, never shown in the browser's page; the name is encoded as RFC 6266 and RFC 8187 say."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"content-disposition": disposition, "cache-control": "private, no-store"}
    return Response(content, 200, headers, media_type)


def require_unchanged(request: Request, document: Any) -> None:
    """Honours If-Match: raises Problem (stale) with the current tag when the caller saw an older state."""
    wanted = request.headers.get("if-match")
    if wanted is None or wanted == "*":
        return
    current = etag_of(str(document).encode())
    if current not in wanted:
        raise Problem("stale", "changed_since_read", "This was changed since you read it.", details={"etag": current})
