"""The worker's part: puts a queued letter into words and hands it over; a link that has expired is not sent."""

from datetime import timedelta

import structlog

from shared.jobs import queue, runner
from shared.mail import messages, outbox, transports
from shared.mail.kinds import WithLink
from shared.mail.rendering import Renderer
from shared.mail.server import sender_of, server_of
from shared.mail.transports import NotTaken, Transport
from shared.types import now

log = structlog.get_logger()

SENDER_WITHOUT_SETTINGS = "Canvass <canvass@localhost>"
AT_ONCE = 3
ATTEMPTS = 100
FIRST_PAUSE = 10.0
LONGEST_PAUSE = 900.0
"""Seconds."""


class Delivery:
    """Sends letters over one transport in one sender's name."""

    def __init__(self, transport: Transport, *, sender: str) -> None:
        self._transport, self._sender, self._renderer = transport, sender_of(sender), Renderer()

    async def deliver(self, job: queue.Job) -> None:
        """Send the letter of a job. Raises NotTaken to be tried again, Hopeless when there is no use in that."""
        letter = outbox.letter_of(job)
        if isinstance(letter.mail, WithLink) and letter.mail.expires_at <= now():
            raise runner.Hopeless("the link has expired")
        message = messages.compose(letter, self._renderer.render(letter.mail), sender=self._sender)
        try:
            await self._transport(message)
        except NotTaken as refusal:
            if refusal.for_good:
                raise runner.Hopeless(str(refusal)) from None
            raise
        log.info("mail.message.sent", kind=letter.mail.kind, message_id=str(letter.id))

    async def give_up(self, job: queue.Job, reason: str) -> None:
        """Say which mail will not arrive, and why; the address is in nobody's log."""
        letter = outbox.letter_of(job)
        log.warning("mail.message.given_up", kind=letter.mail.kind, message_id=str(letter.id), reason=reason)


def pause(attempt: int) -> timedelta:
    """How long after that attempt, counted from 0, to try again: a server that is away is asked for a day."""
    return timedelta(seconds=min(FIRST_PAUSE * 2.0**attempt, LONGEST_PAUSE))


def kind(smtp_url: str, *, sender: str) -> runner.Kind:
    """How mails are worked off: over SMTP_URL, else, as outside production only, into the log."""
    transport = transports.Smtp(server_of(smtp_url)) if smtp_url else transports.into_the_log
    delivery = Delivery(transport, sender=sender or SENDER_WITHOUT_SETTINGS)
    return runner.Kind(
        delivery.deliver, give_up=delivery.give_up, attempts=ATTEMPTS, pause=pause, at_once=AT_ONCE, keep_failed=False
    )
