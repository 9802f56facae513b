"""Requests to servers of other houses: bounded in time and size, never redirected, never led into our own network.

An operator may name servers by http or at private addresses in the settings; what those servers name in turn must be
https and public, unless it is on the very servers that were named.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import aiohttp
import httpx2
import orjson
from aiohttp.abc import AbstractResolver, ResolveResult

from shared.http.client import AiohttpTransport

CONNECTIONS = 20
CONNECT_TIMEOUT = 3.0
TIMEOUT = 5.0
"""Seconds a whole exchange may take."""
LARGEST = 256 * 1024
"""Bytes of an answer."""
NAME = "canvass"


class Unanswered(Exception):
    """The other server gave no answer that can be used."""


class Outside:
    """Asks other servers for JSON; only usable while entered. `named` are the addresses an operator has given."""

    def __init__(self, named: Iterable[str]) -> None:
        self._named = frozenset(_place(url) for url in named)
        hosts = frozenset(host for _, host in self._named)
        self._transport = AiohttpTransport(
            connections=CONNECTIONS, connect_timeout=CONNECT_TIMEOUT, resolver=_Resolver(hosts)
        )

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        await self._transport.aclose()

    async def get(self, url: str, *, bearer: str | None = None) -> Any:
        """The JSON document at that address. Raises Unanswered."""
        headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
        return await self._ask("GET", url, headers=headers)

    async def post(self, url: str, form: Mapping[str, str]) -> Any:
        """The JSON answer to a form. Raises Unanswered."""
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return await self._ask("POST", url, headers=headers, content=urlencode(form).encode())

    async def _ask(self, method: str, url: str, *, headers: Mapping[str, str], content: bytes | None = None) -> Any:
        self.refuse_inward(url)
        common = {"accept": "application/json", "user-agent": NAME}
        try:
            async with asyncio.timeout(TIMEOUT):
                request = httpx2.Request(method, url, headers=common | dict(headers), content=content)
                status, body = await self._answer(request)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as fault:
            raise Unanswered(f"{method} {url}: {type(fault).__name__}") from fault
        if not 200 <= status < 300:
            raise Unanswered(f"{method} {url}: status {status}")
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as fault:
            raise Unanswered(f"{method} {url}: no JSON") from fault

    async def _answer(self, request: httpx2.Request) -> tuple[int, bytes]:
        response = await self._transport.handle_async_request(request)
        try:
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > LARGEST:
                    raise Unanswered(f"{request.method} {request.url}: more than {LARGEST} bytes")
            return response.status_code, bytes(body)
        finally:
            await response.aclose()

    def refuse_inward(self, url: str) -> None:
        """Raises Unanswered for an address that is not to be asked."""
        try:
            place = _place(url)
        except ValueError as fault:
            raise Unanswered("no address") from fault
        if place not in self._named and (place[0] != "https" or not _is_public(place[1], known_name=True)):
            raise Unanswered(f"{url}: neither https and public nor named in the settings")


class _Resolver(AbstractResolver):
    """Resolves a name to public addresses only, unless it was named; so no name can be led elsewhere afterwards."""

    def __init__(self, named: frozenset[str]) -> None:
        self._named = named

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await aiohttp.ThreadedResolver().resolve(host, port, family)
        if host.lower() not in self._named and not all(_is_public(each["host"]) for each in found):
            raise OSError(f"{host} has an address that is not public")
        return found

    async def close(self) -> None:
        """Nothing is held."""


def _place(url: str) -> tuple[str, str]:
    """Scheme and host of an address. Raises ValueError for what is none."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None or parts.port == 0:
        raise ValueError("not a web address")
    return parts.scheme, parts.hostname


def _is_public(host: str, *, known_name: bool = False) -> bool:
    """Whether an IP address is one of the whole internet; for a name, what `known_name` says."""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_global
    except ValueError:
        return known_name
