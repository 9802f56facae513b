"""The pooled client between services: httpx2's interface on aiohttp's connections.

httpx2's own pool costs more than a whole database read per request; aiohttp's does not. Only the transport is ours:
requests and responses stay httpx2's.
"""

import functools
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Self

import aiohttp
import httpx2
from aiohttp.abc import AbstractResolver
from yarl import URL

CONNECT_TIMEOUT = 0.5
POOL_TIMEOUT = 1.0
KEEPALIVE = 30
CHUNK = 64 * 1024


class AiohttpTransport(httpx2.AsyncBaseTransport):
    """Carries httpx2 requests over an aiohttp session. Redirects, cookies, retries and decoding are nobody's here."""

    def __init__(
        self,
        *,
        connections: int = 200,
        connect_timeout: float = CONNECT_TIMEOUT,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._connections, self._connect_timeout, self._resolver = connections, connect_timeout, resolver
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            limit=self._connections, keepalive_timeout=KEEPALIVE, ttl_dns_cache=10, resolver=self._resolver
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
            timeout=aiohttp.ClientTimeout(
                total=None,
                connect=max(POOL_TIMEOUT, self._connect_timeout),
                sock_connect=self._connect_timeout,
            ),
        )
        self._session._retry_connection = False  # what may be repeated, and how often, is the caller's to say
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send and return once the head has come; the body streams.

        Raises httpx2.ConnectError when nothing was sent, httpx2.PoolTimeout when no connection was free in time,
        httpx2.ReadError when the connection broke later: only the first two may be repeated for any method. What the
        request's own body raises comes out as it is.
        """
        if self._session is None:
            raise RuntimeError("the transport is used before it is entered")
        body = _body_of(request)
        try:
            response = await self._session.request(
                request.method,
                _parsed(str(request.url)),
                headers=request.headers.multi_items(),
                data=body,
                allow_redirects=False,
            )
        except aiohttp.ConnectionTimeoutError as fault:
            raise httpx2.PoolTimeout(str(fault), request=request) from fault
        except aiohttp.ClientConnectorError as fault:
            raise httpx2.ConnectError(str(fault), request=request) from fault
        except aiohttp.ClientError as fault:
            if isinstance(body, _Upload) and body.fault:
                raise body.fault from fault
            raise httpx2.ReadError(str(fault), request=request) from fault
        return httpx2.Response(response.status, headers=response.raw_headers, stream=_Stream(response), request=request)


class _Upload:
    """A request's body on its way; keeps what its source raised, which aiohttp would only call a broken connection."""

    def __init__(self, source: httpx2.AsyncByteStream) -> None:
        self._source = source
        self.fault: Exception | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._source:
                yield chunk
        except Exception as fault:
            self.fault = fault
            raise


@functools.lru_cache(2048)
def _parsed(url: str) -> URL:
    """The address as it will be sent, not normalised: the gateway has checked its raw form."""
    return URL(url, encoded=True)


def _body_of(request: httpx2.Request) -> bytes | _Upload | None:
    stream = request.stream
    if isinstance(stream, httpx2.ByteStream):
        return request.content or None
    if isinstance(stream, httpx2.AsyncByteStream):
        return _Upload(stream)
    raise TypeError("only async bodies can be sent")


class _Stream(httpx2.AsyncByteStream):
    """The response's body as it arrives; closing early gives up the connection."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._response.content.iter_any():
                yield chunk
        except aiohttp.ClientError as fault:
            raise httpx2.ReadError(str(fault)) from fault

    async def aclose(self) -> None:
        if self._response.content.at_eof():
            self._response.release()
        else:
            self._response.close()
