"""Requests to other houses: what is named or public is asked, and nothing behind our own door."""

import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from services.gateway.outside import Outside, Unanswered
from tests.gateway.proxy.upstream import Peer, serving

BODY = b'{"a":1}'


async def answering(peer: Peer) -> None:
    """One good answer."""
    await peer.head()
    await peer.say(b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n" + BODY)


@pytest.fixture
async def resolved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that every name has."""
    addresses: list[str] = []

    async def resolve(self: object, host: str, port: int = 0, family: int = socket.AF_INET) -> list[dict[str, Any]]:
        return [
            {"hostname": host, "host": each, "port": port, "family": socket.AF_INET, "proto": 0, "flags": 0}
            for each in addresses
        ]

    monkeypatch.setattr(aiohttp.ThreadedResolver, "resolve", resolve)
    return addresses


@pytest.fixture
async def unnamed() -> AsyncIterator[Outside]:
    """Nobody is named."""
    async with Outside([]) as outside:
        yield outside


async def test_a_named_server_is_asked_at_a_private_address() -> None:
    async with serving(answering) as upstream, Outside([f"{upstream.url}/somewhere"]) as outside:
        assert await outside.get(f"{upstream.url}/x?y=1", bearer="t") == {"a": 1}
        assert upstream.targets == [b"GET /x?y=1"]
        assert upstream.header("authorization") == ["Bearer t"]
        assert upstream.header("user-agent") == ["canvass"]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://0.0.0.0/",
        "https://user:secret@example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://",
        "https://example.com:99999/",
        "nonsense",
        "",
    ],
)
async def test_nothing_unnamed_is_asked_but_by_https_and_in_public(unnamed: Outside, url: str) -> None:
    with pytest.raises(Unanswered):
        unnamed.refuse_inward(url)
    with pytest.raises(Unanswered):
        await unnamed.get(url)


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:127.0.0.1"]])
async def test_no_name_leads_into_our_own_network(unnamed: Outside, resolved: list[str], addresses: list[str]) -> None:
    resolved += addresses
    async with serving(answering) as upstream:
        url = f"https://rebound.example:{upstream.url.rpartition(':')[2]}/"
        unnamed.refuse_inward(url)
        with pytest.raises(Unanswered, match="ConnectError"):
            await unnamed.get(url)
        assert upstream.connections == 0


async def test_a_named_host_may_be_in_our_own_network(resolved: list[str]) -> None:
    resolved += ["127.0.0.1"]
    async with serving(answering) as upstream:
        port = upstream.url.rpartition(":")[2]
        async with Outside(["http://keycloak"]) as outside:
            assert await outside.get(f"http://keycloak:{port}/") == {"a": 1}


async def test_another_scheme_of_a_named_host_is_not_named() -> None:
    async with Outside(["https://127.0.0.1"]) as outside:
        with pytest.raises(Unanswered, match="neither"):
            await outside.get("http://127.0.0.1/")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 500 Oh\r\ncontent-length: 7\r\n\r\n" + BODY,
        b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnope",
        b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n" + BODY,
        b"HTTP/1.1 200 OK\r\ncontent-length: 300000\r\n\r\n" + b" " * 300_000,
        b"nonsense\r\n\r\n",
    ],
    ids=["redirect", "fault", "no JSON", "cut off", "huge", "no HTTP"],
)
async def test_an_answer_out_of_order_is_none(answer: bytes) -> None:
    async def handler(peer: Peer) -> None:
        await peer.head()
        await peer.say(answer)

    async with serving(handler) as upstream, Outside([upstream.url]) as outside:
        with pytest.raises(Unanswered):
            await outside.get(upstream.url)
        assert upstream.connections == 1


async def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def handler(peer: Peer) -> None:
        await peer.hung_up()

    monkeypatch.setattr("services.gateway.outside.TIMEOUT", 0.05)
    async with serving(handler) as upstream, Outside([upstream.url]) as outside:
        with pytest.raises(Unanswered, match="TimeoutError"):
            await outside.post(upstream.url, {"a": "b"})
