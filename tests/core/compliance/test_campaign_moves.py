"""A booked call meets the gate where its campaign goes: what that workspace refuses keeps the campaign where it is."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.core.audit import ledger
from tests.core.moves.van import Van
from tests.core.research import expected
from tests.support.core import Core

CALL_DAY = dt.date(2026, 3, 16)
DAY = dt.timedelta(days=1)
INTRODUCE = "SELECT set_config('app.workspace_id', $1, true), set_config('app.user_id', $2, true)"


@pytest.fixture
async def van(core: Core) -> AsyncIterator[Van]:
    """Between Ada's own workspace and Acme's."""
    async with Van.parked(core) as parked:
        yield parked


async def booked(van: Van, name: str = "Sarah Chen") -> dict[str, Any]:
    """A call on the day, in a campaign of Ada's own."""
    address = await ledger.offer(van.ada, await expected.campaign(van.ada), name)
    await ledger.moved(van.ada, address, "shortlisted")
    given = {"expert_id": address.rpartition("/")[2], "starts_at": f"{CALL_DAY}T12:00:00Z"}
    made = await van.ada.post("/api/interviews", json=given)
    assert made.status_code == 201, made.text
    return dict(made.json())


async def listed(van: Van, until: dt.date) -> None:
    """Sarah Chen is not to be contacted at Acme until that day."""
    entry = {"list": "do_not_contact", "kind": "person", "name": "Sarah Chen", "reason": "asked us"}
    async with van.core.as_("olga", "compliance", within="acme") as olga:
        span = {"valid_from": "2026-03-01", "valid_to": until.isoformat()}
        made = await olga.post("/api/restricted-entries", json=entry | span)
        assert made.status_code == 201, made.text


async def test_a_booked_call_that_is_refused_there_keeps_everything_here(van: Van) -> None:
    call = await booked(van)
    await listed(van, CALL_DAY)
    before = await van.everything()
    told = expected.refusal_of(await van.ask(call["campaign_id"]), 409, "gate_refused")
    [finding] = told["findings"]
    assert (finding["rule"], finding["outcome"]) == ("do_not_contact", "refuse")
    assert "Sarah Chen is not to be contacted since 2026-03-01 until 2026-03-16" in finding["fact"]
    assert await van.everything() == before


async def test_a_call_the_day_after_the_list_ends_comes_along_as_booked(van: Van) -> None:
    call = await booked(van)
    await listed(van, CALL_DAY - DAY)
    await van.move(call["campaign_id"])
    there = (await van.acme.get(f"/api/interviews/{call['id']}")).json()
    assert (there["status"], there["starts_at"], there["booked_by"]) == (
        "scheduled",
        call["starts_at"],
        call["booked_by"],
    )
    told = (await van.acme.get(f"/api/interviews/{call['id']}/gate")).json()
    assert told["outcome"] == "cleared"


async def test_once_called_off_the_campaign_goes_and_nobody_is_booked_there(van: Van) -> None:
    call = await booked(van)
    await listed(van, CALL_DAY)
    off = await van.ada.post(f"/api/interviews/{call['id']}/cancel", json={"reason": "listed there"})
    assert off.status_code == 200, off.text
    await van.move(call["campaign_id"])
    again = {"expert_id": call["expert_id"], "starts_at": f"{CALL_DAY}T12:00:00Z"}
    expected.refusal_of(await van.acme.post("/api/interviews", json=again), 409, "gate_refused")


async def test_by_sql_no_expert_with_a_call_leaves_their_campaign_for_another(van: Van) -> None:
    call, other = await booked(van), await expected.campaign(van.ada)
    core = await asyncpg.connect(van.core.database.core_url)
    try:
        for table, id_, fault in (
            ("experts", call["expert_id"], asyncpg.ForeignKeyViolationError),
            ("interviews", call["id"], asyncpg.CheckViolationError),
        ):
            with pytest.raises(fault):
                async with core.transaction():
                    await core.execute(INTRODUCE, str(van.core.workspace()), van.core.user_id("ada"))
                    change = f"UPDATE expert_network.{table} SET campaign_id = $1 WHERE id = $2"
                    await core.execute(change, UUID(other), UUID(id_))
    finally:
        await core.close()
