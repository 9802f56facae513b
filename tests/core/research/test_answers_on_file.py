"""Answers and their questions: who answered before a question was asked, or after it was gone."""

import pytest

from shared.db.session import Transactions
from tests.core.research import expected
from tests.core.research.screened import EXPECTS, GOOD, asked, scored, work
from tests.core.research.test_companies import offered
from tests.support.core import Core


@pytest.mark.parametrize("reworded", [False, True], ids=["asked", "reworded"])
async def test_answers_on_file_to_a_questions_very_words_are_scored_by_it(
    core: Core, transactions: Transactions, reworded: bool
) -> None:
    async with core.as_("ada") as ada:
        campaign_id, elsewhere = await expected.campaign(ada), await expected.campaign(ada)
        question = await asked(ada, campaign_id, "What else?") if reworded else None
        offer, other = await offered(ada, campaign_id), await offered(ada, elsewhere)
        for each in (offer, other):
            given = {"question_text": "Who chose?", "response_text": GOOD}
            assert (await ada.post(f"/api/experts/{each['id']}/screening", json=given)).status_code == 201
        assert (await scored(ada, offer))["answered"] == 0
        if question is None:
            question = await asked(ada, campaign_id, "  Who chose? ", rules=EXPECTS)
        else:
            path = f"/api/campaigns/{campaign_id}/screening-questions/{question['id']}"
            await ada.patch(path, json={"question_text": "Who chose?", "rules": EXPECTS})
        await work(core, transactions, campaign_id)
        score = await scored(ada, offer)
        assert (score["answered"], score["asked"], score["parts"]["answers"], score["stale"]) == (1, 1, 100, False)
        (answer,) = (await ada.get(f"/api/experts/{offer['id']}/screening")).json()["items"]
        assert answer["screening_question_id"] == question["id"]
        (answer,) = (await ada.get(f"/api/experts/{other['id']}/screening")).json()["items"]
        assert answer["screening_question_id"] is None


async def test_what_was_answered_stays_when_its_question_goes_and_counts_when_it_is_asked_again(
    core: Core, transactions: Transactions
) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        above = await asked(ada, campaign_id, "Anything else?")
        question = await asked(ada, campaign_id, parent_question_id=above["id"], rules=EXPECTS)
        offer = await offered(ada, campaign_id)
        answers = f"/api/experts/{offer['id']}/screening"
        given = {"screening_question_id": question["id"], "response_text": GOOD}
        assert (await ada.post(answers, json=given)).status_code == 201
        questions = f"/api/campaigns/{campaign_id}/screening-questions"
        assert (await ada.delete(f"{questions}/{above['id']}")).status_code == 204
        await work(core, transactions, campaign_id)
        (kept,) = (await ada.get(answers)).json()["items"]
        assert (kept["question_text"], kept["response_text"]) == ("Who chose?", GOOD)
        assert kept["screening_question_id"] is None and (await scored(ada, offer))["asked"] == 0
        await asked(ada, campaign_id, rules=EXPECTS)
        await work(core, transactions, campaign_id)
        assert (await scored(ada, offer))["answered"] == 1
