"""The public API as a simulated analyst uses it; a refusal nobody foresaw ends the simulation in the API's words."""

import asyncio
from typing import Any

import httpx2

from services.cli.stack.errors import StackError

PATIENCE = 60.0
"""Seconds any one request may take."""
AT_ONCE = 6
"""Requests on their way at any time: fewer than a service has connections."""
Json = dict[str, Any]


class Api:
    """Somebody signed in, at work in one workspace."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client
        self._room = asyncio.Semaphore(AT_ONCE)
        self.asked = 0

    async def call(self, method: str, path: str, **given: Any) -> Any:
        """The answer's JSON. Raises StackError for a refusal."""
        answer = await self._send(method, path, **given)
        if answer.is_error:
            raise StackError(f"{method} {path} answered {answer.status_code}: {answer.text[:500]}")
        return answer.json() if answer.content else None

    async def refused(self, method: str, path: str, *, code: str, **given: Any) -> None:
        """Have the API refuse something for the foreseen reason. Raises StackError when it does not."""
        answer = await self._send(method, path, **given)
        if not answer.is_error or answer.json().get("code") != code:
            raise StackError(
                f"{method} {path} should be refused as {code}, but: {answer.status_code} {answer.text[:500]}"
            )

    async def _send(self, method: str, path: str, **given: Any) -> httpx2.Response:
        self.asked += 1
        async with self._room:
            return await self._client.request(method, path, **given)


async def sign_in(client: httpx2.AsyncClient, *, name: str, email: str, password: str) -> None:
    """Sign up, or in when that address is known already; from then on every request is that person's."""
    who = {"name": name, "email": email, "password": password}
    answer = await client.post("/api/auth/sign-up/email", json=who)
    if answer.status_code == httpx2.codes.UNPROCESSABLE_CONTENT:
        answer = await client.post("/api/auth/sign-in/email", json=who)
    if answer.is_error:
        raise StackError(f"{email} could not sign in: {answer.text[:500]}")
    client.cookies.clear()
    client.headers["authorization"] = f"Bearer {answer.json()['token']}"
