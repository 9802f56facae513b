"""Vendors: everybody reads the catalogue, a workspace adds its own and takes over those it works with."""

import asyncio
from typing import Any

import httpx2
import pytest

from services.core.research.vendors.schemas import VendorOut
from shared.contracts.page import Page
from shared.contracts.principal import ANONYMOUS
from tests.core.research import expected
from tests.support.core import Core, Vouched

GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
FULL = {
    "name": "Corvid Network",
    "logo_url": "https://corvid.example/logo.png",
    "location": "Lisbon, Portugal",
    "overall_score": 4.5,
    "avg_cost_per_call_min": 500,
    "avg_cost_per_call_max": 900,
    "description": "Small and quick.",
    "tags": ["24h sourcing", "EU specialists"],
    "aliases": ["Corvid"],
    "mail_domains": ["corvid.example"],
    "is_active": False,
}


def anybody(core: Core) -> httpx2.AsyncClient:
    return core.client(auth=Vouched(ANONYMOUS))


async def names(client: httpx2.AsyncClient, **params: str | int) -> list[str]:
    body = expected.body_of(await client.get("/api/vendors", params=params), Page[VendorOut])
    return [vendor["name"] for vendor in body["items"]]


async def test_anybody_reads_the_catalogue_by_name_and_nothing_else(core: Core) -> None:
    async with core.as_("ada") as ada, anybody(core) as visitor:
        own = (await ada.post("/api/vendors", json=FULL)).json()["id"]
        listed = expected.body_of(await visitor.get("/api/vendors", params={"count": True}), Page[VendorOut])
        assert listed["total"] == len(listed["items"]) == 18
        shown = [vendor["name"] for vendor in listed["items"]]
        assert shown == sorted(shown)
        assert not any(vendor["is_own"] for vendor in listed["items"])
        assert expected.body_of(await visitor.get(f"/api/vendors/{GLG}"), VendorOut)["name"] == "GLG"
        await expected.is_missing_as_if_absent(visitor, "GET", "/api/vendors/{}", own)
        assert (await visitor.post("/api/vendors", json=FULL)).status_code == 401


async def test_every_field_of_an_own_vendor_comes_back_and_null_clears(core: Core) -> None:
    async with core.as_("ada") as ada:
        made = await ada.post("/api/vendors", json=FULL)
        vendor = expected.body_of(made, VendorOut, 201)
        assert {name: vendor[name] for name in FULL} == FULL
        assert vendor["is_own"] is True
        read = await ada.get(made.headers["location"])
        assert (read.content, read.headers["etag"]) == (made.content, made.headers["etag"])
        cleared = dict.fromkeys(("logo_url", "location", "overall_score", "description"))
        cleared |= {"avg_cost_per_call_min": None, "avg_cost_per_call_max": None}
        patched = await ada.patch(made.headers["location"], json=cleared | {"tags": [], "is_active": True})
        left = expected.body_of(patched, VendorOut)
        assert left == vendor | cleared | {"tags": [], "is_active": True, "updated_at": left["updated_at"]}
        assert (await ada.get(made.headers["location"])).content == patched.content


async def test_the_list_is_filtered_by_text_tag_place_and_state(core: Core) -> None:
    async with core.as_("ada") as ada:
        await ada.post("/api/vendors", json=FULL)
        await ada.post("/api/vendors", json={"name": "100% Sure", "location": "Rome"})
        assert await names(ada, q="corvid") == ["Corvid Network"]
        assert await names(ada, q="ProSAPIENT") == ["Prosapient"]
        assert await names(ada, q="%") == ["100% Sure"]
        assert await names(ada, tag="EU SPECIALISTS", is_active=False) == ["Corvid Network"]
        assert await names(ada, tag="EU specialist") == []
        assert await names(ada, location="berlin") == ["Atheneum"]
        assert await names(ada, is_active=False) == ["Corvid Network"]
        assert (await names(ada, sort="-overall_score", limit=1))[0] in {"GLG", "AlphaSights"}


@pytest.mark.parametrize("sort", ["name", "-overall_score", "created_at"])
async def test_pages_show_own_adopted_and_catalogue_rows_once_each(core: Core, sort: str) -> None:
    async with core.as_("ada") as ada:
        await ada.post("/api/vendors", json=FULL)
        path = f"/api/campaigns/{await expected.campaign(ada)}/vendors"
        assert (await ada.post(path, json={"vendor_platform_id": GLG})).status_code == 201
        seen: list[dict[str, Any]] = []
        resumed: dict[str, str] = {}
        while not seen or resumed:
            page = await ada.get("/api/vendors", params={"limit": "4", "sort": sort} | resumed)
            body = expected.body_of(page, Page[VendorOut])
            seen += body["items"]
            resumed = {"after": body["next"]} if body["next"] else {}
        assert len(seen) == len({vendor["id"] for vendor in seen}) == 19
        assert [vendor["name"] for vendor in seen if vendor["is_own"]] == ["Corvid Network"]


async def test_a_vendor_of_the_catalogue_cannot_be_changed_even_once_adopted(core: Core) -> None:
    async with core.as_("ada") as ada:
        for _ in range(2):
            for response in (await ada.patch(f"/api/vendors/{GLG}", json={}), await ada.delete(f"/api/vendors/{GLG}")):
                expected.refusal_of(response, 403, "vendor_of_catalogue")
            path = f"/api/campaigns/{await expected.campaign(ada)}/vendors"
            await ada.post(path, json={"vendor_platform_id": GLG})


