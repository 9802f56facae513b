"""A mail server that keeps the links of what it is given: one JSON line each, as the reference writes its own."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.cli.stack import ports

LINK = re.compile(r"https?://\S+")


class Catcher:
    """Appends who was written to, and the first link of the text, to a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take any mail; a notice without a link is not kept."""
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        body = message.get_body(("plain",))
        if link := LINK.search(body.get_content() if body else ""):
            with self._path.open("a") as kept:
                kept.writelines(json.dumps({"to": to, "url": link.group()}) + "\n" for to in envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def caught(path: Path) -> Iterator[str]:
    """The SMTP_URL of a catcher that writes to `path`."""
    path.touch()
    controller = Controller(Catcher(path), hostname=ports.LOOPBACK, port=ports.any_free())
    controller.start()
    try:
        yield f"smtp://{controller.hostname}:{controller.port}"
    finally:
        controller.stop()
