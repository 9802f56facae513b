"""From files to an ordered list of what they say: every person offered, every row that could not be used, every note.

Needs no database and no network, so that it runs in a thread beside requests, and again, alike, in a job.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from services.core.intake import bounds
from services.core.intake.documents import Document
from services.core.intake.extraction import mail, tables, vendors
from services.core.intake.proposals import Extraction, KnownVendor, Proposal, Rejected
from services.core.intake.readers import opening
from services.core.intake.readers.errors import Unreadable
from services.core.intake.uploads import Upload

SHEETS = ("sheet", "csv")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a file says, with the vendor it comes from and the upload (by index) it stands in."""

    upload: int
    vendor: str | None
    what: Proposal | Rejected
    sent_at: datetime | None = None
    """When the message was sent that says it; None where that cannot be known."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An upload none of which could be used."""

    upload: int
    code: str
    reason: str


@dataclass(slots=True)
class Reading:
    """Everything the uploads say, in their order."""

    items: list[Item] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many offers of people there are."""
        return sum(isinstance(item.what, Proposal) for item in self.items)


def read(uploads: Sequence[Upload], *, known: Sequence[KnownVendor], hint: str | None, today: date) -> Reading:
    """Read all uploads; one that cannot be used is a fault and does not stop the others."""
    reading = Reading()
    for index, upload in enumerate(uploads):
        try:
            documents = [_storable(document) for document in opening.open_documents(upload.name, upload.data)]
        except Unreadable as fault:
            reading.faults.append(Fault(index, fault.code, fault.reason))
        else:
            _read_one(reading, index, documents, known=known, hint=hint, today=today)
    return reading


def _read_one(
    reading: Reading,
    index: int,
    documents: list[Document],
    *,
    known: Sequence[KnownVendor],
    hint: str | None,
    today: date,
) -> None:
    vendor = vendors.guess(documents, known, hint)
    extractions = [
        tables.extract(document, vendor=vendor, today=today)
        if document.kind in SHEETS
        else mail.extract(document, vendor=vendor, today=today)
        for document in documents
    ]
    mailed = next((message.sent_at for each in documents for message in each.messages), None)
    for document, extraction in zip(documents, extractions, strict=True):
        sent = {f"message {message.index}": message.sent_at for message in document.messages}
        reading.notes += [f"{document.file}: {note}" for note in (*document.notes, *extraction.notes)]
        for proposal in extraction.proposals:
            sent_at = sent.get(proposal.span.locator) or mailed
            reading.items.append(Item(index, _vendor_of(proposal, extraction), _bounded(proposal, reading), sent_at))
        reading.items += [Item(index, extraction.vendor.name, refused) for refused in extraction.rejected]
    if not any(extraction.proposals or extraction.rejected for extraction in extractions):
        reading.faults.append(Fault(index, "no_people", "No person could be found in this file."))


def _bounded(proposal: Proposal, reading: Reading) -> Proposal:
    kept, lost = bounds.within(proposal)
    if lost:
        where, who = f"{proposal.span.file}: {proposal.span.locator}", proposal.fields["name"].value
        reading.notes.append(
            f"{where}: more than can be kept is stated of {who}; shortened or left out: {', '.join(lost)}"
        )
    return kept


def _vendor_of(proposal: Proposal, extraction: Extraction) -> str | None:
    """The vendor named in the row itself, else the file's."""
    return str(proposal.vendor.value) if proposal.vendor is not None else extraction.vendor.name


def _storable(document: Document) -> Document:
    """Without halves of characters (surrogates), which some charsets spell and nothing stores; as long as before."""
    messages = [
        replace(
            message,
            text=_whole(message.text),
            subject=_whole(message.subject or ""),
            sender=_whole(message.sender or ""),
        )
        for message in document.messages
    ]
    notes = [_whole(note) for note in document.notes]
    return replace(document, file=_whole(document.file), messages=messages, notes=notes)


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
