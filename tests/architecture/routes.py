"""What core's routes are and whom each asks for; the only place that knows how FastAPI keeps them."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from services.core import deps
from services.core.platform.commands import CommandRoute
from services.core.platform.policies import Policy

READS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class CoreRoute:
    """One method of one path: whether somebody must be signed in, anybody may come, and what a command needs."""

    path: str
    method: str
    asks_member: bool
    asks_anyone: bool
    asks_operator: bool
    policy: Policy | None

    @property
    def is_command(self) -> bool:
        """Whether the route writes."""
        return self.policy is not None

    @property
    def names_its_caller(self) -> bool:
        """Whether the route knows who is asking; a command asks before its handler runs."""
        return self.asks_member or self.asks_anyone or self.asks_operator or self.is_command


def of(app: FastAPI) -> list[CoreRoute]:
    """Every route of an app, its health and figures included."""
    return sorted(_routes(app), key=lambda route: (route.path, route.method))


def _routes(app: FastAPI) -> Iterator[CoreRoute]:
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        asked = _asked(context.dependant) if isinstance(route, APIRoute) else frozenset()
        for method in context.methods or {"GET"}:
            yield CoreRoute(
                path=str(context.path),
                method=method,
                asks_member=deps.member in asked,
                asks_anyone=deps.anyone in asked,
                asks_operator=deps.operator in asked,
                policy=route.policy if isinstance(route, CommandRoute) else None,
            )


def _asked(dependant: Dependant) -> frozenset[object]:
    """Everything a route's handler depends on, however deep."""
    return frozenset({dependant.call}).union(*(_asked(deeper) for deeper in dependant.dependencies))
