"""The client of a model keeps to the chat completions contract, and says what is wrong instead of inventing."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from services.cli.simulation import prose
from services.cli.simulation.prose import ChatWriter, Endpoint
from services.cli.stack.errors import StackError
from services.core.simulator import making, prompts
from services.core.simulator.personas import Asked

Json = dict[str, Any]
Reply = Callable[[int], tuple[int, Json]]


class Model:
    """A stand-in for a model's server: what it was sent, in the order it came."""

    def __init__(self, reply: Reply) -> None:
        self.reply, self.bodies, self.headers = reply, list[Json](), list[dict[str, str]]()
        self.paths: list[str] = []
        self.url = ""


@contextmanager
def model(reply: Reply) -> Iterator[Model]:
    """A model's server on a port of its own."""
    stand_in = Model(reply)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            stand_in.bodies.append(json.loads(body))
            stand_in.headers.append({name.lower(): value for name, value in self.headers.items()})
            stand_in.paths.append(self.path)
            status, answer = stand_in.reply(len(stand_in.bodies))
            told = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    stand_in.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield stand_in
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def completion(content: object) -> Json:
    return {"choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}]}


def asked(*, vague: bool = False) -> Asked:
    world = making.make(3, campaigns=1, weeks=1)
    campaign = world.campaigns[0]
    return Asked(campaign.offers[0].person, campaign.questions[2], campaign.key, campaign.theme, vague)


def writer(stand_in: Model) -> ChatWriter:
    return ChatWriter(Endpoint(stand_in.url, "some-model", "secret"), seed=7, pause=0.0)


def test_a_completion_becomes_the_answer() -> None:
    question = asked()
    with model(lambda _: (200, completion('Price. We "won".\nMore.\n\nTwo\n\nThree\n\nFour\n\nFive'))) as stand_in:
        told = writer(stand_in).write([question])
    assert told == {question.key: "Price. We 'won'. More.\n\nTwo\n\nThree\n\nFour"}
    body, headers = stand_in.bodies[0], stand_in.headers[0]
    assert stand_in.paths == ["/v1/chat/completions"]
    assert body == {"model": "some-model", "seed": 7, "messages": prompts.messages(question)}
    assert headers["authorization"] == "Bearer secret"


def test_a_world_is_written_by_the_model() -> None:
    with model(lambda number: (200, completion(f"Words {number}.\n\nMore of {number}."))) as stand_in:
        world = making.make(3, campaigns=1, weeks=1, writer=writer(stand_in))
    told = {answer for batch in world.batches.values() for offer in batch.offers for answer in offer.answers.values()}
    assert told
    assert all(answer.startswith("Words ") for answer in told)
    assert len(stand_in.bodies) == len(told)


def test_what_passes_is_tried_again() -> None:
    question = asked()
    answers = {1: (503, {"error": "busy"}), 2: (429, {"error": "slower"}), 3: (200, completion("Price. Yes."))}
    with model(lambda number: answers[number]) as stand_in:
        assert writer(stand_in).write([question]) == {question.key: "Price. Yes."}


@pytest.mark.parametrize(
    ("status", "answer", "said", "tries"),
    [
        (401, {"error": "no such key"}, "401 .*no such key.*--offline", 1),
        (500, {"error": "broken"}, "500 .*broken.*--offline", 3),
        (200, {"choices": []}, "no chat completion", 1),
        (200, {"choices": [{"message": {"content": None}}]}, "empty", 1),
        (200, completion("  \n "), "empty", 1),
    ],
)
def test_what_fails_is_said_and_nothing_is_made_up(status: int, answer: Json, said: str, tries: int) -> None:
    with model(lambda _: (status, answer)) as stand_in, pytest.raises(StackError, match=said):
        writer(stand_in).write([asked()])
    assert len(stand_in.bodies) == tries


def test_nobody_at_the_address_is_said() -> None:
    silent = ChatWriter(Endpoint("http://127.0.0.1:9/v1", "some-model"), seed=7, pause=0.0)
    with pytest.raises(StackError, match="does not answer"):
        silent.write([asked()])


def test_settings_name_the_endpoint_or_none() -> None:
    assert prose.configured({}) is None
    given = {prose.BASE_URL: "https://models.example/v1/", prose.MODEL: "m"}
    assert prose.configured(given) == Endpoint("https://models.example/v1", "m", None)
    with pytest.raises(StackError, match=prose.MODEL):
        prose.configured({prose.BASE_URL: "https://models.example/v1"})


def test_the_prompt_says_who_is_asked_what_and_how() -> None:
    question = asked()
    system, user = (each["content"] for each in prompts.messages(question))
    assert "two to four paragraphs" in system
    assert question.person.title in user
    assert question.question.text in user
    assert ", ".join(question.question.options) in user
    assert question.person.surname not in user
    assert "evasive" in prompts.messages(asked(vague=True))[1]["content"]
