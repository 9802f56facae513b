"""The job queue, which is core's: asked in the name of an operator."""

from typing import Final

import httpx2

from services.gateway.resources import Resources
from shared.contracts.principal import NOBODY, Principal
from shared.security import internal_token

JOBS: Final = "/internal/admin/jobs"


async def ask(resources: Resources, user_id: str, method: str, path: str) -> httpx2.Response:
    """Core's answer to an operator, below its list of jobs. Raises Problem when core cannot be reached."""
    token = resources.vouch(Principal(user_id, NOBODY), audience=internal_token.OPERATORS)
    return await resources.ask_core(method, JOBS + path, headers={internal_token.HEADER: token})
