"""Every route of core names its caller, every write is a command that says whose role allows it.

The gateway passes on exactly these routes.
"""

import pytest
from fastapi import APIRouter, FastAPI

from services.core import deps
from services.core.main import create_app
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.gateway.proxy.routes import ROUTES
from tests.architecture import routes
from tests.support import contract, settings

WITHOUT_CALLER = {"/livez", "/readyz", "/metrics", "/internal/openapi.json"}
"""Core's own, on a port that only the gateway and the machine's monitors reach."""
PUBLIC = {("/api/vendors", "GET"), ("/api/vendors/{vendor_id}", "GET"), ("/api/calendar/{token}.ics", "GET")}
"""What nobody needs to sign in to read: the shared catalogue of vendors, and calendars, by their secret address."""

NOT_MERELY_WORK = {
    ("/api/projects/{project_id}", "DELETE"): policies.REMOVE_PROJECT,
    ("/api/exchange-rates/{currency}", "PUT"): policies.CHANGE_SETTINGS,
    ("/api/exchange-rates/{currency}", "DELETE"): policies.CHANGE_SETTINGS,
    ("/api/ui-preferences", "PATCH"): policies.SET_OWN_PREFERENCES,
    ("/api/calendar-feeds", "POST"): policies.KEEP_FEEDS,
    ("/api/calendar-feeds/{feed_id}", "DELETE"): policies.KEEP_FEEDS,
    ("/api/calendar-feeds/{feed_id}/rotate", "POST"): policies.KEEP_FEEDS,
    ("/api/compliance-rules/{rule}", "PUT"): policies.CHANGE_RULES,
    ("/api/restricted-entries", "POST"): policies.CHANGE_RULES,
    ("/api/restricted-entries/import", "POST"): policies.CHANGE_RULES,
    ("/api/restricted-entries/{entry_id}", "PATCH"): policies.CHANGE_RULES,
    ("/api/company-facts", "POST"): policies.CHANGE_RULES,
    ("/api/company-facts/{fact_id}", "PATCH"): policies.CHANGE_RULES,
    ("/api/user-trainings", "POST"): policies.CHANGE_RULES,
    ("/api/approvals", "POST"): policies.COMPLIANCE,
    ("/api/approvals/{approval_id}/decision", "POST"): policies.COMPLIANCE,
}
"""Every command that asks for another role than all others do."""


@pytest.fixture
def app() -> FastAPI:
    """Core, not started."""
    return create_app(settings.of_core("postgresql://nowhere/nothing"))


def nameless(app: FastAPI) -> list[str]:
    """Routes that answer without knowing whom."""
    return [f"{route.method} {route.path}" for route in routes.of(app) if not route.names_its_caller]


def unguarded(app: FastAPI) -> list[str]:
    """Routes that write outside a command's transaction, or read inside one."""
    return [
        f"{route.method} {route.path}"
        for route in routes.of(app)
        if route.path.startswith("/api/") and route.is_command == (route.method in routes.READS)
    ]


def test_every_route_names_its_caller(app: FastAPI) -> None:
    assert {route.partition(" ")[2] for route in nameless(app)} == WITHOUT_CALLER


def test_every_write_is_a_command_and_no_read_is(app: FastAPI) -> None:
    assert unguarded(app) == []


def test_a_planted_route_without_a_caller_is_found(app: FastAPI) -> None:
    planted = APIRouter(prefix="/api/planted")
    planted.get("/{planted_id}")(_nobody_asked)
    app.include_router(planted)
    assert "GET /api/planted/{planted_id}" in nameless(app)


def test_a_planted_write_outside_a_command_is_found(app: FastAPI) -> None:
    planted = APIRouter(prefix="/api/planted")
    planted.post("")(_somebody_asked)
    app.include_router(planted)
    assert "POST /api/planted" not in nameless(app)
    assert "POST /api/planted" in unguarded(app)


def test_a_planted_read_inside_a_command_is_found(app: FastAPI) -> None:
    planted = APIRouter(prefix="/api/planted", route_class=CommandRoute)
    planted.get("")(policies.needs(policies.WORK)(_somebody_asked))
    app.include_router(planted)
    assert "GET /api/planted" in unguarded(app)


def test_every_command_says_which_roles_may_give_it(app: FastAPI) -> None:
    asked = {(route.path, route.method): route.policy for route in routes.of(app) if route.is_command}
    assert {where: policy for where, policy in asked.items() if policy != policies.WORK} == NOT_MERELY_WORK


def test_a_command_that_does_not_say_cannot_be_made() -> None:
    planted = APIRouter(prefix="/api/planted", route_class=CommandRoute)
    with pytest.raises(TypeError, match="_nobody_asked is a command that declares no policy"):
        planted.post("")(_nobody_asked)


def test_every_command_documents_whom_it_refuses(app: FastAPI) -> None:
    paths = contract.document_of(app)["paths"]
    for route in routes.of(app):
        if route.policy and route.policy.roles != policies.EVERYBODY and route.path.startswith("/api/"):
            told = paths[route.path][route.method.lower()]["responses"]["403"]
            assert told["description"] == f"`role_forbids`: {route.policy.rule}"


def test_only_the_catalogue_of_vendors_and_secret_addresses_are_public(app: FastAPI) -> None:
    open_to_anyone = {(route.path, route.method) for route in routes.of(app) if route.asks_anyone}
    assert open_to_anyone == PUBLIC
    assert {(route.path, "GET") for route in ROUTES if route.public} == PUBLIC


def test_the_gateway_passes_on_exactly_what_core_answers(app: FastAPI) -> None:
    answered = {(route.path, route.method) for route in routes.of(app) if route.path.startswith("/api/")}
    passed_on = {(route.path, method) for route in ROUTES for method in route.methods}
    assert sorted(answered - passed_on) == [], "routes nobody can reach"
    assert sorted(passed_on - answered) == [], "routes that core does not answer"


async def _nobody_asked(planted_id: str) -> str:
    return planted_id


async def _somebody_asked(caller: deps.CallerDep) -> str:
    return caller.user_id
