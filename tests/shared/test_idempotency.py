"""A keyed request takes effect once, however often and however concurrently it is sent, and is answered alike."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.support.core import Core

PATH = "/api/projects"
BODY = {"project_name": "Atlas"}
COUNT = "SELECT count(*) AS number FROM expert_network.projects WHERE workspace_id = $1"


@pytest.fixture
async def ada(core: Core) -> AsyncIterator[httpx2.AsyncClient]:
    async with core.as_("ada") as client:
        yield client


async def effects(core: Core, user: str = "ada") -> int:
    """How many projects there are."""
    rows = await core.owner_sql(COUNT, core.workspace(user))
    return int(rows[0]["number"])


def keyed(key: str = "the-key") -> dict[str, str]:
    return {"idempotency-key": key}


async def test_a_repeat_is_told_what_happened_the_first_time(core: Core, ada: httpx2.AsyncClient) -> None:
    first = await ada.post(PATH, json=BODY, headers=keyed())
    again = await ada.post(PATH, json=BODY, headers=keyed())
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["content-type"] == first.headers["content-type"]
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert await effects(core) == 1


async def test_ten_at_once_take_effect_once(core: Core, ada: httpx2.AsyncClient) -> None:
    answers = await asyncio.gather(*(ada.post(PATH, json=BODY, headers=keyed()) for _ in range(10)))
    told = Counter(answer.status_code for answer in answers)
    assert told[201] >= 1
    assert told[201] + told[409] == 10
    assert {answer.content for answer in answers if answer.status_code == 201} == {answers[_first(answers)].content}
    for answer in answers:
        if answer.status_code == 409:
            assert (answer.json()["code"], answer.headers["retry-after"]) == ("idempotency_key_running", "1")
    assert sum("idempotency-replayed" not in answer.headers for answer in answers if answer.status_code == 201) == 1
    later = await ada.post(PATH, json=BODY, headers=keyed())
    assert (later.status_code, later.headers["idempotency-replayed"]) == (201, "true")
    assert await effects(core) == 1


def _first(answers: list[httpx2.Response]) -> int:
    return next(index for index, answer in enumerate(answers) if answer.status_code == 201)


@pytest.mark.parametrize("other", [{"project_name": "Borealis"}, {"project_name": "Atlas", "client_name": "ACME"}])
async def test_a_key_used_for_another_body_is_refused(
    core: Core, ada: httpx2.AsyncClient, other: dict[str, str]
) -> None:
    await ada.post(PATH, json=BODY, headers=keyed())
    refused = await ada.post(PATH, json=other, headers=keyed())
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert await effects(core) == 1


async def test_a_key_belongs_to_a_person_and_a_workspace(core: Core, ada: httpx2.AsyncClient) -> None:
    made = [await ada.post(PATH, json=BODY, headers=keyed())]
    async with core.as_("bob") as bob, core.as_("eve", "member", within="ada") as eve:
        made += [await client.post(PATH, json=BODY, headers=keyed()) for client in (bob, eve)]
    assert [answer.status_code for answer in made] == [201, 201, 201]
    assert len({answer.json()["id"] for answer in made}) == 3
    assert (await effects(core), await effects(core, "bob")) == (2, 1)


async def test_a_key_belongs_to_a_route(ada: httpx2.AsyncClient) -> None:
    assert (await ada.post(PATH, json=BODY, headers=keyed())).status_code == 201
    member = await ada.post("/api/team-members", json={"name": "Mia", "designation": "Lead"}, headers=keyed())
    assert member.status_code == 201


async def test_a_refused_request_leaves_its_key_free(core: Core, ada: httpx2.AsyncClient) -> None:
    refused = await ada.post(PATH, json={"project_name": ""}, headers=keyed())
    assert refused.status_code == 422
    made = await ada.post(PATH, json=BODY, headers=keyed())
    assert made.status_code == 201
    assert "idempotency-replayed" not in made.headers
    assert await effects(core) == 1


@pytest.mark.parametrize(("key", "status"), [("", 400), ("k" * 255, 201), ("k" * 256, 400)])
async def test_a_key_has_1_to_255_characters(ada: httpx2.AsyncClient, key: str, status: int) -> None:
    assert (await ada.post(PATH, json=BODY, headers=keyed(key))).status_code == status


async def test_without_a_key_every_request_takes_effect(core: Core, ada: httpx2.AsyncClient) -> None:
    for _ in range(2):
        assert (await ada.post(PATH, json=BODY)).status_code == 201
    assert await effects(core) == 2


async def test_a_removal_repeated_by_key_is_told_it_was_done(core: Core, ada: httpx2.AsyncClient) -> None:
    address = (await ada.post(PATH, json=BODY)).headers["location"]
    first = await ada.delete(address, headers=keyed())
    again = await ada.delete(address, headers=keyed())
    assert (first.status_code, again.status_code) == (204, 204)
    assert again.headers["idempotency-replayed"] == "true"
    assert (await ada.delete(address)).status_code == 404
    assert await effects(core) == 0
