"""Bob, who has one of everything himself, asks every route for what is Ada's: he learns and changes nothing.

What exists in another workspace and what does not exist at all must answer with the same bytes.
"""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI

from tests.support import contract
from tests.support.contract import Document, Operation
from tests.support.core import Core
from tests.support.databases import Database
from tests.support.world import NATURAL, World

INERT = {"expanded_projects"}
"""Ids that are kept as they are sent and never looked up."""
KEYS = {"token"}
"""No ids: whoever has one is let in by it."""
REQUEST_ID = {"x-request-id": "the-same-for-all"}
UUID_TEXT = re.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
UNDO = "POST /api/intakes/{intake_id}/undo"
MISSING = 404
REFUSED = {404, 409, 422}


@dataclass(frozen=True, slots=True)
class Stage:
    """Ada's world, Bob's world, and Bob at work."""

    document: Document
    ada: World
    bob: World
    client: httpx2.AsyncClient

    async def ask(self, operation: Operation, ids: Mapping[str, str], **query: str) -> "Answer":
        """Bob's request with those ids."""
        sent = operation.payload(ids)
        headers = REQUEST_ID | sent.pop("headers", {})
        needed = {name: ids[name] for name in operation.required_query if name in ids}
        path = operation.path.format(**ids)
        response = await self.client.request(operation.method, path, params=needed | query, headers=headers, **sent)
        kept = sorted((name, value) for name, value in response.headers.items() if name != "content-length")
        return Answer(response.status_code, response.content, tuple(kept))


@dataclass(frozen=True, slots=True)
class Answer:
    """All that an answer tells."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]


@pytest.fixture(scope="module")
async def stage(core_app: FastAPI, database: Database, anyio_backend: str) -> AsyncIterator[Stage]:
    core = Core(core_app, database)
    document = contract.of(core.app)
    ada, bob = await World(core, "ada", document).build(), await World(core, "bob", document).build()
    async with core.as_("bob", also_compliance=True) as client:
        yield Stage(document, ada, bob, client)


def foreign(stage: Stage, slots: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """For each slot, and for all at once: Bob's ids with Ada's in it, and with one that does not exist in it."""
    looked_up = [slot for slot in slots if slot not in NATURAL.keys() | INERT | KEYS]
    for chosen in [[slot] for slot in looked_up] + ([looked_up] if len(looked_up) > 1 else []):
        hers = stage.bob.ids | {slot: stage.ada.ids[slot] for slot in chosen}
        absent = stage.bob.ids | {slot: str(uuid4()) for slot in chosen}
        yield " and ".join(chosen), hers, absent


async def test_one_of_everything_covers_every_id_a_route_asks_for(stage: Stage) -> None:
    asked = stage.document.path_slots.union(
        *(operation.body_slots + operation.query_slots for operation in stage.document.operations)
    )
    assert sorted(asked - set(stage.ada.ids) - INERT) == []


async def test_a_foreign_id_in_the_path_is_missing_like_one_that_does_not_exist(stage: Stage) -> None:
    before, findings = await stage.ada.rows(), []
    for operation in stage.document.operations:
        for slots, hers, absent in foreign(stage, operation.slots):
            answer, control = await stage.ask(operation, hers), await stage.ask(operation, absent)
            if answer.status != MISSING or answer != control:
                findings.append(f"{operation.name} with Ada's {slots}: {answer}, absent: {control}")
    assert findings == []
    assert await stage.ada.rows() == before


async def test_a_foreign_id_in_the_body_is_refused_like_one_that_does_not_exist(stage: Stage) -> None:
    before, findings = await stage.ada.rows(), []
    for operation in stage.document.operations:
        for slots, hers, absent in foreign(stage, operation.body_slots):
            paths = {slot: stage.bob.ids[slot] for slot in operation.slots}
            answer, control = await stage.ask(operation, hers | paths), await stage.ask(operation, absent | paths)
            if answer.status not in REFUSED or answer != control:
                findings.append(f"{operation.name} with Ada's {slots}: {answer}, absent: {control}")
    assert findings == []
    assert await stage.ada.rows() == before


async def test_lists_filtered_by_a_foreign_id_are_those_of_one_that_does_not_exist(stage: Stage) -> None:
    findings = []
    for operation in stage.document.operations:
        for slots, hers, absent in foreign(stage, operation.query_slots):
            asked = [{slot: ids[slot] for slot in operation.query_slots} for ids in (hers, absent)]
            answer, control = [await stage.ask(operation, stage.bob.ids, **query) for query in asked]
            if answer != control:
                findings.append(f"{operation.name} with Ada's {slots}: {answer}, absent: {control}")
    assert findings == []


async def test_nothing_bob_reads_names_anything_of_ada(stage: Stage) -> None:
    hers = set(UUID_TEXT.findall("\n".join(await stage.ada.rows())))
    hers -= set(UUID_TEXT.findall("\n".join(await stage.bob.rows())))
    findings = []
    for operation in stage.document.operations:
        if operation.method == "GET" and not operation.streams:
            answer = await stage.ask(operation, stage.bob.ids)
            assert answer.status == 200, f"{operation.name}: {answer}"
            findings += [f"{operation.name} shows {id_}" for id_ in hers if id_.encode() in answer.body]
    assert findings == []


async def test_ada_herself_finds_what_bob_was_refused(stage: Stage) -> None:
    taking_away = [each for each in stage.document.operations if each.method == "DELETE" or each.name == UNDO]
    others = [each for each in stage.document.operations if each not in taking_away and not each.streams]
    async with stage.ada.client as client:
        hers = replace(stage, client=client)
        missed = [
            each.name
            for each in [*others, *reversed(taking_away)]
            if (await hers.ask(each, stage.ada.ids)).status == MISSING
        ]
    assert missed == []
