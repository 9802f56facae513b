"""Has answers written by a model behind an OpenAI-compatible endpoint (POST {base}/chat/completions).

Never falls back to anything: an endpoint that fails ends the simulation in words.
"""

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from services.cli.stack.errors import StackError
from services.core.simulator import prompts
from services.core.simulator.personas import Asked, Key

BASE_URL, MODEL, KEY = "CANVASS_LLM_BASE_URL", "CANVASS_LLM_MODEL", "CANVASS_LLM_KEY"
TIMEOUT, ATTEMPTS, AT_ONCE = 60.0, 3, 8
LONGEST, MOST_PARAGRAPHS = 6_000, 4
PASSING = frozenset({408, 429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers; `base_url` ends before /chat/completions."""

    base_url: str
    model: str
    key: str | None = None


def configured(environment: Mapping[str, str]) -> Endpoint | None:
    """The endpoint the settings name; None without one. Raises StackError for an address without a model."""
    base_url, model = environment.get(BASE_URL), environment.get(MODEL)
    if not base_url:
        return None
    if not model:
        raise StackError(f"{BASE_URL} is set, but {MODEL} does not say which model to ask")
    return Endpoint(base_url.rstrip("/"), model, environment.get(KEY) or None)


class ChatWriter:
    """Puts answers into words through an endpoint; the same seed is handed on with every request."""

    def __init__(self, endpoint: Endpoint, *, seed: int, pause: float = 1.0) -> None:
        self._endpoint, self._seed, self._pause = endpoint, seed, pause

    def write(self, asked: Iterable[Asked]) -> Mapping[Key, str]:
        """The answer to each. Raises StackError when the endpoint does not give one."""
        return asyncio.run(self._write(list(asked)))

    async def _write(self, asked: list[Asked]) -> Mapping[Key, str]:
        headers = {"authorization": f"Bearer {self._endpoint.key}"} if self._endpoint.key else {}
        room = asyncio.Semaphore(AT_ONCE)
        async with httpx2.AsyncClient(timeout=TIMEOUT, headers=headers) as client:
            try:
                async with asyncio.TaskGroup() as group:
                    told = {each.key: group.create_task(self._one(client, room, each)) for each in asked}
            except* StackError as failures:
                raise failures.exceptions[0] from failures
        return {key: task.result() for key, task in told.items()}

    async def _one(self, client: httpx2.AsyncClient, room: asyncio.Semaphore, asked: Asked) -> str:
        body = {"model": self._endpoint.model, "messages": prompts.messages(asked), "seed": self._seed}
        async with room:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    answer = await client.post(f"{self._endpoint.base_url}/chat/completions", json=body)
                except httpx2.TransportError as error:
                    trouble = str(error) or type(error).__name__
                else:
                    if answer.is_success:
                        return _prose(answer)
                    trouble = f"{answer.status_code} {answer.text[:200]}"
                    if answer.status_code not in PASSING:
                        break
                if attempt < ATTEMPTS:
                    await asyncio.sleep(self._pause * attempt)
        raise self._failed(trouble)

    def _failed(self, trouble: str) -> StackError:
        where = self._endpoint.base_url
        return StackError(f"the model at {where} does not answer: {trouble}; --offline writes without it")


def _prose(answer: httpx2.Response) -> str:
    """The words of a completion as a vendor would pass them on: at most four paragraphs, no marks a mail uses."""
    try:
        content: Any = answer.json()["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError) as error:
        raise StackError(f"the model's answer is no chat completion: {answer.text[:200]}") from error
    if not isinstance(content, str) or not content.strip():
        raise StackError("the model's answer is empty")
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", content.strip())]
    return "\n\n".join(paragraphs[:MOST_PARAGRAPHS]).replace('"', "'")[:LONGEST]
