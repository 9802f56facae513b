"""Enrolments: a vendor is invited to a campaign once, moves by the table of states, and is let go again."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from services.core.research.enrollments import service, states
from services.core.research.enrollments.schemas import EnrollmentOut, WithdrawalOut
from shared.contracts.page import Page
from shared.errors import Problem
from shared.types import now
from tests.core.research import expected
from tests.support.core import Core

GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
TEGUS = "a7b8c9d0-e1f2-4456-a890-123456abcdef"
CONTACT = {"account_manager_name": "Åsa Björk", "account_manager_email": "asa@glg.example", "notes": "Quick."}


async def enrolled(client: httpx2.AsyncClient, **fields: Any) -> str:
    """The address of a new enrolment of GLG."""
    path = f"/api/campaigns/{await expected.campaign(client)}/vendors"
    made = await client.post(path, json={"vendor_platform_id": GLG} | fields)
    assert made.status_code == 201, made.text
    return str(made.headers["location"])


async def brought_to(client: httpx2.AsyncClient, address: str, state: str) -> None:
    """Move a pending enrolment to a state by legal moves."""
    through = {"paused": ["active"], "completed": ["active"]}.get(state, [])
    for status in [*through, state]:
        assert (await client.patch(address, json={"status": status, "reason": "Because."})).status_code == 200


async def listed(client: httpx2.AsyncClient, address: str, **params: Any) -> list[dict[str, Any]]:
    page = await client.get(address.rpartition("/")[0], params=params)
    items: list[dict[str, Any]] = expected.body_of(page, Page[EnrollmentOut])["items"]
    return items


async def offers(core: Core, address: str, statuses: list[str], user: str = "ada") -> None:
    """Experts GLG offers in the campaign, one a status."""
    for status in statuses:
        await core.force(
            """
            WITH who AS (
                INSERT INTO expert_network.people (workspace_id, id, name) VALUES ($1, $2, 'Jo') RETURNING id
            )
            INSERT INTO expert_network.experts
                (workspace_id, id, campaign_id, vendor_platform_id, person_id, name, status)
            SELECT $1, $3, $4, $5, who.id, 'Jo', $6 FROM who
            """,
            *(core.workspace(user), uuid4(), uuid4(), UUID(address.split("/")[3]), UUID(GLG), status),
        )


async def test_an_enrolment_tells_what_its_vendor_is_and_reads_as_it_was_written(core: Core) -> None:
    async with core.as_("ada") as ada:
        path = f"/api/campaigns/{await expected.campaign(ada)}/vendors"
        made = await ada.post(path, json={"vendor_platform_id": GLG} | CONTACT)
        enrollment = expected.body_of(made, EnrollmentOut, 201)
        assert {name: enrollment[name] for name in CONTACT} == CONTACT
        assert (enrollment["vendor_name"], enrollment["status"]) == ("GLG", "pending")
        assert (enrollment["avg_cost_per_call_min"], enrollment["avg_cost_per_call_max"]) == (800, 1500)
        assert (enrollment["enrolled_at"], enrollment["expert_count"]) == (None, 0)
        assert await listed(ada, made.headers["location"]) == [enrollment]
        patched = await ada.patch(made.headers["location"], json=dict.fromkeys(CONTACT))
        left = expected.body_of(patched, EnrollmentOut)
        assert left == enrollment | dict.fromkeys(CONTACT) | {"updated_at": left["updated_at"]}
        assert await listed(ada, made.headers["location"]) == [left]


async def test_the_list_is_by_name_filtered_by_state_and_text_and_paged(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await enrolled(ada, status="active")
        path = address.rpartition("/")[0]
        await ada.post(path, json={"vendor_platform_id": TEGUS})
        assert [row["vendor_name"] for row in await listed(ada, address)] == ["GLG", "Tegus"]
        assert [row["vendor_name"] for row in await listed(ada, address, status="Enrolled")] == ["GLG"]
        assert [row["vendor_name"] for row in await listed(ada, address, q="teg")] == ["Tegus"]
        assert await listed(ada, address, q="_") == []
        first = (await ada.get(path, params={"limit": 1, "sort": "-vendor_name", "count": True})).json()
        assert ([row["vendor_name"] for row in first["items"]], first["total"]) == (["Tegus"], 2)
        rest = await listed(ada, address, limit=1, sort="-vendor_name", after=first["next"])
        assert [row["vendor_name"] for row in rest] == ["GLG"]


async def test_enrolling_again_is_the_same_enrolment(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await enrolled(ada, status="active", **CONTACT)
        path = address.rpartition("/")[0]
        again = await ada.post(path, json={"vendor_platform_id": GLG, "notes": "Other."})
        assert [expected.body_of(again, EnrollmentOut)] == await listed(ada, address)
        assert (again.json()["status"], again.json()["notes"]) == ("active", "Quick.")
        assert "location" not in again.headers


async def test_two_who_enrol_a_vendor_at_once_make_one_enrolment(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("ada") as again:
        path = f"/api/campaigns/{await expected.campaign(ada)}/vendors"
        both = await asyncio.gather(*(one.post(path, json={"vendor_platform_id": GLG}) for one in (ada, again)))
        assert sorted(response.status_code for response in both) == [200, 201]
        assert both[0].json() == both[1].json()


@pytest.mark.parametrize("state", ["withdrawn", "declined", "failed"])
async def test_an_enrolment_that_is_over_begins_anew(core: Core, state: str) -> None:
    async with core.as_("ada") as ada:
        address = await enrolled(ada, **CONTACT)
        await brought_to(ada, address, state)
        again = await ada.post(address.rpartition("/")[0], json={"vendor_platform_id": GLG, "notes": "Back."})
        body = expected.body_of(again, EnrollmentOut)
        assert (body["status"], body["enrolled_at"], body["notes"]) == ("pending", None, "Back.")
        assert body["account_manager_name"] == CONTACT["account_manager_name"]


async def test_a_vendor_invited_again_as_active_is_enrolled_from_now_on(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await enrolled(ada, status="active")
        before = (await ada.delete(address)).json()["enrollment"]["enrolled_at"]
        again = await ada.post(address.rpartition("/")[0], json={"vendor_platform_id": GLG, "status": "active"})
        assert (again.status_code, again.json()["status"]) == (200, "active")
        assert again.json()["enrolled_at"] > before


async def test_becoming_active_notes_when_and_a_pause_keeps_it(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await enrolled(ada)
        since = (await ada.patch(address, json={"status": "active"})).json()["enrolled_at"]
        assert since is not None
        for status in ("paused", "active", "completed", "active"):
            assert (await ada.patch(address, json={"status": status})).json()["enrolled_at"] == since


@pytest.mark.parametrize("state", list(states.MACHINE.moves))
async def test_only_the_moves_of_the_table_are_made_and_a_refusal_names_them(core: Core, state: str) -> None:
    async with core.as_("ada") as ada:
        for wanted in states.MACHINE.moves:
            address = await enrolled(ada)
            await brought_to(ada, address, state)
            moved = await ada.patch(address, json={"status": wanted, "reason": "Because."})
            if wanted == state or wanted in states.MACHINE.moves[state]:
                assert expected.body_of(moved, EnrollmentOut)["status"] == wanted
            else:
                refused = expected.refusal_of(moved, 409, "move_not_allowed")
                assert (refused["current"], refused["allowed"]) == (state, list(states.MACHINE.moves[state]))


@pytest.mark.parametrize(
    ("word", "state"),
    [("Enrolled", "active"), ("enrolled", "active"), ("ACTIVE", "active"), ("Not enrolled", "declined"),
     ("not_enrolled", "declined"), ("with-drawn", "withdrawn"), ("Pending", "pending")],
)  # fmt: skip
async def test_old_words_for_the_states_are_understood(core: Core, word: str, state: str) -> None:
    async with core.as_("ada") as ada:
        address = await enrolled(ada)
        assert (await ada.patch(address, json={"status": word, "reason": "Because."})).json()["status"] == state


async def test_unenrolling_keeps_the_experts_declines_the_open_ones_and_says_so(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await enrolled(ada, status="active")
        await offers(core, address, ["proposed", "shortlisted", "scheduled", "rejected"])
        gone = expected.body_of(await ada.delete(address), WithdrawalOut)
        assert (gone["experts_kept"], gone["experts_declined"]) == (4, 2)
        assert gone["enrollment"]["status"] == "withdrawn"
        assert await listed(ada, address) == [gone["enrollment"]]
        rows = await core.owner_sql(
            "SELECT status FROM expert_network.experts WHERE workspace_id = $1", core.workspace("ada")
        )
        assert sorted(row["status"] for row in rows) == ["declined", "declined", "rejected", "scheduled"]
        again = expected.body_of(await ada.delete(address), WithdrawalOut)
        assert again == gone | {"experts_declined": 0}


async def test_experts_of_others_are_left_alone_when_a_vendor_goes(core: Core) -> None:
    async with core.as_("ada") as ada:
        address, other = await enrolled(ada), await enrolled(ada)
        await offers(core, other, ["proposed"])
        assert (await ada.delete(address)).json()["experts_declined"] == 0
        assert (await listed(ada, other))[0]["expert_count"] == 1


async def test_a_vendor_that_declined_cannot_be_let_go(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await enrolled(ada)
        await brought_to(ada, address, "declined")
        assert expected.refusal_of(await ada.delete(address), 409, "move_not_allowed")["allowed"] == ["pending"]


async def test_a_stranger_finds_no_enrolment_campaign_or_vendor_of_anothers(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        address = await enrolled(ada)
        campaign_id = address.split("/")[3]
        own = (await ada.post("/api/vendors", json={"name": "Corvid"})).json()["id"]
        missing = expected.is_missing_as_if_absent
        await missing(bob, "GET", "/api/campaigns/{}/vendors", campaign_id)
        await missing(bob, "POST", "/api/campaigns/{}/vendors", campaign_id, json={"vendor_platform_id": GLG})
        await missing(bob, "PATCH", f"/api/campaigns/{{}}/vendors/{GLG}", campaign_id, json={"notes": "Mine"})
        await missing(bob, "DELETE", f"/api/campaigns/{{}}/vendors/{GLG}", campaign_id)
        path = f"/api/campaigns/{await expected.campaign(bob)}/vendors"
        foreign, absent = [
            await bob.post(path, json={"vendor_platform_id": id_}, headers=expected.REQUEST_ID)
            for id_ in (own, str(uuid4()))
        ]
        assert foreign.status_code == 404
        assert foreign.content == absent.content


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "completed"),
        ("status", "Not enrolled"),
        ("status", None),
        ("account_manager_email", "nobody"),
        ("account_manager_name", "x" * 256),
        ("vendor_platform_id", "glg"),
        ("enrolled_at", "2026-11-20T00:00:00Z"),
    ],
)
async def test_a_bad_value_is_refused_by_its_name(core: Core, field: str, value: object) -> None:
    async with core.as_("ada") as ada:
        path = f"/api/campaigns/{await expected.campaign(ada)}/vendors"
        refused = await ada.post(path, json={"vendor_platform_id": GLG} | {field: value})
        expected.refusal_of(refused, 422, "input_invalid", f"#/{field}")
        assert (await ada.get(path)).json()["items"] == []


async def test_an_unknown_state_is_refused_by_its_name(core: Core) -> None:
    async with core.as_("ada") as ada:
        refused = await ada.patch(await enrolled(ada), json={"status": "enchanted"})
        expected.refusal_of(refused, 422, "input_invalid", "#/status")


async def test_a_change_made_against_an_older_state_is_refused(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await enrolled(ada)
        seen = (await ada.patch(address, json={"notes": "One"})).headers["etag"]
        assert (await ada.patch(address, json={"notes": "Two"}, headers={"if-match": seen})).status_code == 200
        for response in (
            await ada.patch(address, json={"notes": "Three"}, headers={"if-match": seen}),
            await ada.delete(address, headers={"if-match": seen}),
        ):
            expected.refusal_of(response, 412, "changed_since_read")


async def test_a_vendor_whose_experts_arrive_is_active_unless_enrolled_already(core: Core) -> None:
    caller = core.principal("ada")
    transactions = core.app.state.resources.transactions
    async with core.as_("ada") as ada:
        address = await enrolled(ada)
        campaign_id = UUID(address.split("/")[3])
        for _ in range(2):
            for vendor_id in (UUID(GLG), UUID(TEGUS)):
                async with transactions.begin(caller) as session:
                    await service.ensure_active(
                        session, caller=caller, campaign_id=campaign_id, vendor_id=vendor_id, at=now()
                    )
        glg, tegus = await listed(ada, address)
        assert (glg["status"], tegus["status"]) == ("pending", "active")
        assert tegus["enrolled_at"] is not None
        with pytest.raises(Problem) as refused:
            async with transactions.begin(caller) as session:
                await service.ensure_active(
                    session, caller=caller, campaign_id=campaign_id, vendor_id=uuid4(), at=now()
                )
        assert refused.value.code == "vendor_missing"
