"""Moments and days that are sent: whatever there are, they are answered or refused, never a fault."""

from collections.abc import Iterator
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from tests.core.interviews.office import Office, noon
from tests.core.research import expected
from tests.support.core import Core

EDGES = {
    "date-time": (
        "0001-01-01T00:00:00+14:00",
        "0001-06-01T00:00:00Z",
        "9999-06-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
    ),
    "date": ("0001-01-01", "0001-06-01", "9999-06-01", "9999-12-31"),
}


def asked(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every address with its moments and days, each by its format."""
    for path, operations in document["paths"].items():
        fields = operations.get("get", {}).get("parameters", [])
        found = {field["name"]: format_of(field["schema"]) for field in fields if field["in"] == "query"}
        if named := {name: format_ for name, format_ in found.items() if format_ in EDGES}:
            yield path, named


def format_of(schema: dict[str, Any]) -> str | None:
    """The format of a value that may be absent."""
    return next((each["format"] for each in schema.get("anyOf", [schema]) if "format" in each), None)


async def test_no_moment_of_any_year_is_too_much_for_a_query(core: Core) -> None:
    async with core.as_("ada") as client:
        office = await Office.open(core, client)
        expert = await office.expert()
        call = await office.booked(noon(2), expert)
        ids = {"campaign_id": office.campaign_id, "expert_id": expert, "interview_id": call["id"]}
        ids |= {"vendor_id": office.vendor_id, "rule": "cooling_off"}
        tried = set()
        for path, fields in asked(core.app.openapi()):
            address = path.format_map(ids)
            for name, format_ in fields.items():
                tried.add(path)
                for edge in EDGES[format_]:
                    answer = await client.get(address, params={name: edge})
                    assert answer.status_code in (200, 422), f"{path}?{name}={edge}: {answer.text}"
            names = list(fields)
            for edges in product(*(EDGES[fields[name]] for name in names)):
                answer = await client.get(address, params=dict(zip(names, edges, strict=True)))
                assert answer.status_code in (200, 422), f"{path} {edges}: {answer.text}"
    assert {"/api/interviews", "/api/charges", "/api/campaigns/{campaign_id}/scorecards"} <= tried


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
async def test_a_day_that_cannot_be_reckoned_with_is_refused_by_its_field(core: Core, day: str) -> None:
    async with core.as_("ada") as client:
        made = await client.post("/api/campaigns", json=expected.CAMPAIGN | {"target_completion_date": day})
        expected.refusal_of(made, 422, "input_invalid", "#/target_completion_date")
        asked = {"vendor_id": str(uuid4()), "period_from": day, "period_to": "2999-12-31"}
        placed = await client.post("/api/invoices", params=asked, files={"files": ("invoice.csv", b"Name")})
        errors = expected.refusal_of(placed, 422, "input_invalid")["errors"]
        assert "#/query/period_from" in [error["pointer"] for error in errors]
