"""The plugin's list of people: what is searched, filtered, sorted and cut, by known columns only."""

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.gateway.admin.office import Office, person

NAMES = ("root", "ada", "Zed", "b_b", "b%b", "back\\slash")
ALL = ["root", "ada", "Zed", "b_b", "b%b", "back\\slash"]
CUTS = [
    ({"limit": "2"}, ALL[:2], {"limit": 2}),
    ({"limit": "2", "offset": "3"}, ALL[3:5], {"limit": 2, "offset": 3}),
    ({"offset": "4"}, ALL[4:], {"offset": 4}),
    ({"limit": "1e1"}, ALL, {"limit": 10}),
    ({"limit": "0x2"}, ALL[:2], {"limit": 2}),
    ({"limit": " 2"}, ALL[:2], {"limit": 2}),
    ({"limit": "0", "offset": "0"}, ALL, {}),
    ({"limit": "many", "offset": ""}, ALL, {}),
]
NOBODY: list[dict[str, str]] = [
    {"limit": "-1"},
    {"limit": "1.5"},
    {"limit": "Infinity"},
    {"limit": "1e30"},
    {"offset": "-1"},
    {"sortBy": "password"},
    {"sortBy": 'name" DESC; --'},
    {"filterField": "password", "filterValue": "x"},
    {"filterField": "email_verified", "filterValue": "true"},
    {"filterField": "createdAt", "filterValue": "yesterweek"},
    {"filterField": "createdAt", "filterValue": "2020", "filterOperator": "contains"},
    {"filterField": "banned", "filterValue": "tr", "filterOperator": "starts_with"},
    {"filterField": "name", "filterValue": "ada", "filterOperator": "in"},
    {"filterField": "id", "filterValue": "\0"},
    {"searchField": "name", "searchValue": "ADA"},
]
FOUND: list[tuple[dict[str, Any], list[str]]] = [
    ({"searchValue": "ada", "searchField": "name"}, ["ada"]),
    ({"searchValue": "ad", "searchField": "name", "searchOperator": "starts_with"}, ["ada"]),
    ({"searchValue": "oot", "searchField": "name", "searchOperator": "ends_with"}, ["root"]),
    ({"searchValue": "%", "searchField": "name"}, ["b%b"]),
    ({"searchValue": "b_b", "searchField": "name"}, ["b_b"]),
    ({"searchValue": "\\", "searchField": "name"}, ["back\\slash"]),
    ({"filterField": "role", "filterValue": "admin"}, ["root"]),
    ({"filterField": "role", "filterValue": "admin", "filterOperator": "ne"}, ALL[1:]),
    ({"filterField": "banned", "filterValue": "true"}, ["Zed"]),
    ({"filterField": "banned", "filterValue": "no"}, ["root", "ada", "b_b", "b%b", "back\\slash"]),
    ({"filterField": "name", "filterValue": "b", "filterOperator": "lt"}, ["ada", "Zed"]),
    ({"filterField": "name", "filterValue": "root", "filterOperator": "gte"}, ["root"]),
    ({"filterField": "name", "filterValue": ["ada", "Zed"], "filterOperator": "in"}, ["ada", "Zed"]),
    ({"filterField": "name", "filterValue": ["ada", "Zed"], "filterOperator": "not_in"}, ["root", *ALL[3:]]),
    ({"filterField": "name", "filterValue": "ada", "filterOperator": "not_in"}, ["root", *ALL[2:]]),
    ({"filterField": "createdAt", "filterValue": "2020-01-01", "filterOperator": "gt"}, ALL),
    ({"filterField": "banExpires", "filterValue": "2020-01-01", "filterOperator": "gt"}, ["Zed"]),
    ({"filterField": "name"}, ALL),
    ({"filterOperator": "eq", "sortDirection": "desc"}, ALL),
    ({"sortBy": "name"}, sorted(ALL)),
    ({"sortBy": "name", "sortDirection": "desc"}, sorted(ALL)[::-1]),
    ({"sortBy": "createdAt", "sortDirection": "desc"}, ALL[::-1]),
]
OPERATORS = "|".join(
    f'"{name}"'
    for name in (
        *("eq", "ne", "lt", "lte", "gt", "gte"),
        *("in", "not_in", "contains", "starts_with", "ends_with"),
    )
)


@pytest.fixture
async def crowd(office: Office) -> Office:
    """Six people with names that a pattern could take for one."""
    for number, name in enumerate(NAMES[2:]):
        known = await person(office.server, f"extra{number}")
        await office.server.rows('UPDATE "user" SET name = $2 WHERE id = $1', known.id, name)
        if name == "Zed":
            await office.set(known.id, """banned = true, "banExpires" = now()""")
    await office.set(office.root.id, "name = 'root'")
    await office.set(office.ada.id, "name = 'ada'")
    return office


async def listed(office: Office, query: dict[str, Any]) -> Any:
    """What is found of this test's people: by address, unless the query itself searches or filters by another."""
    mine = {"searchValue": office.server.email("").removeprefix("-")} | query
    return (await office.get(f"list-users?{urlencode(mine, doseq=True)}")).json


def names(told: Any) -> list[str]:
    return [user["name"] for user in told["users"]]


@pytest.mark.parametrize(("query", "shown", "counts"), CUTS)
async def test_list_users_is_cut_as_javascript_reads_numbers(
    crowd: Office, query: dict[str, str], shown: list[str], counts: dict[str, int]
) -> None:
    told = await listed(crowd, query)
    assert list(told) == ["users", "total", *counts]
    assert (names(told), told["total"]) == (shown, len(ALL))
    assert {name: told[name] for name in counts} == counts


@pytest.mark.parametrize("query", NOBODY)
async def test_list_users_finds_nobody_where_the_question_makes_no_sense(crowd: Office, query: dict[str, str]) -> None:
    assert await listed(crowd, query) == {"users": [], "total": 0}


@pytest.mark.parametrize(("query", "shown"), FOUND)
async def test_list_users_searches_filters_and_sorts(crowd: Office, query: dict[str, Any], shown: list[str]) -> None:
    told = await listed(crowd, query | {"limit": "1000"})
    mine = [user["name"] for user in told["users"] if user["email"].endswith(crowd.server.email("").removeprefix("-"))]
    assert mine == shown


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("searchField=role", '[query.searchField] Invalid option: expected one of "email"|"name"'),
        ("sortDirection=ASC", '[query.sortDirection] Invalid option: expected one of "asc"|"desc"'),
        ("filterOperator=like", f"[query.filterOperator] Invalid option: expected one of {OPERATORS}"),
        ("limit=1&limit=2", "[query.limit] Invalid input"),
        ("sortBy=a&sortBy=b", "[query.sortBy] Invalid input: expected string, received array"),
        ("searchValue=a&searchValue=b", "[query.searchValue] Invalid input: expected string, received array"),
    ],
)
async def test_list_users_words_its_faults_as_zod_does(office: Office, query: str, text: str) -> None:
    refused = await office.get(f"list-users?{query}")
    assert (refused.status, refused.json) == (400, {"message": text, "code": "VALIDATION_ERROR"})


async def test_list_users_shows_a_hundred_unless_asked_for_more(office: Office) -> None:
    told = (await office.get("list-users")).json
    assert len(told["users"]) == min(100, told["total"])
