"""What happens to facts about companies: the gate's rules about kinds and countries of employers rest on them."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.compliance.company_facts import repository
from services.core.compliance.words import require_order
from shared.contracts.principal import Principal
from shared.errors import invalid
from shared.models.compliance import CompanyFact
from shared.types import new_id


async def add(session: AsyncSession, *, caller: Principal, **fields: Any) -> CompanyFact:
    """Note a fact. Raises Problem (invalid) for a name that names nobody, no country, or days in disorder."""
    fact = CompanyFact(workspace_id=caller.workspace_id, id=new_id(), **await _checked(session, fields))
    return await _store(session, fact)


async def update(session: AsyncSession, *, fact_id: UUID, **fields: Any) -> None:
    """Change the given fields; None clears. Raises Problem (missing), (invalid) as `add`."""
    fact = await repository.get(session, fact_id)
    fact.sqlmodel_update(await _checked(session, fields))
    with session.no_autoflush:
        await _store(session, fact)


async def _checked(session: AsyncSession, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, a country that is sent as its code; one on file since before there was a check stays unasked."""
    said = fields.get("country")
    if said is None:
        return fields
    code = await repository.country_code(session, said)
    if code is None:
        raise invalid("country_unknown", f"'{said}' is no country that is known.", pointer="#/country")
    return fields | {"country": code}


async def _store(session: AsyncSession, fact: CompanyFact) -> CompanyFact:
    require_order(fact.valid_from, fact.valid_to)
    if not await repository.names_somebody(session, fact.name):
        raise invalid("name_names_nobody", f"'{fact.name}' names no company.", pointer="#/name")
    session.add(fact)
    await session.flush()
    return fact
