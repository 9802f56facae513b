"""The job queue, which is core's: asked in the name of an operator. Nothing is repeated, for it may have happened."""

import asyncio
from typing import Final

import httpx2

from services.gateway.resources import Resources
from shared.contracts.principal import NOBODY, Principal
from shared.errors import Problem
from shared.observability import context
from shared.security import internal_token

JOBS: Final = "/internal/admin/jobs"
BUDGET: Final = 10.0
"""Seconds core has for an answer."""


async def ask(resources: Resources, user_id: str, method: str, path: str) -> httpx2.Response:
    """Core's answer to an operator, below its list of jobs. Raises Problem when core cannot be reached."""
    key = internal_token.signing_key(resources.settings.internal_token_secret.get_secret_value())
    token = internal_token.mint(Principal(user_id, NOBODY), key=key, audience=internal_token.OPERATORS)
    headers = {internal_token.HEADER: token, "x-request-id": context.request_id.get()}
    request = httpx2.Request(method, resources.settings.core_url.rstrip("/") + JOBS + path, headers=headers)
    try:
        async with asyncio.timeout(BUDGET):
            answer = await resources.transport.handle_async_request(request)
            await answer.aread()
            return answer
    except TimeoutError as fault:
        raise Problem("timeout", "core_timeout", "The research service took too long.") from fault
    except httpx2.TransportError as fault:
        raise Problem("unavailable", "core_unavailable", "The research service cannot be reached.") from fault
