"""Screening questions: a tree of one campaign, in order, at most four levels deep and 500 strong."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from services.core.research.screening.schemas import QuestionOut, QuestionTree
from tests.core.research import expected
from tests.support.core import Core


async def questions(client: httpx2.AsyncClient) -> str:
    """The address of a new campaign's questions."""
    return f"/api/campaigns/{await expected.campaign(client)}/screening-questions"


async def asked(client: httpx2.AsyncClient, path: str, text: str, **fields: Any) -> Any:
    made = await client.post(path, json={"question_text": text} | fields)
    return expected.body_of(made, QuestionOut, 201)


async def chain(client: httpx2.AsyncClient, path: str, texts: str) -> list[str]:
    """The ids of questions each below the one before."""
    ids: list[str] = []
    for text in texts:
        ids.append((await asked(client, path, text, parent_question_id=ids[-1] if ids else None))["id"])
    return ids


async def shape(client: httpx2.AsyncClient, path: str) -> Any:
    """The tree as texts inside each other."""

    def nested(items: list[Any]) -> dict[str, Any]:
        return {item["question_text"]: nested(item["sub_questions"]) for item in items}

    return nested(expected.body_of(await client.get(path), QuestionTree)["items"])


async def test_questions_are_a_tree_in_their_order(core: Core) -> None:
    async with core.as_("ada") as ada:
        path = await questions(ada)
        assert await shape(ada, path) == {}
        second = await asked(ada, path, "two", display_order=2)
        first = await asked(ada, path, "one", display_order=1)
        for text in ("b", "a"):
            await asked(ada, path, text, parent_question_id=second["id"])
        await asked(ada, path, "c", parent_question_id=first["id"])
        tree = await shape(ada, path)
        assert tree == {"one": {"c": {}}, "two": {"b": {}, "a": {}}}
        assert list(tree) == ["one", "two"]
        assert list(tree["two"]) == ["b", "a"]


async def test_every_field_of_a_question_comes_back_and_null_clears(core: Core) -> None:
    full = {"question_text": "Which?", "question_type": "multiple_choice", "options": ["A", "B"], "display_order": 3}
    async with core.as_("ada") as ada:
        path = await questions(ada)
        parent = await asked(ada, path, "Top")
        made = await ada.post(path, json=full | {"parent_question_id": parent["id"]})
        body = expected.body_of(made, QuestionOut, 201)
        assert {name: body[name] for name in full} == full
        assert (body["parent_question_id"], body["sub_questions"]) == (parent["id"], [])
        assert (await ada.get(path)).json()["items"][0]["sub_questions"] == [body]
        change = {"question_text": "Why?", "question_type": "text", "options": None, "parent_question_id": None}
        patched = expected.body_of(await ada.patch(made.headers["location"], json=change), QuestionOut)
        assert patched == body | change | {"updated_at": patched["updated_at"]}
        assert await shape(ada, path) == {"Top": {}, "Why?": {}}


async def test_a_changed_question_is_answered_with_those_below_it(core: Core) -> None:
    async with core.as_("ada") as ada:
        path = await questions(ada)
        top, _ = await chain(ada, path, "ab")
        patched = expected.body_of(await ada.patch(f"{path}/{top}", json={"display_order": 7}), QuestionOut)
        assert patched == (await ada.get(path)).json()["items"][0]
        assert patched["sub_questions"][0]["question_text"] == "b"


@pytest.mark.parametrize("word", ["multiple-choice", "Multiple Choice", "multiple_choice"])
async def test_the_old_word_for_multiple_choice_is_understood(core: Core, word: str) -> None:
    async with core.as_("ada") as ada:
        made = await asked(ada, await questions(ada), "Which?", question_type=word, options=["A", "B"])
        assert made["question_type"] == "multiple_choice"


async def test_a_rating_may_name_its_scale(core: Core) -> None:
    async with core.as_("ada") as ada:
        path = await questions(ada)
        assert (await asked(ada, path, "How?", question_type="rating", options=["1", "2"]))["options"] == ["1", "2"]
        assert (await asked(ada, path, "How much?", question_type="rating"))["options"] is None


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"question_type": "multiple_choice"}, "options_missing", "#/options"),
        ({"options": ["A", "B"]}, "options_unwanted", "#/options"),
        ({"question_type": "multiple_choice", "options": ["A"]}, "input_invalid", "#/options"),
        ({"question_type": "multiple_choice", "options": ["A"] * 51}, "input_invalid", "#/options"),
        ({"question_type": "essay"}, "input_invalid", "#/question_type"),
        ({"question_text": " "}, "input_invalid", "#/question_text"),
        ({"question_text": None}, "input_invalid", "#/question_text"),
        ({"display_order": -1}, "input_invalid", "#/display_order"),
        ({"campaign_id": str(uuid4())}, "input_invalid", "#/campaign_id"),
        ({"parent_question_id": str(uuid4())}, "parent_unknown", "#/parent_question_id"),
    ],
)
async def test_a_bad_value_is_refused_by_its_name(core: Core, fields: dict[str, Any], code: str, pointer: str) -> None:
    async with core.as_("ada") as ada:
        path = await questions(ada)
        expected.refusal_of(await ada.post(path, json={"question_text": "Why?"} | fields), 422, code, pointer)
        kept = await asked(ada, path, "Kept")
        expected.refusal_of(await ada.patch(f"{path}/{kept['id']}", json=fields), 422, code, pointer)
        assert (await ada.get(path)).json()["items"] == [kept]


