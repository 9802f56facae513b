"""Reads a request's body as BetterAuth's transport does: by media type, whole, and never beyond 16 KiB."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

import orjson
from starlette.types import Receive

from services.gateway.auth.errors import Refusal, refusal
from services.gateway.auth.exchange import ABSENT
from shared.http import middleware

LARGEST = 16 * 1024
DEEPEST = 100
"""Lists and objects within one another; what is kept must be written out again, which has its limits."""
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Disconnected(Exception):
    """The client went away before its body had come."""


async def read(receive: Receive, headers: Mapping[str, str], *, forms: bool) -> object:
    """The body: parsed, or ABSENT when there is none. Raises Refusal for a foreign media type, and for JSON
    that is broken or too deep.

    A body without a content type counts as none, and so does one of which nothing was announced.
    """
    given = headers.get("content-type", "")
    length = headers.get("content-length")
    if not given or length == "0" or (length is None and "transfer-encoding" not in headers):
        return ABSENT
    kind = given.lower()
    if forms and kind.startswith(FORM):
        return dict(parse_qsl((await _whole(receive)).decode("utf-8", "replace"), keep_blank_values=True))
    if not kind.startswith(JSON):
        allowed = f"{FORM}, {JSON}" if forms else JSON
        message = f'Content-Type "{given}" is not allowed. Allowed types: {allowed}'
        raise Refusal(415, "UNSUPPORTED_MEDIA_TYPE", message)
    try:
        body = orjson.loads((await _whole(receive)).removeprefix(BYTE_ORDER_MARK))
    except orjson.JSONDecodeError as fault:
        raise refusal(400, "BAD_REQUEST") from fault
    if _depth(body) > DEEPEST:
        raise refusal(400, "BAD_REQUEST")
    return body


def _depth(document: object) -> int:
    depth, level = 0, [document]
    while level := [value for value in level if isinstance(value, list | dict)]:
        depth += 1
        level = [inner for value in level for inner in (value.values() if isinstance(value, dict) else value)]
    return depth


async def _whole(receive: Receive) -> bytes:
    chunks, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > LARGEST:
            raise middleware.too_large(LARGEST)
        more = message.get("more_body", False)
    return b"".join(chunks)
