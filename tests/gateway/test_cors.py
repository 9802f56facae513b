"""A browser page of a trusted origin may read every answer, refusals included; nobody else's may."""

import httpx2
import pytest

from services.gateway.main import create_app
from services.gateway.settings import GatewaySettings
from tests.support import settings

GATEWAY = "https://gateway.example"


@pytest.fixture
def browser() -> httpx2.AsyncClient:
    app = create_app(
        GatewaySettings(
            database_url="postgresql://nobody@127.0.0.1:1/none",
            internal_token_secret=settings.INTERNAL_SECRET,
            better_auth_secret="b" * 40,
            better_auth_url=GATEWAY,
            better_auth_trusted_origins="https://*.app.example",
        )
    )
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url=GATEWAY)


@pytest.mark.parametrize("origin", ["https://a.app.example", GATEWAY])
async def test_a_trusted_page_may_read_refusals_too(browser: httpx2.AsyncClient, origin: str) -> None:
    answer = await browser.get("/api/campaigns", headers={"origin": origin})
    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == origin
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert "etag" in answer.headers["access-control-expose-headers"]


async def test_a_preflight_names_the_origin_and_the_headers(browser: httpx2.AsyncClient) -> None:
    asked = {"access-control-request-method": "PATCH", "access-control-request-headers": "content-type,if-match"}
    answer = await browser.options("/api/campaigns/1", headers={"origin": "https://a.app.example", **asked})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "https://a.app.example"
    assert {"PATCH", "DELETE"} <= {
        method.strip() for method in answer.headers["access-control-allow-methods"].split(",")
    }


async def test_a_strange_page_may_read_nothing(browser: httpx2.AsyncClient) -> None:
    answer = await browser.get("/api/campaigns", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers
    refused = await browser.options(
        "/api/campaigns", headers={"origin": "https://evil.example", "access-control-request-method": "POST"}
    )
    assert "access-control-allow-origin" not in refused.headers
