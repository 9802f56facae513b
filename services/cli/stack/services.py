"""The services of the stack: which command each one is, with which environment, and how it tells that it is ready."""

import sys
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import ValidationError

from services.cli.stack import ports
from services.cli.stack.environment import of_service
from services.cli.stack.errors import StackError
from services.cli.stack.supervisor import Service
from shared.db import roles
from shared.settings import Settings

CORE_PORT = 8000
Kind = TypeVar("Kind", bound=Settings)


def core_port(environment: Mapping[str, str]) -> int:
    """The port of CORE_URL if that is set, else 8000 or any free one. Raises StackError if CORE_URL's is taken."""
    asked = environment.get("CORE_URL")
    if not asked:
        return ports.preferred(CORE_PORT)
    port = urlsplit(asked).port or 80
    if not ports.is_free(port):
        raise StackError(f"port {port} is in use: free it, or set another one in CORE_URL")
    return port


def all_of(environment: Mapping[str, str], owner_url: str, port: int, core: int) -> list[Service]:
    """Core, worker and gateway, each with the database role that is its own."""
    settings = settings_of(environment, Settings)
    core_url, gateway_url = f"http://{ports.LOOPBACK}:{core}", f"http://{ports.LOOPBACK}:{port}"
    for_core = of_service(
        environment,
        DATABASE_URL=roles.role_url(owner_url, roles.CORE, settings),
        HOST=ports.LOOPBACK,
        PORT=str(core),
    )
    for_gateway = of_service(
        environment,
        DATABASE_URL=roles.role_url(owner_url, roles.GATEWAY, settings),
        HOST=ports.LOOPBACK,
        PORT=str(port),
        CORE_URL=core_url,
        BETTER_AUTH_URL=environment.get("BETTER_AUTH_URL") or gateway_url,
    )
    return [
        Service("core", python("services.core"), for_core, f"{core_url}/readyz"),
        Service("worker", python("services.core.worker"), for_core | {"GATEWAY_URL": gateway_url}),
        Service("gateway", python("services.gateway"), for_gateway, f"{gateway_url}/readyz"),
    ]


def operator(environment: Mapping[str, str], owner_url: str, *words: str) -> Service:
    """One of the operator's own commands, run with the owner's rights."""
    return Service(words[0], python("services.cli", *words), dict(environment) | {"DATABASE_URL": owner_url})


def settings_of(environment: Mapping[str, str], kind: type[Kind]) -> Kind:
    """The settings of that kind as this environment gives them. Raises StackError for a value that is refused."""
    known: dict[str, Any] = {
        name.lower(): value for name, value in environment.items() if name.lower() in kind.model_fields
    }
    try:
        return kind(_env_file=None, **known)
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise StackError(f"{name} {first['msg'].removeprefix('Value error, ')}".strip()) from error


def python(module: str, *words: str) -> list[str]:
    """The command that runs a module with this very Python."""
    return [sys.executable, "-m", module, *words]
