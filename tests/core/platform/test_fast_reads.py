"""What passes the framework by answers byte for byte as the route behind it would."""

from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
import pytest
import structlog

from services.core import wiring
from services.core.platform.fast_reads import FastReads
from shared.db.read import Reader
from tests.support.core import Core

COLLECTIONS = sorted(wiring.ONES)
QUERIES = ("", "?limit=2", "?limit=2&count=true", "?sort=-created_at&limit=1", "?q=a", "?q=%25&limit=3")
UNUSUAL = ("?limit=0", "?limit=2&limit=3", "?offset=1", "?sort=nonsense", "?after=xx", "?limit=x", "?q=%00", "?q=%ff")
GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
SAME_NAME = {"x-request-id": "the-same-for-both"}


async def fill(client: httpx2.AsyncClient) -> dict[str, str]:
    """Three of everything; the id of one of each."""
    ids: dict[str, str] = {}
    for number in range(3):
        project = await client.post("/api/projects", json={"project_name": f"Atlas {number}"})
        dates = {"start_date": "2026-11-01", "target_completion_date": "2026-12-01"}
        body = dates | {"campaign_name": f"Chargers {number}", "industry_vertical": "Any"}
        campaign = await client.post("/api/campaigns", json=body | {"project_id": project.json()["id"]})
        offer = {"campaign_id": campaign.json()["id"], "vendor_platform_id": GLG, "name": f"Ada Brandt {number}"}
        expert = await client.post("/api/experts", json=offer)
        await client.patch(expert.headers["location"], json={"status": "shortlisted"})
        call = await client.post("/api/interviews", json={"expert_id": expert.json()["id"]})
        days = {"starts_on": f"2026-12-0{number + 1}", "ends_on": "2026-12-24"}
        blackout = await client.post("/api/blackouts", json=days)
        ids = {
            "/api/interviews": call.json()["id"],
            "/api/blackouts": blackout.json()["id"],
            "/api/projects": project.json()["id"],
            "/api/campaigns": campaign.json()["id"],
            "/api/experts": expert.json()["id"],
            "/api/people": expert.json()["person_id"],
        }
    return ids


async def both(client: httpx2.AsyncClient, path: str, patch: pytest.MonkeyPatch, **options: Any) -> list[Any]:
    """The answer of the layer and the one of the route."""
    fast = await client.get(path, **options)
    with patch.context() as without:
        without.setattr(FastReads, "_answer", _nothing)
        slow = await client.get(path, **options)
    return [(answer.status_code, sorted(answer.headers.items()), answer.content) for answer in (fast, slow)]


async def _nothing(*_: object) -> None:
    return None


@pytest.mark.parametrize("collection", COLLECTIONS)
async def test_both_ways_answer_alike(core: Core, monkeypatch: pytest.MonkeyPatch, collection: str) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob, core.client() as nobody:
        own = (await fill(ada))[collection]
        ones = [f"{collection}/{id_}" for id_ in (own, own.upper(), own.replace("-", ""), str(uuid4()), "odd", "")]
        paths = [*ones, f"{collection}/{own}?x=1", *(collection + query for query in (*QUERIES, *UNUSUAL))]
        for client in (ada, bob, nobody):
            for path in paths:
                fast, slow = await both(client, path, monkeypatch, headers=SAME_NAME)
                assert fast == slow, path


@pytest.mark.parametrize("collection", COLLECTIONS)
async def test_a_known_tag_is_answered_alike(core: Core, monkeypatch: pytest.MonkeyPatch, collection: str) -> None:
    async with core.as_("ada") as ada:
        own = (await fill(ada))[collection]
        for path in (f"{collection}/{own}", collection):
            tag = (await ada.get(path)).headers["etag"]
            for known in (tag, "*", '"other"', f'"other", {tag}'):
                fast, slow = await both(ada, path, monkeypatch, headers=SAME_NAME | {"if-none-match": known})
                assert fast == slow
                assert fast[0] == (200 if known == '"other"' else 304)


@pytest.mark.parametrize("collection", COLLECTIONS)
async def test_pages_follow_each_other_alike(core: Core, monkeypatch: pytest.MonkeyPatch, collection: str) -> None:
    async with core.as_("ada") as ada:
        await fill(ada)
        after = (await ada.get(f"{collection}?limit=1")).json()["next"]
        fast, slow = await both(ada, f"{collection}?limit=1&after={after}", monkeypatch, headers=SAME_NAME)
        assert fast == slow
        assert fast[0] == 200


@pytest.mark.parametrize("fault", [asyncpg.QueryCanceledError("late"), ConnectionRefusedError("down")])
async def test_a_fault_of_the_database_is_told_alike(
    core: Core, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise fault

    for method in ("value", "rows"):
        monkeypatch.setattr(Reader, method, broken)
    async with core.as_("ada") as ada:
        for path in (f"/api/campaigns/{uuid4()}", "/api/campaigns"):
            with structlog.testing.capture_logs():
                fast, slow = await both(ada, path, monkeypatch, headers=SAME_NAME)
            assert fast[0] == slow[0] in (503, 504)
            assert fast[2] == slow[2]
