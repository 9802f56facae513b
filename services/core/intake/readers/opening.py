"""Opens whatever a vendor sent: one file in, its documents out, or `Unreadable` with a reason. Extracts nothing."""

from email.message import Message as Mail

from services.core.intake.documents import Document
from services.core.intake.readers import (
    archives,
    delimited,
    encodings,
    html_text,
    kinds,
    mails,
    pdfs,
    threads,
    workbooks,
)
from services.core.intake.readers.errors import Unreadable
from services.core.intake.readers.limits import MIB, STANDARD, Budget, Limits
from services.core.intake.readers.mail_parts import Attachment


def open_document(file_name: str, data: bytes, *, limits: Limits = STANDARD) -> Document:
    """The file alone; a mail's attachments are named in its notes but not opened.

    Raises `Unreadable`, and nothing else, for anything that cannot be read.
    """
    document, attachments = _open(file_name, data, Budget(limits))
    document.notes.extend(f"attachment {attachment.name} was not opened" for attachment in attachments)
    return document


def open_documents(file_name: str, data: bytes, *, limits: Limits = STANDARD) -> list[Document]:
    """The file and, for a mail, each attachment as a document of its own named `mail.eml/attachment.xlsx`.

    An attachment that cannot be read is a note in the mail's document, with its code and reason.
    Raises `Unreadable` when the file itself cannot be read.
    """
    budget = Budget(limits)
    return _with_attachments(*_open(file_name, data, budget), budget, depth=0)


def _with_attachments(
    document: Document, attachments: list[Attachment], budget: Budget, *, depth: int
) -> list[Document]:
    documents = [document]
    limits = budget.limits
    for number, attachment in enumerate(attachments, start=1):
        name = f"{document.file}/{attachment.name}"
        if number > limits.attachments or depth >= limits.depth:
            document.notes.append(f"attachment {attachment.name} was not opened: too many of them, or too deep")
            continue
        try:
            opened = _open(name, attachment.content, budget)
            documents += _with_attachments(*opened, budget, depth=depth + 1)
        except Unreadable as error:
            document.notes.append(f"attachment {attachment.name} was not read ({error.code}): {error.reason}")
    return documents


def _open(name: str, content: bytes | Mail, budget: Budget) -> tuple[Document, list[Attachment]]:
    if isinstance(content, Mail):
        return mails.read(name, content, limits=budget.limits)
    limits = budget.limits
    if not content:
        raise Unreadable("empty_file", "The file is empty.")
    if len(content) > limits.bytes:
        raise Unreadable("too_large", f"The file is larger than {limits.bytes // MIB} MiB.")
    if kinds.is_archive(content):
        entries = archives.directory(content, members=limits.members)
        kinds.of_archive(entries)
        return workbooks.read(name, content, entries, budget=budget), []
    kind = kinds.of(name, content)
    if kind == "mail":
        return mails.read(name, content, limits=limits)
    if kind == "pdf":
        return pdfs.read(name, content, limits=limits), []
    return _text(name, encodings.decode(content), kind, limits), []


def _text(name: str, text: str, kind: kinds.Kind, limits: Limits) -> Document:
    if kind == "table" or (kind == "text" and delimited.is_table(text)):
        return delimited.read(name, _filled(text), limits=limits)
    limits.check_text(len(text))
    messages = threads.split(_filled(html_text.to_text(text) if kind == "html" else text))
    is_thread = len(messages) > 1 or messages[0].sender is not None
    return Document(file=name, kind="mail" if is_thread else "text", messages=messages)


def _filled(text: str) -> str:
    if not text.strip():
        raise Unreadable("no_text", "The file holds nothing but white space.")
    return text
