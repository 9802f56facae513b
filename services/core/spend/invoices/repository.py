"""All SQL of invoices, their lines and the calls they are held against."""

from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, cast, func, text
from sqlalchemy import select as plain_select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.spend.invoices import entries
from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.intake import SourceFile
from shared.models.interviews import Interview
from shared.models.sourcing import Expert, VendorPlatform
from shared.models.spend import INVOICE_DECISION, INVOICE_OUTCOME, INVOICE_STATUS, Charge, Invoice, InvoiceLine

MISSING = missing("invoice")
LINE_MISSING = missing("invoice_line")
ID = Uuid()

VENDOR = and_(
    col(VendorPlatform.workspace_id) == col(Invoice.workspace_id),
    col(VendorPlatform.id) == col(Invoice.vendor_platform_id),
)
FILE = and_(col(SourceFile.workspace_id) == col(Invoice.workspace_id), col(SourceFile.id) == col(Invoice.file_id))


def _lines(*columns: Any, group: Any = None) -> Any:
    chosen = plain_select(*columns).where(
        col(InvoiceLine.workspace_id) == col(Invoice.workspace_id), col(InvoiceLine.invoice_id) == col(Invoice.id)
    )
    return chosen.correlate(Invoice) if group is None else chosen.group_by(group).correlate(Invoice)


def _counted(column: Any) -> Any:
    counted = _lines(column.label("word"), func.count().label("number"), group=column).subquery()
    whole = func.coalesce(func.json_object_agg(counted.c.word, counted.c.number), text("'{}'::json"))
    return plain_select(whole).scalar_subquery()


SUMS = (
    _lines(
        col(InvoiceLine.currency).label("currency"),
        func.sum(col(InvoiceLine.amount_minor)).label("amount_minor"),
        group=col(InvoiceLine.currency),
    )
    .where(col(InvoiceLine.amount_minor).is_not(None))
    .subquery()
)
SUM = json_of({"currency": SUMS.c.currency, "amount_minor": SUMS.c.amount_minor}, as_text=False)
LEFT_OUT = and_(
    col(Charge.vendor_platform_id) == col(Invoice.vendor_platform_id),
    col(Charge.workspace_id) == col(Invoice.workspace_id),
    col(Charge.stage) == "actual",
    col(Charge.fee_type) == "per_call",
    entries.CALL_DATE.between(col(Invoice.period_from), col(Invoice.period_to)),
    ~entries.BILLED,
)
MISSING_CALLS = (
    plain_select(func.count()).select_from(Charge).join(Interview, entries.CALL).where(LEFT_OUT).correlate(Invoice)
).scalar_subquery()
DOCUMENT = json_of(
    {
        "id": col(Invoice.id),
        "vendor_platform_id": col(Invoice.vendor_platform_id),
        "vendor": col(VendorPlatform.name),
        "number": col(Invoice.number),
        "period_from": col(Invoice.period_from),
        "period_to": col(Invoice.period_to),
        "status": col(Invoice.status),
        "file_id": col(Invoice.file_id),
        "file_name": col(SourceFile.name),
        "user_id": col(Invoice.user_id),
        "notes": col(Invoice.notes),
        "counts": _counted(col(InvoiceLine.outcome)),
        "decisions": _counted(col(InvoiceLine.decision)),
        "billed": plain_select(func.coalesce(func.json_agg(SUM), text("'[]'::json")))
        .select_from(SUMS)
        .scalar_subquery(),
        "difference_minor": _lines(func.coalesce(func.sum(col(InvoiceLine.difference_minor)), 0)).scalar_subquery(),
        "missing_calls": MISSING_CALLS,
        "duplicate_of": bindparam("duplicate_of", None, type_=ID),
        "created_at": col(Invoice.created_at),
        "undone_at": col(Invoice.undone_at),
    }
)
ONE = Statement(
    plain_select(DOCUMENT)
    .select_from(Invoice)
    .join(VendorPlatform, VENDOR)
    .join(SourceFile, FILE)
    .where(col(Invoice.id) == bindparam("id", type_=ID))
)
EXISTS = Statement(select(col(Invoice.id)).where(col(Invoice.id) == bindparam("id", type_=ID)))
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(Invoice).join(VendorPlatform, VENDOR).join(SourceFile, FILE),
    identity=col(Invoice.id),
    sorts={"period_from": col(Invoice.period_from), "created_at": col(Invoice.created_at)},
    filters={
        "vendor_id": col(Invoice.vendor_platform_id) == bindparam("vendor_id", type_=ID),
        "status": col(Invoice.status) == bindparam("status", type_=INVOICE_STATUS),
    },
)
SAID = (
    "id",
    "invoice_id",
    "position",
    "place",
    "outcome",
    "charge_id",
    "call_date",
    "expert_name",
    "client_contact",
    "reference",
    "minutes",
    "units",
    "rate_minor",
    "amount_minor",
    "currency",
    "difference_minor",
    "differences",
    "cells",
    "decision",
    "decision_note",
    "decided_by",
    "decided_at",
)


