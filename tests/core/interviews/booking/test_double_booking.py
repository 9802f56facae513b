"""Nobody is in two calls at once: not the person, whoever offers them, and not a member who must be there."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest
import sqlalchemy
from sqlalchemy.exc import DBAPIError, IntegrityError

from shared.db.session import Transactions
from tests.core.interviews.office import HOUR, Office, noon, text
from tests.core.research import expected
from tests.support.waits import somebody_waits_for

HOLD_CAMPAIGN = "SELECT FROM expert_network.campaigns WHERE id = $1 FOR UPDATE"


def taken(answer: httpx2.Response) -> list[tuple[str, str]]:
    """Whose other calls a refusal names."""
    problem: dict[str, Any] = expected.refusal_of(answer, 409, "double_booking")
    return [(call["holder"], call["interview_id"]) for call in problem["calls"]]


async def test_of_twenty_who_book_one_hour_at_once_one_does(office: Office) -> None:
    expert_id = await office.expert()
    calls = [await office.request(expert_id) for _ in range(20)]
    tried = await asyncio.gather(*(office.tell(call, "schedule", starts_at=text(noon(2))) for call in calls))
    [winner] = [answer.json() for answer in tried if answer.status_code == 200]
    losers = [taken(answer) for answer in tried if answer.status_code != 200]
    assert losers == [[(winner["expert_name"], winner["id"])]] * 19


async def test_of_twenty_calls_a_member_must_attend_at_once_one_is_booked(office: Office) -> None:
    member_id = await office.member(required=True, name="Ana")
    calls = [await office.request() for _ in range(20)]
    tried = await asyncio.gather(*(office.tell(call, "schedule", starts_at=text(noon(2))) for call in calls))
    [winner] = [answer.json() for answer in tried if answer.status_code == 200]
    assert [each["team_member_id"] for each in winner["attendees"]] == [member_id]
    assert [taken(answer) for answer in tried if answer.status_code != 200] == [[("Ana", winner["id"])]] * 19


async def test_calls_may_follow_each_other_to_the_minute(office: Office) -> None:
    expert_id = await office.expert()
    await office.booked(noon(2), expert_id)
    await office.booked(noon(2) + HOUR, expert_id)
    last = await office.request(expert_id)
    assert len(taken(await office.tell(last, "schedule", starts_at=text(noon(2) + HOUR / 2)))) == 2


async def test_two_vendors_offers_of_one_person_are_one_person(office: Office) -> None:
    known = {"name": "Ottoline Prewett", "company": "Siemens", "linkedin_url": "https://linkedin.com/in/oprewett"}
    other = (await office.client.post("/api/vendors", json={"name": "Other vendor"})).json()["id"]
    one, two = await office.expert(**known), await office.expert(**known, vendor_platform_id=other)
    first = await office.booked(noon(2), one)
    second = await office.request(two)
    assert first["person_id"] == second["person_id"]
    answer = await office.tell(second, "schedule", starts_at=text(noon(2)))
    assert taken(answer) == [("Ottoline Prewett", first["id"])]


async def test_one_who_need_not_be_there_is_not_held(office: Office) -> None:
    member_id = await office.member()
    first = await office.booked(noon(2), optional_attendees=[member_id])
    second = await office.booked(noon(2), attendees=[member_id])
    address = f"/api/interviews/{first['id']}"
    assert (await office.client.patch(address, json={"attendees": [member_id]})).status_code == 409
    assert (await office.client.get(address)).json()["attendees"][0]["required"] is False
    await office.done(second, "cancel", reason="off")
    assert (await office.client.patch(address, json={"attendees": [member_id]})).status_code == 200


async def test_the_lead_and_whom_the_campaign_requires_are_always_there(office: Office) -> None:
    lead, must, may = await office.member(), await office.member(required=True), await office.member(required=False)
    named = await office.member()
    call = await office.booked(noon(2), lead_member_id=lead, attendees=[named])
    assert {each["team_member_id"] for each in call["attendees"] if each["required"]} == {lead, must, named}
    moved = await office.done(call, "reschedule", starts_at=text(noon(3)), attendees=[], optional_attendees=[may])
    assert {each["team_member_id"]: each["required"] for each in moved["attendees"]} == {
        lead: True,
        must: True,
        may: False,
    }


async def test_a_note_on_a_call_moves_nobody_into_it(office: Office) -> None:
    call = await office.booked(noon(2))
    must = await office.member(required=True)
    await office.booked(noon(2))
    noted = await office.client.patch(f"/api/interviews/{call['id']}", json={"notes": "Ask about the tender."})
    assert (noted.status_code, noted.json()["attendees"]) == (200, [])
    led = await office.client.patch(f"/api/interviews/{call['id']}", json={"lead_member_id": must})
    assert len(taken(led)) == 1


async def test_a_call_that_is_off_or_missed_holds_nobody(office: Office) -> None:
    expert_id = await office.expert()
    for verb, said in (("cancel", {"reason": "off"}), ("no-show", {"fault": "expert"}), ("request-again", {})):
        call = await office.booked(noon(-2), expert_id)
        await office.done(call, verb, **said)
    call = await office.booked(noon(-2), expert_id)
    await office.done(call, "complete")
    again = await office.request(expert_id)
    assert taken(await office.tell(again, "schedule", starts_at=text(noon(-2)))) == [(call["expert_name"], call["id"])]


async def test_a_move_into_another_call_leaves_everything_as_it_was(office: Office) -> None:
    expert_id = await office.expert()
    first, second = await office.booked(noon(2), expert_id), await office.booked(noon(3), expert_id)
    answer = await office.tell(second, "reschedule", starts_at=text(noon(2)), attendees=[await office.member()])
    assert taken(answer) == [(first["expert_name"], first["id"])]
    assert (await office.client.get(f"/api/interviews/{second['id']}")).json() == second


async def test_bookings_that_share_members_crosswise_never_wait_for_each_other(office: Office) -> None:
    """Six members, four to a call, thirty calls at once: each is booked or refused, and nobody is in two."""
    members = [await office.member() for _ in range(6)]
    chosen = random.Random(7)
    calls = [await office.request() for _ in range(30)]
    tried = await asyncio.gather(
        *(office.tell(call, "schedule", starts_at=text(noon(2)), attendees=chosen.sample(members, 4)) for call in calls)
    )
    assert {answer.status_code for answer in tried} == {200, 409}
    assert all(taken(answer) for answer in tried if answer.status_code == 409)
    booked = [each["team_member_id"] for answer in tried if answer.is_success for each in answer.json()["attendees"]]
    assert len(booked) == len(set(booked)) == 4


async def test_the_database_itself_books_nobody_twice(office: Office) -> None:
    expert_id = await office.expert()
    await office.booked(noon(2), expert_id)
    second = await office.request(expert_id)
    transactions: Transactions = office.core.app.state.resources.transactions
    book = "UPDATE expert_network.interviews SET status = 'scheduled', starts_at = :at WHERE id = :id"
    with pytest.raises(IntegrityError, match="calendar_holds_no_double_booking"):
        async with transactions.begin(office.core.principal("ada")) as session:
            values = {"at": noon(2) + HOUR / 2, "id": second["id"]}
            await (await session.connection()).execute(sqlalchemy.text(book), values)
    for change in ("DELETE FROM expert_network.calendar_holds", "TRUNCATE expert_network.calendar_holds"):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with transactions.begin(office.core.principal("ada")) as session:
                await (await session.connection()).execute(sqlalchemy.text(change))


@pytest.mark.parametrize("verb", ["book", "schedule", "confirm"])
async def test_who_changes_a_campaign_and_its_offers_never_waits_for_a_booking_that_waits(
    office: Office, verb: str
) -> None:
    expert_id = await office.expert()
    call = await (office.booked(noon(3), expert_id) if verb == "confirm" else office.request(expert_id))
    bookings: dict[str, Callable[[], Coroutine[Any, Any, httpx2.Response]]] = {
        "book": lambda: office.client.post(
            "/api/interviews", json={"expert_id": expert_id, "starts_at": text(noon(2))}
        ),
        "schedule": lambda: office.tell(call, "schedule", starts_at=text(noon(2))),
        "confirm": lambda: office.tell(call, "confirm"),
    }
    changing = await asyncpg.connect(office.core.database.owner_url)
    try:
        async with changing.transaction():
            await changing.execute("SET LOCAL lock_timeout = '2s'")
            await changing.execute(HOLD_CAMPAIGN, UUID(office.campaign_id))
            waiting = asyncio.create_task(bookings[verb]())
            await somebody_waits_for(changing)
            await changing.execute("SELECT FROM expert_network.experts WHERE id = $1 FOR UPDATE", UUID(expert_id))
    finally:
        await changing.close()
    assert (await waiting).is_success
