"""Through the front door: without a living session no listed route answers, and nothing reaches core's rows."""

import pytest

from services.gateway.proxy.routes import ROUTES, Route
from tests.support.stack import Stack

ID = "00000000-0000-4000-8000-000000000000"
WRONG = {
    "nothing": {},
    "a bearer of garbage": {"authorization": "Bearer garbage"},
    "a bearer of nothing": {"authorization": "Bearer "},
    "another scheme": {"authorization": "Basic YTpi"},
    "a cookie of garbage": {"cookie": "better-auth.session_token=garbage"},
    "a cookie nobody signed": {"cookie": f"better-auth.session_token={'a' * 32}.{'b' * 43}%3D"},
    "an internal token": {"x-canvass-token": "a.b.c"},
    "a claimed user": {"x-user-id": "ada"},
}


def address(route: Route) -> str:
    """The route's path with any id in its slots."""
    return "/".join(ID if part.startswith("{") else part for part in route.path.split("/"))


@pytest.mark.parametrize("headers", WRONG.values(), ids=WRONG)
async def test_nobody_gets_in(stack: Stack, headers: dict[str, str]) -> None:
    findings = []
    async with stack.client(headers=headers) as nobody:
        for route in ROUTES:
            for method in route.methods:
                response = await nobody.request(method, address(route))
                expected = {200, 404} if route.public and method == "GET" else {401}
                if response.status_code not in expected:
                    findings.append(f"{method} {route.path}: {response.status_code} {response.text}")
                elif response.status_code == 401:
                    assert response.headers["content-type"] == "application/problem+json"
                    assert "www-authenticate" in response.headers
    assert findings == []


async def test_a_session_that_was_ended_lets_nobody_in(stack: Stack) -> None:
    ada = await stack.sign_up("ada")
    kept = {"cookie": "; ".join(f"{name}={value}" for name, value in ada.cookies.items())}
    assert (await ada.post("/api/auth/sign-out", json={})).status_code == 200
    async with stack.client(headers=kept) as later:
        assert (await later.get("/api/projects")).status_code == 401


async def test_a_page_of_another_site_cannot_write_with_somebody_elses_cookie(stack: Stack) -> None:
    ada = await stack.sign_up("ada")
    for origin in ("https://evil.example", "null", "http://127.0.0.1:8080.evil.example"):
        forged = await ada.post("/api/projects", json={"project_name": "Atlas"}, headers={"origin": origin})
        assert (forged.status_code, forged.json()["code"]) == (403, "origin_refused")
    assert (await ada.get("/api/projects")).json()["items"] == []
