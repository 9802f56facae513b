"""What accepted lines make the ledger say of a call: what its bill says, else what was reckoned, less all credits."""

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.campaigns import repository as campaigns
from services.core.spend import ledger
from services.core.spend.charges import reckoning
from services.core.spend.charges import repository as charges_repository
from services.core.spend.charges import service as charges
from services.core.spend.invoices import entries
from services.core.spend.ledger import Figures
from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.models.spend import Charge, InvoiceLine

PAYABLE = ("matched", "amount_differs", "duration_differs", "wrong_currency")
"""Outcomes of lines that can be paid as billed: each is of one call that was held, and no bill of one billed before."""


async def charge_of(session: AsyncSession, line: InvoiceLine) -> Charge:
    """The charge that a line to be paid is of. Raises Problem (conflict) for a line that is of none."""
    if line.charge_id is None or line.outcome not in PAYABLE:
        message = (
            "This line is of no call that was held and is still to be paid; enter a charge by hand, or dispute it."
        )
        raise Problem("conflict", "line_not_payable", message, details={"outcome": line.outcome})
    return await charges_repository.get(session, line.charge_id)


async def settle(session: AsyncSession, *, caller: Principal, charge: Charge, why: str) -> None:
    """Make the ledger say what the accepted lines of the charge's call come to, unless it does or says nothing of it.

    Raises Problem (conflict) where they credit more than the call has cost, or in another currency.
    """
    live = await entries.live_charge(session, charge)
    if live is None:
        return
    figures = await _figures(session, charge)
    same = (live.amount_minor, live.currency) == (figures.amount_minor, figures.currency)
    if not same or (_is_billed(live.basis) and not _is_billed(figures.basis)):
        await charges.correct(session, caller=caller, charge=live, figures=figures, why=why)


async def _figures(session: AsyncSession, charge: Charge) -> Figures:
    lines = await entries.accepted_lines(session, charge)
    reckoned = _as_entered(await entries.reckoned_charge(session, charge))
    bill = next((line for line in lines if not _is_credit(line)), None)
    amount, currency = (bill.amount_minor, bill.currency) if bill else (reckoned.amount_minor, reckoned.currency)
    if not lines:
        return reckoned
    credits = [line for line in lines if _is_credit(line)]
    left = (amount or 0) + sum(line.amount_minor or 0 for line in credits)
    if amount is None or currency is None or left < 0 or any(line.currency != currency for line in credits):
        message = "More is credited of this call than it has cost, or in another currency: dispute the credit."
        raise Problem("conflict", "credit_exceeds_cost", message, details={"cost_minor": amount, "currency": currency})
    campaign = await campaigns.get(session, charge.campaign_id)
    exchange = await reckoning.exchange(session, currency=campaign.currency, at=charge.occurred_at)
    return ledger.stated(left, currency, exchange, price=charges.BILLED)


def _is_billed(basis: Mapping[str, Any]) -> bool:
    return basis.get("price") == charges.BILLED


def _is_credit(line: InvoiceLine) -> bool:
    return line.amount_minor is not None and line.amount_minor < 0


def _as_entered(charge: Charge) -> Figures:
    return Figures(
        amount_minor=charge.amount_minor,
        currency=charge.currency,
        campaign_amount_minor=charge.campaign_amount_minor,
        rate_date=charge.rate_date,
        rate_card_id=charge.rate_card_id,
        basis=charge.basis,
    )
