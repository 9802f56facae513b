"""What the database refuses is told in the domain's words: the caller's to mend as 4xx, ours as 5xx, no internals."""

from uuid import uuid4

import asyncpg
import orjson
import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.requests import Request

from shared.http import faults
from tests.support.core import Core

CAMPAIGN = {
    "campaign_name": "EV charging",
    "industry_vertical": "Automotive",
    "start_date": "2026-03-02",
    "target_completion_date": "2026-03-30",
}


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (asyncpg.UniqueViolationError("twice"), 409, "duplicate"),
        (asyncpg.ForeignKeyViolationError("gone"), 409, "reference_missing"),
        (asyncpg.CheckViolationError("bad"), 422, "value_refused"),
        (asyncpg.QueryCanceledError("late"), 504, "database_timeout"),
        (asyncpg.LockNotAvailableError("held"), 503, "database_busy"),
        (TimeoutError(), 504, "database_timeout"),
        (asyncpg.DeadlockDetectedError("ring"), 503, "database_busy"),
        (asyncpg.SerializationError("tuple changed"), 503, "database_busy"),
        (asyncpg.DiskFullError("full"), 503, "disk_full"),
        (asyncpg.TooManyConnectionsError("busy"), 503, "database_unavailable"),
        (asyncpg.CannotConnectNowError("starting"), 503, "database_unavailable"),
        (asyncpg.AdminShutdownError("stopping"), 503, "database_unavailable"),
        (asyncpg.InterfaceError("closed"), 503, "database_unavailable"),
        (ConnectionRefusedError("10.0.0.7"), 503, "database_unavailable"),
        (PoolTimeout("none free"), 503, "database_unavailable"),
        (asyncpg.UndefinedTableError('relation "secret" does not exist'), 500, "database_fault"),
    ],
)
async def test_a_fault_of_the_database_has_its_status(fault: Exception, status: int, code: str) -> None:
    response = await faults.on_database(Request({"type": "http"}), fault)
    told = orjson.loads(bytes(response.body))
    assert (response.status_code, told["code"]) == (status, code)
    assert str(fault) == "" or str(fault) not in told["detail"]
    assert ("retry-after" in response.headers) == (status == 503)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (asyncpg.LockNotAvailableError("held"), "nothing was written"),
        (asyncpg.QueryCanceledError("late"), "nothing was written"),
        (TimeoutError(), "the outcome of a write is unknown"),
    ],
)
async def test_the_outcome_of_a_write_is_unknown_only_where_the_database_has_not_said(
    fault: Exception, words: str
) -> None:
    response = await faults.on_database(Request({"type": "http"}), fault)
    assert words in orjson.loads(bytes(response.body))["detail"]


async def test_what_only_the_database_refuses_of_held_calls_is_a_conflict_as_the_services_refusal_is() -> None:
    fault = asyncpg.CheckViolationError("calls that were held or charged stay on record")
    fault.constraint_name = "calls_held"
    response = await faults.on_database(Request({"type": "http"}), fault)
    assert (response.status_code, orjson.loads(bytes(response.body))["code"]) == (409, "calls_held")


async def test_a_taken_natural_key_points_at_its_field(core: Core) -> None:
    async with core.as_("ada") as ada:
        assert (await ada.post("/api/projects", json={"project_name": "A", "project_code": "P-1"})).status_code == 201
        refused = await ada.post("/api/projects", json={"project_name": "B", "project_code": "P-1"})
        assert refused.status_code == 409
        assert refused.json()["code"] == "project_code_taken"
        assert refused.json()["errors"][0]["pointer"] == "#/project_code"
        assert len((await ada.get("/api/projects")).json()["items"]) == 1


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"#/campaign_name", "#/industry_vertical", "#/start_date", "#/target_completion_date"}),
        (CAMPAIGN | {"min_calls": -1}, {"#/min_calls"}),
        (CAMPAIGN | {"min_calls": 10**12}, {"#/min_calls"}),
        (CAMPAIGN | {"campaign_name": "nul\x00"}, {"#/campaign_name"}),
        (CAMPAIGN | {"campaign_name": "x" * 256}, {"#/campaign_name"}),
        (CAMPAIGN | {"timezone": "Europe/Atlantis"}, {"#/timezone"}),
        (CAMPAIGN | {"target_regions": ["Europe", "Mars"]}, {"#/target_regions/1"}),
        (CAMPAIGN | {"start_date": "2026-02-30"}, {"#/start_date"}),
        (CAMPAIGN | {"target_completion_date": "2026-03-01"}, {"#/target_completion_date"}),
        (CAMPAIGN | {"misspelt~/field": 1}, {"#/misspelt~0~1field"}),
    ],
)
async def test_refused_input_is_told_field_by_field(core: Core, body: dict[str, object], pointers: set[str]) -> None:
    async with core.as_("ada") as ada:
        refused = await ada.post("/api/campaigns", json=body)
        assert refused.status_code == 422, refused.text
        assert {error["pointer"] for error in refused.json()["errors"]} == pointers
        assert (await ada.get("/api/campaigns")).json()["items"] == []


async def test_what_is_wrong_with_a_body_as_a_whole_is_told_without_a_fields_name(core: Core) -> None:
    async with core.as_("ada") as ada:
        refused = await ada.put(f"/api/campaigns/{uuid4()}/coverage-targets", json=[])
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/")
        assert refused.json()["detail"] == refused.json()["errors"][0]["reason"]
        named = await ada.put(f"/api/campaigns/{uuid4()}/coverage-targets", json={"items": 1})
        assert named.json()["detail"].startswith("items: ")


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"", b'{"campaign_name": "\xe9"}', b'{"a": "\\ud800"}', b"NaN"])
async def test_what_is_no_json_is_refused(core: Core, body: bytes) -> None:
    async with core.as_("ada") as ada:
        refused = await ada.post("/api/campaigns", content=body, headers={"content-type": "application/json"})
    assert refused.status_code in (400, 422), refused.text
    assert refused.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("id_", ["1", "not-an-id", "00000000-0000-0000-0000-00000000000g", "%00", "'; DROP TABLE x"])
async def test_what_is_no_id_is_refused(core: Core, id_: str) -> None:
    async with core.as_("ada") as ada:
        refused = await ada.get(f"/api/campaigns/{id_}")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/path/campaign_id")
