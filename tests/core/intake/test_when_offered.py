"""An offer dates from the mail that makes it, else from when the files came."""

import datetime as dt

from tests.core.audit import ledger
from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, Desk
from tests.core.research import expected

MAIL = b"""From: Jo Park <jo.park@glg.example>
To: Ada <ada@acme.example>
Date: Mon, 02 Mar 2026 09:30:00 -0500
Subject: Experts for your project
Content-Type: text/plain; charset=utf-8

Hi Ada,

Please see an expert for your project below:

Name: Anna Weber
Title: Chief Information Officer
Company: Siemens
Location: Munich, Germany
Rate: $500 per hour

Best,
Jo
"""
SENT = dt.datetime(2026, 3, 2, 14, 30, tzinfo=dt.UTC)
RECEIVED = dt.datetime(2026, 3, 4, 8, tzinfo=dt.UTC)


async def proposed(desk: Desk, name: str) -> dt.datetime:
    offer = await desk.offer(f"GLG {name}")
    assert offer["status_at"] == offer["proposed_at"]
    return dt.datetime.fromisoformat(offer["proposed_at"])


async def test_an_offer_in_a_mail_dates_from_the_mail_and_so_does_the_enrolment_it_makes(desk: Desk) -> None:
    await desk.report(("mail.eml", MAIL, "message/rfc822"))
    assert await proposed(desk, "Anna Weber") == SENT
    (enrollment,) = (await desk.get(f"/api/campaigns/{desk.campaign_id}/vendors"))["items"]
    assert dt.datetime.fromisoformat(enrollment["invited_at"]) == SENT
    assert dt.datetime.fromisoformat(enrollment["enrolled_at"]) == SENT


async def test_an_offer_in_a_sheet_dates_from_when_the_sheet_came(desk: Desk) -> None:
    before = dt.datetime.now(dt.UTC)
    await desk.report(desks.sheet(ANNA))
    assert before <= await proposed(desk, "Anna Weber") <= dt.datetime.now(dt.UTC)
    report = await desk.report(desks.sheet(BERT), received_at=RECEIVED.isoformat())
    assert dt.datetime.fromisoformat(report["received_at"]) == RECEIVED
    assert await proposed(desk, "Bert Okafor") == RECEIVED


async def test_a_mail_dated_after_it_came_is_taken_as_of_when_it_came(desk: Desk) -> None:
    earlier = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    await desk.report(("mail.eml", MAIL, "message/rfc822"), received_at=earlier.isoformat())
    assert await proposed(desk, "Anna Weber") == earlier


async def test_news_of_an_offer_leave_it_where_it_was(desk: Desk) -> None:
    await desk.report(("mail.eml", MAIL, "message/rfc822"))
    await desk.report(desks.sheet((ANNA[0], "Chief of IT", *ANNA[2:])))
    assert await proposed(desk, "Anna Weber") == SENT


async def test_files_cannot_have_come_tomorrow(desk: Desk) -> None:
    tomorrow = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat()
    refused = await desk.send(desks.sheet(ANNA), received_at=tomorrow)
    expected.refusal_of(refused, 422, "still_to_come", "#/query/received_at")
    malformed = await desk.send(desks.sheet(ANNA), received_at="soon")
    expected.refusal_of(malformed, 422, "input_invalid", "#/query/received_at")


async def test_of_many_new_offers_the_log_names_the_first_and_says_how_many_more(desk: Desk) -> None:
    report = await desk.report(desks.sheet(*desks.crowd(103)))
    [placed] = await ledger.entries(desk.client, action="intake.placed")
    told = placed["details"]
    assert told["expert_ids"] == [item["expert_id"] for item in report["items"]][:100]
    assert told["more_experts"] == 3


async def test_the_log_says_what_an_intake_came_to_and_that_it_was_undone(desk: Desk) -> None:
    report = await desk.report(desks.sheet(ANNA, BERT, ("", *ANNA[1:])), received_at=RECEIVED.isoformat())
    await desk.undo(report)
    placed, undone = await ledger.entries(desk.client, subject_kind="intake")
    assert (placed["action"], placed["subject_id"]) == ("intake.placed", report["id"])
    new = [item["expert_id"] for item in report["items"] if item["outcome"] == "added"]
    assert placed["details"] == report["counts"] | {"expert_ids": new, "more_experts": 0} and len(new) == 2
    assert dt.datetime.fromisoformat(placed["occurred_at"]) == RECEIVED
    assert (undone["action"], undone["campaign_id"]) == ("intake.undone", desk.campaign_id)
