"""All SQL of screen preferences. Who has set nothing yet sees the product's defaults."""

from typing import Any

import orjson
from sqlalchemy import ARRAY, Text, bindparam, cast, func, literal, literal_column
from sqlalchemy import select as plain_select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.research import UserUiPreferences as Preferences

MISSING = missing("ui_preferences")
DEFAULTS: dict[str, Any] = {
    "column_widths": {
        "dragHandle": 16,
        "campaignName": 400,
        "industry": 180,
        "timeline": 250,
        "targetRegions": 288,
        "divider": 1,
        "callsProgress": 200,
        "status": 96,
        "cost": 80,
        "team": 80,
        "delete": 32,
    },
    "panel_sizing": {
        "chatWidth": 400,
        "answerWidth": 600,
        "topHeight": 300,
        "activitiesWidth": 300,
        "sourcesWidth": 300,
    },
}


def _or_default(name: str) -> Any:
    default = literal_column(f"'{orjson.dumps(DEFAULTS[name]).decode()}'::jsonb", JSONB())
    return func.coalesce(getattr(Preferences, name), default)


NOTHING = plain_select(literal(1).label("one")).subquery("nothing")
OWN = col(Preferences.user_id) == bindparam("user_id", type_=Text)
ONE = Statement(
    plain_select(
        json_of(
            {
                "column_widths": _or_default("column_widths"),
                "panel_sizing": _or_default("panel_sizing"),
                "theme": func.coalesce(cast(col(Preferences.theme), Text), "light"),
                "expanded_projects": func.coalesce(col(Preferences.expanded_projects), cast([], ARRAY(Text))),
                "updated_at": col(Preferences.updated_at),
            }
        )
    )
    .select_from(NOTHING)
    .outerjoin(Preferences, OWN)
)
"""Always one document: without a row of the caller's, that of the defaults."""


async def find(session: AsyncSession, caller: Principal) -> Preferences | None:
    """What the caller has set, locked; None before they set anything."""
    chosen = select(Preferences).where(Preferences.user_id == caller.user_id).with_for_update()
    return (await session.exec(chosen)).first()


async def get(session: AsyncSession, caller: Principal) -> Preferences:
    """What the caller has set, locked; made of the defaults when it is the first time."""
    values = {"workspace_id": caller.workspace_id, "user_id": caller.user_id, **DEFAULTS}
    await (await session.connection()).execute(insert(Preferences).values(values).on_conflict_do_nothing())
    found = await find(session, caller)
    if found is None:
        raise MISSING
    return found
