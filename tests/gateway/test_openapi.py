"""One document for the whole public API."""

from typing import Any

from services.gateway import openapi
from services.gateway.auth import openapi as auth_openapi
from services.gateway.auth_routes import ROUTES as AUTH
from services.gateway.proxy.routes import ROUTES
from tests.support.stack import Stack

METHODS = ("get", "post", "put", "patch", "delete")


async def document(stack: Stack) -> dict[str, Any]:
    async with stack.client() as client:
        answer = await client.get("/api/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def test_it_holds_core_and_auth_with_every_operation_named_once(stack: Stack) -> None:
    found = await document(stack)
    assert {route.path for route in ROUTES} | set(auth_openapi.document(AUTH)["paths"]) <= set(found["paths"])
    names = [
        operation["operationId"]
        for operations in found["paths"].values()
        for method, operation in operations.items()
        if method in METHODS
    ]
    assert len(names) == len(set(names))


async def test_every_route_of_core_says_whether_one_must_be_signed_in(stack: Stack) -> None:
    found = await document(stack)
    assert found["paths"]["/api/vendors"]["get"]["security"][0] == {}
    assert found["paths"]["/api/vendors"]["post"]["security"] == openapi.SIGNED_IN
    assert found["paths"]["/api/campaigns"]["get"]["security"] == openapi.SIGNED_IN
    assert set(found["components"]["securitySchemes"]) >= {"bearer", "session"}


async def test_the_viewer_loads_nothing_from_elsewhere(stack: Stack) -> None:
    async with stack.client() as client:
        page = (await client.get("/api/docs")).text
        assert "http" not in page
        for name in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js"):
            assert (await client.get(f"/api/docs/{name}")).status_code == 200
        assert (await client.get("/api/docs/..%2fsecret")).status_code == 404
