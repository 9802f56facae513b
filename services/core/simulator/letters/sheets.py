"""The sheets vendors attach: a workbook with a title above its table, or an export with semicolons."""

import csv
import io
from datetime import datetime

import xlsxwriter

from services.core.simulator import quotes
from services.core.simulator.letters import batches
from services.core.simulator.letters.batches import Batch
from services.core.simulator.records import Offer

Cell = str | int | float | None
CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 -- a workbook's creation time carries no zone


def workbook(batch: Batch) -> bytes:
    """An .xlsx whose table begins below a title, as a vendor's system fills it."""
    terms = batch.vendor.terms
    price = f"Rate per {terms.unit} ({terms.currency})"
    billing = [] if terms.unit == "call" else [("Minimum minutes", terms.minimum), ("Increment minutes", terms.step)]
    header = ["Advisor ID", "Advisor", "Position", "Organization", "Location", price, *(name for name, _ in billing),
              "Conflict check", "Availability", "LinkedIn", "Expertise", "Background"]  # fmt: skip
    page = io.BytesIO()
    with xlsxwriter.Workbook(page, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": CREATED})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Advisors")
        sheet.write("A1", f"{batch.vendor.name} | Advisor recommendations", bold)
        sheet.write("A2", f"Project: {batch.campaign.code}   Prepared: {batch.sent_at:%d %b %Y}")
        sheet.write_row("A4", header + _question_headings(batch), bold)
        for row, offer in enumerate(batch.offers, start=4):
            cells: list[Cell] = [
                offer.ref, offer.name, batches.title(offer), offer.employer, offer.person.place.written,
                offer.amount_minor / 100, *(minutes for _, minutes in billing), offer.conflict.replace("_", " "),
                batches.times(offer), offer.person.linkedin, ", ".join(offer.person.skills),
                batches.about(offer, batch), *_answers(offer, batch),
            ]  # fmt: skip
            for column, cell in enumerate(cells):
                if cell not in (None, ""):
                    sheet.write(row, column, cell)
        sheet.freeze_panes(4, 2)
    return page.getvalue()


def export(batch: Batch) -> bytes:
    """A .csv as a database exports it: semicolons, decimal commas, a byte order mark."""
    terms = batch.vendor.terms
    page = io.StringIO()
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        ["Expert ID", "Expert", "Current or last position", "Company", "Former employers", "Based in", "Expertise",
         f"Hourly rate ({terms.currency})", "Minimum (min)", "Increment (min)", "Compliance", "Availability",
         "LinkedIn", *_question_headings(batch)]
    )  # fmt: skip
    for offer in batch.offers:
        figure = f"{offer.amount_minor / 100:,.2f}".translate(str.maketrans(",.", ".,"))
        writer.writerow(
            [offer.ref, offer.name, batches.title(offer), offer.employer, offer.person.past[0],
             offer.person.place.written, ", ".join(offer.person.skills), figure, terms.minimum, terms.step,
             offer.conflict.replace("_", " "), batches.times(offer, "dots"), offer.person.linkedin or "",
             *_answers(offer, batch)]
        )  # fmt: skip
    return b"\xef\xbb\xbf" + page.getvalue().encode()


def note(batch: Batch, attachment: str) -> str:
    """The body of the mail that carries a sheet."""
    name, address = batch.sender
    changed = " Rows that changed since the last one are listed again." if batch.changed else ""
    return (
        f"Hi {batches.CLIENT[0].split()[0]},\n\n"
        f"attached ({attachment}) is our list for {batch.campaign.code}.{changed} "
        f"{quotes.terms_in_words(batch.vendor)}\n\nThanks,\n{name}\n{batch.vendor.name}\n{address}\n"
    )


def _question_headings(batch: Batch) -> list[str]:
    return [f"Q{question.key} {question.text}" for question in batch.asked]


def _answers(offer: Offer, batch: Batch) -> list[Cell]:
    return [offer.answers.get(question.key) for question in batch.asked]
