"""Which states an expert may be moved to by hand, in new words and old."""

from typing import Any, get_args

import httpx2
import pytest

from services.core.research.experts.states import MACHINE, Status
from tests.core.research import expected
from tests.support.core import Core

GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
BY_HAND = ("proposed", "reviewed", "shortlisted", "rejected", "declined", "lapsed")
FOLLOWS = ("scheduling", "scheduled", "completed", "blocked")
LEGAL = {
    ("proposed", "reviewed"),
    ("proposed", "shortlisted"),
    ("proposed", "rejected"),
    ("proposed", "declined"),
    ("proposed", "lapsed"),
    ("reviewed", "shortlisted"),
    ("reviewed", "rejected"),
    ("reviewed", "declined"),
    ("reviewed", "lapsed"),
    ("shortlisted", "rejected"),
    ("shortlisted", "declined"),
    ("shortlisted", "lapsed"),
    ("rejected", "proposed"),
    ("declined", "proposed"),
    ("lapsed", "proposed"),
}


async def offer(client: httpx2.AsyncClient) -> str:
    """The address of a new offer."""
    body = {"campaign_id": await expected.campaign(client), "vendor_platform_id": GLG, "name": "Sarah Chen"}
    made = await client.post("/api/experts", json=body)
    assert made.status_code == 201, made.text
    return f"/api/experts/{made.json()['id']}"


async def brought_to(core: Core, path: str, status: str) -> None:
    """An offer in a state that may not be set by hand."""
    statement = (
        "UPDATE expert_network.experts SET status = $1::text::expert_network.expert_status WHERE id = $2::text::uuid"
    )
    await core.force(statement, status, path.rpartition("/")[2])


async def moved(client: httpx2.AsyncClient, path: str, word: Any) -> httpx2.Response:
    return await client.patch(path, json={"status": word, "reason": "Because."})


@pytest.mark.parametrize("current", get_args(Status))
async def test_only_legal_moves_are_made(core: Core, current: str) -> None:
    async with core.as_("ada") as ada:
        path = await offer(ada)
        for wanted in get_args(Status):
            await brought_to(core, path, current)
            response = await moved(ada, path, wanted)
            if wanted == current or (current, wanted) in LEGAL:
                assert (response.status_code, response.json()["status"]) == (200, wanted)
            else:
                problem = expected.refusal_of(response, 409, "move_not_allowed")
                assert problem["current"] == current
                assert set(problem["allowed"]) == {state for before, state in LEGAL if before == current}
                assert (await ada.get(path)).json()["status"] == current


def test_what_the_interviews_and_the_gate_decide_is_never_set_by_hand() -> None:
    assert {state for allowed in MACHINE.moves.values() for state in allowed}.isdisjoint(FOLLOWS)
    assert set(BY_HAND) | set(FOLLOWS) == set(get_args(Status))


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Approved", "shortlisted"),
        ("approved", "shortlisted"),
        ("Shortlisted", "shortlisted"),
        ("Reviewed", "reviewed"),
        ("screened_out", "rejected"),
        ("Screened out", "rejected"),
        ("unresponsive", "lapsed"),
        ("Awaiting Review", "proposed"),
        ("awaiting_screeners", "proposed"),
        ("recommended", "proposed"),
    ],
)
async def test_old_words_are_understood(core: Core, word: str, state: str) -> None:
    async with core.as_("ada") as ada:
        response = await moved(ada, await offer(ada), word)
        assert (response.status_code, response.json()["status"]) == (200, state)


@pytest.mark.parametrize(("word", "state"), [("requested", "scheduling"), ("conflict", "blocked")])
async def test_old_words_for_what_is_not_set_by_hand_are_understood_and_refused(
    core: Core, word: str, state: str
) -> None:
    async with core.as_("ada") as ada:
        problem = expected.refusal_of(await moved(ada, await offer(ada), word), 409, "move_not_allowed")
        assert state in problem["detail"]


@pytest.mark.parametrize("word", ["enchanted", "", None, 7, ["reviewed"]])
async def test_a_made_up_state_is_refused_by_its_name(core: Core, word: Any) -> None:
    async with core.as_("ada") as ada:
        path = await offer(ada)
        expected.refusal_of(await moved(ada, path, word), 422, "input_invalid", "#/status")
        assert (await ada.get(path)).json()["status"] == "proposed"


async def test_reviewed_says_when_and_is_no_longer_new(core: Core) -> None:
    async with core.as_("ada") as ada:
        path = await offer(ada)
        reviewed = (await moved(ada, path, "reviewed")).json()
        assert reviewed["reviewed_at"] is not None
        assert reviewed["is_new"] is False
        shortlisted = (await moved(ada, path, "shortlisted")).json()
        assert shortlisted["reviewed_at"] == reviewed["reviewed_at"]


async def test_a_state_is_no_edit_of_what_the_vendor_states(core: Core) -> None:
    async with core.as_("ada") as ada:
        path = await offer(ada)
        before = (await ada.get(path)).json()["edited_fields"]
        assert (await moved(ada, path, "shortlisted")).json()["edited_fields"] == before
        assert (await ada.patch(path, json={"is_new": True})).json()["edited_fields"] == before
