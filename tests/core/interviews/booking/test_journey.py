"""From the request to the rating: the call stays the same call, and the expert's state follows it."""

from services.core.interviews.booking.schemas import InterviewOut
from tests.core.interviews.office import HOUR, Office, instant, noon, text
from tests.core.research import expected


async def test_a_call_is_requested_booked_moved_confirmed_held_and_rated(office: Office) -> None:
    expert_id, start = await office.expert(proposed_at=text(noon(-7))), noon(-3)
    slots = [{"start": text(start + n * HOUR), "end": text(start + (n + 2) * HOUR)} for n in range(3)]
    given = {"expert_id": expert_id, "proposed_slots": slots, "requested_at": text(noon(-6))}
    made = await office.client.post("/api/interviews", json=given)
    asked = expected.body_of(made, InterviewOut, 201)
    assert (asked["status"], asked["starts_at"], asked["sequence"]) == ("requested", None, 0)
    assert await office.expert_status(expert_id) == "scheduling"

    booked = await office.done(asked, "schedule", slot=1, place="https://meet.example/1", occurred_at=text(noon(-5)))
    assert (booked["status"], instant(booked["starts_at"])) == ("scheduled", start + HOUR)
    assert (instant(booked["ends_at"]), instant(booked["status_at"])) == (start + 2 * HOUR, noon(-5))
    assert booked["booked_by"] == office.core.user_id("ada")
    assert await office.expert_status(expert_id) == "scheduled"

    confirmed = await office.done(asked, "confirm")
    moved = await office.done(asked, "reschedule", slot=2, duration_minutes=90, reason="a board meeting")
    assert (confirmed["status"], moved["status"], moved["id"]) == ("confirmed", "scheduled", asked["id"])
    assert (moved["status_reason"], moved["duration_minutes"]) == ("a board meeting", 90)
    assert asked["sequence"] < booked["sequence"] < confirmed["sequence"] < moved["sequence"]

    held = await office.done(asked, "complete", actual_minutes=48)
    assert (held["status"], held["actual_minutes"], held["was_poor"]) == ("completed", 48, False)
    assert instant(held["completed_at"]) == start + 2 * HOUR + 48 * HOUR / 60
    assert await office.expert_status(expert_id) == "completed"

    marks = {"rating": 4.5, "relevance_rating": 5, "expertise_rating": 0, "communication_rating": 3.1}
    rated = await office.done(asked, "rate", **marks, review_text="Knew the plant.")
    assert {name: rated[name] for name in marks} == marks
    assert rated["review_text"] == "Knew the plant."
    assert rated["rated_at"] is not None


async def test_a_call_missed_twice_is_asked_for_again_each_time(office: Office) -> None:
    expert_id = await office.expert()
    call = await office.booked(noon(-6), expert_id)
    for days, fault in ((-5, "expert"), (-4, "client")):
        missed = await office.done(call, "no-show", fault=fault, reason="nobody there")
        assert (missed["status"], missed["fault"]) == ("no_show", fault)
        assert instant(missed["status_at"]) == instant(missed["starts_at"]) + HOUR / 4
        assert await office.expert_status(expert_id) == "shortlisted"
        again = await office.done(call, "request-again", proposed_slots=[{"start": text(noon(days))}])
        assert (again["status"], again["starts_at"], again["fault"]) == ("requested", None, None)
        assert await office.expert_status(expert_id) == "scheduling"
        await office.done(call, "schedule", slot=0)
    assert (await office.done(call, "complete"))["actual_minutes"] == 60


async def test_a_call_stopped_for_compliance_names_the_rule_and_counts_as_held(office: Office) -> None:
    expert_id = await office.expert()
    call = await office.booked(noon(-2), expert_id)
    stopped = await office.done(call, "stop", rule="target_employee", reason="named his employer", actual_minutes=7)
    assert (stopped["status"], stopped["stopped_rule"], stopped["actual_minutes"]) == ("stopped", "target_employee", 7)
    assert stopped["status_reason"] == "named his employer"
    assert await office.expert_status(expert_id) == "completed"


async def test_a_cancelled_call_leaves_its_time_free_and_its_expert_shortlisted(office: Office) -> None:
    expert_id = await office.expert(proposed_at=text(noon(-3)))
    call = await office.booked(noon(4), expert_id, requested_at=text(noon(-2)))
    off = await office.done(call, "cancel", reason="project stopped", fault="client", occurred_at=text(noon(-1)))
    assert (off["status"], off["status_reason"], off["fault"]) == ("cancelled", "project stopped", "client")
    assert instant(off["cancelled_at"]) == instant(off["status_at"]) == noon(-1)
    assert await office.expert_status(expert_id) == "shortlisted"
    assert (await office.booked(noon(4), expert_id))["status"] == "scheduled"


async def test_what_was_noted_wrongly_is_corrected_and_the_log_keeps_both(office: Office) -> None:
    call = await office.booked(noon(-2))
    await office.done(call, "complete", actual_minutes=22, was_poor=True)
    right = await office.done(call, "correct", actual_minutes=31, was_poor=False, rating=2, reason="read from the bill")
    assert (right["actual_minutes"], right["was_poor"], right["rating"]) == (31, False, 2)
    asked = {"subject_id": call["id"], "action": "interview.corrected"}
    [entry] = (await office.client.get("/api/audit-entries", params=asked)).json()["items"]
    assert entry["reason"] == "read from the bill"
    assert entry["details"] == {
        "before": {"actual_minutes": 22, "was_poor": True, "rating": None},
        "after": {"actual_minutes": 31, "was_poor": False, "rating": "2"},
    }
    assert len(entry["before_hash"]) == len(entry["after_hash"]) == 64
    assert entry["before_hash"] != entry["after_hash"]
