"""Days and moments on file that could not be read again are put within reach, and nothing beyond is taken any more."""

import datetime as dt
import json
from uuid import uuid4

import asyncpg
import pytest

from tests.support import databases

BEFORE, AFTER = "0032_asked_again", "0033_days_within_reach"
SET = "SET session_replication_role = replica"
CAMPAIGN = """
    INSERT INTO expert_network.campaigns (workspace_id, id, user_id, campaign_name, industry_vertical, start_date,
        target_completion_date)
    VALUES ($1, $1, 'ada', 'Beds', 'Healthcare', $2::text::date, $3::text::date)
"""
FACT = """
    INSERT INTO expert_network.company_facts (workspace_id, id, name, kind, valid_from, valid_to)
    VALUES ($1, $1, 'Acme', 'public', $2::text::date, $3::text::date)
"""
RATE = """
    INSERT INTO expert_network.exchange_rates (workspace_id, currency, usd_per_unit, as_of)
    VALUES ($1, 'EUR', 1.1, $2::text::date)
"""
EXPERT = """
    INSERT INTO expert_network.experts (workspace_id, id, campaign_id, vendor_platform_id, person_id, name,
        proposed_at, availability, past_employers)
    VALUES ($1, gen_random_uuid(), $1, $1, gen_random_uuid(), 'Anna Weber',
        $2::text::timestamptz, $3::text::jsonb, $4::text::jsonb)
"""
FAR, NEAR = "9999-12-31T00:00:00+00:00", "2026-12-01T10:00:00+01:00"
TIMES = [
    {"text": "for ever", "start": NEAR, "end": FAR},
    {"text": "Tuesday", "start": NEAR, "timezone": "Europe/Paris"},
    {"text": "since ever", "start": "0001-01-01T00:00:00+00:00"},
]


async def test_what_lies_beyond_is_put_within_reach_and_then_refused(empty_database: str) -> None:
    await databases.migrate(empty_database, BEFORE)
    workspace = uuid4()
    connection = await asyncpg.connect(empty_database)
    try:
        await connection.execute(SET)
        await connection.execute(CAMPAIGN, workspace, "-infinity", "infinity")
        await connection.execute(FACT, workspace, "-infinity", "infinity")
        for day in ("-infinity", "1850-01-01", "2026-01-01", "infinity"):
            await connection.execute(RATE, workspace, day)
        jobs = [{"name": "Target Pub", "end": "Jun 2026"}, {"name": "Acme", "end": "2019"}]
        await connection.execute(EXPERT, workspace, "-infinity", "[]", json.dumps(jobs))
        await connection.execute(EXPERT, workspace, NEAR, json.dumps(TIMES), "[]")
        await connection.execute("RESET session_replication_role")
        await databases.migrate(empty_database, AFTER)
        campaign = await connection.fetchrow("SELECT start_date, target_completion_date FROM expert_network.campaigns")
        assert campaign is not None
        assert tuple(campaign) == (dt.date(1900, 1, 1), dt.date(2999, 12, 31))
        fact = await connection.fetchrow("SELECT valid_from, valid_to FROM expert_network.company_facts")
        assert fact is not None
        assert tuple(fact) == (None, None)
        rates = await connection.fetch("SELECT as_of::text FROM expert_network.exchange_rates ORDER BY as_of")
        assert [row[0] for row in rates] == ["0001-01-01", "1850-01-01", "2026-01-01", "9999-12-31"]
        early, other = await connection.fetch(
            "SELECT proposed_at, availability FROM expert_network.experts ORDER BY proposed_at"
        )
        assert early["proposed_at"] == dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
        assert json.loads(other["availability"]) == [{"text": "for ever"}, TIMES[1], {"text": "since ever"}]
        asked = "SELECT convert_from(payload, 'UTF8') FROM expert_network.pgqueuer WHERE entrypoint = 'recheck_calls'"
        assert [json.loads(row[0])["workspace_id"] for row in await connection.fetch(asked)] == [str(workspace)]
        for beyond in (
            "UPDATE expert_network.campaigns SET target_completion_date = 'infinity'",
            "UPDATE expert_network.campaigns SET start_date = '1899-12-31'",
            "UPDATE expert_network.exchange_rates SET as_of = 'infinity'",
            "UPDATE expert_network.experts SET proposed_at = '-infinity'",
        ):
            with pytest.raises(asyncpg.CheckViolationError, match="within_reach_check"):
                async with connection.transaction():
                    await connection.execute(SET)
                    await connection.execute(beyond)
    finally:
        await connection.close()
