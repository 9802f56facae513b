"""Nothing that comes in may be a day or moment too near the ends of the calendar: each has one of the bounded types."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated, Any, get_args, get_origin

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import AfterValidator, AwareDatetime, BaseModel, FutureDate, NaiveDatetime, PastDate

from services.core.main import create_app
from services.gateway import main as gateway
from shared import types
from shared.contracts.input import Input
from tests.support import settings

NOWHERE = "postgresql://nowhere/nothing"
TIMES = (date, datetime, AwareDatetime, NaiveDatetime, PastDate, FutureDate)
BOUNDS = {
    bound.func
    for bounded in (types.Instant, types.WallTime, types.Day, types.LastDay)
    for bound in get_args(bounded)
    if isinstance(bound, AfterValidator)
}


def unbounded(annotation: Any, metadata: Iterable[Any] = (), seen: frozenset[Any] = frozenset()) -> Iterator[str]:
    """The fields below a type that are times of any year, each by its way there."""
    if get_origin(annotation) is Annotated:
        yield from unbounded(annotation.__origin__, (*metadata, *annotation.__metadata__), seen)
    elif annotation in TIMES:
        if not any(isinstance(each, AfterValidator) and each.func in BOUNDS for each in metadata):
            yield ""
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in seen:
        for name, field in annotation.model_fields.items():
            for way in unbounded(field.annotation, field.metadata, seen | {annotation}):
                yield f"{annotation.__name__}.{name} {way}".strip()
    else:
        for part in get_args(annotation):
            yield from unbounded(part, (), seen)


def taken(app: FastAPI) -> Iterator[tuple[str, Any, Iterable[Any]]]:
    """Everything a route takes: path, query, headers and body."""
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIRoute):
            for field in _fields(context.dependant):
                yield f"{context.path} {field.name}", field.field_info.annotation, field.field_info.metadata


def _fields(dependant: Dependant) -> Iterator[Any]:
    yield from (*dependant.path_params, *dependant.query_params, *dependant.header_params, *dependant.body_params)
    for deeper in dependant.dependencies:
        yield from _fields(deeper)


def test_no_route_takes_a_time_of_any_year() -> None:
    apps = (create_app(settings.of_core(NOWHERE)), gateway.create_app(settings.of_gateway(NOWHERE)))
    everything = [each for app in apps for each in taken(app)]
    assert len(everything) > 200
    assert [f"{place}: {way}" for place, what, metadata in everything for way in unbounded(what, metadata)] == []


@pytest.mark.parametrize("planted", [date, datetime | None, list[AwareDatetime], Annotated[date | None, "said"]])
def test_a_time_of_any_year_is_found(planted: Any) -> None:
    class Planted(Input):
        when: planted
        bounded: types.Day | None = None
        also: list[types.Instant]

    assert list(unbounded(list[Planted])) == ["Planted.when"]
