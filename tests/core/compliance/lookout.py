"""The worker's part in asking about booked calls anew, and what then shows."""

import datetime as dt
from typing import Any

from services.core import wiring
from shared.jobs import queue
from tests.core.compliance.bureau import Bureau

DAY = dt.timedelta(days=1)
SOON = (dt.datetime.now(dt.UTC) + 3 * DAY).replace(minute=0, second=0, microsecond=0)
SINCE = {"valid_from": "2026-01-01", "valid_to": None}
RECHECK = "recheck_calls"
OF_WORKSPACE = """
    entrypoint = 'recheck_calls' AND status = 'queued'
        AND convert_from(payload, 'UTF8')::jsonb ->> 'workspace_id' = $1::text
"""
WAITING = (
    f"SELECT id, payload, execute_after <= now() AS due FROM expert_network.pgqueuer WHERE {OF_WORKSPACE} ORDER BY id"
)
A_MINUTE_LATER = f"UPDATE expert_network.pgqueuer SET execute_after = now() WHERE {OF_WORKSPACE}"
PICK = "DELETE FROM expert_network.pgqueuer WHERE id = $1"


async def waiting(bureau: Bureau, *, due: bool = True) -> list[queue.Job]:
    """What the worker is asked to look at, now or in a while."""
    rows = await bureau.core.owner_sql(WAITING, str(bureau.core.workspace("ada")))
    return [queue.decode(row["payload"]) for row in rows if row["due"] == due]


async def look(bureau: Bureau) -> int:
    """Work off what is due, as the worker does; how many jobs that took."""
    kinds = wiring.jobs(bureau.core.app.state.resources.transactions, mail=None, telling=None)  # type: ignore[arg-type]
    worked = 0
    while due := [row for row in await bureau.core.owner_sql(WAITING, str(bureau.core.workspace("ada"))) if row["due"]]:
        await bureau.core.owner_sql(PICK, due[0]["id"])
        await kinds[RECHECK].work(queue.decode(due[0]["payload"]))
        worked += 1
    return worked


async def let_a_minute_pass(bureau: Bureau) -> None:
    """What waits until then is due."""
    await bureau.core.owner_sql(A_MINUTE_LATER, str(bureau.core.workspace("ada")))


async def conflicts(bureau: Bureau) -> list[dict[str, Any]]:
    """What the calendar says against the calls in it that compliance has a word about."""
    calls = (await bureau.bob.get("/api/calendar")).json()["calls"]
    return [conflict for call in calls for conflict in call["conflicts"] if conflict["kind"] == "compliance"]
