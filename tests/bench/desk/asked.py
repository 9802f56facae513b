"""What is asked of a big workspace: every list in every order with every filter, every search, every report.

Read from core's own OpenAPI document, so that a list is asked for the moment it exists.
"""

import datetime as dt
import hashlib
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from tests.bench.desk.rows import VENDORS

SKIPPED = {"/api/campaigns/{campaign_id}/events", "/api/audit-entries/export"}
"""Streams."""
WORDS = ("charging", "Weber 4711", "nobody says this")
"""What many rows hold, what one holds, and what none holds."""
FREE = {"industry_vertical": "Energy", "region": "Europe", "company": "Siemens", "tag": "EU specialists"}
NOW = dt.datetime.now(dt.UTC)
SINCE, UNTIL = ((NOW + dt.timedelta(days=days)).isoformat(timespec="seconds") for days in (-300, 14))
MOST = 200
"""Rows of the longest page asked for, where a list gives as many."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    path: str
    query: str

    @property
    def name(self) -> str:
        """As it is printed."""
        return f"{self.path}?{self.query}" if self.query else self.path


def id_of(noun: str, number: int) -> str:
    """The id the rows were written with."""
    kind = hashlib.md5(f"bench {noun}".encode(), usedforsecurity=False).hexdigest()[:20]
    return str(UUID(f"0199{number:08x}{kind}"))


IDS = {
    "campaign_id": id_of("campaign", 0),
    "project_id": id_of("project", 0),
    "vendor_id": id_of("vendor", VENDORS // 2),
    "vendor_platform_id": id_of("vendor", VENDORS // 2),
    "person_id": id_of("person", 4711),
    "expert_id": id_of("expert", 4712),
    "intake_id": id_of("intake", 0),
    "interview_id": id_of("interview", 0),
    "member_id": id_of("member", 1),
    "team_member_id": id_of("member", 1),
    "question_id": id_of("question", 0),
}


def requests(document: Mapping[str, Any]) -> Iterator[Asked]:
    """Everything that can be read."""
    for path, item in sorted(document["paths"].items()):
        if "get" in item and path.startswith("/api/") and path not in SKIPPED:
            parameters = item["get"].get("parameters", [])
            slots = [each["name"] for each in parameters if each["in"] == "path"]
            if all(slot in IDS for slot in slots):
                given = {each["name"]: each for each in parameters if each["in"] == "query"}
                needed = {
                    name: value
                    for name, each in given.items()
                    if each.get("required")
                    for value in _values(name, each["schema"])[:1]
                }
                for query in _queries(given):
                    yield Asked(path.format(**IDS), urlencode({**needed, **query}))


def _queries(given: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """As it stands; then one thing at a time; then each filter in the list's largest campaign, with a count."""
    yield {}
    filters = {name: _values(name, each["schema"]) for name, each in given.items() if name not in ("limit", "after")}
    for name, values in filters.items():
        yield from ({name: value} for value in values)
    within = {"campaign_id": IDS["campaign_id"]} if "campaign_id" in given else {}
    if within:
        for name, values in filters.items():
            yield from (within | {name: value} for value in values if name != "campaign_id")
    for sort, (name, values) in itertools.product(filters.get("sort", []), filters.items()):
        if name in ("q", "status"):
            yield from ({"sort": sort, name: value} for value in values[:2])
    if "limit" in given:
        most = str(min(MOST, given["limit"]["schema"].get("maximum", MOST)))
        yield {"limit": most}
        if "count" in given:
            yield {"limit": most, "count": "true"}


def _values(name: str, schema: Mapping[str, Any]) -> list[str]:
    options = [schema, *schema.get("anyOf", [])]
    for option in options:
        if "enum" in option:
            return [str(value) for value in option["enum"]]
    if name == "q":
        return list(WORDS)
    if name in IDS:
        return [IDS[name]]
    if name in FREE:
        return [FREE[name]]
    if name in ("from", "to"):
        return [SINCE if name == "from" else UNTIL]
    if any(option.get("type") == "boolean" for option in options):
        return ["true", "false"]
    return []
