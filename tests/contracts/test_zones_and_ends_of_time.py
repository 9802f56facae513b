"""Zones the database may not know, and times at the ends of the calendar, are refused by their field at every door."""

from typing import Any
from zoneinfo import available_timezones

import asyncpg
import pytest

from shared.types import time_zones
from tests.core.interviews.office import Office
from tests.core.research import expected
from tests.support.core import Core
from tests.support.databases import Database

EARLY, LATE = "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"


async def test_the_database_knows_every_zone_there_is_to_choose(database: Database) -> None:
    connection = await asyncpg.connect(database.core_url)
    known = {row["name"] for row in await connection.fetch("SELECT name FROM pg_timezone_names")}
    await connection.close()
    assert time_zones() - known == set()
    assert {"Europe/Paris", "UTC", "US/Eastern"} <= time_zones() <= available_timezones()


@pytest.mark.parametrize("zone", ["localtime", "Factory", "posixrules", "Europe/Atlantis"])
async def test_no_zone_is_taken_that_only_one_machine_knows(core: Core, zone: str) -> None:
    async with core.as_("ada") as client:
        office = await Office.open(core, client)
        bodies: dict[str, dict[str, Any]] = {
            "/api/interviews": {"expert_id": await office.expert(), "starts_at": "2027-01-04T12:00:00Z"},
            "/api/campaigns": dict(expected.CAMPAIGN),
            "/api/team-members": {"name": "Zoe", "designation": "Analyst"},
        }
        for path, body in bodies.items():
            refused = await client.post(path, json=body | {"timezone": zone})
            expected.refusal_of(refused, 422, "input_invalid", "#/timezone")


@pytest.mark.parametrize("at", [EARLY, LATE])
async def test_times_at_the_ends_of_the_calendar_are_refused_by_their_field(core: Core, at: str) -> None:
    async with core.as_("ada") as client:
        office = await Office.open(core, client)
        expert = await office.expert()
        blackout = {"starts_on": "2027-01-04", "ends_on": "9999-12-31"}
        charge = {"campaign_id": office.campaign_id, "vendor_platform_id": office.vendor_id, "reason": "a year"}
        charge |= {"fee_type": "subscription"}
        for path, body, field in (
            ("/api/interviews", {"expert_id": expert, "starts_at": at}, "starts_at"),
            ("/api/interviews", {"expert_id": expert, "scheduled_date": at}, "scheduled_date"),
            ("/api/interviews", {"expert_id": expert, "scheduled_date": at[:19]}, "scheduled_date"),
            ("/api/charges", charge | {"amount_minor": 1, "currency": "EUR", "occurred_at": at}, "occurred_at"),
            ("/api/blackouts", blackout, "ends_on"),
        ):
            refused = await client.post(path, json=body)
            told = expected.refusal_of(refused, 422, "input_invalid", f"#/{field}")
            assert "1900 to 2999" in told["errors"][0]["reason"]
        times = [{"text": "ever", "start": at}]
        changed = await client.patch(f"/api/experts/{expert}", json={"availability": times})
        expected.refusal_of(changed, 422, "input_invalid", "#/availability/0/start")
        for query in (f"/api/experts/{expert}/slots?from=", f"/api/experts/{expert}/gate?starts_at="):
            refused = await client.get(query + at.replace("+", "%2B"))
            assert expected.refusal_of(refused, 422, "input_invalid")["errors"][0]["reason"].endswith("1900 to 2999")


async def test_what_has_no_end_is_told_so_by_leaving_it_out(core: Core) -> None:
    async with core.as_("ada") as client:
        fact = {"name": "Acme", "kind": "public", "valid_from": "2027-01-04", "valid_to": "9999-12-31"}
        refused = await client.post("/api/company-facts", json=fact)
        told = expected.refusal_of(refused, 422, "input_invalid", "#/valid_to")
        assert "leave it out where there is no end" in told["errors"][0]["reason"]
