"""A letter as it goes over the wire (RFC 5322, multipart/alternative), saying the same at every attempt."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from shared.mail.outbox import Letter
from shared.mail.rendering import Rendered


def compose(letter: Letter, said: Rendered, *, sender: Address) -> EmailMessage:
    """The message. Its Message-ID and Date are the letter's own, so that a second delivery shows as the same."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.mail.to
    message["Subject"] = said.subject
    message["Date"] = letter.written_at
    message["Message-ID"] = f"<{letter.id}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(said.text)
    message.add_alternative(said.html, subtype="html")
    return message
