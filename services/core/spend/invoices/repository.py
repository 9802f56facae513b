"""All SQL of invoices, their lines and the calls they are held against."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Integer, Text, Uuid, bindparam, cast, func, or_, text
from sqlalchemy import select as plain_select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PGUUID
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.spend.invoices.matching import Call
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
REACH = dt.timedelta(days=31)
"""How far outside an invoice's period a call may lie that it bills."""

VENDOR = and_(
    col(VendorPlatform.workspace_id) == col(Invoice.workspace_id),
    col(VendorPlatform.id) == col(Invoice.vendor_platform_id),
)
FILE = and_(col(SourceFile.workspace_id) == col(Invoice.workspace_id), col(SourceFile.id) == col(Invoice.file_id))
CALL = and_(col(Interview.workspace_id) == col(Charge.workspace_id), col(Interview.id) == col(Charge.interview_id))
EXPERT = and_(col(Expert.workspace_id) == col(Charge.workspace_id), col(Expert.id) == col(Charge.expert_id))
CALL_DATE = cast(func.timezone(col(Interview.timezone), col(Interview.starts_at)), Date)

Billing, Billed = aliased(Invoice), aliased(Charge)
BILLED = (
    plain_select(col(InvoiceLine.id))
    .join(
        Billing,
        and_(
            col(Billing.workspace_id) == col(InvoiceLine.workspace_id), col(Billing.id) == col(InvoiceLine.invoice_id)
        ),
    )
    .join(
        Billed,
        and_(col(Billed.workspace_id) == col(InvoiceLine.workspace_id), col(Billed.id) == col(InvoiceLine.charge_id)),
    )
    .where(
        col(Billing.status) == "placed",
        col(Billed.workspace_id) == col(Charge.workspace_id),
        col(Billed.interview_id) == col(Charge.interview_id),
        col(Billed.fee_type) == col(Charge.fee_type),
    )
    .correlate(Charge)
    .exists()
)
"""Whether a standing invoice bills the call of a charge, by that charge or one it replaced."""


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
    CALL_DATE.between(col(Invoice.period_from), col(Invoice.period_to)),
    ~BILLED,
)
MISSING_CALLS = (
    plain_select(func.count()).select_from(Charge).join(Interview, CALL).where(LEFT_OUT).correlate(Invoice)
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
LINE = json_of(
    {
        name: getattr(InvoiceLine, name)
        for name in (
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
    }
)
OF_INVOICE = col(InvoiceLine.invoice_id) == bindparam("invoice_id", type_=ID)
ONE_LINE = Statement(select(LINE).where(OF_INVOICE, col(InvoiceLine.id) == bindparam("id", type_=ID)))
LINES = Listing(
    document=LINE,
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
            "call_date": CALL_DATE,
            "occurred_at": col(Charge.occurred_at),
            "amount_minor": col(Charge.amount_minor),
            "currency": col(Charge.currency),
        }
    ),
    source=lambda chosen: (
        chosen.select_from(Charge).join(Interview, CALL).outerjoin(Expert, EXPERT).join(Invoice, LEFT_OUT)
    ),
    identity=col(Charge.id),
    sorts={"occurred_at": col(Charge.occurred_at)},
    filters={"invoice_id": col(Invoice.id) == bindparam("invoice_id", type_=ID)},
)


SAID_OF_CALL: Mapping[str, Any] = {
    "charge_id": col(Charge.id),
    "interview_id": col(Interview.id),
    "expert_name": col(Expert.name),
    "vendor_ref": col(Expert.vendor_ref),
    "call_date": CALL_DATE,
    "is_done": col(Charge.stage) == "actual",
    "minutes": func.coalesce(col(Interview.actual_minutes), col(Interview.duration_minutes)),
    "billed_minutes": cast(col(Charge.basis)["billed_minutes"].as_string(), Integer),
    "amount_minor": col(Charge.amount_minor),
    "currency": col(Charge.currency),
    "billed": BILLED,
}


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


async def live_charge(session: AsyncSession, of: Charge) -> Charge | None:
    """What the ledger now says of the same call or fee, locked."""
    chosen = select(Charge).where(
        Charge.interview_id == of.interview_id, Charge.fee_type == of.fee_type, Charge.stage != "released"
    )
    return (await session.exec(chosen.with_for_update())).first()


async def calls(
    session: AsyncSession, *, vendor_id: UUID, period: tuple[dt.date, dt.date], references: Collection[str]
) -> list[Call]:
    """The vendor's calls that stand in the ledger: those around the period, and those the invoice refers to."""
    named = bindparam("references", list(references), type_=ARRAY(Text))
    ids = bindparam("ids", [id_ for id_ in map(_uuid, references) if id_], type_=ARRAY(PGUUID(as_uuid=True)))
    chosen = (
        plain_select(*(column.label(name) for name, column in SAID_OF_CALL.items()))
        .select_from(Charge)
        .join(Interview, CALL)
        .join(Expert, EXPERT)
        .where(
            col(Charge.vendor_platform_id) == vendor_id,
            col(Charge.stage) != "released",
            or_(
                CALL_DATE.between(period[0] - REACH, period[1] + REACH),
                col(Interview.id) == func.any(ids),
                col(Expert.vendor_ref) == func.any(named),
            ),
        )
        .order_by(col(Interview.starts_at), col(Charge.id))
    )
    await session.flush()
    return [Call(**row) for row in (await (await session.connection()).execute(chosen)).mappings()]


def _uuid(reference: str) -> UUID | None:
    try:
        return UUID(reference)
    except ValueError:
        return None
