"""What happens to invoices: imported and held against the ledger, decided line by line, and taken back as a whole."""

import asyncio
import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as audit
from services.core.intake import service as intake
from services.core.intake.readers import Unreadable, open_document
from services.core.intake.uploads import Upload
from services.core.research.vendors import service as vendors
from services.core.spend.invoices import entries, matching, paying, reading, repository
from services.core.spend.invoices.matching import Match
from services.core.spend.invoices.reading import Reading
from shared.contracts.principal import Principal
from shared.errors import Problem, invalid
from shared.models.spend import Invoice, InvoiceLine
from shared.types import now

MOST_LINES = 5_000


@dataclass(frozen=True, slots=True)
class Terms:
    """Whose invoice, for which days, and the currency of amounts that name none."""

    vendor_id: UUID
    period: tuple[dt.date, dt.date]
    number: str | None = None
    currency: str | None = None


async def read(upload: Upload, *, terms: Terms) -> Reading:
    """Open and read the file beside the event loop. Raises Problem (invalid) for what is no invoice, or too long."""
    try:
        document = await asyncio.to_thread(open_document, upload.name, upload.data)
    except Unreadable as fault:
        raise invalid(fault.code, fault.reason, pointer="#/files") from fault
    found = await asyncio.to_thread(reading.read, document, period=terms.period, currency=terms.currency)
    if not found.lines:
        message = "No table with an amount and an expert or a reference was found in this file."
        problem = invalid("invoice_unreadable", message, pointer="#/files")
        problem.details["notes"] = found.notes[:50]
        raise problem
    if len(found.lines) > MOST_LINES:
        raise invalid(
            "invoice_too_long", f"An invoice of more than {MOST_LINES:,} lines is not read.", pointer="#/files"
        )
    return found


async def place(
    session: AsyncSession, *, caller: Principal, terms: Terms, upload: Upload, found: Reading
) -> tuple[Invoice, bool]:
    """Keep the invoice with what each line is of; False when this file of the vendor stands already.

    Raises Problem (missing) for an unknown vendor.
    """
    vendor = await vendors.adopt(session, caller=caller, vendor_id=terms.vendor_id)
    earlier = await repository.same_content(session, vendor_id=vendor.id, content_hash=upload.sha256)
    if earlier is not None:
        return earlier, False
    kept = await intake.keep_file(session, caller=caller, upload=upload)
    invoice = Invoice(
        workspace_id=caller.workspace_id,
        vendor_platform_id=vendor.id,
        file_id=kept.id,
        user_id=caller.user_id,
        number=terms.number,
        period_from=terms.period[0],
        period_to=terms.period[1],
        content_hash=upload.sha256,
        notes=found.notes,
    )
    session.add(invoice)
    await session.flush()
    references = {line.reference for line in found.lines if line.reference}
    calls = await entries.calls(session, vendor_id=vendor.id, period=terms.period, references=references)
    matches = await asyncio.to_thread(matching.match, found.lines, calls)
    session.add_all(_line(invoice, position, each) for position, each in enumerate(matches, start=1))
    await session.flush()
    await _note(session, caller, "invoice.placed", invoice, details=_figures(matches))
    return invoice, True


async def accept(
    session: AsyncSession, *, caller: Principal, invoice_id: UUID, line_id: UUID, note: str | None
) -> None:
    """Pay a line as billed: the ledger takes over its amount, or takes off its credit. Again, only the note changes.

    Raises Problem (missing), and (conflict) for a line that is of no call to be paid, or credits more than that.
    """
    invoice, line = await _line_of(session, invoice_id, line_id)
    (charge,) = await paying.charges_of(session, [line])
    await _decide(session, caller, line, "accepted", note)
    why = f"invoice {invoice.number or invoice.id}, {line.place}"
    if await paying.settle(session, caller=caller, charge=charge, why=why) is None:
        raise paying.not_payable(line)


async def dispute(session: AsyncSession, *, caller: Principal, invoice_id: UUID, line_id: UUID, note: str) -> None:
    """Do not pay a line as billed; what its acceptance had changed in the ledger is changed back.

    Raises Problem (missing), and (conflict) where more than is then left of its call stays credited.
    """
    _, line = await _line_of(session, invoice_id, line_id)
    paid = await paying.charges_of(session, [line] if line.decision == "accepted" else [])
    await _decide(session, caller, line, "disputed", note)
    for charge in paid:
        await paying.settle(session, caller=caller, charge=charge, why=note)


async def undo(session: AsyncSession, *, caller: Principal, invoice_id: UUID) -> None:
    """Take an import back with all that was accepted of it.

    Raises Problem (missing), and (conflict) for one undone, or where another invoice credits more than is then left.
    """
    invoice = await repository.get(session, invoice_id)
    if invoice.status == "undone":
        raise Problem("conflict", "invoice_undone", "This invoice was taken back already.")
    paid = await paying.charges_of(session, await repository.accepted(session, invoice_id))
    invoice.status, invoice.undone_at = "undone", now()
    session.add(invoice)
    await session.flush()
    for charge in paid:
        await paying.settle(session, caller=caller, charge=charge, why="the invoice was taken back")
    await _note(session, caller, "invoice.undone", invoice)


async def _line_of(session: AsyncSession, invoice_id: UUID, line_id: UUID) -> tuple[Invoice, InvoiceLine]:
    invoice = await repository.get(session, invoice_id)
    if invoice.status == "undone":
        raise Problem("conflict", "invoice_undone", "This invoice was taken back.")
    return invoice, await repository.get_line(session, invoice_id=invoice_id, line_id=line_id)


async def _decide(session: AsyncSession, caller: Principal, line: InvoiceLine, decision: str, note: str | None) -> None:
    line.decision, line.decision_note = decision, note
    line.decided_by, line.decided_at = caller.user_id, now()
    session.add(line)
    await session.flush()
    await audit.note(
        session,
        caller=caller,
        action=f"invoice_line.{decision}",
        subject_kind="invoice_line",
        subject_id=line.id,
        reason=note,
        details={"invoice_id": str(line.invoice_id), "place": line.place, "outcome": line.outcome},
    )


def _line(invoice: Invoice, position: int, match: Match) -> InvoiceLine:
    said = match.line
    return InvoiceLine(
        workspace_id=invoice.workspace_id,
        invoice_id=invoice.id,
        position=position,
        place=said.place,
        outcome=match.outcome,
        charge_id=match.charge_id,
        call_date=said.call_date,
        expert_name=said.expert_name,
        client_contact=said.client_contact,
        reference=said.reference,
        minutes=said.minutes,
        units=said.units,
        rate_minor=said.rate_minor,
        amount_minor=said.amount_minor,
        currency=said.currency,
        difference_minor=match.difference_minor,
        differences=match.differences,
        cells=dict(said.cells),
    )


def _figures(matches: list[Match]) -> dict[str, int]:
    outcomes = [each.outcome for each in matches]
    return {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}


async def _note(
    session: AsyncSession, caller: Principal, action: str, invoice: Invoice, *, details: dict[str, Any] | None = None
) -> None:
    told = {"vendor_platform_id": str(invoice.vendor_platform_id), "number": invoice.number} | (details or {})
    await audit.note(session, caller=caller, action=action, subject_kind="invoice", subject_id=invoice.id, details=told)
