"""What happens to vendors: a workspace adds its own, and takes over those of the catalogue when it works with them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.vendors import repository
from shared.contracts.principal import Principal
from shared.errors import Problem, invalid
from shared.models.sourcing import VendorPlatform

AGREED = frozenset({"lead_time_hours"})
"""What each workspace agrees with a vendor for itself."""


async def catalogue(session: AsyncSession) -> list[VendorPlatform]:
    """All vendors the caller sees, each once, the workspace's own rows first. Read only: `adopt` one to write."""
    return await repository.visible(session)


async def adopt(session: AsyncSession, *, caller: Principal, vendor_id: UUID) -> VendorPlatform:
    """The workspace's row of the vendor, copied from the catalogue when needed. Raises Problem (missing)."""
    found = await repository.find(session, vendor_id)
    if found is None:
        await repository.copy(session, workspace_id=caller.workspace_id, vendor_id=vendor_id)
        found = await repository.get(session, vendor_id)
    return found


async def add(session: AsyncSession, *, caller: Principal, **fields: Any) -> VendorPlatform:
    """Add a vendor of one's own. Raises Problem (conflict) for a name in use, (invalid) for a reversed price range."""
    vendor = VendorPlatform(workspace_id=caller.workspace_id, **fields)
    await _check(session, vendor)
    session.add(vendor)
    await session.flush()
    return vendor


async def update(session: AsyncSession, *, caller: Principal, vendor_id: UUID, **fields: Any) -> VendorPlatform:
    """Change the given fields; None clears. Raises as `hold` and `add`."""
    vendor = await hold(session, caller=caller, vendor_id=vendor_id, fields=fields)
    vendor.sqlmodel_update(fields)
    await _check(session, vendor)
    session.add(vendor)
    await session.flush()
    return vendor


async def remove(session: AsyncSession, *, vendor_id: UUID) -> None:
    """Delete a vendor nobody works with. Raises as `own`, and Problem (conflict) naming what still needs it."""
    vendor = await own(session, vendor_id)
    enrolments, experts = await repository.uses(session, vendor_id)
    if enrolments or experts:
        raise Problem(
            "conflict",
            "vendor_in_use",
            f"This vendor is in use: {enrolments} enrolments and {experts} experts name it.",
            details={"enrollments": enrolments, "experts": experts},
        )
    await session.delete(vendor)


async def hold(session: AsyncSession, *, caller: Principal, vendor_id: UUID, fields: Collection[str]) -> VendorPlatform:
    """The workspace's row of a vendor whose fields are to change, locked; of the catalogue's only what is agreed.

    Raises as `own`.
    """
    if fields and AGREED.issuperset(fields):
        await adopt(session, caller=caller, vendor_id=vendor_id)
        return await repository.get(session, vendor_id, lock=True)
    return await own(session, vendor_id)


async def own(session: AsyncSession, vendor_id: UUID) -> VendorPlatform:
    """The workspace's own vendor, locked. Raises Problem (forbidden) for one of the catalogue, (missing)."""
    if await repository.is_of_catalogue(session, vendor_id):
        message = "This vendor is of the shared catalogue; a workspace can only change vendors it added itself."
        raise Problem("forbidden", "vendor_of_catalogue", message)
    return await repository.get(session, vendor_id, lock=True)


async def _check(session: AsyncSession, vendor: VendorPlatform) -> None:
    low, high = vendor.avg_cost_per_call_min, vendor.avg_cost_per_call_max
    if low is not None and high is not None and high < low:
        message = f"The highest price {high} is below the lowest {low}."
        raise invalid("costs_reversed", message, pointer="#/avg_cost_per_call_max")
    with session.no_autoflush:
        await repository.reserve_names(session, vendor.workspace_id)
        _refuse_taken(vendor, await catalogue(session))


def _refuse_taken(vendor: VendorPlatform, known: list[VendorPlatform]) -> None:
    """A file names its vendor in words, so that no two vendors may answer to the same."""
    taken = {folded(word): other for other in known if other.id != vendor.id for word in (other.name, *other.aliases)}
    called = {"#/name": vendor.name} | {f"#/aliases/{place}": alias for place, alias in enumerate(vendor.aliases)}
    for pointer, word in called.items():
        if other := taken.get(folded(word)):
            message = f"'{word}' is what {other.name} is called."
            errors = [{"pointer": pointer, "reason": message}]
            raise Problem("conflict", "vendor_name_taken", message, errors=errors)


def folded(word: str) -> str:
    """A vendor's name or alias as it is compared."""
    return " ".join(word.casefold().split())