def _line(*, as_text: bool = True) -> Any:
    return json_of({name: getattr(InvoiceLine, name) for name in SAID}, as_text=as_text)


OF_INVOICE = col(InvoiceLine.invoice_id) == bindparam("invoice_id", type_=ID)
ONE_LINE = Statement(select(_line()).where(OF_INVOICE, col(InvoiceLine.id) == bindparam("id", type_=ID)))
ALL_LINES = Statement(
    plain_select(cast(func.json_agg(aggregate_order_by(_line(as_text=False), col(InvoiceLine.position))), Text)).where(
        OF_INVOICE
    )
)
"""Every line of an invoice in one answer, as a dry run gives them."""
LINES = Listing(
    document=_line(),
    source=lambda chosen: chosen.select_from(InvoiceLine),
    identity=col(InvoiceLine.id),
    sorts={"position": col(InvoiceLine.position)},
    filters={
        "invoice_id": OF_INVOICE,
        "outcome": col(InvoiceLine.outcome) == bindparam("outcome", type_=INVOICE_OUTCOME),
        "decision": col(InvoiceLine.decision) == bindparam("decision", type_=INVOICE_DECISION),
    },
)
NOT_BILLED = Listing(
    document=json_of(
        {
            "charge_id": col(Charge.id),
            "interview_id": col(Charge.interview_id),
            "campaign_id": col(Charge.campaign_id),
            "expert": col(Expert.name),
            "call_date": entries.CALL_DATE,
            "occurred_at": col(Charge.occurred_at),
            "amount_minor": col(Charge.amount_minor),
            "currency": col(Charge.currency),
        }
    ),
    source=lambda chosen: (
        chosen.select_from(Charge)
        .join(Interview, entries.CALL)
        .outerjoin(Expert, entries.EXPERT)
        .join(Invoice, LEFT_OUT)
    ),
    identity=col(Charge.id),
    sorts={"occurred_at": col(Charge.occurred_at)},
    filters={"invoice_id": col(Invoice.id) == bindparam("invoice_id", type_=ID)},
)


async def get(session: AsyncSession, invoice_id: UUID) -> Invoice:
    """The invoice, locked. Raises Problem (missing)."""
    found = (await session.exec(select(Invoice).where(Invoice.id == invoice_id).with_for_update())).first()
    if found is None:
        raise MISSING
    return found


async def get_line(session: AsyncSession, *, invoice_id: UUID, line_id: UUID) -> InvoiceLine:
    """The line, locked. Raises Problem (missing)."""
    chosen = select(InvoiceLine).where(InvoiceLine.invoice_id == invoice_id, InvoiceLine.id == line_id)
    found = (await session.exec(chosen.with_for_update())).first()
    if found is None:
        raise LINE_MISSING
    return found


async def accepted(session: AsyncSession, invoice_id: UUID) -> list[InvoiceLine]:
    """The accepted lines, in their order."""
    chosen = select(InvoiceLine).where(InvoiceLine.invoice_id == invoice_id, InvoiceLine.decision == "accepted")
    return list((await session.exec(chosen.order_by(col(InvoiceLine.position)).with_for_update())).all())


async def same_content(session: AsyncSession, *, vendor_id: UUID, content_hash: str) -> Invoice | None:
    """A standing invoice of the vendor from the same file."""
    chosen = select(Invoice).where(
        Invoice.vendor_platform_id == vendor_id, Invoice.content_hash == content_hash, Invoice.status == "placed"
    )
    return (await session.exec(chosen)).first()
