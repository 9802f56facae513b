"""What a campaign asks, what experts answer, and what that scores; and the worker that scores anew."""

from typing import Any

import httpx2

from services.core import wiring
from services.core.research.campaigns import rescoring
from services.core.research.screening.schemas import QuestionOut, ScoreWithReasonsOut
from shared.db.session import Transactions
from shared.jobs.queue import Job
from tests.core.research import expected
from tests.support.core import Core

Json = dict[str, Any]
GOOD = "We led the vendor selection at the hospital and negotiated the renewal."
EXPECTS = {"expects": ["vendor selection"]}


async def asked(client: httpx2.AsyncClient, campaign_id: str, text: str = "Who chose?", **fields: Any) -> Json:
    path = f"/api/campaigns/{campaign_id}/screening-questions"
    body: Json = expected.body_of(await client.post(path, json={"question_text": text} | fields), QuestionOut, 201)
    return body


async def answered(client: httpx2.AsyncClient, offer: Json, question: Json, text: str) -> Json:
    body = {"screening_question_id": question["id"], "response_text": text}
    made = await client.post(f"/api/experts/{offer['id']}/screening", json=body)
    assert made.status_code == 201, made.text
    given: Json = made.json()
    return given


async def scored(client: httpx2.AsyncClient, offer: Json) -> Json:
    body: Json = expected.body_of(await client.get(f"/api/experts/{offer['id']}/score"), ScoreWithReasonsOut)
    return body


async def work(core: Core, transactions: Transactions, campaign_id: str) -> None:
    """What a worker does with the job."""
    kinds = wiring.jobs(transactions, mail=None, telling=None)  # type: ignore[arg-type]
    await kinds[rescoring.RESCORE].work(Job(core.principal(), {"campaign_id": campaign_id}))