@pytest.mark.parametrize(
    ("called", "pointer"),
    [
        ({"name": "corvid  NETWORK"}, "#/name"),
        ({"name": "corvid"}, "#/name"),
        ({"name": "glg"}, "#/name"),
        ({"name": "thirdbridge"}, "#/name"),
        ({"name": "New", "aliases": ["Old", "Third bridge"]}, "#/aliases/1"),
    ],
)
async def test_no_two_vendors_answer_to_the_same_word(core: Core, called: dict[str, object], pointer: str) -> None:
    async with core.as_("ada") as ada:
        await ada.post("/api/vendors", json=FULL)
        expected.refusal_of(await ada.post("/api/vendors", json=called), 409, "vendor_name_taken", pointer)
        other = await ada.post("/api/vendors", json={"name": "Other"})
        expected.refusal_of(await ada.patch(other.headers["location"], json=called), 409, "vendor_name_taken", pointer)
        assert len(await names(ada)) == 20


async def test_a_vendor_keeps_its_own_name_and_another_workspace_may_use_it_too(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        made = await ada.post("/api/vendors", json=FULL)
        assert (await ada.patch(made.headers["location"], json={"name": "CORVID Network"})).status_code == 200
        assert (await bob.post("/api/vendors", json=FULL)).status_code == 201


async def test_many_who_add_one_name_at_once_make_one_vendor(core: Core) -> None:
    async with core.as_("ada") as ada:

        async def added(*called: str) -> list[int]:
            answers = await asyncio.gather(*(ada.post("/api/vendors", json={"name": name}) for name in called))
            return sorted(answer.status_code for answer in answers)

        assert await added("Ant", "Bee", "Cat", "Doe") == [201] * 4
        assert await added("Elk", "eLk", "elK", "ELK") == [201, 409, 409, 409]


async def test_a_stranger_finds_no_vendor_of_anothers(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        id_ = (await ada.post("/api/vendors", json=FULL)).json()["id"]
        assert "Corvid Network" not in await names(bob)
        for method, sent in (("GET", {}), ("PATCH", {"json": {"name": "Mine"}}), ("DELETE", {})):
            await expected.is_missing_as_if_absent(bob, method, "/api/vendors/{}", id_, **sent)


async def test_a_vendor_in_use_stays_and_the_refusal_counts_what_needs_it(core: Core) -> None:
    async with core.as_("ada") as ada:
        made = await ada.post("/api/vendors", json=FULL)
        path = f"/api/campaigns/{await expected.campaign(ada)}/vendors"
        await ada.post(path, json={"vendor_platform_id": made.json()["id"]})
        refused = expected.refusal_of(await ada.delete(made.headers["location"]), 409, "vendor_in_use")
        assert (refused["enrollments"], refused["experts"]) == (1, 0)
        idle = await ada.post("/api/vendors", json={"name": "Idle"})
        assert (await ada.delete(idle.headers["location"])).status_code == 204
        assert (await ada.get(idle.headers["location"])).status_code == 404


async def test_a_change_made_against_an_older_state_is_refused(core: Core) -> None:
    async with core.as_("ada") as ada:
        made = await ada.post("/api/vendors", json=FULL)
        seen = {"if-match": made.headers["etag"]}
        assert (await ada.patch(made.headers["location"], json={"tags": []}, headers=seen)).status_code == 200
        expected.refusal_of(await ada.patch(made.headers["location"], json={}, headers=seen), 412, "changed_since_read")
        expected.refusal_of(await ada.delete(made.headers["location"], headers=seen), 412, "changed_since_read")
        known = {"if-none-match": (await ada.get(made.headers["location"])).headers["etag"]}
        assert (await ada.get(made.headers["location"], headers=known)).status_code == 304


async def test_only_one_of_two_who_saw_the_same_state_changes_it(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("ada") as again:
        made, _ = await asyncio.gather(
            ada.post("/api/vendors", json=FULL), again.post("/api/vendors", json={"name": "Other"})
        )
        address, seen = made.headers["location"], {"if-match": made.headers["etag"]}
        both = await asyncio.gather(
            ada.patch(address, json={"location": "Porto"}, headers=seen),
            again.patch(address, json={"location": "Faro"}, headers=seen),
        )
    assert sorted(response.status_code for response in both) == [200, 412]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", None),
        ("name", "a\x00b"),
        ("name", "x" * 256),
        ("logo_url", "javascript:alert(1)"),
        ("overall_score", 5.1),
        ("overall_score", 4.55),
        ("avg_cost_per_call_min", -1),
        ("avg_cost_per_call_max", 499),
        ("mail_domains", ["not a domain"]),
        ("tags", [""]),
        ("is_active", "perhaps"),
        ("is_own", True),
    ],
)
async def test_a_bad_value_is_refused_by_its_name(core: Core, field: str, value: object) -> None:
    async with core.as_("ada") as ada:
        refused = await ada.post("/api/vendors", json=FULL | {field: value})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"].startswith(f"#/{field}")
        assert "Corvid Network" not in await names(ada)
