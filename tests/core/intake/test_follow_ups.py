"""Follow-ups: a vendor's newer word on people it has offered, recognised within its own list, adds nobody."""

from typing import Any

import pytest

from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, CLEO, HEAD, Desk, counted, outcomes

Json = dict[str, Any]

FIRST = """From: Jane Doe <jane@thirdbridge.com>
To: Ada <ada@client.com>
Subject: Hospital project
Date: Mon, 2 Nov 2026 09:00:00 +0000

Hi Ada,

Please find two experts below.

1. Anna Weber
Title: Chief Information Officer, Siemens
Location: Munich, Germany
Rate: USD 500 per hour
Conflict check: pending
Availability: Tue 24 Nov 2026 09:00-10:00 GMT

2. Bert Okafor
Title: Plant Manager, Bosch
Location: Stuttgart, Germany
Rate: USD 600 per hour
Conflict check: pending

Best,
Jane
"""
SECOND = """From: Jane Doe <jane@thirdbridge.com>
To: Ada <ada@client.com>
Subject: RE: Hospital project
Date: Tue, 3 Nov 2026 09:00:00 +0000

Hi Ada,

Two updates:

Anna Weber
Conflict check: cleared (was pending)
New slots: Wed 25 Nov 2026 14:00-15:00 GMT

Bert Okafor
Conflict check: still pending

Best,
Jane
"""
SHORT = ("Name", "Rate")


async def test_a_follow_up_mail_updates_what_it_says_and_adds_nobody(desk: Desk) -> None:
    await desk.report(desks.text(FIRST), vendor=None)
    before = await desk.offers()
    report = await desk.report(desks.text(SECOND, name="second.txt"), vendor=None)
    assert outcomes(report) == {"Anna Weber": "updated", "Bert Okafor": "unchanged"}
    anna = report["items"][0]
    assert "conflict_status: cleared (was pending)" in anna["reason"]
    moved = {part["field"]: part for part in anna["changes"]}
    assert moved.keys() == {"conflict_status", "availability"}
    assert (moved["conflict_status"]["before"], moved["conflict_status"]["after"]) == ("pending", "cleared")
    assert moved["conflict_status"]["source"]["file"] == "second.txt"
    offers = await desk.offers()
    assert offers["Third Bridge Bert Okafor"] == before["Third Bridge Bert Okafor"]
    anna = offers["Third Bridge Anna Weber"]
    assert (anna["conflict_status"], anna["id"]) == ("cleared", before["Third Bridge Anna Weber"]["id"])
    assert [slot["start"] for slot in anna["availability"]] == ["2026-11-25T14:00:00+00:00"]
    assert anna["sources"]["price"] == before["Third Bridge Anna Weber"]["sources"]["price"]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Also available: Fri 27 Nov 2026 10:00-11:00 GMT", ["2026-11-24T09", "2026-11-27T10"]),
        ("New slots: Fri 27 Nov 2026 10:00-11:00 GMT", ["2026-11-27T10"]),
        ("Withdrawn: Tue 24 Nov 2026 09:00-10:00 GMT, a board meeting", []),
    ],
)
async def test_slots_are_added_replaced_and_withdrawn_in_a_thread(desk: Desk, said: str, left: list[str]) -> None:
    await desk.report(desks.text(FIRST), vendor=None)
    quoted = "\n".join(f"> {line}" for line in FIRST[FIRST.index("Hi Ada") :].splitlines())
    reply = SECOND[: SECOND.index("Two updates")] + f"Anna Weber\n{said}.\n\nBest,\nJane\n\n"
    thread = f"{reply}On Mon, 2 Nov 2026 at 09:00, Jane Doe <jane@thirdbridge.com> wrote:\n{quoted}\n"
    report = await desk.report(desks.text(thread), vendor=None)
    assert outcomes(report) == {"Anna Weber": "updated", "Bert Okafor": "unchanged"}
    assert [part["field"] for part in report["items"][0]["changes"]] == ["availability"]
    offer = await desk.offer("Third Bridge Anna Weber")
    assert [slot["start"][:13] for slot in offer["availability"]] == left


async def test_mails_of_two_vendors_handed_in_together_are_told_apart(desk: Desk) -> None:
    other = FIRST.replace("thirdbridge.com", "guidepoint.com").replace("Bert Okafor", "Cleo Marchetti")
    report = await desk.report(desks.text(FIRST, name="a.txt"), desks.text(other, name="b.txt"), vendor=None)
    assert [(item["vendor"], item["name"], item["outcome"]) for item in report["items"]] == [
        ("Third Bridge", "Anna Weber", "added"),
        ("Third Bridge", "Bert Okafor", "added"),
        ("Guidepoint", "Anna Weber", "merged"),
        ("Guidepoint", "Cleo Marchetti", "added"),
    ]


async def test_a_bare_name_is_enough_within_a_vendors_own_list(desk: Desk) -> None:
    first = await desk.report(desks.sheet(ANNA, BERT))
    report = await desk.report(desks.csv_of(SHORT, ("Anna Weber", "$510 per hour")))
    assert counted(report) == {"updated": 1}
    assert report["items"][0]["expert_id"] == first["items"][0]["expert_id"]


