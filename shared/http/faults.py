"""What frameworks and the database raise, put in the terms of `Problem`; used by the app skeleton alone."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import structlog
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from shared.db import refusals
from shared.errors import Problem
from shared.http import problems

log = structlog.get_logger()

NAMES = {
    400: ("request_malformed", "The request could not be read."),
    404: ("route_missing", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take this method."),
    413: ("body_too_large", "The request body is too large."),
    415: ("media_type_unsupported", "This media type is not taken here."),
}


async def on_problem(_: Request, problem: Exception) -> Response:
    """A problem the domain raised."""
    if not isinstance(problem, Problem):
        raise problem
    return problems.response_of(problem)


async def on_http(_: Request, fault: Exception) -> Response:
    """A refusal the framework made itself (404, 405, 400 …)."""
    if not isinstance(fault, HTTPException):
        raise fault
    code, message = NAMES.get(fault.status_code, ("request_refused", str(fault.detail)))
    problem = Problem(problems.KIND.get(fault.status_code, "broken"), code, message)
    response = problems.response_of(problem)
    response.headers.update(fault.headers or {})
    return response


async def on_invalid(_: Request, fault: Exception) -> Response:
    """Input that the schema refuses: 400 for what is not JSON, 422 with a pointer per field for the rest."""
    if not isinstance(fault, RequestValidationError):
        raise fault
    found = fault.errors()
    if any(error["type"] == "json_invalid" for error in found):
        return problems.response_of(Problem("malformed", "json_malformed", "The body is not valid JSON."))
    errors = [{"pointer": pointer_of(error["loc"]), "reason": _reason(error)} for error in found]
    message = "; ".join(
        f"{error['pointer']}: {error['reason']}".lstrip("#/").removeprefix(": ") for error in errors[:3]
    )
    return problems.response_of(Problem("invalid", "input_invalid", message, errors=errors))


def pointer_of(location: Sequence[int | str]) -> str:
    """A JSON pointer for Pydantic's location: `#/field/0` for the body, `#/query/limit` elsewhere."""
    first, *rest = location or ("body",)
    parts = rest if first == "body" else [first, *rest]
    return "#/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _reason(error: Mapping[str, Any]) -> str:
    return str(error["msg"]).removeprefix("Value error, ")


async def on_database(_: Request, fault: Exception) -> Response:
    """A refusal of the database itself: constraints are the caller's to mend, the rest is ours."""
    cause = fault.orig.__cause__ if isinstance(fault, DBAPIError) and fault.orig else fault
    problem = refusals.problem_of(cause)
    if problem.kind in ("broken", "unavailable", "timeout"):
        log.error("database.request.failed", exc_info=fault)
    return problems.response_of(problem)


DATABASE_FAULTS: tuple[type[Exception], ...] = (
    DBAPIError,
    PoolTimeout,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncio.TimeoutError,
    ConnectionError,
)
