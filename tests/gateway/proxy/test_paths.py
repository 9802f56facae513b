"""Only listed addresses, spelled in the one way every parser reads alike, are passed on; as they were checked."""

import pytest

from tests.gateway.proxy import plane
from tests.gateway.proxy.plane import Gateway, Recorder
from tests.support import asgi

TRICKS = (
    b"/api/projects/..",
    b"/api/projects/../campaigns",
    b"/api/projects/.",
    b"/api/./projects",
    b"/api/projects/%2e%2e",
    b"/api/projects/%2E%2E",
    b"/api/projects/.%2e",
    b"/api/projects/%2e",
    b"/api/projects/..%2finternal",
    b"/api/projects/%2finternal",
    b"/api/projects/%2Finternal",
    b"/api/projects/%5c..",
    b"/api/projects/a\\b",
    b"/api/projects/%00",
    b"/api/projects/%252e%252e",
    b"/api/projects//",
    b"//api/projects",
    b"/api//projects",
    b"/api/projects/@evil.example",
    b"@evil.example/api/projects",
    b"/api/projects/a b",
    b"/api/projects/\xc3\xa9",
    b"/api/projects/a\r\nx: y",
    b"/api/projects/a#b",
    b"/api/projects/<a>",
    b"/api/projects;a/1",
    b"http://evil.example/api/projects",
    b"http://127.0.0.1:8080/api/projects",
    b"https://evil.example/",
    b"*",
    b"",
)
QUERIES = (b"/api/projects?q=a b", b"/api/projects?q=\xc3\xa9", b"/api/projects?q=a\r\nx: y", b"/api/projects?q=\x00")
UNLISTED = (
    "/", "/api", "/api/", "/api/nothing", "/api/projects/", "/api/projects/1/2", "/API/projects", "/api/Projects",
    "/internal/openapi.json", "/api/internal/openapi.json", "/projects", "/api/campaigns/1/shortlist.pdf",
)  # fmt: skip


@pytest.fixture
def core() -> Recorder:
    return Recorder()


@pytest.fixture
def gateway(core: Recorder) -> Gateway:
    return plane.build(core)


async def status_of(gateway: Gateway, method: str, path: bytes) -> tuple[int, dict[bytes, bytes]]:
    """Status and headers of an answer."""
    async with asgi.conversation(gateway.app, method, path) as talk:
        talk.say(b"")
        begun = await talk.answer()
        return begun["status"], dict(begun["headers"])


@pytest.mark.parametrize("path", [*TRICKS, *QUERIES])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_trick_does_not_reach_core(gateway: Gateway, core: Recorder, method: str, path: bytes) -> None:
    status, headers = await status_of(gateway, method, path)
    assert status in (400, 404, 405)
    assert headers[b"content-type"] == b"application/problem+json"
    assert core.asked == []


@pytest.mark.parametrize("path", UNLISTED)
async def test_an_unlisted_address_is_missing(gateway: Gateway, core: Recorder, path: str) -> None:
    async with gateway.client() as client:
        response = await client.get(path)
    assert (response.status_code, response.json()["code"]) == (404, "route_missing")
    assert response.headers["content-type"] == "application/problem+json"
    assert core.asked == []
    assert gateway.door.asked == []


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/projects", {"GET", "POST"}),
        ("PUT", "/api/projects/1", {"GET", "PATCH", "DELETE"}),
        ("GET", "/api/intakes/1/undo", {"POST"}),
        ("TRACE", "/api/projects", {"GET", "POST"}),
        ("CONNECT", "/api/projects", {"GET", "POST"}),
        ("BREW", "/api/ui-preferences", {"GET", "PATCH"}),
    ],
)
async def test_a_wrong_method_is_refused_with_the_right_ones(
    gateway: Gateway, core: Recorder, method: str, path: str, allowed: set[str]
) -> None:
    async with gateway.client() as client:
        response = await client.request(method, path)
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert response.headers["content-type"] == "application/problem+json"
    assert allowed <= set(response.headers["allow"].replace(" ", "").split(","))
    assert core.asked == []


@pytest.mark.parametrize(
    "target",
    [
        b"/api/projects",
        b"/api/projects?limit=5&sort=-created_at",
        b"/api/projects?q=a%20b&q=%2e%2e%2f",
        b"/api/projects/0198c0de-0000-7000-8000-000000000001",
        b"/api/projects/%41%42",
        b"/api/projects/a%20b",
        b"/api/projects/~a.b_c-d",
        b"/api/projects/...",
        b"/api/exchange-rates/EUR",
    ],
)
async def test_what_was_checked_is_what_is_sent(gateway: Gateway, core: Recorder, target: bytes) -> None:
    method = "DELETE" if target.endswith(b"EUR") else "GET"
    status, _ = await status_of(gateway, method, target)
    assert status == 200
    [request] = core.asked
    assert request.url.raw_path == target
    assert (request.url.host, request.method) == ("core.internal", method)
