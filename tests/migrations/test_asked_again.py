"""What was on file before each request had its own job, and each conflict an end, is put right."""

import datetime as dt
import json
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from tests.support import databases

BEFORE, AFTER = "0031_one_reading_of_the_past", "0032_asked_again"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
SET = "SET session_replication_role = replica"
CALL = """
    INSERT INTO expert_network.interviews (workspace_id, id, campaign_id, expert_id, status, status_at, gate_conflict,
        starts_at, ends_at)
    VALUES ($1, $2, $1, $1, $3::text::expert_network.interview_status, now() - $4::interval, 'listed',
        CASE $3 WHEN 'scheduled' THEN now() END, CASE $3 WHEN 'scheduled' THEN now() + interval '1 hour' END)
"""
SWEEP = """
    INSERT INTO expert_network.pgqueuer (priority, status, entrypoint, payload)
    VALUES (0, 'queued', 'lapse_requests', convert_to('{}', 'UTF8'))
"""
JOBS = """
    SELECT entrypoint, convert_from(payload, 'UTF8') AS payload, execute_after - now() AS left
    FROM expert_network.pgqueuer WHERE entrypoint LIKE 'lapse%'
"""
CONFLICTS = "SELECT id, gate_conflict FROM expert_network.interviews WHERE gate_conflict IS NOT NULL"


async def test_standing_requests_lapse_and_calls_that_are_over_are_in_no_conflict(empty_database: str) -> None:
    await databases.migrate(empty_database, BEFORE)
    workspace, booked = uuid4(), uuid4()
    requests = {uuid4(): 30 * DAY, uuid4(): DAY}
    connection = await asyncpg.connect(empty_database)
    try:
        await connection.execute(SET)
        for id_, ago in requests.items():
            await connection.execute(CALL, workspace, id_, "requested", ago)
        await connection.execute(CALL, workspace, uuid4(), "cancelled", DAY)
        await connection.execute(CALL, workspace, booked, "scheduled", DAY)
        await connection.execute(SWEEP)
        await connection.execute("RESET session_replication_role")
        await databases.migrate(empty_database, AFTER)
        jobs = [dict(row) for row in await connection.fetch(JOBS)]
        assert {row["id"] for row in await connection.fetch(CONFLICTS)} == {booked}
    finally:
        await connection.close()
    assert {job["entrypoint"] for job in jobs} == {"lapse_request"}
    waits: dict[UUID, float] = {}
    for job in jobs:
        told: dict[str, Any] = json.loads(job["payload"])
        assert told["workspace_id"] == str(workspace)
        waits[UUID(told["subject"]["interview_id"])] = round(job["left"] / HOUR)
        assert dt.datetime.fromisoformat(told["subject"]["since"]).tzinfo is not None
    assert waits == dict(zip(requests, (1, 48), strict=True))
