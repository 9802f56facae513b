"""What happens to screen preferences."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.preferences import repository
from services.core.research.preferences.schemas import MOST_SIZES
from shared.contracts.principal import Principal
from shared.errors import invalid

SIZES = ("column_widths", "panel_sizing")


async def update(session: AsyncSession, *, caller: Principal, **fields: Any) -> None:
    """Change the given fields; sizes are merged key by key, None forgets a key. Raises Problem (invalid) past 100."""
    preferences = await repository.get(session, caller)
    for name in SIZES:
        if name in fields:
            fields[name] = _merged(getattr(preferences, name), fields[name], name)
    preferences.sqlmodel_update(fields)
    session.add(preferences)
    await session.flush()


def _merged(stored: dict[str, Any], given: dict[str, int | None], name: str) -> dict[str, Any]:
    merged = {key: size for key, size in (stored | given).items() if size is not None}
    if len(merged) > MOST_SIZES:
        raise invalid("too_many_sizes", f"At most {MOST_SIZES} sizes are kept.", pointer=f"#/{name}")
    return merged
