"""The team: members come, change and go, and work on campaigns."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from services.core.research.team.schemas import AssignmentOut, MemberOut
from shared.contracts.page import Page
from tests.core.research import expected
from tests.support.core import Core

FULL = {
    "name": "Grace Okafor",
    "designation": "Manager",
    "email": "grace@northbridge.example",
    "avatar_url": "https://northbridge.example/grace.png",
}


HOURS = {"days": [1, 2, 4], "start": "07:30", "end": "15:00"}


async def member(client: httpx2.AsyncClient, **fields: Any) -> str:
    """The id of a new member."""
    made = await client.post("/api/team-members", json=FULL | fields)
    return str(expected.body_of(made, MemberOut, 201)["id"])


async def test_every_field_of_a_member_comes_back_and_null_clears(core: Core) -> None:
    async with core.as_("ada") as ada:
        made = await ada.post("/api/team-members", json=FULL)
        body = expected.body_of(made, MemberOut, 201)
        assert {name: body[name] for name in FULL} == FULL
        assert body["user_id"] == core.user_id("ada")
        read = await ada.get(made.headers["location"])
        assert (read.content, read.headers["etag"]) == (made.content, made.headers["etag"])
        cleared = {"email": None, "avatar_url": None}
        patched = await ada.patch(made.headers["location"], json=cleared | {"designation": "Partner"})
        assert expected.body_of(patched, MemberOut) == body | cleared | {"designation": "Partner"}
        assert (await ada.get(made.headers["location"])).content == patched.content


async def test_a_member_works_office_hours_of_utc_unless_said(core: Core) -> None:
    async with core.as_("ada") as ada:
        made = expected.body_of(await ada.post("/api/team-members", json=FULL), MemberOut, 201)
        assert made["timezone"] == "UTC"
        assert made["working_hours"] == {"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "18:00"}
        said = {"timezone": "Asia/Kolkata", "working_hours": HOURS}
        patched = await ada.patch(f"/api/team-members/{made['id']}", json=said)
        assert expected.body_of(patched, MemberOut) == made | said


async def test_a_member_who_is_required_is_so_until_taken_back(core: Core) -> None:
    async with core.as_("ada") as ada:
        member_id, path = await member(ada), f"/api/team-members/campaigns/{await expected.campaign(ada)}"
        address = f"{path}/assign/{member_id}"
        expected.refusal_of(await ada.patch(address, json={"is_required": True}), 404, "team_member_missing")
        made = expected.body_of(await ada.post(address), AssignmentOut, 201)
        assert made["is_required"] is False
        for required in (True, False):
            changed = await ada.patch(address, json={"is_required": required})
            assert expected.body_of(changed, AssignmentOut) == made | {"is_required": required}
        seen = {"if-match": (await ada.patch(address, json={"is_required": True})).headers["etag"]}
        assert (await ada.patch(address, json={"is_required": False}, headers=seen)).status_code == 200
        expected.refusal_of(await ada.patch(address, json={}, headers=seen), 412, "changed_since_read")


async def test_the_team_is_listed_by_name_and_found_by_text(core: Core) -> None:
    async with core.as_("ada") as ada:
        for name in ("Zoë", "Ben_", "Benn"):
            await member(ada, name=name, designation="Analyst")
        await member(ada)
        listed = expected.body_of(await ada.get("/api/team-members", params={"count": True}), Page[MemberOut])
        assert [one["name"] for one in listed["items"]] == ["Ben_", "Benn", "Grace Okafor", "Zoë"]
        assert listed["total"] == 4
        for typed, found in (("n_", ["Ben_"]), ("NORTHBRIDGE", 4), ("manager", ["Grace Okafor"]), ("zo", ["Zoë"])):
            names = [one["name"] for one in (await ada.get("/api/team-members", params={"q": typed})).json()["items"]]
            assert found in (names, len(names))
        first = (await ada.get("/api/team-members", params={"limit": 3, "sort": "-name"})).json()
        rest = (await ada.get("/api/team-members", params={"sort": "-name", "after": first["next"]})).json()
        assert [one["name"] for one in rest["items"]] == ["Ben_"]


async def test_assigning_twice_is_one_assignment_and_unassigning_twice_is_none(core: Core) -> None:
    async with core.as_("ada") as ada:
        member_id, path = await member(ada), f"/api/team-members/campaigns/{await expected.campaign(ada)}"
        made = await ada.post(f"{path}/assign/{member_id}")
        assignment = expected.body_of(made, AssignmentOut, 201)
        assert {name: assignment[name] for name in FULL} == FULL
        again = await ada.post(f"{path}/assign/{member_id}")
        assert expected.body_of(again, AssignmentOut) == assignment
        listed = expected.body_of(await ada.get(path, params={"count": True}), Page[AssignmentOut])
        assert (listed["items"], listed["total"]) == ([assignment], 1)
        for _ in range(2):
            assert (await ada.delete(f"{path}/assign/{member_id}")).status_code == 204
        assert (await ada.get(path)).json()["items"] == []


async def test_two_who_assign_a_member_at_once_make_one_assignment(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("ada") as again:
        address = f"/api/team-members/campaigns/{await expected.campaign(ada)}/assign/{await member(ada)}"
        both = await asyncio.gather(ada.post(address), again.post(address))
        assert sorted(response.status_code for response in both) == [200, 201]


async def test_a_campaigns_members_are_paged_by_name_and_by_day(core: Core) -> None:
    async with core.as_("ada") as ada:
        path = f"/api/team-members/campaigns/{await expected.campaign(ada)}"
        for name in ("Cy", "Al", "Bo"):
            assert (await ada.post(f"{path}/assign/{await member(ada, name=name)}")).status_code == 201
        for sort, names in (("name", ["Al", "Bo", "Cy"]), ("-assigned_at", ["Bo", "Al", "Cy"])):
            first = (await ada.get(path, params={"limit": 2, "sort": sort})).json()
            rest = (await ada.get(path, params={"limit": 2, "sort": sort, "after": first["next"]})).json()
            assert [one["name"] for one in first["items"] + rest["items"]] == names
        assert [one["name"] for one in (await ada.get(path, params={"q": "bo"})).json()["items"]] == ["Bo"]


async def test_a_member_who_leaves_leaves_their_campaigns(core: Core) -> None:
    async with core.as_("ada") as ada:
        member_id, path = await member(ada), f"/api/team-members/campaigns/{await expected.campaign(ada)}"
        await ada.post(f"{path}/assign/{member_id}")
        assert (await ada.delete(f"/api/team-members/{member_id}")).status_code == 204
        assert (await ada.get(path)).json()["items"] == []
        assert (await ada.get(f"/api/team-members/{member_id}")).status_code == 404


async def test_a_stranger_finds_no_member_or_assignment_of_anothers(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        member_id, campaign_id = await member(ada), await expected.campaign(ada)
        missing = expected.is_missing_as_if_absent
        for method, sent in (("GET", {}), ("PATCH", {"json": {"name": "Mine"}}), ("DELETE", {})):
            await missing(bob, method, "/api/team-members/{}", member_id, **sent)
        await missing(bob, "GET", "/api/team-members/campaigns/{}", campaign_id)
        own_member, own_campaign = await member(bob), await expected.campaign(bob)
        for method in ("POST", "DELETE"):
            await missing(bob, method, f"/api/team-members/campaigns/{own_campaign}/assign/{{}}", member_id)
            await missing(bob, method, f"/api/team-members/campaigns/{{}}/assign/{own_member}", campaign_id)
        assert (await bob.get("/api/team-members")).json()["items"][0]["id"] == own_member


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", None),
        ("designation", None),
        ("designation", "x" * 256),
        ("email", "nobody"),
        ("email", "a b@c.example"),
        ("avatar_url", "javascript:alert(1)"),
        ("role", "owner"),
        ("timezone", "Mars/Base"),
        ("timezone", None),
        ("working_hours", None),
        ("working_hours", HOURS | {"end": "07:30"}),
    ],
)
async def test_a_bad_value_is_refused_by_its_name(core: Core, field: str, value: object) -> None:
    async with core.as_("ada") as ada:
        for response in (
            await ada.post("/api/team-members", json=FULL | {field: value}),
            await ada.patch(f"/api/team-members/{await member(ada)}", json={field: value}),
        ):
            expected.refusal_of(response, 422, "input_invalid", f"#/{field}")


async def test_a_change_made_against_an_older_state_is_refused(core: Core) -> None:
    async with core.as_("ada") as ada:
        made = await ada.post("/api/team-members", json=FULL)
        address, seen = made.headers["location"], {"if-match": made.headers["etag"]}
        assert (await ada.patch(address, json={"name": "Grace"}, headers=seen)).status_code == 200
        expected.refusal_of(await ada.patch(address, json={}, headers=seen), 412, "changed_since_read")
        expected.refusal_of(await ada.delete(address, headers=seen), 412, "changed_since_read")
        absent = await ada.delete(f"/api/team-members/{uuid4()}", headers=seen)
        expected.refusal_of(absent, 404, "team_member_missing")
