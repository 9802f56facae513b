"""What core says it answers is what it answers: Postgres builds the JSON, so nothing else holds it to its model."""

from collections.abc import Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin

from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel, TypeAdapter

from tests.support import contract
from tests.support.core import Core
from tests.support.world import World


def models(core: Core) -> Iterator[tuple[str, Any]]:
    """Every public path that can be read as JSON, with the model of its answer."""
    for context in iter_route_contexts(core.app.routes):
        route = context.original_route
        if not isinstance(route, APIRoute) or not route.include_in_schema:
            continue
        if "GET" in (context.methods or ()) and context.response_model is not None:
            yield str(context.path), context.response_model


def strangers(model: Any, value: Any, place: str = "") -> Iterator[str]:
    """Members that the model does not name, or names and are not there; types are the validation's to check."""
    if isinstance(value, list):
        inner = next(iter(get_args(model)), Any)
        for index, each in enumerate(value):
            yield from strangers(inner, each, f"{place}/{index}")
    elif get_origin(model) in (Union, UnionType):
        for choice in get_args(model):
            yield from strangers(choice, value, place)
    elif isinstance(model, type) and issubclass(model, BaseModel) and isinstance(value, dict):
        required = {name for name, field in model.model_fields.items() if field.is_required()}
        yield from (f"{place}/{name} is not in {model.__name__}" for name in value.keys() - model.model_fields.keys())
        yield from (f"{place}/{name} is missing" for name in required - value.keys())
        for name, field in model.model_fields.items():
            if name in value:
                yield from strangers(field.annotation, value[name], f"{place}/{name}")


async def test_every_answer_is_what_its_model_says(core: Core) -> None:
    world = await World(core, "ada", contract.of(core.app)).build()
    findings, seen = [], 0
    async with world.client as ada:
        for path, model in models(core):
            response = await ada.get(path.format(**world.ids))
            assert response.status_code == 200, f"{path}: {response.text}"
            TypeAdapter(model).validate_json(response.content)
            findings += [f"{path}: {each}" for each in strangers(model, response.json())]
            seen += len(response.json().get("items", [1])) > 0
    assert findings == []
    assert seen >= 20


async def test_what_a_command_answers_is_what_a_read_answers_next(core: Core) -> None:
    async with core.as_("ada") as ada:
        for path, body in (
            ("/api/projects", {"project_name": "Atlas"}),
            ("/api/team-members", {"name": "Mia", "designation": "Lead"}),
            ("/api/vendors", {"name": "A network of our own"}),
        ):
            made = await ada.post(path, json=body)
            read = await ada.get(made.headers["location"])
            assert (read.content, read.headers["etag"]) == (made.content, made.headers["etag"]), path


def test_every_operation_has_a_name_of_its_own(core: Core) -> None:
    names = [each["operationId"] for item in contract.document_of(core.app)["paths"].values() for each in item.values()]
    assert len(names) == len(set(names)) >= 60


def test_every_operation_tells_how_it_may_fail(core: Core) -> None:
    told = [
        f"{method} {path} {status}"
        for path, item in contract.document_of(core.app)["paths"].items()
        for method, each in item.items()
        for status in ("401", "422", "503")
        if "application/problem+json" not in each["responses"].get(status, {}).get("content", {})
    ]
    assert told == []
