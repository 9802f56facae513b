"""The one skeleton both services are built on: error bodies, limits, health and request ids in one place."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from shared.contracts.problem import MEDIA_TYPE, ProblemBody
from shared.errors import Problem
from shared.http import faults, health
from shared.http.middleware import BodyLimit, Edge
from shared.observability.metrics import Metrics

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]

FAILURES: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemBody, "content": {MEDIA_TYPE: {}}, "description": text}
    for status, text in {
        400: "The request could not be read",
        401: "Nobody is signed in",
        403: "The caller's role does not allow this",
        404: "No such thing, or not in the caller's workspace",
        409: "In conflict with what is there",
        412: "Changed since it was read",
        405: "This address does not take this method",
        413: "Too large",
        414: "The address is too long",
        415: "A media type that is not taken",
        422: "Well-formed but not valid; `errors` names each field",
        429: "Too many requests",
        431: "Headers too many or too large",
        500: "A fault of ours",
        502: "The research service broke off",
        503: "Not able to answer just now",
        504: "Took too long",
    }.items()
}


def build(
    *,
    title: str,
    version: str,
    lifespan: Lifespan,
    checks: Mapping[str, health.Check],
    body_limit: Callable[[str], int],
    failures: bool = True,
    outer: Sequence[Middleware] = (),
    inner: Sequence[Middleware] = (),
    security_headers: bool = False,
) -> FastAPI:
    """A FastAPI app that answers every failure as a Problem; `outer` and `inner` layers stand around it and within."""
    metrics = Metrics()
    app = FastAPI(
        title=title,
        version=version,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        responses=FAILURES if failures else None,
    )
    app.include_router(health.router(checks, metrics))
    app.add_exception_handler(Problem, faults.on_problem)
    app.add_exception_handler(HTTPException, faults.on_http)
    app.add_exception_handler(RequestValidationError, faults.on_invalid)
    for fault in faults.DATABASE_FAULTS:
        app.add_exception_handler(fault, faults.on_database)
    for layer in reversed(inner):
        app.add_middleware(layer.cls, *layer.args, **layer.kwargs)
    app.add_middleware(BodyLimit, limit_of=body_limit)
    app.add_middleware(Edge, metrics=metrics, security_headers=security_headers)
    for layer in reversed(outer):
        app.add_middleware(layer.cls, *layer.args, **layer.kwargs)
    return app
