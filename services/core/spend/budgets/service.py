"""What happens to budgets: set with their thresholds, and watched as charges are entered; each threshold fires once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as audit
from services.core.research.campaigns import repository as campaigns
from services.core.research.rates import service as rates
from services.core.spend import ledger, prices, terms
from services.core.spend.budgets import forecast, notices, repository
from services.core.spend.budgets.forecast import Cell
from services.core.spend.ledger import Exchange
from services.core.spend.terms import Card
from shared.contracts.notices import ThresholdNotice
from shared.contracts.principal import Principal
from shared.db.read import Reader
from shared.errors import invalid
from shared.models.spend import Budget, BudgetThreshold
from shared.types import now


async def reserve(session: AsyncSession, campaign_id: UUID) -> None:
    """Let nobody else set the campaign's budget until this transaction ends, nor change its currency.

    Raises Problem (missing) for the campaign.
    """
    await campaigns.keep_still(session, campaign_id)
    await campaigns.get(session, campaign_id)
    await repository.take_turn(session, campaign_id)


async def put(
    session: AsyncSession,
    *,
    caller: Principal,
    campaign_id: UUID,
    amount_minor: int,
    thresholds: Sequence[dict[str, Any]],
) -> None:
    """Set the campaign's budget and thresholds. Those already passed fire at once; those that a rise leaves ahead arm.

    Raises Problem (missing) for the campaign, (invalid) for a threshold named twice.
    """
    await reserve(session, campaign_id)
    wanted = [(each["kind"], each["value"]) for each in thresholds]
    if len(set(wanted)) < len(wanted):
        raise invalid("threshold_twice", "Two thresholds are the same.", pointer="#/thresholds")
    budget = await repository.hold(session, campaign_id)
    was = None if budget is None else budget.amount_minor
    budget = budget or Budget(workspace_id=caller.workspace_id, campaign_id=campaign_id, amount_minor=amount_minor)
    budget.amount_minor = amount_minor
    session.add(budget)
    await _set(session, caller, campaign_id, wanted)
    if was is not None and amount_minor > was:
        await _arm(session, budget)
    details = {
        "was_minor": was,
        "amount_minor": amount_minor,
        "thresholds": [f"{kind} {value}" for kind, value in wanted],
    }
    await audit.note(
        session,
        caller=caller,
        action="budget.set",
        subject_kind="budget",
        subject_id=budget.id,
        campaign_id=campaign_id,
        details=details,
    )
    await watch(session, caller=caller, campaign_id=campaign_id, occurred_at=now())


async def watch(session: AsyncSession, *, caller: Principal, campaign_id: UUID, occurred_at: dt.datetime) -> None:
    """Fire the thresholds that what is committed and charged has reached: each once, whoever comes at the same time."""
    budget = await repository.hold(session, campaign_id)
    if budget is None:
        return
    armed = [each for each in await repository.thresholds(session, campaign_id) if each.fired_at is None]
    if not armed:
        return
    spent = await repository.spent(session, campaign_id)
    for threshold in armed:
        if spent >= limit(threshold, budget):
            await _fire(session, caller, threshold, budget, spent=spent, at=occurred_at)


def limit(threshold: BudgetThreshold, budget: Budget) -> int:
    """The sum in minor units at which the threshold is reached; of a percentage the first whole one."""
    if threshold.kind == "absolute":
        return threshold.value
    return -(-budget.amount_minor * threshold.value // 100)


async def forecast_of(reader: Reader, caller: Principal, *, campaign_id: UUID) -> dict[str, Any]:
    """What the campaign will have cost in the end. Raises Problem (missing)."""
    wanted = (repository.PLAN, repository.OWN_CALLS, repository.CELLS)
    found, amounts, targets = await reader.rows_of(caller, wanted, id=campaign_id)
    if not found:
        raise campaigns.MISSING
    plan, own, cells = found[0], [amount for (amount,) in amounts], [Cell(*row) for row in targets]
    offers = [] if own else await _offered(reader, caller, campaign_id=campaign_id, currency=plan["currency"])
    whole = Cell(plan["min_calls"], plan["max_calls"], plan["done"] + plan["booked"])
    needed, price = forecast.calls_needed(whole, cells), forecast.price_of_a_call(own, offers)
    total = forecast.total(plan["committed"] + plan["actual"], needed, price)
    return {
        "campaign_id": str(campaign_id),
        "currency": plan["currency"],
        "committed_minor": int(plan["committed"]),
        "actual_minor": int(plan["actual"]),
        "without_price": plan["without_price"],
        "calls_done": plan["done"],
        "calls_booked": plan["booked"],
        "calls_needed": asdict(needed),
        "basis": price.basis,
        "price_n": price.n,
        "price_minor": price.range and asdict(price.range),
        "total_minor": total and asdict(total),
    }


async def _offered(reader: Reader, caller: Principal, *, campaign_id: UUID, currency: str) -> list[int]:
    """What an hour's call costs by each standing offer, in the campaign's currency at today's rates."""
    known = await rates.effective(reader, caller)
    exchange = Exchange(currency, now().date(), {name: rate.usd_per_unit for name, rate in known.items()})
    amounts: list[int] = []
    for row in await reader.rows(caller, repository.OFFERS, id=campaign_id, on=now().date()):
        listed = terms.quote_of(row, prefix="card_")
        agreed = terms.agreed(
            terms.quote_of(row, prefix="price_"),
            card=Card(quote=listed) if listed else None,
            reference_usd=terms.reference_of(row["avg_cost_per_call_min"], row["avg_cost_per_call_max"]),
        )
        amount = ledger.figures(agreed, exchange, minutes=prices.HOUR).campaign_amount_minor
        amounts += [] if amount is None else [amount] * row["offers"]
    return amounts


