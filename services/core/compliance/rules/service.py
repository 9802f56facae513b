"""What happens to rules: a change makes a new version, for calls from a day on. No version is ever changed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.compliance.blocks import jobs
from services.core.compliance.rules import parameters as known
from services.core.compliance.rules import repository
from services.core.compliance.words import RuleWord, require_order
from services.core.research.people import repository as people
from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.models.compliance import ComplianceRule
from shared.types import new_id, now

BLOCKING: tuple[RuleWord, ...] = ("restricted_person", "do_not_contact")
"""The rules by which experts are blocked, and not only calls refused."""


async def hold(session: AsyncSession, *, caller: Principal) -> None:
    """Let nobody else change rules, or who is who, until the transaction ends: whom a rule blocks follows from both."""
    await people.lock(session, caller.workspace_id)


async def put(
    session: AsyncSession,
    *,
    caller: Principal,
    rule: RuleWord,
    outcome: str,
    parameters: Mapping[str, Any],
    reason: str,
    valid_from: dt.date | None,
    valid_to: dt.date | None,
) -> ComplianceRule:
    """Make a new version of a rule. Raises Problem (invalid) for parameters it does not take, countries that
    there are not, or days in disorder."""
    since = valid_from or now().date()
    require_order(since, valid_to)
    checked = known.read(rule, parameters)
    await _require_countries(session, checked.get("countries", ()))
    await hold(session, caller=caller)
    version = ComplianceRule(
        workspace_id=caller.workspace_id,
        id=new_id(),
        rule=rule,
        version=await repository.next_version(session, rule),
        outcome=outcome,
        parameters=checked,
        valid_from=since,
        valid_to=valid_to,
        reason=reason,
    )
    session.add(version)
    await session.flush()
    if rule in BLOCKING:
        await jobs.settle_in_time(session, caller=caller, spans=[version])
    return version


async def _require_countries(session: AsyncSession, countries: Sequence[str]) -> None:
    if unknown := await repository.unknown_countries(session, countries):
        errors = [
            {
                "pointer": f"#/parameters/countries/{place}",
                "reason": f"'{countries[place]}' is no country that is known",
            }
            for place in unknown
        ]
        message = f"No country that is known: {', '.join(countries[place] for place in unknown)}."
        raise Problem("invalid", "country_unknown", message, errors=errors)
