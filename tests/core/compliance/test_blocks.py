"""Blocks follow the days on which entries and rules begin and end, though nobody changes anything on them."""

import datetime as dt
from typing import Any

import pytest

from services.core import wiring
from services.core.compliance.blocks.jobs import SETTLE_BLOCKS
from shared.jobs.queue import Job
from tests.core.compliance.bureau import Bureau

TODAY = dt.datetime.now(dt.UTC).date()
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
HELD = """
    SELECT dedupe_key, execute_after FROM expert_network.pgqueuer
    WHERE entrypoint = $1 AND convert_from(payload, 'UTF8')::jsonb ->> 'workspace_id' = $2::text ORDER BY execute_after
"""
A_DAY_PASSES = """
    UPDATE expert_network.{} SET valid_from = valid_from - 1, valid_to = valid_to - 1 WHERE workspace_id = $1
"""


def days(begins: int, ends: int | None) -> dict[str, str | None]:
    """From so many days from today until so many."""
    last = None if ends is None else (TODAY + ends * DAY).isoformat()
    return {"valid_from": (TODAY + begins * DAY).isoformat(), "valid_to": last}


async def status(bureau: Bureau, expert: dict[str, Any]) -> str:
    return str((await bureau.bob.get(f"/api/experts/{expert['id']}")).json()["status"])


async def due(bureau: Bureau) -> list[dt.date]:
    """The days on which the worker looks again, shortly after they begin."""
    held = await bureau.core.owner_sql(HELD, SETTLE_BLOCKS, str(bureau.core.workspace("ada")))
    ats = [row["execute_after"].astimezone(dt.UTC) for row in held]
    assert all(dt.timedelta(0) < at - at.replace(hour=0, minute=0, second=0, microsecond=0) < 2 * MINUTE for at in ats)
    return [at.date() for at in ats]


async def tomorrow(bureau: Bureau) -> None:
    """A day passes, and the worker does what is due."""
    for table in ("restricted_entries", "compliance_rules"):
        await bureau.core.force(A_DAY_PASSES.format(table), bureau.core.workspace("ada"))
    kinds = wiring.jobs(bureau.core.app.state.resources.transactions, mail=None, telling=None)  # type: ignore[arg-type]
    await kinds[SETTLE_BLOCKS].work(Job(bureau.core.principal("bob", "member", within="ada"), {}))


@pytest.mark.parametrize("listed", ["restricted", "do_not_contact"])
async def test_an_entry_frees_the_day_after_its_last_and_blocks_on_its_first(bureau: Bureau, listed: str) -> None:
    ends, begins = await bureau.expert(), await bureau.expert(name="Otto Other")
    await bureau.entry("Sarah Chen", kind="person", list=listed, **days(-3, 0))
    await bureau.entry("Otto Other", kind="person", list=listed, **days(1, 1))
    assert [await status(bureau, each) for each in (ends, begins)] == ["blocked", "shortlisted"]
    assert await due(bureau) == [TODAY + DAY, TODAY + 2 * DAY]
    await tomorrow(bureau)
    assert [await status(bureau, each) for each in (ends, begins)] == ["shortlisted", "blocked"]
    await tomorrow(bureau)
    assert [await status(bureau, each) for each in (ends, begins)] == ["shortlisted", "shortlisted"]
    freed = (await bureau.entries("expert.shortlisted"))[-1]
    assert (freed["actor"], freed["reason"]) == (None, "no longer listed")


async def test_a_change_of_days_and_a_file_have_the_worker_look_once_a_day(bureau: Bureau) -> None:
    entry = await bureau.entry("Sarah Chen", kind="person", **days(-1, None))
    assert await due(bureau) == []
    for _ in range(2):
        await bureau.olga.patch(f"/api/restricted-entries/{entry['id']}", json={"valid_to": days(4, 4)["valid_to"]})
    first, last = days(2, 4)["valid_from"], days(2, 4)["valid_to"]
    rows = (
        f"Name,Kind,From,To,Reason\nUmbrella,company,{first},{last},a deal\nInitech,company,{first},9999-12-31,ever\n"
    )
    headers = {"content-type": "text/csv"}
    told = await bureau.olga.post("/api/restricted-entries/import", content=rows, headers=headers)
    assert told.json()["added"] == 2
    assert await due(bureau) == [TODAY + 2 * DAY, TODAY + 5 * DAY]


async def test_a_rule_blocks_on_its_first_day_and_no_longer_after_its_last(bureau: Bureau) -> None:
    expert = await bureau.expert()
    await bureau.rule("do_not_contact", "off", **days(-1, None))
    await bureau.entry("Sarah Chen", kind="person", list="do_not_contact", **days(-1, None))
    await bureau.rule("do_not_contact", "refuse", **days(1, 1))
    await bureau.rule("call_limit", "refuse", **days(3, 4))
    assert await due(bureau) == [TODAY + DAY, TODAY + 2 * DAY]
    for expected in ("shortlisted", "blocked", "shortlisted"):
        assert await status(bureau, expert) == expected
        await tomorrow(bureau)
