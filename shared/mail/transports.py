"""The two ways a message leaves: over SMTP, or, in development without a server, into the log for everybody to read."""

import re
from collections.abc import Awaitable, Callable
from email.message import EmailMessage

import aiosmtplib
import structlog

from shared.mail.server import Server

log = structlog.get_logger()

TIMEOUT = 20.0
"""Seconds that connecting and each answer may take."""
ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")

Transport = Callable[[EmailMessage], Awaitable[None]]


class NotTaken(Exception):
    """The server did not take the message, for now or for good; the reason is a code, never the server's own words.

    Those may name the recipient or repeat the mail.
    """

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Smtp:
    """Hands messages to a server, each over a connection of its own."""

    def __init__(self, server: Server) -> None:
        self._server = server

    async def __call__(self, message: EmailMessage) -> None:
        """Raises NotTaken; for good only if the server said no (5xx) to this sender, recipient or text."""
        try:
            await aiosmtplib.send(
                message,
                hostname=self._server.host,
                port=self._server.port,
                username=self._server.username,
                password=self._server.password,
                use_tls=self._server.tls,
                start_tls=self._server.start_tls,
                timeout=TIMEOUT,
            )
        except (aiosmtplib.SMTPException, OSError) as fault:
            raise not_taken(fault) from None


async def into_the_log(message: EmailMessage) -> None:
    """Write the whole message, link and all, where a developer sees it."""
    text = message.get_body(("plain",))
    log.info(
        "mail.message.logged",
        to=message["To"],
        subject=message["Subject"],
        text=text.get_content() if isinstance(text, EmailMessage) else "",
    )


def not_taken(fault: Exception) -> NotTaken:
    """What a fault of the SMTP client means for the message."""
    if isinstance(fault, aiosmtplib.SMTPRecipientsRefused):
        fault = fault.recipients[0]
    if not isinstance(fault, aiosmtplib.SMTPResponseException):
        return NotTaken(type(fault).__name__, for_good=False)
    about_the_message = isinstance(
        fault, aiosmtplib.SMTPSenderRefused | aiosmtplib.SMTPRecipientRefused | aiosmtplib.SMTPDataError
    )
    enhanced = ENHANCED.search(fault.message)
    reason = f"{type(fault).__name__} {fault.code} {enhanced[0] if enhanced else ''}".strip()
    return NotTaken(reason, for_good=about_the_message and fault.code >= 500)
