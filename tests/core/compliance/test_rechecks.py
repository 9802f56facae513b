"""Booked calls that a changed list or rule speaks against show it: on the calendar, in the log, on the stream."""

import datetime as dt
from typing import Any

import pytest

from services.core import wiring
from services.core.compliance.blocks.jobs import RECHECK_CALLS
from shared.jobs.queue import Job
from tests.core.compliance.bureau import Bureau

SOON = (dt.datetime.now(dt.UTC) + dt.timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
ASKED = """
    SELECT count(*) FROM expert_network.pgqueuer
    WHERE entrypoint = $1 AND convert_from(payload, 'UTF8')::jsonb ->> 'workspace_id' = $2::text
"""
SINCE = {"valid_from": "2026-01-01", "valid_to": None}


async def asked(bureau: Bureau) -> int:
    """How often the worker has been asked to look."""
    [row] = await bureau.core.owner_sql(ASKED, RECHECK_CALLS, str(bureau.core.workspace("ada")))
    return int(row["count"])


async def recheck(bureau: Bureau) -> None:
    kinds = wiring.jobs(bureau.core.app.state.resources.transactions, mail=None, telling=None)  # type: ignore[arg-type]
    await kinds[RECHECK_CALLS].work(Job(bureau.core.principal("bob", "member", within="ada"), {}))


async def conflicts(bureau: Bureau) -> list[dict[str, Any]]:
    """What the calendar says against the one call in it that compliance has a word about."""
    calls = (await bureau.bob.get("/api/calendar")).json()["calls"]
    return [conflict for call in calls for conflict in call["conflicts"] if conflict["kind"] == "compliance"]


@pytest.mark.parametrize("change", ["list", "rule", "fact", "target"])
async def test_a_change_that_speaks_against_a_booked_call_shows_until_it_is_over(bureau: Bureau, change: str) -> None:
    if change == "fact":
        await bureau.rule("healthcare")
    call = await bureau.booked(await bureau.expert(company="Umbrella"), SOON.isoformat())
    other = await bureau.booked(await bureau.expert(name="Otto Other", company="Initech"), SOON.isoformat())
    before = await asked(bureau)
    if change == "list":
        entry = await bureau.entry("Umbrella", **SINCE)
    elif change == "rule":
        await bureau.rule("conflict_check", "needs_approval")
    elif change == "fact":
        await bureau.fact("Umbrella", "healthcare")
    else:
        await bureau.company("Umbrella")
    assert await asked(bureau) > before
    await recheck(bureau)
    await recheck(bureau)
    found = await conflicts(bureau)
    entries = await bureau.entries("gate.conflict")
    assert len(found) == len(entries) == (2 if change == "rule" else 1)
    if change != "rule":
        assert str(entries[0]["subject_id"]) == call["id"]
        assert found[0]["party"] == "Sarah Chen"
        assert "Umbrella, where the expert works, is" in found[0]["text"]
        assert entries[0]["reason"] == found[0]["text"]
        assert str(entries[0]["campaign_id"]) == bureau.campaign_id
        told = (await bureau.bob.get(f"/api/interviews/{call['id']}")).json()
        assert told["gate_conflict"] == found[0]["text"]
    assert (await bureau.bob.get(f"/api/interviews/{other['id']}")).json()["status"] == "scheduled"
    if change == "list":
        ended = {"valid_to": (SOON.date() - dt.timedelta(days=2)).isoformat()}
        await bureau.olga.patch(f"/api/restricted-entries/{entry['id']}", json=ended)
        await recheck(bureau)
        assert await conflicts(bureau) == []
        assert len(await bureau.entries("gate.conflict_over")) == 1


async def test_a_call_that_is_cleared_anew_is_in_no_conflict(bureau: Bureau) -> None:
    call = await bureau.booked(await bureau.expert(company="Umbrella"), SOON.isoformat())
    await bureau.entry("Umbrella", valid_from="2026-01-01", valid_to=SOON.date().isoformat())
    await recheck(bureau)
    assert len(await conflicts(bureau)) == 1
    later = (SOON + dt.timedelta(days=2)).isoformat()
    moved = await bureau.tell(call, "reschedule", starts_at=later, reason="compliance")
    assert (moved.status_code, moved.json()["gate_conflict"]) == (200, None)
    assert await conflicts(bureau) == []


async def test_nobody_looks_where_nothing_is_booked(bureau: Bureau) -> None:
    await bureau.expert(company="Umbrella")
    await bureau.entry("Umbrella", **SINCE)
    assert await asked(bureau) == 0
