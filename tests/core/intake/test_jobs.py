"""Large intakes are placed by the worker: with progress, whatever dies, however many work, and never twice."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core import main
from services.core import worker as core_worker
from services.core.intake import repository, service
from services.core.intake import worker as intake_worker
from shared.contracts.principal import Principal
from shared.jobs import runner
from shared.jobs.queue import Job
from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, Desk, counted
from tests.core.intake.works import Died, Mortal, Works
from tests.core.research import expected
from tests.support import settings
from tests.support.core import Core
from tests.support.databases import Database
from tests.support.waits import somebody_waits_for

Json = dict[str, Any]


@pytest.fixture
async def full_works(own_database: Database) -> AsyncIterator[Works]:
    """With sheets as large as they are."""
    app = main.create_app(settings.of_core(own_database.core_url))
    async with app.router.lifespan_context(app):
        core = Core(app, own_database)
        async with core.as_("ada") as client:
            yield Works(await Desk.open(core, client))


@pytest.fixture
def works(full_works: Works, monkeypatch: pytest.MonkeyPatch) -> Works:
    """With sheets that count as large from 21 rows on, placed ten at a time."""
    monkeypatch.setattr(service, "AT_ONCE", 20)
    monkeypatch.setattr(service, "BATCH", 10)
    return full_works


async def is_placed_once(works: Works, report: Json, people: int) -> None:
    """Everybody of a crowd stands there once, in the report as in the campaign."""
    done = await works.intake(report)
    assert (done["status"], done["total"], done["processed"]) == ("done", people, people)
    assert counted(done) == {"added": people}
    rows = await works.desk.core.owner_sql(
        "SELECT (SELECT count(*) FROM expert_network.experts) AS offers, (SELECT count(*) FROM expert_network.people)"
        " AS people, (SELECT count(DISTINCT position) FROM expert_network.intake_items) AS items"
    )
    assert dict(rows[0]) == {"offers": people, "people": people, "items": people}


async def test_five_hundred_are_placed_at_once_and_one_more_by_a_job(full_works: Works) -> None:
    at_once = await full_works.desk.report(desks.sheet(*desks.crowd(500)), status=201)
    assert counted(at_once) == {"added": 500}
    assert await full_works.jobs() == []
    response = await full_works.desk.send(desks.sheet(*desks.crowd(501)), vendor="AlphaSights")
    later = response.json()
    assert (response.status_code, later["status"]) == (202, "queued")
    assert response.headers["location"] == f"/api/intakes/{later['id']}"
    assert (later["total"], later["processed"], later["items"]) == (501, 0, [])
    assert [row["status"] for row in await full_works.jobs()] == ["queued"]


async def test_the_worker_places_it_and_the_job_is_gone(full_works: Works) -> None:
    report = await full_works.desk.report(desks.sheet(*desks.crowd(620)), status=202)
    await full_works.work()
    await is_placed_once(full_works, report, 620)
    assert await full_works.jobs() == []
    page = await full_works.desk.get(f"/api/intakes/{report['id']}/items", limit=200, count="true")
    assert (page["total"], page["items"][7]["position"]) == (620, 7)
    assert len((await full_works.intake(report))["items"]) == 500


async def test_progress_can_be_watched_and_nothing_is_undone_meanwhile(works: Works) -> None:
    report = await works.desk.report(desks.sheet(*desks.crowd(25)), status=202)
    path = f"/api/intakes/{report['id']}"
    refused = await works.desk.client.post(f"{path}/undo")
    assert expected.refusal_of(refused, 409, "intake_not_undoable")["current"] == "queued"
    await works.dies_after(batches=1)
    halfway = await works.desk.get(path)
    assert (halfway["status"], halfway["processed"], halfway["total"]) == ("running", 10, 25)
    assert counted(halfway) == {"added": 10}
    assert halfway["finished_at"] is None
    refused = await works.desk.client.post(f"{path}/undo")
    assert expected.refusal_of(refused, 409, "intake_not_undoable")["current"] == "running"
    again = await works.desk.report(desks.sheet(*desks.crowd(25)), status=200)
    assert (again["duplicate_of"], again["status"]) == (report["id"], "running")
    assert len(await works.jobs()) == 1


@pytest.mark.parametrize("batches", [0, 1, 2])
async def test_a_worker_that_is_killed_is_followed_by_one_that_goes_on(works: Works, batches: int) -> None:
    report = await works.desk.report(desks.sheet(*desks.crowd(25)), status=202)
    await works.dies_after(batches=batches)
    await works.desk.core.owner_sql(
        "UPDATE expert_network.pgqueuer SET status = 'picked', queue_manager_id = gen_random_uuid(),"
        " heartbeat = now() - interval '1 minute'"
    )
    await works.work()
    await is_placed_once(works, report, 25)


async def test_two_workers_at_once_place_it_once(works: Works) -> None:
    report = await works.desk.report(desks.sheet(*desks.crowd(25)), status=202)
    await works.desk.core.owner_sql(
        "INSERT INTO expert_network.pgqueuer (priority, status, entrypoint, payload)"
        " SELECT priority, status, entrypoint, payload FROM expert_network.pgqueuer"
    )
    await works.work(jobs_done=2, workers=2)
    await is_placed_once(works, report, 25)


async def test_one_that_was_taken_over_leaves_the_rest_to_the_other(works: Works) -> None:
    report = await works.desk.report(desks.sheet(*desks.crowd(25)), status=202)
    job, inner = await works.job(), works.transactions
    begun = 0

    class Slow(Mortal):
        """Between its first batch and its second another worker does all of the rest."""

        @asynccontextmanager
        async def begin(self, caller: Principal | None) -> AsyncIterator[AsyncSession]:
            nonlocal begun
            begun += 1
            if begun == 3:
                await intake_worker.place_intake(inner, job)
            async with inner.begin(caller) as session:
                yield session

    await intake_worker.place_intake(Slow(inner, lives=0), job)
    await is_placed_once(works, report, 25)


HELD = {
    "people": "SELECT pg_advisory_xact_lock(hashtextextended('people ' || $1::uuid, 0))",
    "campaign": "SELECT id FROM expert_network.campaigns WHERE workspace_id = $1 FOR UPDATE",
}


@pytest.mark.parametrize("held", HELD.values(), ids=HELD.keys())
async def test_who_holds_what_a_worker_needs_gets_the_intake_too(works: Works, held: str) -> None:
    report = await works.desk.report(desks.sheet(*desks.crowd(25)), status=202)
    holding = await asyncpg.connect(works.desk.core.database.owner_url)
    try:
        async with holding.transaction():
            await holding.fetch(held, works.desk.core.workspace())
            placing = asyncio.create_task(intake_worker.place_intake(works.transactions, await works.job()))
            await somebody_waits_for(holding)
            await holding.execute("SET LOCAL lock_timeout = '2s'")
            await holding.fetch("SELECT id FROM expert_network.intakes FOR UPDATE")
    finally:
        await holding.close()
    await placing
    await is_placed_once(works, report, 25)


async def test_an_intake_in_somebodys_hands_is_read_again_all_the_same(works: Works) -> None:
    report = await works.desk.report(desks.sheet(*desks.crowd(25)), status=202)
    async with works.transactions.begin((await works.job()).caller) as session:
        await repository.get(session, UUID(report["id"]))
        async with asyncio.timeout(5):
            again = await works.desk.post(f"/api/intakes/{report['id']}/retry")
    assert (again["duplicate_of"], again["status"]) == (report["id"], "queued")


async def test_a_job_that_comes_twice_finds_nothing_left_to_do(works: Works) -> None:
    report = await works.desk.report(desks.sheet(*desks.crowd(21)), status=202)
    job = await works.job()
    for _ in range(2):
        await intake_worker.place_intake(works.transactions, job)
    await is_placed_once(works, report, 21)


async def test_a_job_that_fails_is_tried_again_and_goes_on(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "IDLE_POLL", timedelta(seconds=0.1))
    report = await works.desk.report(desks.sheet(*desks.crowd(25)), status=202)
    tries = 0

    async def once_in_vain(job: Job) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            with pytest.raises(Died):
                await intake_worker.place_intake(Mortal(works.transactions, lives=2), job)
            raise ConnectionResetError
        await intake_worker.place_intake(works.transactions, job)

    with structlog.testing.capture_logs() as told:
        await works.work(jobs_done=2, handler=once_in_vain)
    assert [(line["event"], line["attempt"]) for line in told if "attempt" in line] == [("jobs.job.failed", 1)]
    await is_placed_once(works, report, 25)


async def test_a_job_given_up_ends_as_failed_with_the_reason_and_can_be_undone(works: Works) -> None:
    before = [row for row in await works.desk.known() if "vendor_platforms" not in row]
    report = await works.desk.report(desks.sheet(*desks.crowd(25)), status=202)
    await works.dies_after(batches=1)

    async def in_vain(_: Job) -> None:
        raise ValueError("no use")

    with structlog.testing.capture_logs():
        await works.work(handler=in_vain, attempts=1)
    failed = await works.intake(report)
    assert (failed["status"], failed["processed"]) == ("failed", 10)
    assert failed["failure"].startswith("ValueError: given up")
    assert failed["finished_at"] is not None
    assert [row["status"] for row in await works.jobs()] == ["failed"]
    await works.desk.undo(report)
    assert [row for row in await works.desk.known() if "vendor_platforms" not in row] == before
    again = await works.desk.report(desks.sheet(*desks.crowd(25)), status=202)
    assert again["id"] != report["id"]


async def test_a_job_given_up_goes_on_from_where_it_stood_when_an_operator_retries_it(works: Works) -> None:
    report = await works.desk.report(desks.sheet(*desks.crowd(25)), status=202)
    await works.dies_after(batches=1)

    async def in_vain(_: Job) -> None:
        raise ValueError("no use")

    with structlog.testing.capture_logs():
        await works.work(handler=in_vain, attempts=1)
    async with works.desk.core.as_operator() as operator:
        (failed,) = (await operator.get("/internal/admin/jobs")).json()["items"]
        assert (failed["state"], failed["reason"]) == ("failed", "ValueError")
        assert (await operator.post(f"/internal/admin/jobs/{failed['id']}/retry")).status_code == 204
    reopened = await works.intake(report)
    assert (reopened["status"], reopened["failure"], reopened["finished_at"]) == ("queued", None, None)
    await works.work()
    await is_placed_once(works, report, 25)


async def test_a_job_whose_campaign_is_gone_is_done_with(works: Works) -> None:
    await works.desk.report(desks.sheet(*desks.crowd(21)), status=202)
    deleted = await works.desk.client.delete(f"/api/campaigns/{works.desk.campaign_id}")
    assert deleted.status_code == 204
    with structlog.testing.capture_logs() as told:
        await works.work()
    assert [line for line in told if line["log_level"] == "error"] == []
    assert await works.jobs() == []


async def test_a_worker_stands_by_for_jobs_to_come(works: Works) -> None:
    working = asyncio.create_task(works.work(jobs_done=2))
    for vendor in ("GLG", "AlphaSights"):
        await works.desk.report(desks.sheet(*desks.crowd(21)), status=202, vendor=vendor)
    await working
    listed = await works.desk.get(f"/api/campaigns/{works.desk.campaign_id}/intakes")
    assert [intake["status"] for intake in listed["items"]] == ["done", "done"]
    figures = [intake["counts"] for intake in listed["items"]]
    assert {name: sum(each[name] for each in figures) for name in ("added", "merged")} == {"added": 21, "merged": 21}


async def test_a_hand_in_that_fails_leaves_no_job(works: Works) -> None:
    refused = await works.desk.send(desks.sheet(*desks.crowd(21)), dryrun="true")
    assert refused.status_code == 422
    await works.desk.report(desks.sheet(*desks.crowd(21)), status=200, dry_run="true")
    assert await works.jobs() == []


async def test_a_sheet_of_two_thousand_from_upload_to_shortlist(
    full_works: Works, capsys: pytest.CaptureFixture[str]
) -> None:
    file = desks.workbook(Experts=[desks.HEAD, *desks.crowd(2000)])
    began = time.perf_counter()
    report = await full_works.desk.report(file, status=202)
    answered = time.perf_counter() - began
    await full_works.work()
    placed = time.perf_counter() - began
    shortlist = await full_works.desk.get(f"/api/campaigns/{full_works.desk.campaign_id}/shortlist")
    listed = time.perf_counter() - began
    with capsys.disabled():
        print(f"\n2,000 rows: answered {answered:.2f} s, placed {placed:.2f} s, listed {listed:.2f} s")  # noqa: T201
    await is_placed_once(full_works, report, 2000)
    assert shortlist["summary"]["people"] == 2000
    assert listed < 60


async def test_the_worker_itself_runs_until_it_is_told_to_stop(works: Works) -> None:
    report = await works.desk.report(desks.sheet(*desks.crowd(21), ANNA), status=202)
    stop = asyncio.Event()
    serving = asyncio.create_task(core_worker.serve(settings.of_worker(works.desk.core.database.core_url), stop))
    connection = await asyncpg.connect(works.desk.core.database.owner_url)
    gone = asyncio.Event()
    await connection.add_listener("ch_pgqueuer", lambda *_: gone.set())
    try:
        while (await works.intake(report))["status"] != "done":
            gone.clear()
            await asyncio.wait_for(gone.wait(), 20)
    finally:
        stop.set()
        await serving
        await connection.close()
    await is_placed_once(works, report, 22)