async def test_a_bare_name_is_not_enough_across_vendors(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    report = await desk.report(desks.csv_of(SHORT, ("Anna Weber", "$510 per hour")), vendor="AlphaSights")
    assert counted(report) == {"needs_review": 1}


async def test_a_bare_name_that_two_bear_is_a_question(desk: Desk) -> None:
    smiths = [("John Smith", "Geologist", "Shell"), ("John Smith", "Chemist", "Pfizer")]
    await desk.report(desks.csv_of(HEAD[:3], *smiths))
    report = await desk.report(desks.csv_of(SHORT, ("John Smith", "$700 per hour")))
    assert counted(report) == {"needs_review": 1}
    page = await desk.get("/api/experts", campaign_id=desk.campaign_id)
    assert len(page["items"]) == 3
    assert [offer["price"] and offer["price"]["amount_minor"] for offer in page["items"]] == [None, None, 70000]


async def test_two_of_one_name_in_one_list_stay_two_and_are_each_updated(desk: Desk) -> None:
    shell, pfizer = ("John Smith", "Geologist", "Shell"), ("John Smith", "Chemist", "Pfizer")
    first = await desk.report(desks.csv_of((*HEAD[:3], "Rate"), (*shell, "$100 per hour"), (*pfizer, "$200 per hour")))
    assert counted(first) == {"added": 2}
    second = await desk.report(desks.csv_of((*HEAD[:3], "Rate"), (*pfizer, "$220 per hour"), (*shell, "$110 per hour")))
    assert counted(second) == {"updated": 2}
    assert [item["expert_id"] for item in second["items"]] == [item["expert_id"] for item in first["items"]][::-1]
    page = await desk.get("/api/experts", campaign_id=desk.campaign_id)
    assert {offer["company"]: offer["price"]["amount_minor"] for offer in page["items"]} == {
        "Shell": 11000,
        "Pfizer": 22000,
    }


async def test_a_vendors_number_finds_the_person_whatever_else_has_changed(desk: Desk) -> None:
    first = await desk.report(desks.csv_of(("Expert ID", *HEAD), ("X-117", *ANNA)))
    married = ("X-117", "Anna Weber-Lindqvist", "Head of IT", "Allianz", "Vienna, Austria", "$520 per hour")
    report = await desk.report(desks.csv_of(("Expert ID", *HEAD), married))
    assert counted(report) == {"updated": 1}
    assert report["items"][0]["expert_id"] == first["items"][0]["expert_id"]
    assert (await desk.offer())["company"] == "Allianz"


async def test_a_number_another_person_bears_in_a_new_list_is_no_news_of_the_first(desk: Desk) -> None:
    await desk.report(desks.csv_of(("Expert ID", *HEAD), ("1001", *ANNA), ("1002", *BERT)))
    report = await desk.report(desks.csv_of(("Expert ID", *HEAD), ("1001", *CLEO)))
    assert counted(report) == {"added": 1}
    offers = await desk.offers()
    assert (offers["GLG Anna Weber"]["company"], offers["GLG Cleo Marchetti"]["company"]) == ("Siemens", "Fiat")


async def test_another_vendors_number_is_nobodys_here(desk: Desk) -> None:
    await desk.report(desks.csv_of(("Expert ID", *HEAD), ("X-117", *ANNA)))
    report = await desk.report(desks.csv_of(("Expert ID", *HEAD), ("X-117", *CLEO)), vendor="AlphaSights")
    assert counted(report) == {"added": 1}


async def test_news_within_the_same_file_is_brought_in_order(desk: Desk) -> None:
    report = await desk.report(
        desks.sheet(ANNA, BERT, (*ANNA[:4], "$510 per hour"), CLEO, (*ANNA[:4], "$520 per hour"))
    )
    assert [item["outcome"] for item in report["items"]] == ["added", "added", "updated", "added", "updated"]
    assert report["items"][4]["reason"] == "price: USD 520 per hour (was USD 510 per hour)"
    assert (await desk.offer())["price"]["amount_minor"] == 52000


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("EUR 1.234,50 per hour", "price: EUR 1,234.50 per hour (was USD 500 per hour)"),
        ("JPY 60,000 per hour", "price: JPY 60,000 per hour (was USD 500 per hour)"),
        ("GBP 20 per minute", "price: GBP 20 per minute (was USD 500 per hour)"),
        ("1.5 credits per hour", "price: 1.5 credits per hour (was USD 500 per hour)"),
    ],
)
async def test_a_change_of_price_is_told_in_its_own_money(desk: Desk, rate: str, words: str) -> None:
    await desk.report(desks.sheet(ANNA))
    assert (await desk.report(desks.sheet((*ANNA[:4], rate))))["items"][0]["reason"] == words


@pytest.mark.parametrize("nothing", ["TBD", "n/a", "unknown", "-", "", "to be confirmed"])
async def test_a_word_for_nothing_is_no_change(desk: Desk, nothing: str) -> None:
    await desk.report(desks.sheet(ANNA))
    before = await desk.offer()
    report = await desk.report(desks.sheet((ANNA[0], ANNA[1], ANNA[2], nothing, nothing)))
    assert counted(report) == {"unchanged": 1}
    assert await desk.offer() == before


