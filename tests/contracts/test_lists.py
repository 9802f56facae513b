"""Every list answers alike: pages that together are the whole, sorts that reverse, and nothing unknown let pass."""

import itertools
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from tests.support import contract
from tests.support.core import Core
from tests.support.databases import Database
from tests.support.world import World

REFUSED: tuple[tuple[dict[str, str], int], ...] = (
    ({"limit": "0"}, 422),
    ({"limit": "201"}, 422),
    ({"limit": "-1"}, 422),
    ({"limit": "ten"}, 422),
    ({"limit": "9" * 30}, 422),
    ({"offset": "10"}, 422),
    ({"page": "2"}, 422),
    ({"sort": "id; DROP TABLE x"}, 422),
    ({"sort": ""}, 422),
    ({"after": "nonsense"}, 400),
    ({"after": "\x00"}, 400),
    ({"after": "x" * 5000}, 422),
    ({"count": "perhaps"}, 422),
    ({"misspelt": "1"}, 422),
)
NOT_KEYSET = {"/api/campaigns/{campaign_id}/shortlist"}
"""Pages over what is computed as a whole; its `after` is a person, and it has one order."""
ALWAYS_WHOLE = {"/api/compliance-rules", "/api/exchange-rates", "/api/exchange-rates/{currency}"}
"""Lists so short that they are never cut."""
NUMBER = 5


@dataclass(frozen=True, slots=True)
class List:
    """A route that answers with pages, and the orders it knows."""

    path: str
    sorts: tuple[str, ...]


@pytest.fixture(scope="module")
def core(core_app: FastAPI, database: Database) -> Core:
    """The internal service, with people whom these tests share: they only read."""
    return Core(core_app, database)


@pytest.fixture(scope="module")
async def world(core: Core, anyio_backend: str) -> World:
    """Several of everything that there can be several of."""
    world = await World(core, "ada", contract.of(core.app)).build()
    for number in range(NUMBER):
        await world.add(number)
    return world


@pytest.fixture
async def ada(core: Core) -> AsyncIterator[httpx2.AsyncClient]:
    async with core.as_("ada") as client:
        yield client


def lists_of(core: Core) -> Iterator[List]:
    """Every list core has, with its sorts."""
    document = contract.document_of(core.app)
    for path, item in document["paths"].items():
        parameters = {each["name"]: each["schema"] for each in item.get("get", {}).get("parameters", [])}
        if "after" in parameters and path not in NOT_KEYSET:
            yield List(path, tuple(parameters["sort"].get("enum", ())))


async def get(client: httpx2.AsyncClient, each: List, world: World, **query: Any) -> dict[str, Any]:
    """A page."""
    response = await client.get(each.path.format(**world.ids), params=query)
    assert response.status_code == 200, f"{each.path} {query}: {response.text}"
    page: dict[str, Any] = response.json()
    return page


async def test_pages_of_every_list_in_every_order_together_are_the_whole(
    core: Core, world: World, ada: httpx2.AsyncClient
) -> None:
    found = 0
    for each in lists_of(core):
        for sort in each.sorts:
            whole = await get(ada, each, world, sort=sort, limit=200)
            assert whole["next"] is None
            walked: list[Any] = []
            after: dict[str, str] = {}
            while True:
                page = await get(ada, each, world, sort=sort, limit=2, **after)
                walked += page["items"]
                if page["next"] is None:
                    break
                assert len(page["items"]) == 2
                after = {"after": page["next"]}
            assert walked == whole["items"], f"{each.path} by {sort}"
            found += len(walked) > 2
    assert found > 40


async def test_every_order_reversed_is_the_other_way_round(core: Core, world: World, ada: httpx2.AsyncClient) -> None:
    for each in lists_of(core):
        for sort in each.sorts:
            if not sort.startswith("-") and f"-{sort}" in each.sorts:
                up, down = [(await get(ada, each, world, sort=name, limit=200))["items"] for name in (sort, f"-{sort}")]
                assert up == down[::-1], f"{each.path} by {sort}"


async def test_a_count_is_of_all_and_only_when_asked_for(core: Core, world: World, ada: httpx2.AsyncClient) -> None:
    for each in lists_of(core):
        whole = await get(ada, each, world, limit=200)
        counted = await get(ada, each, world, limit=1, count=True)
        assert counted["total"] == len(whole["items"]), each.path
        assert "total" not in whole, each.path


async def test_every_list_refuses_what_it_does_not_know(core: Core, world: World, ada: httpx2.AsyncClient) -> None:
    findings = []
    for each in lists_of(core):
        for query, status in REFUSED:
            refused = await ada.get(each.path.format(**world.ids), params=query)
            told = (refused.status_code, refused.headers["content-type"])
            if told != (status, "application/problem+json"):
                findings.append(f"{each.path} {query}: {told}")
    assert findings == []


async def test_a_cursor_is_good_for_its_own_order_only(core: Core, world: World, ada: httpx2.AsyncClient) -> None:
    for each in lists_of(core):
        one, *others = each.sorts
        next_ = (await get(ada, each, world, sort=one, limit=1))["next"]
        if next_ is not None:
            for sort in others:
                refused = await ada.get(each.path.format(**world.ids), params={"sort": sort, "after": next_})
                assert (refused.status_code, refused.json()["code"]) == (400, "cursor_malformed"), each.path


async def test_a_cursor_is_good_for_its_own_list_only(core: Core, world: World, ada: httpx2.AsyncClient) -> None:
    taken, tried = set(), 0
    for one, other in itertools.permutations(lists_of(core), 2):
        for sort in set(one.sorts) & set(other.sorts):
            next_ = (await get(ada, one, world, sort=sort, limit=1))["next"]
            if next_ is not None:
                refused = await ada.get(other.path.format(**world.ids), params={"sort": sort, "after": next_})
                if (refused.status_code, refused.json().get("code")) != (400, "cursor_malformed"):
                    taken.add((one.path, other.path))
                tried += 1
    assert taken == set()
    assert tried > 200


def test_every_list_is_a_list_of_these(core: Core) -> None:
    document = contract.document_of(core.app)
    listed = {path for path, item in document["paths"].items() if "get" in item and _is_list(item["get"], document)}
    assert listed - {each.path for each in lists_of(core)} == NOT_KEYSET | ALWAYS_WHOLE


def _is_list(described: dict[str, Any], document: dict[str, Any]) -> bool:
    content = described["responses"]["200"].get("content", {})
    name = content.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
    properties: dict[str, Any] = document["components"]["schemas"].get(name, {}).get("properties", {})
    return {"items", "next"} <= properties.keys()
