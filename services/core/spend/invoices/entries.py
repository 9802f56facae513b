"""All SQL of the calls in the ledger that an invoice's lines are held against, and of what its accepted lines say."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Date, Integer, Text, bindparam, case, cast, func, or_, text, true, tuple_
from sqlalchemy import select as plain_select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PGUUID
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.spend.charges import repository as charges
from services.core.spend.invoices.matching import Call
from shared.models.interviews import Interview
from shared.models.sourcing import Expert
from shared.models.spend import Charge, Invoice, InvoiceLine

REACH = dt.timedelta(days=31)
"""How far outside an invoice's period a call may lie that it bills."""
EXPERT = and_(col(Expert.workspace_id) == col(Charge.workspace_id), col(Expert.id) == col(Charge.expert_id))
CALL = and_(col(Interview.workspace_id) == col(Charge.workspace_id), col(Interview.id) == col(Charge.interview_id))
CALL_DATE = cast(func.timezone(col(Interview.timezone), col(Interview.starts_at)), Date)

Billing, Billed = aliased(Invoice), aliased(Charge)
OF_STANDING = (
    col(Billing.workspace_id) == col(InvoiceLine.workspace_id),
    col(Billing.id) == col(InvoiceLine.invoice_id),
    col(Billing.status) == "placed",
)
OF_CHARGE = (col(Billed.workspace_id) == col(InvoiceLine.workspace_id), col(Billed.id) == col(InvoiceLine.charge_id))
GIVEN_BACK = and_(col(InvoiceLine.amount_minor) < 0, col(InvoiceLine.decision) != "disputed")
GROUP = (col(Billed.interview_id), col(Billed.fee_type), col(InvoiceLine.currency))


def _standing(*columns: Any) -> Any:
    return (
        plain_select(*columns).select_from(InvoiceLine).join(Billing, and_(*OF_STANDING)).join(Billed, and_(*OF_CHARGE))
    )


CREDITED_IN_FULL = (
    _standing(*GROUP)
    .where(
        col(Billed.interview_id).in_(_standing(col(Billed.interview_id)).where(GIVEN_BACK)),
        or_(col(InvoiceLine.amount_minor) >= 0, GIVEN_BACK),
    )
    .group_by(*GROUP)
    .having(func.min(col(InvoiceLine.amount_minor)) < 0, func.sum(col(InvoiceLine.amount_minor)) <= 0)
)
"""Calls and fees of which standing invoices credit all that they bill in a currency; a disputed credit is none."""
OF_CALL = (
    col(Billed.workspace_id) == col(Charge.workspace_id),
    col(Billed.interview_id) == col(Charge.interview_id),
    col(Billed.fee_type) == col(Charge.fee_type),
)
BILLED = (
    _standing(col(InvoiceLine.id))
    .where(*OF_CALL, col(InvoiceLine.amount_minor) >= 0, tuple_(*GROUP).not_in(CREDITED_IN_FULL))
    .correlate(Charge)
    .exists()
)
"""Whether a standing invoice bills the call of a charge, by that charge or one it replaced, and not all is credited."""
SUMS = (
    _standing(
        col(InvoiceLine.currency).label("currency"), func.sum(col(InvoiceLine.amount_minor)).label("amount_minor")
    )
    .where(*OF_CALL, or_(col(InvoiceLine.amount_minor) >= 0, GIVEN_BACK))
    .group_by(col(InvoiceLine.currency))
    .having(or_(func.min(col(InvoiceLine.amount_minor)) >= 0, func.sum(col(InvoiceLine.amount_minor)) > 0))
    .correlate(Charge)
    .subquery()
)
BILLED_MINOR = plain_select(
    func.coalesce(func.json_object_agg(SUMS.c.currency, SUMS.c.amount_minor, type_=JSON), text("'{}'::json"))
).scalar_subquery()
"""What standing invoices bill of the call of a charge less what they credit, by currency; none where that is all."""
BY_INVOICE = col(Charge.basis)["price"].as_string() == charges.BILLED
Reckoned = aliased(Charge)
RECKONED = (
    plain_select(Reckoned)
    .where(
        BY_INVOICE,
        col(Reckoned.workspace_id) == col(Charge.workspace_id),
        col(Reckoned.interview_id) == col(Charge.interview_id),
        col(Reckoned.fee_type) == col(Charge.fee_type),
        col(Reckoned.basis)["price"].as_string().is_distinct_from(charges.BILLED),
    )
    .order_by(col(Reckoned.id).desc())
    .limit(1)
    .correlate(Charge)
    .lateral("reckoned")
)
"""What was last reckoned of a call whose price an invoice has set, as `charges.repository.reckoned` says."""


def _reckoned(name: str) -> Any:
    return case((BY_INVOICE, RECKONED.c[name]), else_=getattr(Charge, name))


SAID_OF_CALL: Mapping[str, Any] = {
    "charge_id": col(Charge.id),
    "interview_id": col(Interview.id),
    "expert_name": col(Expert.name),
    "vendor_ref": col(Expert.vendor_ref),
    "call_date": CALL_DATE,
    "is_done": col(Charge.stage) == "actual",
    "minutes": func.coalesce(col(Interview.actual_minutes), col(Interview.duration_minutes)),
    "billed_minutes": cast(func.jsonb_extract_path_text(_reckoned("basis"), "billed_minutes"), Integer),
    "amount_minor": _reckoned("amount_minor"),
    "currency": _reckoned("currency"),
    "billed_minor": BILLED_MINOR,
    "cost_minor": case((BY_INVOICE, col(Charge.amount_minor))),
    "cost_currency": case((BY_INVOICE, col(Charge.currency))),
}


async def of_lines(session: AsyncSession, lines: Iterable[InvoiceLine]) -> list[Charge]:
    """The charges that lines are of, one of each call or fee. Their calls are locked, in one order for everybody:
    whoever changes what the ledger says of a call holds it.
    """
    ids = {line.charge_id for line in lines}
    found = (await session.exec(select(Charge).where(col(Charge.id).in_(ids)))).all()
    calls = select(Interview.id).where(col(Interview.id).in_({charge.interview_id for charge in found}))
    await session.exec(calls.order_by(col(Interview.id)).with_for_update(key_share=True))
    return list({(charge.interview_id, charge.fee_type): charge for charge in found}.values())


async def live_charge(session: AsyncSession, of: Charge) -> Charge | None:
    """What the ledger now says of the same call or fee, locked; the call is held already."""
    chosen = select(Charge).where(
        Charge.interview_id == of.interview_id, Charge.fee_type == of.fee_type, Charge.stage != "released"
    )
    return (await session.exec(chosen.with_for_update(), execution_options={"populate_existing": True})).first()


async def accepted_lines(session: AsyncSession, of: Charge) -> list[InvoiceLine]:
    """The accepted lines of standing invoices that are of the same call or fee, by any of its charges."""
    chosen = (
        select(InvoiceLine)
        .join(Billing, and_(*OF_STANDING))
        .join(Billed, and_(*OF_CHARGE))
        .where(
            InvoiceLine.decision == "accepted",
            col(Billed.interview_id) == of.interview_id,
            col(Billed.fee_type) == of.fee_type,
        )
    )
    return list((await session.exec(chosen.order_by(col(InvoiceLine.decided_at), col(InvoiceLine.id)))).all())


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
        .outerjoin(RECKONED, true())
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
