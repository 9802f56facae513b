"""Ports of the loopback interface."""

import socket
from collections.abc import Iterator

import pytest

from services.cli.stack import ports, services
from services.cli.stack.errors import StackError


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_that_somebody_listens_on_is_not_free(taken: int) -> None:
    assert not ports.is_free(taken)
    assert ports.preferred(taken) != taken


def test_a_free_port_is_kept() -> None:
    port = ports.any_free()
    assert ports.preferred(port) == port


def test_core_goes_elsewhere_when_its_usual_port_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "CORE_PORT", taken)
    assert services.core_port({}) != taken


def test_a_core_url_that_was_asked_for_is_never_replaced(taken: int) -> None:
    with pytest.raises(StackError, match=f"port {taken} is in use.*CORE_URL"):
        services.core_port({"CORE_URL": f"http://127.0.0.1:{taken}"})
