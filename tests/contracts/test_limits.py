"""How much core takes: a mebibyte of anything, fifty of files; one byte more is 413, however it is sent."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from services.core.main import BODY, UPLOAD
from services.gateway.proxy.routes import ROUTES
from tests.support.core import Core

JSON = {"content-type": "application/json"}
INTAKE = "/api/campaigns/00000000-0000-4000-8000-000000000000/intake"


@pytest.fixture
async def ada(core: Core) -> AsyncIterator[httpx2.AsyncClient]:
    async with core.as_("ada") as client:
        yield client


def padded(length: int) -> bytes:
    """A JSON body of exactly that length."""
    head, tail = b'{"project_name": "', b'"}'
    return head + b"x" * (length - len(head) - len(tail)) + tail


async def in_chunks(body: bytes) -> AsyncIterator[bytes]:
    """The body without a declared length."""
    for start in range(0, len(body), 65_536):
        yield body[start : start + 65_536]


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_of_a_mebibyte_is_read_and_one_byte_more_is_not(ada: httpx2.AsyncClient, declared: bool) -> None:
    for length, status in ((BODY, 422), (BODY + 1, 413)):
        body = padded(length)
        response = await ada.post("/api/projects", content=body if declared else in_chunks(body), headers=JSON)
        assert response.status_code == status, response.text[:200]
        assert response.headers["content-type"] == "application/problem+json"


async def test_files_may_be_larger_together_and_not_without_end(ada: httpx2.AsyncClient) -> None:
    body = b"x" * (BODY + 1)
    files = {"files": ("mail.txt", body, "text/plain")}
    assert (await ada.post(INTAKE, files=files)).status_code == 404
    headers = {"content-type": "multipart/form-data; boundary=b", "content-length": str(UPLOAD + 1)}
    assert (await ada.post(INTAKE, content=in_chunks(b"x"), headers=headers)).status_code == 413


def test_the_gateway_takes_as_much_as_core() -> None:
    limits = {route.path: route.body_limit for route in ROUTES}
    assert {path for path, limit in limits.items() if limit == UPLOAD} == {
        "/api/campaigns/{campaign_id}/intake",
        "/api/campaigns/{campaign_id}/tracker",
        "/api/invoices",
    }
    assert {limit for limit in limits.values() if limit != UPLOAD} == {BODY}


@pytest.mark.parametrize("media_type", ["text/html", "application/xml", "", "application/json; charset=utf-16"])
async def test_another_media_type_does_not_crash(ada: httpx2.AsyncClient, media_type: str) -> None:
    response = await ada.post("/api/projects", content=b"<a/>", headers={"content-type": media_type})
    assert response.status_code in (400, 415, 422)
    assert response.headers["content-type"] == "application/problem+json"
