"""Puts a vendor's message into an envelope: one .eml, the same bytes for the same batch."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from services.core.simulator.letters import batches, sheets, tables, texts
from services.core.simulator.letters.batches import Batch
from services.core.simulator.records import Document

MAIL = "message/rfc822"
_SHEETS = {
    "workbook": ("xlsx", "application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheets.workbook),
    "export": ("csv", "text", "csv", sheets.export),
}


def write(batch: Batch) -> tuple[Document, str]:
    """The mail as a file, and its own text for a follow-up to cite (empty where that is not the custom)."""
    mail, text = _envelope(batch), ""
    style = batch.vendor.style
    if style in _SHEETS:
        ending, main, sub, make = _SHEETS[style]
        name = f"{batch.campaign.code}_{batch.vendor.name.replace(' ', '')}_{batch.number:02d}.{ending}"
        mail.set_content(sheets.note(batch, name), cte="quoted-printable")
        mail.add_attachment(make(batch), maintype=main, subtype=sub, filename=name)
    elif style == "table":
        mail.set_content(tables.body(batch), subtype="html", cte="quoted-printable")
    else:
        text = texts.body(batch)
        mail.set_content(text + texts.citation(batch), cte="quoted-printable")
    if mail.is_multipart():
        mail.set_boundary(f"=_part_{batch.stem}")
    document = Document(
        name=batch.file,
        campaign=batch.campaign.key,
        vendor=batch.vendor.name,
        sent_at=batch.sent_at,
        content=mail.as_bytes(),
        media_type=MAIL,
    )
    return document, text


def _envelope(batch: Batch) -> EmailMessage:
    name, address = batch.sender
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{name} <{address}>"
    mail["To"] = f"{batches.CLIENT[0]} <{batches.CLIENT[1]}>"
    mail["Subject"] = batch.subject
    mail["Date"] = format_datetime(batch.sent_at)
    mail["Message-ID"] = f"<{batch.stem}@{batch.vendor.domain}>"
    if batch.number > 1:
        first = f"<{batch.campaign.key}-{batch.vendor.domain}@{batch.vendor.domain}>"
        mail["In-Reply-To"] = first
        mail["References"] = first
    return mail
