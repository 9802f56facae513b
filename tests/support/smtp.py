"""A mail server in this process: what it was given, and whatever answers a test wants it to give."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 2.0.0 kept"


class MailServer:
    """Listens on a port of its own while `open`. `answers` are given to DATA in turn, then everything is kept.

    `options` are aiosmtpd's own.
    """

    def __init__(self, *answers: str, recipients: dict[str, str] | None = None, **options: Any) -> None:
        self._answers, self._recipients, self._options = list(answers), recipients or {}, options
        self.kept: list[EmailMessage] = []
        self.tried: list[EmailMessage] = []
        self.arrived = asyncio.Event()
        self.port = 0

    @property
    def url(self) -> str:
        """SMTP_URL of this server, without a login."""
        return f"smtp://127.0.0.1:{self.port}"

    @asynccontextmanager
    async def open(self, tls: ssl.SSLContext | None = None) -> AsyncIterator["MailServer"]:
        """Serve while this is open, behind TLS from the first byte if a context is given."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(self, loop=loop, **self._options), host="127.0.0.1", port=0, ssl=tls
        )
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            await server.wait_closed()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or answer as this recipient is to be answered."""
        if refusal := self._recipients.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the message, unless another answer is due."""
        message = message_from_bytes(envelope.content or b"", policy=default)  # type: ignore[arg-type]
        assert isinstance(message, EmailMessage)
        assert envelope.rcpt_tos == [message["To"]]
        self.tried.append(message)
        if self._answers and (answer := self._answers.pop(0)) != OK:
            return answer
        self.kept.append(message)
        self.arrived.set()
        return OK
