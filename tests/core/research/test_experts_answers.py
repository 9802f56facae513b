"""Answers to screening questions given by hand."""

from uuid import uuid4

import httpx2
import pytest

from services.core.research.experts.schemas import AnswerOut
from shared.contracts.page import Page
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
