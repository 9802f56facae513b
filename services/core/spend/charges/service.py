"""What happens to charges: a booking commits, a call costs, what falls through is released, and a fee may be due.

An entry is never edited: what supersedes it is another one. Every entry that adds to spend is held against the budget.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as audit
from services.core.research.campaigns import repository as campaigns
from services.core.research.vendors import repository as vendors
from services.core.spend import ledger, terms
from services.core.spend.budgets import service as budgets
from services.core.spend.charges import reckoning, repository
from services.core.spend.charges.reckoning import Case
from services.core.spend.ledger import Figures
from services.core.spend.rate_cards import repository as rate_cards
from shared.contracts.principal import Principal
from shared.errors import Problem, invalid
from shared.models.interviews import Interview
from shared.models.spend import Charge
from shared.types import INT_MAX, now


async def commit(session: AsyncSession, *, caller: Principal, interview: Interview) -> Charge:
    """What a booked call will cost by its length; again after a change, which replaces the commitment if it matters."""
    live = await repository.live_price(session, interview.id)
    if live is not None and live.stage == "actual":
        return live
    at = interview.status_at or now()
    case = await reckoning.case_of(session, interview)
    figures = await reckoning.price(session, case, at=at, minutes=interview.duration_minutes)
    return await _replace(session, caller, case, live, figures, stage="committed", at=at, why="rebooked")


async def settle(session: AsyncSession, *, caller: Principal, interview: Interview) -> Charge:
    """What a completed or stopped call costs by its minutes, in place of its commitment; once, however often said.

    What an accepted invoice has set stays; what is reckoned instead is kept beside it, released.
    """
    live = await repository.live_price(session, interview.id)
    at = interview.completed_at or interview.status_at or now()
    minutes = interview.duration_minutes if interview.actual_minutes is None else interview.actual_minutes
    case = await reckoning.case_of(session, interview)
    figures = await reckoning.price(session, case, at=at, minutes=minutes, poor=interview.was_poor)
    if live is not None and live.basis.get("price") == repository.BILLED:
        await _keep_beside(session, caller, case, figures, at=at)
        return live
    return await _replace(session, caller, case, live, figures, stage="actual", at=at, why="settled")


async def release(session: AsyncSession, *, caller: Principal, interview: Interview) -> Charge | None:
    """Give back what a call that does not take place had committed; the fee that is due instead, if any.

    A cancellation costs by its notice unless the expert or vendor is at fault, a missed call by whose fault it was
    (the expert's when nobody says). A call that is asked for anew costs nothing.
    """
    live = await repository.live_price(session, interview.id)
    if live is None or live.stage == "actual":
        return None
    at = interview.status_at or now()
    await _release(session, live, at=at, why=interview.status)
    case = await reckoning.case_of(session, interview)
    percent = _percent(case)
    if percent == 0:
        return None
    figures = await reckoning.price(session, case, at=at, minutes=interview.duration_minutes, percent=percent)
    fee_type = "cancellation" if interview.status == "cancelled" else "no_show"
    return await _enter(session, caller, _of_call(caller, case, figures, fee_type=fee_type, stage="actual", at=at))


async def add(
    session: AsyncSession,
    *,
    caller: Principal,
    campaign_id: UUID,
    vendor_platform_id: UUID,
    fee_type: str,
    occurred_at: dt.datetime,
    reason: str,
    amount_minor: int | None = None,
    currency: str | None = None,
) -> Charge:
    """Enter a fee by hand; without an amount the one on the vendor's card of that day.

    Raises Problem (missing) for an unknown campaign or vendor, (invalid) when no card says such a fee.
    """
    campaign = await campaigns.get(session, campaign_id)
    vendor = await vendors.get(session, vendor_platform_id)
    if amount_minor is None or currency is None:
        amount_minor, currency = await _agreed_fee(session, vendor.id, fee_type, on=occurred_at.date())
    exchange = await reckoning.exchange(session, currency=campaign.currency, at=occurred_at)
    figures = ledger.stated(amount_minor, currency, exchange, price="stated")
    charge = Charge(
        workspace_id=caller.workspace_id,
        campaign_id=campaign_id,
        vendor_platform_id=vendor.id,
        fee_type=fee_type,
        stage="actual",
        reason=reason,
        occurred_at=occurred_at,
        **_money(figures),
    )
    await _enter(session, caller, charge, field="#/amount_minor")
    await _note(session, caller, "charge.added", charge, reason=reason)
    return charge


async def void(session: AsyncSession, *, caller: Principal, charge_id: UUID, reason: str) -> None:
    """Take an actual charge back. Raises Problem (missing), and (conflict) for a commitment or one released before."""
    charge = await repository.get(session, charge_id)
    if charge.stage != "actual":
        message = "Only what has been charged can be taken back; a commitment is released by cancelling its call."
        raise Problem("conflict", "charge_not_actual", message, details={"stage": charge.stage})
    await _release(session, charge, at=now(), why=reason)
    await _note(session, caller, "charge.voided", charge, reason=reason)


async def correct(session: AsyncSession, *, caller: Principal, charge: Charge, figures: Figures, why: str) -> Charge:
    """Another entry of the same call or fee in place of this one, with other money."""
    await _release(session, charge, at=now(), why=why)
    kept = charge.model_dump(include={"campaign_id", "vendor_platform_id", "interview_id", "expert_id", "fee_type"})
    made = Charge(
        workspace_id=caller.workspace_id, stage="actual", occurred_at=charge.occurred_at, reason=why, **kept,
        **_money(figures),
    )  # fmt: skip
    await _enter(session, caller, made)
    await _note(session, caller, "charge.corrected", made, reason=why)
    return made


def _percent(case: Case) -> int:
    call, card = case.interview, case.agreed.card
    if call.status == "no_show":
        return terms.no_show_percent(card, fault=call.fault or "expert")
    if call.status != "cancelled" or call.fault in ("expert", "vendor") or call.starts_at is None:
        return 0
    cancelled_at = call.cancelled_at or call.status_at or now()
    return terms.cancellation_percent(card, notice=call.starts_at - cancelled_at)


async def _replace(
    session: AsyncSession,
    caller: Principal,
    case: Case,
    live: Charge | None,
    figures: Figures,
    *,
    stage: str,
    at: dt.datetime,
    why: str,
) -> Charge:
    if live is not None:
        same = figures.is_of(amount_minor=live.amount_minor, currency=live.currency, basis=live.basis)
        if same and live.stage == stage and (live.campaign_amount_minor is not None or figures.amount_minor is None):
            return live
        await _release(session, live, at=at, why=why)
    return await _enter(session, caller, _of_call(caller, case, figures, fee_type="per_call", stage=stage, at=at))


async def _keep_beside(
    session: AsyncSession, caller: Principal, case: Case, figures: Figures, *, at: dt.datetime
) -> None:
    last = await repository.reckoned(session, interview_id=case.interview.id, fee_type="per_call")
    if not figures.is_of(amount_minor=last.amount_minor, currency=last.currency, basis=last.basis):
        beside = _of_call(caller, case, figures, fee_type="per_call", stage="released", at=at)
        await _enter(session, caller, beside.sqlmodel_update({"released_at": at, "release_reason": "billed"}))


def _of_call(caller: Principal, case: Case, figures: Figures, *, fee_type: str, stage: str, at: dt.datetime) -> Charge:
    return Charge(
        workspace_id=caller.workspace_id,
        campaign_id=case.interview.campaign_id,
        vendor_platform_id=case.vendor_id,
        interview_id=case.interview.id,
        expert_id=case.interview.expert_id,
        fee_type=fee_type,
        stage=stage,
        occurred_at=at,
        **_money(figures),
    )


def _money(figures: Figures) -> dict[str, Any]:
    return {
        "amount_minor": figures.amount_minor,
        "currency": figures.currency,
        "campaign_amount_minor": figures.campaign_amount_minor,
        "rate_date": figures.rate_date,
        "rate_card_id": figures.rate_card_id,
        "basis": figures.basis,
    }


async def _agreed_fee(session: AsyncSession, vendor_id: UUID, fee_type: str, *, on: dt.date) -> tuple[int, str]:
    card = await rate_cards.in_force(session, vendor_id=vendor_id, on=on)
    fees = {"recruiting": card.recruiting_fee_minor, "subscription": card.subscription_minor} if card else {}
    amount_minor = fees.get(fee_type)
    if card is None or amount_minor is None:
        message = f"No card of this vendor says a {fee_type} fee for {on}; state the amount and its currency."
        raise invalid("no_fee_agreed", message, pointer="#/amount_minor")
    return amount_minor, card.currency


async def _release(session: AsyncSession, charge: Charge, *, at: dt.datetime, why: str) -> None:
    charge.stage, charge.released_at, charge.release_reason = "released", at, why
    session.add(charge)
    await session.flush()


async def _enter(session: AsyncSession, caller: Principal, charge: Charge, *, field: str | None = None) -> Charge:
    if max(charge.amount_minor or 0, charge.campaign_amount_minor or 0) > INT_MAX:
        message = "This costs more than the ledger can say."
        errors = [{"pointer": field, "reason": message}] if field else []
        raise Problem("invalid", "amount_too_large", message, errors=errors)
    session.add(charge)
    await session.flush()
    await budgets.watch(session, caller=caller, campaign_id=charge.campaign_id, occurred_at=charge.occurred_at)
    return charge


async def _note(session: AsyncSession, caller: Principal, action: str, charge: Charge, *, reason: str) -> None:
    await audit.note(
        session,
        caller=caller,
        action=action,
        subject_kind="charge",
        subject_id=charge.id,
        campaign_id=charge.campaign_id,
        reason=reason,
        occurred_at=charge.occurred_at,
        details={"fee_type": charge.fee_type, "amount_minor": charge.amount_minor, "currency": charge.currency},
    )