async def _set(session: AsyncSession, caller: Principal, campaign_id: UUID, wanted: Sequence[tuple[str, int]]) -> None:
    known = {(each.kind, each.value): each for each in await repository.thresholds(session, campaign_id)}
    for gone in known.keys() - set(wanted):
        await session.delete(known[gone])
    for kind, value in wanted:
        if (kind, value) not in known:
            made = BudgetThreshold(
                workspace_id=caller.workspace_id,
                campaign_id=campaign_id,
                kind=kind,
                value=value,
                set_by=caller.user_id,
            )
            session.add(made)
    await session.flush()


async def _arm(session: AsyncSession, budget: Budget) -> None:
    spent = await repository.spent(session, budget.campaign_id)
    for threshold in await repository.thresholds(session, budget.campaign_id):
        if limit(threshold, budget) > spent:
            threshold.fired_at = threshold.fired_spend_minor = None
            session.add(threshold)
    await session.flush()


async def _fire(
    session: AsyncSession,
    caller: Principal,
    threshold: BudgetThreshold,
    budget: Budget,
    *,
    spent: int,
    at: dt.datetime,
) -> None:
    threshold.fired_at, threshold.fired_spend_minor = at, spent
    session.add(threshold)
    reached = {
        "kind": threshold.kind,
        "value": threshold.value,
        "limit_minor": limit(threshold, budget),
        "spent_minor": spent,
        "budget_minor": budget.amount_minor,
    }
    await audit.note(
        session,
        caller=caller,
        action="threshold.fired",
        subject_kind="threshold",
        subject_id=threshold.id,
        campaign_id=budget.campaign_id,
        occurred_at=at,
        details=reached,
    )
    campaign = await campaigns.get(session, budget.campaign_id)
    notice = ThresholdNotice(
        campaign_id=campaign.id,
        campaign_name=campaign.campaign_name,
        campaign_owner_id=campaign.user_id,
        currency=campaign.currency,
        reached_at=at,
        **reached,
    )
    await notices.ask(session, caller=caller, notice=notice)
