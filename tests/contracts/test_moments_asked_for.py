"""Moments and days of any query parameter: whatever there are, they are answered or refused, never a fault."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from tests.core.interviews.office import Office, noon
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
