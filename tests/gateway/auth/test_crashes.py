"""What is logged of a request that crashes: where it happened, and nothing that anybody could sign in with."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from services.gateway.auth.passwords import Hasher
from shared.observability import logging as logs
from tests.gateway.auth.server import PASSWORD, SIGNER, Server, bearer, cookie


@pytest.fixture
def as_in_production() -> Iterator[None]:
    """Logging as a service configures it; afterwards as it was."""
    root, kept = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    logs.configure(service="gateway", level="info")
    structlog.configure(cache_logger_on_first_use=False)
    yield
    structlog.configure(**kept)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(params=["production", "tests"])
def logging_as(request: pytest.FixtureRequest) -> None:
    """Both ways of logging there are."""
    if request.param == "production":
        request.getfixturevalue("as_in_production")


async def test_a_crash_logs_no_password_and_no_token(
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    logging_as: None,
) -> None:
    token = await server.token()

    async def crash(hasher: Hasher, stored: str, password: str) -> bool:
        raise RuntimeError("the hasher broke")

    monkeypatch.setattr(Hasher, "matches", crash)
    capsys.readouterr()
    sent = cookie(token) | bearer(SIGNER.sign(token)) | {"origin": "http://gateway.test"}
    reply = await server.sign_in(headers=sent)
    assert (reply.status, reply.body, reply.headers) == (500, "", {})
    told = capsys.readouterr().out + caplog.text
    assert "auth.request.crashed" in told
    assert "the hasher broke" in told
    for secret in (PASSWORD, token, SIGNER.sign(token), server.email()):
        assert secret not in told
