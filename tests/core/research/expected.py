"""What several rooms' tests hold answers against: the published shape, and the sameness of absent and foreign."""

from typing import Any
from uuid import uuid4

import httpx2
from pydantic import TypeAdapter

REQUEST_ID = {"x-request-id": "the-same-for-all"}
CAMPAIGN = {
    "campaign_name": "Hospital records",
    "industry_vertical": "Healthcare",
    "start_date": "2026-11-16",
    "target_completion_date": "2026-12-23",
}


def body_of(response: httpx2.Response, model: Any, status: int = 200) -> Any:
    """The JSON of an answer that has this status and exactly the members of the model it is published with."""
    assert response.status_code == status, response.text
    TypeAdapter(model).validate_json(response.content, extra="forbid")
    return response.json()


def refusal_of(response: httpx2.Response, status: int, code: str, pointer: str | None = None) -> Any:
    """The JSON of a refusal of this status and code, naming this field."""
    problem = response.json()
    assert (response.status_code, problem["code"]) == (status, code), response.text
    if pointer is not None:
        assert [error["pointer"] for error in problem["errors"]] == [pointer]
    return problem


async def campaign(client: httpx2.AsyncClient) -> str:
    """The id of a new campaign."""
    made = await client.post("/api/campaigns", json=CAMPAIGN)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def is_missing_as_if_absent(client: httpx2.AsyncClient, method: str, path: str, id_: str, **sent: Any) -> None:
    """What another workspace has under `id_` answers like an id nobody has; `path` holds `{}` where the id goes."""
    foreign = await client.request(method, path.format(id_), headers=REQUEST_ID, **sent)
    absent = await client.request(method, path.format(uuid4()), headers=REQUEST_ID, **sent)
    assert foreign.status_code == absent.status_code == 404
    assert foreign.content == absent.content
