"""Every move says why and when it happened; many offers are moved at once, each as far as it may."""

import datetime as dt
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from services.core.research.experts.moves import MovesOut
from tests.core.audit import ledger
from tests.core.research import expected
from tests.support.core import Core

GLG = ledger.GLG
MONDAY = "2026-03-02T09:30:00Z"
TUESDAY = "2026-03-03T10:00:00+01:00"
TOMORROW = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat()


async def invited(client: httpx2.AsyncClient, **fields: Any) -> str:
    path = f"/api/campaigns/{await expected.campaign(client)}/vendors"
    made = await client.post(path, json={"vendor_platform_id": GLG} | fields)
    assert made.status_code == 201, made.text
    return str(made.headers["location"])


async def newest(client: httpx2.AsyncClient, **filters: Any) -> Any:
    return (await ledger.entries(client, **filters))[-1]


def same(one: str, other: str) -> bool:
    return dt.datetime.fromisoformat(one) == dt.datetime.fromisoformat(other)


async def test_an_enrolment_tells_when_it_was_invited_and_moved_and_why(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await invited(ada, invited_at=MONDAY)
        moved = await ada.patch(
            address, json={"status": "declined", "reason": "No bench there.", "occurred_at": TUESDAY}
        )
        enrollment = moved.json()
        assert same(enrollment["invited_at"], MONDAY) and same(enrollment["status_at"], TUESDAY)
        assert enrollment["status_reason"] == "No bench there."
        entry = await newest(ada, subject_kind="enrollment")
        assert (entry["action"], entry["reason"]) == ("enrollment.declined", "No bench there.")
        assert same(entry["occurred_at"], TUESDAY) and entry["recorded_at"] > entry["occurred_at"]


async def test_an_enrolment_is_active_from_when_it_is_said_to_be(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await invited(ada, invited_at=MONDAY, status="active")
        again = await ada.patch(address, json={"status": "paused"})
        assert same(again.json()["enrolled_at"], MONDAY)
        assert again.json()["status_reason"] is None


async def test_an_enrolment_begun_anew_is_invited_anew(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await invited(ada, invited_at=MONDAY)
        await ada.patch(address, json={"status": "failed", "occurred_at": MONDAY})
        body = {"vendor_platform_id": GLG, "status": "active", "invited_at": TUESDAY}
        again = (await ada.post(address.rpartition("/")[0], json=body)).json()
        assert same(again["invited_at"], TUESDAY) and same(again["enrolled_at"], TUESDAY)
        actions = [entry["action"].partition(".")[2] for entry in await ledger.entries(ada, subject_kind="enrollment")]
        assert actions == ["pending", "failed", "pending", "active"]


async def test_letting_a_vendor_go_declines_its_open_experts_for_the_reason_given(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await invited(ada, invited_at=MONDAY)
        expert = await ledger.offer(ada, address.split("/")[3], "Sarah Chen", proposed_at=MONDAY)
        gone = await ada.delete(address, params={"reason": "Too slow.", "occurred_at": TUESDAY})
        assert gone.json()["enrollment"]["status_reason"] == "Too slow."
        declined = (await ada.get(expert)).json()
        assert (declined["status"], declined["status_reason"]) == ("declined", "Too slow.")
        assert same(declined["status_at"], TUESDAY)
        assert (await newest(ada, subject_kind="expert"))["reason"] == "Too slow."
        assert (await ada.delete(address, params={"why": "x"})).status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("PATCH", "{enrollment}", {"status": "active", "occurred_at": TOMORROW}, "occurred_at"),
        ("PATCH", "{expert}", {"status": "reviewed", "occurred_at": TOMORROW}, "occurred_at"),
        ("POST", "/api/experts", {"name": "Jo", "vendor_platform_id": GLG, "proposed_at": TOMORROW}, "proposed_at"),
        ("POST", "{vendors}", {"vendor_platform_id": GLG, "invited_at": TOMORROW}, "invited_at"),
    ],
)
async def test_what_is_still_to_come_has_not_happened(
    core: Core, method: str, path: str, body: dict[str, Any], field: str
) -> None:
    async with core.as_("ada") as ada:
        enrollment = await invited(ada)
        campaign = enrollment.split("/")[3]
        places = {
            "enrollment": enrollment,
            "expert": await ledger.offer(ada, campaign, "Sarah Chen"),
            "vendors": enrollment.rpartition("/")[0],
        }
        sent = body | ({"campaign_id": campaign} if path == "/api/experts" else {})
        refused = await ada.request(method, path.format(**places), json=sent)
        expected.refusal_of(refused, 422, "still_to_come", f"#/{field}")


@pytest.mark.parametrize("reason", [None, "", "   "])
async def test_a_clients_no_needs_its_reason(core: Core, reason: str | None) -> None:
    async with core.as_("ada") as ada:
        address = await ledger.offer(ada, await expected.campaign(ada), "Sarah Chen")
        refused = await ada.patch(address, json={"status": "rejected", "reason": reason})
        assert refused.status_code == 422
        assert [error["pointer"] for error in refused.json()["errors"]] == ["#/reason"]
        assert (await ada.get(address)).json()["status"] == "proposed"


async def test_an_expert_tells_when_it_was_proposed_reviewed_and_turned_down(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign = await expected.campaign(ada)
        body = {"campaign_id": campaign, "vendor_platform_id": GLG, "name": "Sarah Chen", "proposed_at": MONDAY}
        made = (await ada.post("/api/experts", json=body)).json()
        assert same(made["proposed_at"], MONDAY) and same(made["status_at"], MONDAY)
        assert made["edited_fields"] == ["name"]
        address = f"/api/experts/{made['id']}"
        reviewed = (await ada.patch(address, json={"status": "reviewed", "occurred_at": TUESDAY})).json()
        assert same(reviewed["reviewed_at"], TUESDAY)
        later = {"status": "rejected", "reason": "Too junior.", "occurred_at": "2026-03-04T09:00:00Z"}
        rejected = (await ada.patch(address, json=later)).json()
        assert (rejected["status_reason"], rejected["status_at"][:10]) == ("Too junior.", "2026-03-04")
        assert same(rejected["reviewed_at"], TUESDAY)
        undone = (await ada.patch(address, json={"status": "proposed"})).json()
        assert (undone["status"], undone["status_reason"]) == ("proposed", None)


async def test_many_are_moved_at_once_each_as_far_as_it_may(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign = await expected.campaign(ada)
        addresses = [await ledger.offer(ada, campaign, f"Åsa {n} Björk", proposed_at=MONDAY) for n in range(30)]
        ids = [address.rpartition("/")[2] for address in addresses]
        body = {"expert_ids": ids, "status": "rejected", "reason": "Wrong market.", "occurred_at": TUESDAY}
        done = expected.body_of(await ada.post("/api/experts/moves", json=body), MovesOut)
        assert (done["moved"], [item["expert_id"] for item in done["items"]]) == (30, ids)
        entries = await ledger.entries(ada, action="expert.rejected")
        assert {entry["reason"] for entry in entries} == {"Wrong market."} and len(entries) == 30
        back = {"expert_ids": ids, "status": "proposed"}
        assert (await ada.post("/api/experts/moves", json=back)).json()["moved"] == 30
        await ledger.moved(ada, f"/api/experts/{ids[0]}", "shortlisted")
        mixed = (await ada.post("/api/experts/moves", json={"expert_ids": ids[:2], "status": "reviewed"})).json()
        assert mixed["moved"] == 1
        refused, moved = mixed["items"]
        assert (refused["code"], refused["current"]) == ("move_not_allowed", "shortlisted")
        assert refused["allowed"] == ["rejected", "declined", "lapsed"]
        assert (moved["moved"], moved["current"]) == (True, "reviewed")


async def test_a_move_of_many_is_refused_whole_for_one_who_is_not_there_or_without_its_reason(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        address = await ledger.offer(ada, await expected.campaign(ada), "Sarah Chen")
        id_ = address.rpartition("/")[2]
        body = {"expert_ids": [id_, str(uuid4())], "status": "reviewed"}
        missing = await ada.post("/api/experts/moves", json=body)
        expected.refusal_of(missing, 404, "expert_missing", "#/expert_ids/1")
        expected.refusal_of(
            await bob.post("/api/experts/moves", json={"expert_ids": [id_], "status": "reviewed"}),
            404,
            "expert_missing",
        )
        bare = {"expert_ids": [id_], "status": "rejected"}
        expected.refusal_of(await ada.post("/api/experts/moves", json=bare), 422, "reason_needed", "#/reason")
        assert (await ada.get(address)).json()["status"] == "proposed"
