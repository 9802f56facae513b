"""A list read page by page is the whole list, whatever lies in it and however it is sorted."""

import base64
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import asyncpg
import orjson
import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from services.core.research.projects.repository import LISTING
from shared.contracts.page import PageQuery
from shared.contracts.principal import Principal
from shared.db import keyset
from shared.db.keyset import Cursor
from shared.db.read import Reader
from shared.errors import Problem
from tests.support.databases import Database

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=255)
SORTS = ("display_order", "created_at", "updated_at", "project_name")
INSERT = """
    INSERT INTO expert_network.projects (workspace_id, id, user_id, project_name, display_order, created_at, updated_at)
    VALUES ($1, $2, 'ada', $3, $4, $5, $5)
"""
NEW_YEAR = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
INSTANTS = st.integers(0, 10**9).map(lambda after: NEW_YEAR + dt.timedelta(microseconds=after))


@dataclass(frozen=True, slots=True)
class Row:
    """A project, as far as it is sorted by."""

    name: str
    order: int
    at: dt.datetime


ROWS = st.lists(
    st.builds(
        Row,
        name=st.one_of(st.sampled_from(["a", "A", "á", "a b", 'a"b', "a\\b", ""]), ANY_TEXT),
        order=st.integers(0, 3) | st.integers(-(2**31), 2**31 - 1),
        at=st.one_of(st.just(NEW_YEAR), INSTANTS),
    ),
    max_size=12,
)


async def put(database: Database, workspace: UUID, rows: Sequence[Row]) -> None:
    """Store the rows in that workspace."""
    connection = await asyncpg.connect(database.owner_url)
    try:
        await connection.executemany(INSERT, [(workspace, uuid4(), row.name, row.order, row.at) for row in rows])
    finally:
        await connection.close()


async def read(reader: Reader, caller: Principal, sort: str, limit: int) -> list[list[str]]:
    """Every page of the list: the ids on it."""
    pages: list[list[str]] = []
    after = None
    while after is not None or not pages:
        query = PageQuery.model_construct(limit=limit, after=after, count=False)
        page = orjson.loads(await LISTING.page(reader, caller, query=query, sort=sort, filters={}))
        pages.append([item["id"] for item in page["items"]])
        after = page["next"]
    return pages


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{sort}" for sort in SORTS)])
@settings(max_examples=15, deadline=None)
@given(rows=ROWS, limit=st.integers(1, 5))
async def test_pages_together_are_the_whole_list(
    core_app: FastAPI, database: Database, sort: str, rows: list[Row], limit: int
) -> None:
    reader: Reader = core_app.state.resources.reader
    caller = Principal("ada", uuid4())
    await put(database, caller.workspace_id, rows)
    pages, [whole] = await read(reader, caller, sort, limit), await read(reader, caller, sort, 200)
    assert [id_ for page in pages for id_ in page] == whole
    assert len(whole) == len(set(whole)) == len(rows)
    assert all(len(page) == limit for page in pages[:-1])
    assert len(pages[-1]) > 0 or not rows


@pytest.mark.parametrize("sort", SORTS)
async def test_descending_is_ascending_backwards(core_app: FastAPI, database: Database, sort: str) -> None:
    reader: Reader = core_app.state.resources.reader
    caller = Principal("ada", uuid4())
    await put(database, caller.workspace_id, [Row(str(n % 3), n % 2, NEW_YEAR + dt.timedelta(n % 4)) for n in range(9)])
    [ascending], [descending] = [await read(reader, caller, name, 200) for name in (sort, f"-{sort}")]
    assert descending == ascending[::-1]


@given(of=ANY_TEXT, sort=ANY_TEXT, key=ANY_TEXT, id_=st.uuids())
def test_a_cursor_says_what_was_put_in_it(of: str, sort: str, key: str, id_: UUID) -> None:
    cursor = Cursor(of=of, sort=sort, key=key, id=id_)
    assert keyset.decode(keyset.encode(cursor), of=of, sort=sort) == cursor


@given(ANY_TEXT)
def test_any_other_text_is_refused_as_a_cursor(text: str) -> None:
    with pytest.raises(Problem) as refusal:
        keyset.decode(text, of="list", sort="name")
    assert (refusal.value.kind, refusal.value.code) == ("malformed", "cursor_malformed")


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b'["list","name","x"]',
        b'["list","name","x","not-an-id"]',
        b'["list","name",1,"00000000-0000-0000-0000-000000000000"]',
        b'["list","name",null,"00000000-0000-0000-0000-000000000000"]',
        b'["list","name","\\u0000","00000000-0000-0000-0000-000000000000"]',
        b'["list","name","x",7]',
        b'{"sort":"name"}',
        b'"name"',
        b"null",
        b'["name","x","00000000-0000-0000-0000-000000000000"]',
        b'["another","name","x","00000000-0000-0000-0000-000000000000"]',
        b'["list","other","x","00000000-0000-0000-0000-000000000000"]',
    ],
)
def test_a_cursor_of_another_list_or_shape_is_refused(content: bytes) -> None:
    text = base64.urlsafe_b64encode(content).decode().rstrip("=")
    with pytest.raises(Problem, match="not the `next` of a page"):
        keyset.decode(text, of="list", sort="name")


async def test_a_key_that_is_no_value_of_the_column_is_refused(core_app: FastAPI) -> None:
    reader: Reader = core_app.state.resources.reader
    for sort, key in [("display_order", "first"), ("display_order", "9" * 30), ("created_at", "yesterday-ish")]:
        after = keyset.encode(Cursor(of=LISTING.name, sort=sort, key=key, id=uuid4()))
        with pytest.raises(Problem, match="not the `next` of a page"):
            await LISTING.page(reader, Principal("ada", uuid4()), query=PageQuery(after=after), sort=sort, filters={})


async def test_an_unknown_sort_is_refused_and_names_the_known_ones(core_app: FastAPI) -> None:
    reader: Reader = core_app.state.resources.reader
    with pytest.raises(Problem) as refusal:
        await LISTING.page(reader, Principal("ada", uuid4()), query=PageQuery(), sort="id; DROP", filters={})
    assert refusal.value.code == "sort_unknown"
    assert "project_name" in refusal.value.errors[0]["reason"]


def test_the_longest_name_still_makes_a_cursor_that_is_taken() -> None:
    for name in ("\U0001f600" * 255, "\x01" * 255, '"' * 255):
        after = keyset.encode(Cursor(of=LISTING.name, sort="-project_name", key=name, id=uuid4()))
        assert PageQuery(after=after).after == after


async def test_what_is_kept_compiled_does_not_grow_without_end(
    core_app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "REMEMBERED", 5)
    LISTING._compiled.clear()
    reader: Reader = core_app.state.resources.reader
    for limit in range(1, 20):
        await LISTING.page(
            reader, Principal("ada", uuid4()), query=PageQuery(limit=limit), sort="created_at", filters={}
        )
        assert len(LISTING._compiled) <= 5
