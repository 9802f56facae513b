"""Operators see every workspace's jobs, never what they are about, and have failed ones tried again or given up."""

from typing import Any
from uuid import uuid4

import httpx2
import orjson
import pytest

from shared.jobs import queue
from tests.support.core import Core

JOBS = "/internal/admin/jobs"
INSERT = """
    INSERT INTO expert_network.pgqueuer (priority, status, entrypoint, payload, attempts, created, execute_after)
    VALUES (0, $1::expert_network.pgqueuer_status, $2, $3, 2, now() - interval '1 hour', now() + $4::interval)
    RETURNING id
"""
LOGGED = """
    INSERT INTO expert_network.pgqueuer_log (job_id, status, priority, entrypoint, traceback)
    VALUES ($1, $2::expert_network.pgqueuer_status, 0, $3, $4::jsonb)
"""


class Queue:
    """Jobs of a kind no other test has; no worker takes them."""

    def __init__(self, core: Core) -> None:
        self.core, self.kind = core, f"kind_{uuid4().hex[:12]}"

    async def add(self, status: str, *, later: str = "0 s", failure: dict[str, str] | None = None) -> int:
        """A job's id."""
        payload = queue.encode(queue.Job(self.core.principal(), {"secret": "of-ada"}))
        rows = await self.core.owner_sql(INSERT.replace("$4", f"'{later}'"), status, self.kind, payload)
        if failure:
            told = orjson.dumps(failure).decode()
            await self.core.owner_sql(LOGGED, rows[0]["id"], "queued", self.kind, told)
        return int(rows[0]["id"])

    async def row(self, id_: int) -> dict[str, Any] | None:
        """The job as it is kept."""
        rows = await self.core.owner_sql(
            "SELECT status::text, attempts, execute_after <= now() AS due FROM expert_network.pgqueuer WHERE id = $1",
            id_,
        )
        return dict(rows[0]) if rows else None


@pytest.fixture
def jobs(core: Core) -> Queue:
    return Queue(core)


async def listed(client: httpx2.AsyncClient, jobs: Queue, **asked: str | int) -> dict[str, Any]:
    answer = await client.get(JOBS, params={"entrypoint": jobs.kind, **asked})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_list_tells_each_jobs_state_age_and_reason_and_not_what_it_is_about(core: Core, jobs: Queue) -> None:
    failures = {"exception_type": "Hopeless", "exception_message": "the mailbox is full"}
    made = {
        "queued": await jobs.add("queued"),
        "running": await jobs.add("picked"),
        "held": await jobs.add("queued", later="1 hour"),
        "failed": await jobs.add("failed", failure=failures),
    }
    async with core.as_operator() as client:
        answer = await client.get(JOBS, params={"entrypoint": jobs.kind})
    items = answer.json()["items"]
    assert {item["state"]: item["id"] for item in items} == made
    assert all(3_600 <= item["age_seconds"] < 3_700 and item["attempts"] == 2 for item in items)
    assert {item["reason"] for item in items} == {None, "the mailbox is full"}
    assert "of-ada" not in answer.text


async def test_a_reason_that_may_hold_somebodys_data_is_told_by_its_kind(core: Core, jobs: Queue) -> None:
    await jobs.add("failed", failure={"exception_type": "IntegrityError", "exception_message": "Key (ada@example.com)"})
    async with core.as_operator() as client:
        assert [item["reason"] for item in (await listed(client, jobs))["items"]] == ["IntegrityError"]


async def test_the_list_is_read_page_by_page_and_by_state(core: Core, jobs: Queue) -> None:
    made = [await jobs.add("failed") for _ in range(5)]
    await jobs.add("queued")
    async with core.as_operator() as client:
        read, after = [], ""
        while True:
            page = await listed(client, jobs, state="failed", limit=2, **({"after": after} if after else {}))
            read += [item["id"] for item in page["items"]]
            after = page["next"]
            if not after:
                break
    assert read == made[::-1]


async def test_a_made_up_cursor_is_refused(core: Core, jobs: Queue) -> None:
    async with core.as_operator() as client:
        refused = await client.get(JOBS, params={"after": "x"})
    assert (refused.status_code, refused.json()["code"]) == (400, "cursor_malformed")


async def test_the_summary_counts_jobs_and_mails_given_up(core: Core, jobs: Queue) -> None:
    async with core.as_operator() as client:
        before = (await client.get(f"{JOBS}/summary")).json()
        await jobs.add("failed")
        await core.owner_sql(LOGGED, 1, "exception", "send_mail", "{}")
        after = (await client.get(f"{JOBS}/summary")).json()
    assert after["failed"] >= before["failed"] + 1
    assert after["mails_given_up"] >= before["mails_given_up"] + 1
    assert after["oldest_created_at"] is not None


async def test_a_failed_job_is_tried_again_from_its_first_attempt(core: Core, jobs: Queue) -> None:
    failed = await jobs.add("failed")
    async with core.as_operator() as client:
        assert (await client.post(f"{JOBS}/{failed}/retry")).status_code == 204
    assert await jobs.row(failed) == {"status": "queued", "attempts": 0, "due": True}


async def test_a_held_job_is_tried_at_once(core: Core, jobs: Queue) -> None:
    held = await jobs.add("queued", later="1 hour")
    async with core.as_operator() as client:
        assert (await client.post(f"{JOBS}/{held}/retry")).status_code == 204
    assert await jobs.row(held) == {"status": "queued", "attempts": 2, "due": True}


async def test_only_a_failed_job_is_discarded(core: Core, jobs: Queue) -> None:
    failed, held = await jobs.add("failed"), await jobs.add("queued", later="1 hour")
    async with core.as_operator() as client:
        assert (await client.post(f"{JOBS}/{failed}/discard")).status_code == 204
        refused = await client.post(f"{JOBS}/{held}/discard")
        again = await client.post(f"{JOBS}/{failed}/discard")
    assert (refused.status_code, refused.json()["code"]) == (409, "job_not_failed")
    assert (again.status_code, again.json()["code"]) == (404, "job_missing")
    assert await jobs.row(failed) is None
    assert await jobs.row(held) is not None


async def test_a_job_at_work_is_left_alone(core: Core, jobs: Queue) -> None:
    running = await jobs.add("picked")
    async with core.as_operator() as client:
        refused = await client.post(f"{JOBS}/{running}/retry")
    assert (refused.status_code, refused.json()["code"]) == (409, "job_in_progress")


@pytest.mark.parametrize("id_", ["0", "x", str(2**63)])
async def test_what_is_no_id_is_refused(core: Core, id_: str) -> None:
    async with core.as_operator() as client:
        assert (await client.post(f"{JOBS}/{id_}/retry")).status_code == 422


async def test_nobody_else_is_believed_and_an_operator_is_nobody_in_a_workspace(core: Core, jobs: Queue) -> None:
    failed = await jobs.add("failed")
    async with core.as_("ada") as ada, core.client() as nobody, core.as_operator() as root:
        for client in (ada, nobody):
            asked = [
                await client.get(JOBS),
                await client.get(f"{JOBS}/summary"),
                await client.post(f"{JOBS}/{failed}/retry"),
                await client.post(f"{JOBS}/{failed}/discard"),
            ]
            assert {answer.status_code for answer in asked} == {401}
        assert (await root.get("/api/campaigns")).status_code == 401
    assert await jobs.row(failed) == {"status": "failed", "attempts": 2, "due": True}
