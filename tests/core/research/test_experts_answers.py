"""Answers to screening questions given by hand."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from services.core.research.experts.answers import AnswerOut
from shared.contracts.page import Page
from tests.core.audit import ledger
from tests.core.research import expected
from tests.core.research.offers import Json, add


async def test_answers_are_given_and_given_again(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    asked = (await ada.post(f"/api/campaigns/{campaign_id}/screening-questions", json={"question_text": "Why?"})).json()
    path = f"/api/experts/{(await add(ada, campaign_id, name='Sarah Chen'))['id']}/screening"
    own = {"screening_question_id": asked["id"], "response_text": "Because"}
    first = expected.body_of(await ada.post(path, json=own), AnswerOut, 201)
    assert (first["question_text"], first["source"]) == ("Why?", None)
    await ada.post(path, json={"question_text": "How?", "response_text": "Slowly"})
    again = expected.body_of(await ada.post(path, json=own | {"response_text": "No reason"}), AnswerOut, 201)
    assert again["id"] == first["id"]
    page = expected.body_of(await ada.get(path), Page[AnswerOut])
    assert [(a["question_text"], a["response_text"]) for a in page["items"]] == [
        ("Why?", "No reason"),
        ("How?", "Slowly"),
    ]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"response_text": "x"}, 422, "input_invalid"),
        ({"question_text": "Why?", "screening_question_id": str(uuid4()), "response_text": "x"}, 422, "input_invalid"),
        ({"question_text": "Why?", "response_text": ""}, 422, "input_invalid"),
        ({"question_text": "", "response_text": "x"}, 422, "input_invalid"),
        ({"question_text": "x" * 601, "response_text": "x"}, 422, "input_invalid"),
        ({"screening_question_id": str(uuid4()), "response_text": "x"}, 404, "screening_question_missing"),
    ],
)
async def test_an_answer_to_nothing_is_refused(ada: httpx2.AsyncClient, body: Json, status: int, code: str) -> None:
    path = f"/api/experts/{(await add(ada, await expected.campaign(ada), name='Sarah Chen'))['id']}/screening"
    expected.refusal_of(await ada.post(path, json=body), status, code)
    assert (await ada.get(path)).json()["items"] == []


async def test_a_question_of_any_length_can_be_answered(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    text = "".join(f"{number * 7919 % 10_007:x} " for number in range(1000))[:5000]
    path = f"/api/campaigns/{campaign_id}/screening-questions"
    asked = (await ada.post(path, json={"question_text": text})).json()
    path = f"/api/experts/{(await add(ada, campaign_id, name='Sarah Chen'))['id']}/screening"
    for answer in ("Because", "No reason"):
        own = {"screening_question_id": asked["id"], "response_text": answer}
        given = expected.body_of(await ada.post(path, json=own), AnswerOut, 201)
    assert text.startswith(given["question_text"])
    assert len((await ada.get(path)).json()["items"]) == 1


async def asked(client: httpx2.AsyncClient, campaign_id: str, **fields: Any) -> str:
    made = await client.post(
        f"/api/campaigns/{campaign_id}/screening-questions", json={"question_text": "Which?"} | fields
    )
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


CHOICE = {"question_type": "multiple_choice", "options": ["Epic", "Cerner"]}
RATING = {"question_type": "rating"}
STARS = {"question_type": "rating", "options": ["1", "2", "3"]}


@pytest.mark.parametrize(
    ("question", "said", "allowed"),
    [
        (CHOICE, "Plumber", ["Epic", "Cerner"]),
        (CHOICE, "not Epic", ["Epic", "Cerner"]),
        (RATING, "9", [1, 5]),
        (RATING, "99", [1, 5]),
        (RATING, "excellent", [1, 5]),
        (STARS, "4", ["1", "2", "3"]),
    ],
)
async def test_an_answer_that_is_none_of_its_question_is_refused_with_what_is_allowed(
    ada: httpx2.AsyncClient, question: Json, said: str, allowed: list[object]
) -> None:
    campaign_id = await expected.campaign(ada)
    path = f"/api/experts/{(await add(ada, campaign_id, name='Sarah Chen'))['id']}/screening"
    body = {"screening_question_id": await asked(ada, campaign_id, **question), "response_text": said}
    problem = expected.refusal_of(await ada.post(path, json=body), 422, "answer_unfit", "#/response_text")
    assert problem["allowed"] == allowed
    assert (await ada.get(path)).json()["items"] == []


@pytest.mark.parametrize(("question", "said"), [(CHOICE, "b"), (CHOICE, "We run Epic"), (RATING, "4/5"), (STARS, "2")])
async def test_an_answer_in_any_words_that_name_an_option_or_rating_is_taken(
    ada: httpx2.AsyncClient, question: Json, said: str
) -> None:
    campaign_id = await expected.campaign(ada)
    path = f"/api/experts/{(await add(ada, campaign_id, name='Sarah Chen'))['id']}/screening"
    body = {"screening_question_id": await asked(ada, campaign_id, **question), "response_text": said}
    assert (await ada.post(path, json=body)).status_code == 201


async def test_the_log_keeps_an_answer_that_another_replaced(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    offer = await add(ada, campaign_id, name="Sarah Chen")
    body = {"screening_question_id": await asked(ada, campaign_id)}
    path = f"/api/experts/{offer['id']}/screening"
    for said in ("Because", "Because", "No reason"):
        given = (await ada.post(path, json=body | {"response_text": said})).json()
    [entry] = await ledger.entries(ada, subject_kind="answer")
    assert (entry["action"], entry["subject_id"], entry["campaign_id"]) == ("answer.replaced", given["id"], campaign_id)
    assert entry["details"]["before"]["response_text"] == "Because"
    assert (entry["details"]["expert_id"], entry["details"]["question"]) == (offer["id"], "Which?")


async def answers(client: httpx2.AsyncClient, path: str) -> list[Json]:
    page: Json = expected.body_of(await client.get(path), Page[AnswerOut])
    return list(page["items"])


async def test_the_campaigns_question_in_its_very_words_is_that_question(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    path = f"/api/experts/{(await add(ada, campaign_id, name='Sarah Chen'))['id']}/screening"
    question_id = await asked(ada, campaign_id, **CHOICE)
    first = await ada.post(path, json={"screening_question_id": question_id, "response_text": "Epic"})
    again = await ada.post(path, json={"question_text": "Which?", "response_text": "Cerner"})
    assert (again.json()["id"], again.json()["screening_question_id"]) == (first.json()["id"], question_id)
    for named in ({"screening_question_id": question_id}, {"question_text": " Which? "}):
        body = named | {"response_text": "Plumber"}
        expected.refusal_of(await ada.post(path, json=body), 422, "answer_unfit", "#/response_text")
    (kept,) = await answers(ada, path)
    assert (kept["response_text"], kept["screening_question_id"]) == ("Cerner", question_id)


async def test_a_question_of_another_campaign_is_not_meant_by_its_words(ada: httpx2.AsyncClient) -> None:
    await asked(ada, await expected.campaign(ada), **CHOICE)
    path = f"/api/experts/{(await add(ada, await expected.campaign(ada), name='Sarah Chen'))['id']}/screening"
    given = await ada.post(path, json={"question_text": "Which?", "response_text": "Plumber"})
    assert (given.status_code, given.json()["screening_question_id"]) == (201, None)


@pytest.mark.parametrize("by_words", [False, True])
async def test_of_a_question_reworded_and_worded_back_the_newest_answer_counts(
    ada: httpx2.AsyncClient, by_words: bool
) -> None:
    campaign_id = await expected.campaign(ada)
    question_id = await asked(ada, campaign_id, **CHOICE, rules={"good": ["Epic"]})
    expert_id = (await add(ada, campaign_id, name="Sarah Chen"))["id"]
    path = f"/api/experts/{expert_id}/screening"
    ids = set()
    for words, said, share in (("Which?", "Epic", 100), ("Which one?", "Cerner", 0), ("Which?", "Epic", 100)):
        await ada.patch(
            f"/api/campaigns/{campaign_id}/screening-questions/{question_id}", json={"question_text": words}
        )
        named = {"question_text": words} if by_words else {"screening_question_id": question_id}
        given = expected.body_of(await ada.post(path, json=named | {"response_text": said}), AnswerOut, 201)
        ids.add(given["id"])
        assert given["question_text"] == words
        assert (await ada.get(f"/api/experts/{expert_id}/score")).json()["parts"]["answers"] == share
    assert [answer["id"] for answer in await answers(ada, path)] == [*ids]


async def test_an_answer_to_a_question_replaces_one_to_its_new_words_too(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    path = f"/api/experts/{(await add(ada, campaign_id, name='Sarah Chen'))['id']}/screening"
    question_id = await asked(ada, campaign_id)
    await ada.post(path, json={"question_text": "Which one?", "response_text": "Oracle"})
    await ada.post(path, json={"screening_question_id": question_id, "response_text": "Epic"})
    await ada.patch(
        f"/api/campaigns/{campaign_id}/screening-questions/{question_id}", json={"question_text": "Which one?"}
    )
    assert [answer["screening_question_id"] for answer in await answers(ada, path)] == [None, question_id]
    await ada.post(path, json={"screening_question_id": question_id, "response_text": "Cerner"})
    (kept,) = await answers(ada, path)
    assert (kept["question_text"], kept["response_text"]) == ("Which one?", "Cerner")
    replaced = await ledger.entries(ada, subject_kind="answer")
    assert {entry["details"]["before"]["response_text"] for entry in replaced} == {"Oracle", "Epic"}
