"""Auth behind the gateway's own layers: they add their headers and change nothing of what auth says."""

import re
from contextlib import aclosing

import pytest

from services.gateway.auth import openapi
from services.gateway.auth_routes import ROUTES
from tests.support import settings
from tests.support.stack import PASSWORD, Stack


async def test_a_person_signs_up_reads_their_session_works_and_signs_out(stack: Stack) -> None:
    async with aclosing(await stack.sign_up()) as ada:
        session = (await ada.get("/api/auth/get-session")).json()
        assert session["user"]["email"] == stack.email("ada")
        assert session["session"]["ipAddress"] == "127.0.0.1"
        assert (await ada.get("/api/projects")).status_code == 200
        assert (await ada.post("/api/auth/sign-out", json={})).json() == {"success": True}
        assert (await ada.get("/api/auth/get-session")).text == "null"
        assert (await ada.get("/api/projects")).status_code == 401


async def test_the_token_serves_as_bearer_without_cookie_or_origin(stack: Stack) -> None:
    async with aclosing(await stack.sign_up()) as ada:
        signed = (
            await ada.post("/api/auth/sign-in/email", json={"email": stack.email("ada"), "password": PASSWORD})
        ).headers["set-auth-token"]
    async with stack.client() as client:
        del client.headers["origin"]
        client.headers["authorization"] = f"Bearer {signed}"
        assert (await client.post("/api/projects", json={"project_name": "By bearer"})).status_code == 201


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
async def test_another_sites_page_writes_nothing_with_the_cookie(stack: Stack, origin: str | None) -> None:
    async with aclosing(await stack.sign_up()) as ada:
        del ada.headers["origin"]
        told = {"origin": origin} if origin else {}
        refused = await ada.post("/api/projects", json={"project_name": "Forged"}, headers=told)
        assert (refused.status_code, refused.json()["code"]) == (403, "origin_refused")
        assert (await ada.get("/api/projects", headers=told)).json()["items"] == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(
            ("GET", path)
            for path in ("/api/auth", "/api/auth/", "/api/auth/nothing", "/api/auth/ok/", "/api/auth/sign-out")
        ),
        *(("HEAD", path) for path in ("/api/auth/ok", "/api/auth/get-session")),
        *(("OPTIONS", path) for path in ("/api/auth/ok", "/api/auth/sign-in/email")),
        *(("DELETE", path) for path in ("/api/auth/get-session",)),
    ],
)
async def test_what_is_no_route_is_404_without_a_body(stack: Stack, method: str, path: str) -> None:
    async with stack.client() as client:
        del client.headers["origin"]
        reply = await client.request(method, path)
    assert (reply.status_code, reply.content, reply.headers.get("content-type")) == (404, b"", None)


async def test_a_browser_may_read_the_token_from_our_own_frontend(stack: Stack) -> None:
    async with aclosing(await stack.sign_up()) as ada:
        reply = await ada.post("/api/auth/sign-in/email", json={"email": stack.email("ada"), "password": PASSWORD})
    assert reply.headers["access-control-allow-origin"] == settings.GATEWAY
    assert "set-auth-token" in reply.headers["access-control-expose-headers"]


async def test_a_body_beyond_sixteen_kibibytes_is_refused(stack: Stack) -> None:
    async with stack.client() as client:
        reply = await client.post("/api/auth/sign-in/email", json={"email": "x" * 17_000, "password": "x"})
    assert reply.status_code == 413


def test_every_route_is_documented_and_every_document_is_a_route() -> None:
    documented = {
        (method.upper(), re.sub(r"\{(\w+)\}", r":\1", path.removeprefix("/api/auth")))
        for path, operations in openapi.document(ROUTES)["paths"].items()
        for method in operations
    }
    assert documented == set(ROUTES)


async def test_the_public_document_has_auths_part(stack: Stack) -> None:
    async with stack.client() as client:
        document = (await client.get("/api/openapi.json")).json()
    assert document["paths"]["/api/auth/sign-in/email"]["post"]["operationId"] == "authPostSignInEmail"
    assert "AuthUser" in document["components"]["schemas"]