async def test_a_question_of_another_campaign_is_no_parent(core: Core) -> None:
    async with core.as_("ada") as ada:
        elsewhere = await asked(ada, await questions(ada), "Elsewhere")
        refused = await ada.post(
            await questions(ada), json={"question_text": "Why?", "parent_question_id": elsewhere["id"]}
        )
        expected.refusal_of(refused, 422, "parent_unknown", "#/parent_question_id")


async def test_questions_lie_four_levels_deep_and_no_deeper_however_they_get_there(core: Core) -> None:
    async with core.as_("ada") as ada:
        path = await questions(ada)
        *_, fourth = await chain(ada, path, "abcd")
        deeper = {"question_text": "e", "parent_question_id": fourth}
        expected.refusal_of(await ada.post(path, json=deeper), 422, "question_too_deep", "#/parent_question_id")
        _, second, _ = await chain(ada, path, "xyz")
        top = (await chain(ada, path, "pqr"))[0]
        refused = await ada.patch(f"{path}/{top}", json={"parent_question_id": second})
        expected.refusal_of(refused, 422, "question_too_deep", "#/parent_question_id")
        assert await shape(ada, path) == {"a": {"b": {"c": {"d": {}}}}, "x": {"y": {"z": {}}}, "p": {"q": {"r": {}}}}


async def test_a_question_cannot_be_moved_below_itself(core: Core) -> None:
    async with core.as_("ada") as ada:
        path = await questions(ada)
        top, middle, last = await chain(ada, path, "abc")
        for parent in (top, middle, last):
            refused = await ada.patch(f"{path}/{top}", json={"parent_question_id": parent})
            expected.refusal_of(refused, 422, "question_below_itself", "#/parent_question_id")
        assert (await ada.patch(f"{path}/{last}", json={"parent_question_id": top})).status_code == 200
        assert await shape(ada, path) == {"a": {"b": {}, "c": {}}}


async def test_two_who_move_questions_below_each_other_at_once_make_no_ring(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("ada") as again:
        for _ in range(5):
            path = await questions(ada)
            one, other = [made["id"] for made in await asyncio.gather(asked(ada, path, "a"), asked(again, path, "b"))]
            both = await asyncio.gather(
                ada.patch(f"{path}/{one}", json={"parent_question_id": other}),
                again.patch(f"{path}/{other}", json={"parent_question_id": one}),
            )
            assert sorted(response.status_code for response in both) == [200, 422]
            assert await shape(ada, path) in ({"a": {"b": {}}}, {"b": {"a": {}}})


async def test_dropping_a_question_drops_those_below_it(core: Core) -> None:
    async with core.as_("ada") as ada:
        path = await questions(ada)
        _, second, _ = await chain(ada, path, "abc")
        assert (await ada.delete(f"{path}/{second}")).status_code == 204
        assert await shape(ada, path) == {"a": {}}
        expected.refusal_of(await ada.delete(f"{path}/{second}"), 404, "screening_question_missing")


async def test_a_campaign_has_at_most_500_questions(core: Core) -> None:
    async with core.as_("ada") as ada:
        path = await questions(ada)
        await core.owner_sql(
            """
            INSERT INTO expert_network.screening_questions (workspace_id, id, campaign_id, question_text)
            SELECT $1, gen_random_uuid(), $2, 'Question ' || n FROM generate_series(1, 499) n
            """,
            *(core.workspace("ada"), UUID(path.split("/")[3])),
        )
        await asked(ada, path, "The last")
        assert len(expected.body_of(await ada.get(path), QuestionTree)["items"]) == 500
        refused = await ada.post(path, json={"question_text": "One more"})
        assert expected.refusal_of(refused, 409, "questions_full")["limit"] == 500


async def test_a_stranger_finds_no_question_or_campaign_of_anothers(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        path = await questions(ada)
        campaign_id, id_ = path.split("/")[3], (await asked(ada, path, "Secret"))["id"]
        missing, text = expected.is_missing_as_if_absent, {"question_text": "Mine"}
        await missing(bob, "GET", "/api/campaigns/{}/screening-questions", campaign_id)
        await missing(bob, "POST", "/api/campaigns/{}/screening-questions", campaign_id, json=text)
        for where in (path, await questions(bob)):
            await missing(bob, "PATCH", f"{where}/{{}}", id_, json=text)
            await missing(bob, "DELETE", f"{where}/{{}}", id_)
        foreign, absent = [
            await bob.post(
                await questions(bob), json=text | {"parent_question_id": parent}, headers=expected.REQUEST_ID
            )
            for parent in (id_, str(uuid4()))
        ]
        assert foreign.status_code == 422
        assert foreign.content == absent.content


async def test_a_change_made_against_an_older_state_is_refused(core: Core) -> None:
    async with core.as_("ada") as ada:
        made = await ada.post(await questions(ada), json={"question_text": "Why?"})
        address, seen = made.headers["location"], {"if-match": made.headers["etag"]}
        assert (await ada.patch(address, json={"display_order": 1}, headers=seen)).status_code == 200
        expected.refusal_of(await ada.patch(address, json={}, headers=seen), 412, "changed_since_read")
        expected.refusal_of(await ada.delete(address, headers=seen), 412, "changed_since_read")
