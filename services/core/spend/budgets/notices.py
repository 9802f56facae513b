"""A threshold that fires is told by mail too. Core knows nobody's address: the job asks the gateway, until it has."""

import asyncio

import httpx2
import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.notices import THRESHOLD_PATH, ThresholdNotice
from shared.contracts.principal import Principal
from shared.jobs import queue, runner
from shared.jobs.queue import Job
from shared.mail import delivery
from shared.security import internal_token

log = structlog.get_logger()

TELL_THRESHOLD = "tell_threshold"
TIMEOUT = 15.0
"""Seconds the gateway has for its answer."""


class NotTold(Exception):
    """The gateway did not take the notice; why is its status, or the name of what went wrong on the way."""


async def ask(session: AsyncSession, *, caller: Principal, notice: ThresholdNotice) -> None:
    """Have the notice told once this transaction is committed."""
    await queue.enqueue(session, TELL_THRESHOLD, caller=caller, subject={"notice": notice.model_dump_json()})


class Telling:
    """Brings notices to the gateway, which tells each once however often it is brought."""

    def __init__(self, transport: httpx2.AsyncBaseTransport, *, gateway_url: str, secret: str) -> None:
        self._transport, self._url = transport, gateway_url.rstrip("/") + THRESHOLD_PATH
        self._key = internal_token.signing_key(secret)

    async def tell(self, job: Job) -> None:
        """Ask the gateway to tell. Raises NotTold unless it says that it has."""
        headers = {
            internal_token.HEADER: internal_token.mint(job.caller, key=self._key, audience=internal_token.NOTICES),
            "content-type": "application/json",
        }
        request = httpx2.Request("POST", self._url, headers=headers, content=job.subject["notice"].encode())
        try:
            async with asyncio.timeout(TIMEOUT):
                answer = await self._transport.handle_async_request(request)
                await answer.aread()
        except (TimeoutError, httpx2.TransportError) as fault:
            raise NotTold(type(fault).__name__) from fault
        if answer.status_code != 204:
            raise NotTold(str(answer.status_code))

    async def give_up(self, job: Job, reason: str) -> None:
        """Say which firing nobody was mailed of; the log of the research has it all the same."""
        notice = ThresholdNotice.model_validate_json(job.subject["notice"])
        log.warning("spend.threshold.not_told", campaign_id=str(notice.campaign_id), reason=reason)


def kind(telling: Telling) -> runner.Kind:
    """How notices are worked off: a gateway that is away is asked for a day, as a mail server is."""
    return runner.Kind(telling.tell, give_up=telling.give_up, attempts=delivery.ATTEMPTS, pause=delivery.pause)
