"""Undo restores exactly what was, also after other intakes; what builds on an intake is named and stops it."""

import asyncio
from typing import Any

import pytest

from services.core.research.screening import worker
from shared.jobs.queue import Job
from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, CLEO, HEAD, Desk, File, counted
from tests.core.research import expected

Json = dict[str, Any]
ADOPTED = "expert_network.vendor_platforms"
"""A vendor of the catalogue that was worked with once stays the workspace's: nobody sees a difference."""
DEARER = (*ANNA[:4], "$550 per hour")
QUESTION = "How many beds does the hospital have?"


async def known(desk: Desk) -> list[str]:
    return [row for row in await desk.known() if not row.startswith(ADOPTED)]


async def refused(desk: Desk, report: Json) -> list[str]:
    """What stands in the way of an undo that is refused, nothing having changed."""
    before = await desk.rows()
    response = await desk.client.post(f"/api/intakes/{report['id']}/undo")
    names: list[str] = expected.refusal_of(response, 409, "later_changes_depend")["depends"]
    assert await desk.rows() == before
    return names


async def test_of_an_intake_that_added_people(desk: Desk) -> None:
    before = await known(desk)
    report = await desk.report(desks.csv_of((*HEAD, QUESTION), (*ANNA, "900"), (*BERT, ""), ("", *BERT[1:], "")))
    undone = await desk.undo(report)
    assert (undone["status"], undone["counts"]) == ("undone", report["counts"])
    assert undone["undone_at"] is not None
    assert await known(desk) == before
    assert (await desk.get("/api/people"))["items"] == []


async def test_of_one_that_updated_merged_asked_and_suggested(desk: Desk) -> None:
    head = (*HEAD, QUESTION)
    await desk.report(desks.csv_of(head, (*ANNA, "900"), (*BERT, "40")))
    await desk.edit(await desk.offer("GLG Bert Okafor"), title="Head of Plants")
    await desk.report(desks.sheet(CLEO), vendor="AlphaSights")
    before = await known(desk)
    report = await desk.report(
        desks.csv_of(
            head,
            (*DEARER[:1], "Chief Executive Officer", *DEARER[2:], "950"),
            (BERT[0], "Works Director", *BERT[2:], ""),
            (*CLEO, ""),
            ("A. Weber", "Chief Information Officer", "Siemens", "", "", ""),
        )
    )
    assert set(counted(report)) >= {"updated", "merged"}
    assert await known(desk) != before
    await desk.undo(report)
    assert await known(desk) == before


