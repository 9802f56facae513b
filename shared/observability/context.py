"""What the running request is called, for logs and error bodies."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
