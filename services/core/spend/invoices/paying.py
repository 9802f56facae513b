"""What accepted lines make the ledger say of a call: what its bills say, else what was reckoned, less all credits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.campaigns import repository as campaigns
from services.core.spend import ledger
from services.core.spend.charges import reckoning, repository
from services.core.spend.charges import service as charges
from services.core.spend.invoices import entries
from services.core.spend.ledger import Figures
from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.models.interviews import Interview
from shared.models.spend import Charge, InvoiceLine

PAYABLE = ("matched", "amount_differs", "duration_differs", "wrong_currency")
"""Outcomes of lines that can be paid as billed: each is of one call that was held, no bill of one that is billed."""


async def charges_of(session: AsyncSession, lines: Sequence[InvoiceLine]) -> list[Charge]:
    """The charges that lines to be paid are of, with their calls held.

    Raises Problem (conflict) for a line that is of none.
    """
    for line in lines:
        if line.charge_id is None or line.outcome not in PAYABLE:
            raise not_payable(line)
    return await entries.of_lines(session, lines)


def not_payable(line: InvoiceLine) -> Problem:
    """The refusal to pay a line."""
    message = "This line is of no call that was held and is still to be paid; enter a charge by hand, or dispute it."
    return Problem("conflict", "line_not_payable", message, details={"outcome": line.outcome})


async def settle_anew(session: AsyncSession, *, caller: Principal, interview: Interview, why: str) -> None:
    """Reckon a corrected call by its minutes, and apply the accepted lines of it. Raises as `settle`."""
    charge = await charges.settle(session, caller=caller, interview=interview)
    await settle(session, caller=caller, charge=charge, why=why)


async def settle(session: AsyncSession, *, caller: Principal, charge: Charge, why: str) -> Charge | None:
    """Make the ledger say what the accepted lines of the charge's call come to, unless it does; None where it says
    nothing of that call any more. The call is held.

    Raises Problem (conflict) where they credit more than the call has cost, or in another currency.
    """
    live = await entries.live_charge(session, charge)
    if live is None:
        return None
    figures = await _figures(session, charge)
    same = (live.amount_minor, live.currency) == (figures.amount_minor, figures.currency)
    if same and _is_billed(live.basis) <= _is_billed(figures.basis):
        return live
    return await charges.correct(session, caller=caller, charge=live, figures=figures, why=why)


async def _figures(session: AsyncSession, charge: Charge) -> Figures:
    lines = await entries.accepted_lines(session, charge)
    reckoned = await repository.reckoned(session, interview_id=charge.interview_id, fee_type=charge.fee_type)
    if not lines:
        return _as_entered(reckoned)
    amount_minor, currency = _left(reckoned, lines)
    campaign = await campaigns.get(session, charge.campaign_id)
    exchange = await reckoning.exchange(session, currency=campaign.currency, at=charge.occurred_at)
    return ledger.stated(amount_minor, currency, exchange, price=repository.BILLED)


def _left(reckoned: Charge, lines: Sequence[InvoiceLine]) -> tuple[int, str]:
    """What is billed, else reckoned, less what is credited; what is credited in full is of no currency any more."""
    billed: Sequence[Charge | InvoiceLine] = [line for line in lines if not _is_credit(line)] or [reckoned]
    sums: Counter[str | None] = Counter()
    for each in (*billed, *filter(_is_credit, lines)):
        sums[each.currency] += each.amount_minor or 0
    left = {currency: amount for currency, amount in sums.items() if amount} or {billed[-1].currency: 0}
    ((currency, amount), *others) = left.items()
    if others or amount < 0 or currency is None or any(each.amount_minor is None for each in billed):
        message = (
            "What is accepted of this call credits more than it has cost, or is in two currencies: dispute a line."
        )
        cost = {"cost_minor": billed[0].amount_minor, "currency": billed[0].currency}
        raise Problem("conflict", "credit_exceeds_cost", message, details=cost)
    return amount, currency


def _is_billed(basis: Mapping[str, Any]) -> bool:
    return basis.get("price") == repository.BILLED


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