async def test_after_others_takes_back_only_its_own(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    control = await known(desk)
    between = await desk.report(desks.sheet(DEARER))
    later = await desk.report(desks.sheet((ANNA[0], ANNA[1], ANNA[2], "Berlin, Germany", ""), BERT))
    await desk.undo(between)
    offers = await desk.offers()
    assert offers["GLG Anna Weber"]["price"]["amount_minor"] == 50000
    assert offers["GLG Anna Weber"]["location"] == "Berlin, Germany"
    assert "GLG Bert Okafor" in offers
    await desk.undo(later)
    assert await known(desk) == control


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
async def test_of_independent_intakes_in_any_order_leaves_nothing(desk: Desk, order: tuple[int, ...]) -> None:
    before = await known(desk)
    reports = [
        await desk.report(desks.sheet(ANNA), vendor="GLG"),
        await desk.report(desks.sheet(ANNA, BERT), vendor="AlphaSights"),
        await desk.report(desks.sheet(("Dr. Anna Weber", *ANNA[1:]), CLEO), vendor="Guidepoint"),
    ]
    for index in order:
        await desk.undo(reports[index])
    assert await known(desk) == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_of_two_intakes_between_which_a_review_is_open(desk: Desk, order: tuple[int, ...]) -> None:
    before = await known(desk)
    reports = [
        await desk.report(desks.sheet(ANNA)),
        await desk.report(desks.csv_of(("Name", "Rate"), ("Anna Weber", "$9 per hour")), vendor="AlphaSights"),
    ]
    assert len((await desk.get("/api/match-reviews"))["items"]) == 1
    for index in order:
        await desk.undo(reports[index])
    assert await known(desk) == before


async def test_another_vendors_offer_of_the_merged_person_stays(desk: Desk) -> None:
    first = await desk.report(desks.sheet(ANNA))
    await desk.report(desks.sheet(("Weber, Anna", "CIO", *ANNA[2:])), vendor="AlphaSights")
    person_id = first["items"][0]["person_id"]
    await desk.undo(first)
    (offer,) = (await desk.offers()).values()
    assert (offer["vendor"], offer["person_id"]) == ("AlphaSights", person_id)
    person = await desk.get(f"/api/people/{person_id}")
    assert [each["vendor"] for each in person["offers"]] == ["AlphaSights"]
    assert (person["title"], person["name"]) == ("CIO", "Anna Weber")


async def test_peoples_cards_are_as_before(desk: Desk) -> None:
    await desk.report(desks.sheet((ANNA[0], "CIO", *ANNA[2:])))
    person = (await desk.get("/api/people"))["items"][0]
    report = await desk.report(
        desks.csv_of((*HEAD, "Email", "LinkedIn"), (*ANNA, "anna@example.com", "https://linkedin.com/in/anna-weber")),
        vendor="AlphaSights",
    )
    assert (await desk.get(f"/api/people/{person['id']}"))["email"] == "anna@example.com"
    await desk.undo(report)
    after = await desk.get(f"/api/people/{person['id']}")
    assert {name: after[name] for name in person if name != "updated_at"} == {
        name: value for name, value in person.items() if name != "updated_at"
    }


async def test_refused_when_a_later_intake_updated_the_same_field(desk: Desk) -> None:
    first = await desk.report(desks.sheet(ANNA, BERT))
    second = await desk.report(desks.sheet(DEARER))
    third = await desk.report(desks.sheet((*ANNA[:4], "$600 per hour")))
    assert any("Anna Weber" in words and "price" in words for words in await refused(desk, second))
    assert any("Anna Weber" in words for words in await refused(desk, first))
    await desk.undo(third)
    await desk.undo(second)
    await desk.undo(first)
    assert await desk.offers() == {}


async def test_refused_when_a_person_edited_the_field_it_updated(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    report = await desk.report(desks.sheet(DEARER))
    price = {"amount_minor": 100, "unit": "hour", "currency": "USD"}
    await desk.edit(await desk.offer(), price=price)
    assert any("Anna Weber" in words and "price" in words for words in await refused(desk, report))


async def test_allowed_when_a_person_edited_another_field(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    report = await desk.report(desks.sheet(DEARER))
    await desk.edit(await desk.offer(), title="Boss", rating="4.5")
    await desk.undo(report)
    offer = await desk.offer()
    assert (offer["title"], offer["rating"], offer["price"]["amount_minor"]) == ("Boss", 4.5, 50000)
    assert offer["edited_fields"] == ["rating", "title"]


@pytest.mark.parametrize(
    "edit",
    [{"title": "Boss"}, {"rating": 4}, {"email": "anna@example.com"}, {"status": "shortlisted"}, {"title": None}],
    ids=lambda edit: next(iter(edit)),
)
async def test_refused_when_a_person_worked_on_somebody_it_added(desk: Desk, edit: Json) -> None:
    report = await desk.report(desks.sheet(ANNA, BERT))
    await desk.edit(await desk.offer(), **edit)
    depends = await refused(desk, report)
    assert all("Anna Weber" in words for words in depends)
    assert depends


async def test_refused_when_somebody_it_added_was_answered_for(desk: Desk) -> None:
    report = await desk.report(desks.sheet(ANNA))
    answer = {"question_text": QUESTION, "response_text": "900"}
    await desk.post(f"/api/experts/{(await desk.offer())['id']}/screening", 201, json=answer)
    assert await refused(desk, report) == ["Anna Weber: answered since"]


async def test_refused_when_somebody_it_added_has_a_call_on_record_which_it_names_by_its_state(desk: Desk) -> None:
    report = await desk.report(desks.sheet(ANNA))
    offer = await desk.offer()
    await desk.edit(offer, status="shortlisted")
    call = await desk.post("/api/interviews", 201, json={"expert_id": offer["id"]})
    await desk.post(f"/api/interviews/{call['id']}/cancel", json={"reason": "off"})
    assert "Anna Weber: a call is on record, cancelled" in await refused(desk, report)


async def test_refused_when_an_answer_it_brought_was_typed_over(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    report = await desk.report(desks.csv_of((*HEAD, QUESTION), (*ANNA, "900")))
    answer = {"question_text": QUESTION, "response_text": "1,000"}
    await desk.post(f"/api/experts/{(await desk.offer())['id']}/screening", 201, json=answer)
    assert any("Anna Weber" in words for words in await refused(desk, report))


async def test_refused_when_a_suggestion_of_its_was_accepted(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await desk.edit(await desk.offer(), title="Boss")
    report = await desk.report(desks.sheet((ANNA[0], "Chief Executive Officer", *ANNA[2:])))
    (waiting,) = (await desk.get("/api/suggestions"))["items"]
    await desk.post(f"/api/suggestions/{waiting['id']}/accept")
    assert any("Anna Weber" in words for words in await refused(desk, report))


@pytest.mark.parametrize("decision", ["accept", "refuse"])
@pytest.mark.parametrize("which", [0, 1])
async def test_refused_when_a_review_was_decided_on_it(desk: Desk, decision: str, which: int) -> None:
    reports = [
        await desk.report(desks.sheet(ANNA)),
        await desk.report(desks.csv_of(("Name", "Rate"), ("Anna Weber", "$9 per hour")), vendor="AlphaSights"),
    ]
    before = await known(desk)
    (review,) = (await desk.get("/api/match-reviews"))["items"]
    await desk.post(f"/api/match-reviews/{review['id']}/{decision}")
    assert any("Anna Weber" in words for words in await refused(desk, reports[which]))
    await desk.post(f"/api/match-reviews/{review['id']}/undo")
    assert await known(desk) == before
    await desk.undo(reports[which])


async def test_a_review_decided_before_does_not_stand_in_the_way(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await desk.report(desks.csv_of(("Name", "Rate"), ("Anna Weber", "$9 per hour")), vendor="AlphaSights")
    (review,) = (await desk.get("/api/match-reviews"))["items"]
    await desk.post(f"/api/match-reviews/{review['id']}/accept")
    before = await known(desk)
    report = await desk.report(desks.sheet(ANNA), vendor="Guidepoint")
    assert counted(report) == {"merged": 1}
    await desk.undo(report)
    assert await known(desk) == before


async def test_twice_is_once(desk: Desk) -> None:
    report = await desk.report(desks.sheet(ANNA))
    await desk.undo(report)
    before = await desk.rows()
    again = await desk.client.post(f"/api/intakes/{report['id']}/undo")
    assert expected.refusal_of(again, 409, "intake_not_undoable")["current"] == "undone"
    assert await desk.rows() == before


async def test_by_two_at_once_is_once(desk: Desk) -> None:
    report = await desk.report(desks.sheet(ANNA))
    async with desk.core.as_("ada") as again:
        path = f"/api/intakes/{report['id']}/undo"
        both = await asyncio.gather(desk.client.post(path), again.post(path))
    assert sorted(response.status_code for response in both) == [200, 409]


async def test_of_what_was_deleted_since_is_no_obstacle(desk: Desk) -> None:
    before = await known(desk)
    report = await desk.report(desks.sheet(ANNA, BERT))
    assert (await desk.client.delete(f"/api/experts/{(await desk.offer())['id']}")).status_code == 204
    await desk.undo(report)
    assert await known(desk) == before


async def test_of_an_update_to_somebody_deleted_since_is_no_obstacle(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA, BERT))
    report = await desk.report(desks.sheet(DEARER, CLEO))
    assert (await desk.client.delete(f"/api/experts/{(await desk.offer())['id']}")).status_code == 204
    await desk.undo(report)
    assert set(await desk.offers()) == {"GLG Bert Okafor"}


async def vendors(desk: Desk) -> list[Json]:
    items: list[Json] = (await desk.get(f"/api/campaigns/{desk.campaign_id}/vendors"))["items"]
    return items


async def test_an_enrolment_it_made_goes_with_the_last_offer_of_the_vendor(desk: Desk) -> None:
    first, second = await desk.report(desks.sheet(ANNA)), await desk.report(desks.sheet(BERT))
    await desk.undo(first)
    assert len(await vendors(desk)) == 1
    await desk.undo(second)
    assert await vendors(desk) == []


async def test_an_enrolment_that_was_there_stays(desk: Desk) -> None:
    glg = {"vendor_platform_id": "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"}
    await desk.post(f"/api/campaigns/{desk.campaign_id}/vendors", 201, json=glg)
    before = await vendors(desk)
    await desk.undo(await desk.report(desks.sheet(ANNA)))
    assert await vendors(desk) == before


async def test_an_enrolment_somebody_has_worked_on_since_stays(desk: Desk) -> None:
    report = await desk.report(desks.sheet(ANNA))
    path = f"/api/campaigns/{desk.campaign_id}/vendors/e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
    assert (await desk.client.patch(path, json={"notes": "Ask Jane"})).status_code == 200
    await desk.undo(report)
    assert await desk.offers() == {}
    assert len(await vendors(desk)) == 1


@pytest.mark.parametrize("file", [desks.sheet(ANNA), desks.sheet(BERT, CLEO, name="x.csv")], ids=["one", "two"])
async def test_and_done_again_is_as_at_first(desk: Desk, file: File) -> None:
    first = await desk.report(file)
    offers = await desk.offers()
    await desk.undo(first)
    again = await desk.report(file)
    assert again["counts"] == first["counts"]
    own = {"id", "person_id", "sources", "proposed_at", "status_at", "created_at", "updated_at"}
    assert [{n: v for n, v in offer.items() if n not in own} for offer in (await desk.offers()).values()] == [
        {n: v for n, v in offer.items() if n not in own} for offer in offers.values()
    ]


async def test_of_an_intake_of_another_workspace_is_of_none(desk: Desk) -> None:
    report = await desk.report(desks.sheet(ANNA))
    async with desk.core.as_("bob") as bob:
        await expected.is_missing_as_if_absent(bob, "POST", "/api/intakes/{}/undo", report["id"])
    assert len(await desk.offers()) == 1


async def test_a_question_asked_since_to_the_words_of_an_answer_it_brought_is_in_nobodys_way(desk: Desk) -> None:
    before = await desk.report(desks.sheet(ANNA))
    told = [await desk.report(desks.csv_of((*HEAD, QUESTION), (*ANNA, said))) for said in ("900", "1,000")]
    path = f"/api/campaigns/{desk.campaign_id}/screening-questions"
    question = await desk.post(path, 201, json={"question_text": QUESTION})
    job = Job(desk.core.principal(), {"campaign_id": desk.campaign_id})
    await worker.rescore_campaign(desk.core.app.state.resources.transactions, job)
    await desk.undo(told[1])
    (answer,) = (await desk.get(f"/api/experts/{(await desk.offer())['id']}/screening"))["items"]
    assert (answer["response_text"], answer["screening_question_id"]) == ("900", question["id"])
    await desk.undo(told[0])
    await desk.undo(before)
    assert await desk.offers() == {}
