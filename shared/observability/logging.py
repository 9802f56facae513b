"""Logs: one JSON object a line, with the request's id; secrets are never among the values."""

import logging
import sys
from collections.abc import MutableMapping

import structlog

from shared.observability import context


def configure(*, service: str, level: str) -> None:
    """Send structlog's and the standard library's records to stdout; called once by each process's entry."""

    def add_origin(_: object, __: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
        event["service"] = service
        event.setdefault("request_id", context.request_id.get())
        return event

    shared_steps: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_origin,
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared_steps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared_steps,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
