"""`python -m services.core.worker`: runs core's jobs; the API processes run none."""

import asyncio
import signal

import asyncpg
import structlog

from services.core import wiring
from services.core.resources import Resources
from services.core.settings import WorkerSettings
from services.core.spend.budgets import notices
from shared.db.engine import CONNECT_TIMEOUT
from shared.db.urls import plain_url
from shared.http.client import AiohttpTransport
from shared.jobs import runner
from shared.mail import delivery
from shared.observability import logging

log = structlog.get_logger()

RECONNECT_PAUSE = 2.0


async def serve(settings: WorkerSettings, stop: asyncio.Event) -> None:
    """Run jobs until `stop` is set; a lost database connection is made anew."""
    resources = Resources(settings)
    mail = delivery.kind(settings.smtp_url.get_secret_value(), sender=settings.mail_from)
    async with resources.open(application="worker"), AiohttpTransport() as transport:
        secret = settings.internal_token_secret.get_secret_value()
        telling = notices.Telling(transport, gateway_url=settings.gateway_url, secret=secret)
        kinds = wiring.jobs(resources.transactions, mail=mail, telling=notices.kind(telling))
        while not stop.is_set():
            try:
                await _work(settings, kinds, stop)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
                log.warning("worker.connection.lost", error=type(fault).__name__)
                await asyncio.sleep(RECONNECT_PAUSE)


async def _work(settings: WorkerSettings, kinds: dict[str, runner.Kind], stop: asyncio.Event) -> None:
    connection = await asyncpg.connect(plain_url(settings.database_url), timeout=CONNECT_TIMEOUT)
    try:
        log.info("worker.ready")
        await runner.run(connection, kinds, stop=stop)
    finally:
        await connection.close()


async def _main(settings: WorkerSettings) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await serve(settings, stop)


def main() -> None:
    """Read the settings and work."""
    settings = WorkerSettings()
    logging.configure(service="worker", level=settings.log_level)
    asyncio.run(_main(settings))


if __name__ == "__main__":
    main()
