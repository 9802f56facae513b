"""What was edited offline: taken over through the services, told where both sides changed, refused with the reason."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tests.core.reporting.tracker.desk import PAST, Desk, told, wall
from tests.support import calls, trackers
from tests.support.core import Core
from tests.support.trackers import Workbook


async def test_edits_are_taken_over_through_the_services(desk: Desk) -> None:
    book = await desk.out()
    book.set("Sarah Chen", title="Vice President", price=1350.5, notes="Asked", lead="Ada Lovelace")
    book.set("Lena Vogt", employer="Siemens Energy", status="rejected", reason="Too junior")
    answer = await desk.hand_in(book)
    assert {outcome for outcome, _, _ in told(answer)} == {"taken"}, answer["cells"]
    sarah, lena, call = await desk.expert(desk.sarah), await desk.expert(desk.lena), await desk.interview()
    assert (sarah["title"], sarah["price"]["amount_minor"], sarah["price"]["minimum_minutes"]) == (
        "Vice President",
        135_050,
        30,
    )
    assert (lena["company"], lena["status"], lena["status_reason"]) == ("Siemens Energy", "rejected", "Too junior")
    assert (call["notes"], call["lead_member_id"]) == ("Asked", desk.leader)


async def test_a_call_is_moved_by_its_wall_time_in_its_zone(desk: Desk) -> None:
    book = (await desk.out()).set("Sarah Chen", call_date=wall(2027, 3, 28, 9), zone="America/New_York", length=45)
    assert {outcome for outcome, _, _ in told(await desk.hand_in(book))} == {"taken"}
    call = await desk.interview()
    assert datetime.fromisoformat(call["starts_at"]) == datetime(2027, 3, 28, 13, tzinfo=UTC)
    assert (call["timezone"], call["duration_minutes"], call["status"]) == ("America/New_York", 45, "scheduled")


async def test_a_call_is_completed_with_how_long_it_took(desk: Desk, core: Core) -> None:
    await calls.change(core, desk.call, starts_at=PAST)
    book = (await desk.out()).set("Sarah Chen", status="Completed", length=52)
    assert {outcome for outcome, _, _ in told(await desk.hand_in(book))} == {"taken"}
    call = await desk.interview()
    assert (call["status"], call["actual_minutes"]) == ("completed", 52)


async def test_an_offer_without_a_call_is_booked_by_its_state_and_time(desk: Desk) -> None:
    book = await desk.out()
    book.set("Lena Vogt", status="scheduled", call_date=wall(2027, 1, 11, 10), zone="Europe/London", length=30)
    answer = await desk.hand_in(book)
    assert {outcome for outcome, _, _ in told(answer)} == {"taken"}, answer["cells"]
    (call,) = (await desk.client.get("/api/interviews", params={"expert_id": desk.lena})).json()["items"]
    assert datetime.fromisoformat(call["starts_at"]) == datetime(2027, 1, 11, 10, tzinfo=UTC)
    assert (call["status"], call["duration_minutes"]) == ("scheduled", 30)


async def test_of_two_changes_of_a_cell_ours_stays_and_theirs_is_told_with_its_place(desk: Desk) -> None:
    book = (await desk.out()).set("Sarah Chen", title="Vice President", notes="Theirs")
    await desk.client.patch(f"/api/experts/{desk.sarah}", json={"title": "Director"})
    answer = await desk.hand_in(book)
    (cell,) = [each for each in answer["cells"] if each["outcome"] == "conflict"]
    assert (cell["base"], cell["ours"], cell["theirs"]) == ("Chief of Staff", "Director", "Vice President")
    assert cell["cell"] == f"Tracker!{book.place('Sarah Chen', 'title').coordinate}"
    assert (await desk.expert(desk.sarah))["title"] == "Director"
    assert (await desk.interview())["notes"] == "Theirs"


async def test_two_editors_of_one_tracker_lose_nothing(desk: Desk) -> None:
    content = await trackers.handed_out(desk.client, desk.campaign)
    one = Workbook.of(content).set("Sarah Chen", title="One", notes="One").set("Lena Vogt", title="Only one")
    two = Workbook.of(content).set("Sarah Chen", title="Two", employer="Two").set("Lena Vogt", title="Only one")
    answers = await asyncio.gather(desk.hand_in(one), desk.hand_in(two))
    first, second = sorted(answers, key=lambda answer: answer["counts"].get("conflict", 0))
    assert {outcome for outcome, _, _ in told(first)} == {"taken"}
    assert sorted((outcome, column) for outcome, column, _ in told(second) if outcome != "taken") == [
        ("already_so", "Title"),
        ("conflict", "Title"),
    ]
    typed = {cell["theirs"] for answer in answers for cell in answer["cells"]}
    sarah, lena, call = await desk.expert(desk.sarah), await desk.expert(desk.lena), await desk.interview()
    kept = {sarah["title"], sarah["company"], call["notes"], lena["title"]}
    told_of = {cell["theirs"] for cell in second["cells"] if cell["outcome"] == "conflict"}
    assert typed == kept | told_of


async def test_two_rows_of_one_expert_add_up_and_do_not_contradict(desk: Desk, core: Core) -> None:
    await calls.call(core, desk.campaign, desk.sarah, starts_at=calls.START + timedelta(days=3))
    book = await desk.out()
    price, per, title = (book.titles().index(name) for name in ("Price", "Per", "Title"))
    first, second = [row for row in book.sheet.iter_rows(min_row=2) if row[title].value == "Chief of Staff"]
    first[price].value, first[title].value = 1350, "One"
    second[per].value, second[title].value = "EUR/hour", "Two"
    assert sorted((outcome, column) for outcome, column, _ in told(await desk.hand_in(book))) == [
        ("conflict", "Title"),
        ("taken", "Per"),
        ("taken", "Price"),
        ("taken", "Title"),
    ]
    quote = (await desk.expert(desk.sarah))["price"]
    assert (quote["amount_minor"], quote["currency"]) == (135_000, "EUR")


async def test_a_unit_is_not_taken_beside_a_price_that_another_row_contradicts(desk: Desk, core: Core) -> None:
    await calls.call(core, desk.campaign, desk.sarah, starts_at=calls.START + timedelta(days=3))
    book = await desk.out()
    price, per, name = (book.titles().index(title) for title in ("Price", "Per", "Name"))
    first, second = [row for row in book.sheet.iter_rows(min_row=2) if row[name].value == "Sarah Chen"]
    first[price].value, second[price].value, second[per].value = 1350, 1400, "EUR/hour"
    outcomes = [(outcome, column) for outcome, column, _ in told(await desk.hand_in(book))]
    assert outcomes == [("taken", "Price"), ("conflict", "Price"), ("refused", "Per")]
    quote = (await desk.expert(desk.sarah))["price"]
    assert (quote["amount_minor"], quote["currency"]) == (135_000, "USD")


async def test_a_time_in_conflict_takes_its_zone_with_it(desk: Desk) -> None:
    book = (await desk.out()).set("Sarah Chen", zone="America/New_York")
    moved = {"starts_at": (calls.START + timedelta(days=1)).isoformat()}
    answer = await desk.client.post(f"/api/interviews/{desk.call}/reschedule", json=moved)
    assert answer.is_success, answer.text
    book.set("Sarah Chen", call_date=wall(2026, 12, 4, 9))
    assert {column for outcome, column, _ in told(await desk.hand_in(book)) if outcome == "conflict"} == {
        "Call date",
        "Zone",
    }
    assert (await desk.interview())["timezone"] == "Europe/Berlin"


async def test_every_refusal_is_told_and_stops_nothing_else(desk: Desk) -> None:
    book = await desk.out()
    book.set(
        "Sarah Chen", vendor="Tegus", status="requsted", price="a lot", zone="Mars/Base", lead="Nobody", notes="Fine"
    )
    book.set("Lena Vogt", status="blocked", score=99, call_date=wall(2027, 1, 11, 10), reason="Because")
    answer = await desk.hand_in(book)
    of_sarah = {cell["column"]: cell["code"] for cell in answer["cells"] if cell["row_id"].startswith("call")}
    assert of_sarah == {
        "Vendor": "read_only",
        "Status": "status_unknown",
        "Price": "price_unread",
        "Zone": "zone_unknown",
        "Lead": "lead_unknown",
        "Notes": None,
    }
    of_lena = {cell["column"]: cell["code"] for cell in answer["cells"] if cell["row_id"].startswith("offer")}
    assert of_lena == {
        "Status": "move_not_allowed",
        "Score": "read_only",
        "Call date": "no_call_yet",
        "Reason": "move_not_allowed",
    }
    assert (await desk.interview())["notes"] == "Fine"


@pytest.mark.parametrize(
    ("status", "reason", "code"),
    [
        ("cancelled", None, "reason_needed"),
        ("no_show", "Nobody came", "fault_needed"),
        ("stopped", "MNPI", "rule_needed"),
        ("completed", None, "call_to_come"),
        ("requested", None, None),
        ("cancelled", "The expert fell ill", None),
    ],
)
async def test_a_state_is_entered_as_its_route_would(
    desk: Desk, status: str, reason: str | None, code: str | None
) -> None:
    answer = await desk.hand_in((await desk.out()).set("Sarah Chen", status=status, reason=reason))
    assert {cell["code"] for cell in answer["cells"]} == {code}
    assert (await desk.interview())["status"] == (status if code is None else "scheduled")