async def test_case_spacing_and_order_are_no_change(desk: Desk) -> None:
    head = (*HEAD, "Expertise")
    await desk.report(desks.csv_of(head, (*ANNA, "SAP; Oracle; Epic")))
    shouted = (
        "ANNA  WEBER",
        "chief information  officer",
        "SIEMENS",
        "Munich, Germany",
        "USD 500/hour",
        "Epic; SAP; oracle",
    )
    report = await desk.report(desks.csv_of(head, shouted))
    assert counted(report) == {"unchanged": 1}, report["items"][0]["reason"]


async def test_what_a_person_decided_about_an_offer_is_left_alone(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await desk.edit(await desk.offer(), status="rejected", reason="Too junior.")
    report = await desk.report(desks.sheet((*ANNA[:4], "$300 per hour")))
    assert counted(report) == {"updated": 1}
    offer = await desk.offer()
    assert (offer["status"], offer["price"]["amount_minor"]) == ("rejected", 30000)


async def test_answers_are_kept_under_the_campaigns_question_they_mean(desk: Desk) -> None:
    path = f"/api/campaigns/{desk.campaign_id}/screening-questions"
    question = await desk.post(path, 201, json={"question_text": "How many beds does the hospital have?"})
    head = (*HEAD, "How many beds does the hospital have", "Which system do you use?")
    await desk.report(desks.csv_of(head, (*ANNA, "About 900", "Epic")))
    answers = (await desk.get(f"/api/experts/{(await desk.offer())['id']}/screening"))["items"]
    assert {(each["screening_question_id"], each["question_text"], each["response_text"]) for each in answers} == {
        (question["id"], "How many beds does the hospital have?", "About 900"),
        (None, "Which system do you use?", "Epic"),
    }


async def test_two_answers_are_never_kept_under_one_question(desk: Desk) -> None:
    path = f"/api/campaigns/{desk.campaign_id}/screening-questions"
    await desk.post(path, 201, json={"question_text": "Do you use Epic?"})
    head = (*HEAD, "Do you use Epic?", "Do you use Epic in the emergency ward?")
    row = (*ANNA, "Yes, since 2019", "No, paper only")
    await desk.report(desks.csv_of(head, row))
    answers = (await desk.get(f"/api/experts/{(await desk.offer())['id']}/screening"))["items"]
    assert {(each["question_text"], each["response_text"]) for each in answers} == {
        ("Do you use Epic?", "Yes, since 2019"),
        ("Do you use Epic in the emergency ward?", "No, paper only"),
    }
    again = await desk.report(desks.csv_of(head, row, (*BERT, "", "")))
    assert outcomes(again) == {"Anna Weber": "unchanged", "Bert Okafor": "added"}


async def test_a_vendor_whose_experts_arrive_is_enrolled_once(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await desk.report(desks.sheet(BERT))
    enrolled = (await desk.get(f"/api/campaigns/{desk.campaign_id}/vendors"))["items"]
    assert [
        (each["vendor"]["name"] if "vendor" in each else each["vendor_name"], each["status"]) for each in enrolled
    ] == [("GLG", "active")]


BEDS = "How many beds does the hospital have?"


async def test_a_free_answer_told_again_counts_for_the_question_it_means(desk: Desk) -> None:
    file = desks.csv_of((*HEAD, BEDS), (*ANNA, "About 900"))
    await desk.report(file)
    path = f"/api/campaigns/{desk.campaign_id}/screening-questions"
    question = await desk.post(path, 201, json={"question_text": BEDS})
    await desk.core.owner_sql(
        "UPDATE expert_network.expert_screening_responses SET screening_question_id = NULL WHERE workspace_id = $1",
        desk.core.workspace(),
    )
    expert_id = (await desk.offer())["id"]
    report = await desk.report(desks.csv_of((*HEAD, BEDS), (*ANNA, "About 900"), ("",) * 6))
    assert counted(report)["unchanged"] == 1
    (answer,) = (await desk.get(f"/api/experts/{expert_id}/screening"))["items"]
    assert answer["screening_question_id"] == question["id"]
    score = await desk.get(f"/api/experts/{expert_id}/score")
    assert (score["answered"], score["stale"]) == (1, False)


async def test_of_a_question_reworded_and_worded_back_the_newest_told_answer_counts(desk: Desk) -> None:
    path = f"/api/campaigns/{desk.campaign_id}/screening-questions"
    question = await desk.post(path, 201, json={"question_text": BEDS})
    for words, told in ((BEDS, "900"), ("How many patients stay overnight?", "800"), (BEDS, "700")):
        response = await desk.client.patch(f"{path}/{question['id']}", json={"question_text": words})
        assert response.status_code == 200
        await desk.report(desks.csv_of((*HEAD, words), (*ANNA, told)))
        (answer,) = (await desk.get(f"/api/experts/{(await desk.offer())['id']}/screening"))["items"]
        assert (answer["response_text"], answer["screening_question_id"]) == (told, question["id"])
