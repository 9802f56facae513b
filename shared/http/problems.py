"""The edge's word for a failure: every kind of problem as RFC 9457 JSON with its HTTP status."""

import random
from collections.abc import Mapping
from http import HTTPStatus

import orjson
from starlette.responses import Response

from shared.contracts.problem import MEDIA_TYPE
from shared.errors import Kind, Problem
from shared.observability import context

STATUS: Mapping[Kind, int] = {
    "malformed": 400,
    "unauthenticated": 401,
    "forbidden": 403,
    "missing": 404,
    "method_not_allowed": 405,
    "conflict": 409,
    "stale": 412,
    "too_large": 413,
    "uri_too_long": 414,
    "unsupported_media": 415,
    "invalid": 422,
    "headers_too_large": 431,
    "limited": 429,
    "broken": 500,
    "bad_gateway": 502,
    "unavailable": 503,
    "timeout": 504,
}
KIND: Mapping[int, Kind] = {status: kind for kind, status in STATUS.items()}


def body_of(problem: Problem) -> bytes:
    """The problem as JSON bytes; never holds internals."""
    status = STATUS[problem.kind]
    return orjson.dumps(
        {
            "type": f"urn:canvass:problem:{problem.code}",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": problem.message,
            "code": problem.code,
            "instance": f"urn:request:{context.request_id.get()}",
            "errors": problem.errors,
            **problem.details,
        }
    )


def headers_of(problem: Problem) -> dict[str, str]:
    """The headers a problem brings: Retry-After with jitter for 503, the challenge for 401."""
    headers = {"cache-control": "no-store"}
    if problem.retry_after is not None:
        headers["retry-after"] = str(problem.retry_after)
    elif problem.kind == "unavailable":
        headers["retry-after"] = str(random.randint(1, 5))  # noqa: S311
    if problem.kind == "method_not_allowed" and "allowed" in problem.details:
        headers["allow"] = ", ".join(problem.details["allowed"])
    if problem.kind == "unauthenticated":
        headers["www-authenticate"] = 'Bearer realm="canvass"'
    return headers


def response_of(problem: Problem) -> Response:
    """The problem as a Starlette response."""
    return Response(body_of(problem), STATUS[problem.kind], headers_of(problem), MEDIA_TYPE)
