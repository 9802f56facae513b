"""What every test may ask for: a real Postgres with real roles, core in this process, the gateway in front of it.

One server and one migrated template per run: under xdist the controller makes them and its workers copy the template.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack

import httpx2
import pytest
import structlog
from fastapi import FastAPI

from services.core import main as core_main
from services.gateway import main as gateway_main
from services.gateway.auth import passwords
from tests.support import databases, settings
from tests.support.core import Core
from tests.support.databases import Database
from tests.support.mailbox import Mailbox
from tests.support.stack import Stack

GROUND = pytest.StashKey[ExitStack]()
TEMPLATE = pytest.StashKey[str]()


def pytest_configure() -> None:
    """Tracebacks in tests show no more than those of production: the lines, never the values in them."""
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, plain])


def template_of(config: pytest.Config) -> str:
    """The owner's URL of the run's template, made when first asked for."""
    if given := getattr(config, "workerinput", {}).get("template"):
        return str(given)
    if TEMPLATE not in config.stash:
        ground = config.stash[GROUND] = ExitStack()
        server = ground.enter_context(databases.server())
        config.stash[TEMPLATE] = ground.enter_context(databases.template(server))
    return config.stash[TEMPLATE]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: pytest.Item) -> None:
    """xdist's controller tells each worker where the template is."""
    node.workerinput["template"] = template_of(node.config)  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    """The server goes with the run."""
    if GROUND in config.stash:
        config.stash[GROUND].close()


@pytest.fixture(autouse=True)
def _cheap_hashing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes at a thousandth of their cost, where a test is not about them: thousands of tests sign somebody up."""
    if not request.node.get_closest_marker("full_cost"):
        monkeypatch.setattr(passwords, "N", 16)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """One event loop for the whole session, so that an app can serve many tests."""
    return "asyncio"


@pytest.fixture(scope="session")
def template(request: pytest.FixtureRequest) -> str:
    """The owner's URL of the migrated database that others are copied from."""
    return template_of(request.config)


@pytest.fixture(scope="session")
def database(template: str) -> Iterator[Database]:
    """This worker's database. Tests share it and never a workspace in it."""
    with databases.copy(template) as made:
        yield made


@pytest.fixture
def own_database(template: str) -> Iterator[Database]:
    """A migrated database for one test alone."""
    with databases.copy(template) as made:
        yield made


@pytest.fixture
def empty_database(template: str) -> Iterator[str]:
    """The owner's URL of a database without anything in it, for one test alone."""
    with databases.empty(template) as url:
        yield url


@pytest.fixture(scope="session")
async def core_app(database: Database, anyio_backend: str) -> AsyncIterator[FastAPI]:
    """The internal service, started."""
    app = core_main.create_app(settings.of_core(database.core_url))
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
def core(core_app: FastAPI, database: Database) -> Core:
    """The internal service, with people nobody else has met."""
    return Core(core_app, database)


@pytest.fixture(scope="session")
async def gateway_app(core_app: FastAPI, database: Database, anyio_backend: str) -> AsyncIterator[FastAPI]:
    """The public service, started, with core behind it in this process."""
    transport = httpx2.ASGITransport(app=core_app, raise_app_exceptions=False)
    app = gateway_main.create_app(settings.of_gateway(database.gateway_url), transport=transport)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
def stack(gateway_app: FastAPI) -> Stack:
    """The gateway in front of core."""
    return Stack(gateway_app)


@pytest.fixture
def mailbox(database: Database) -> Mailbox:
    """The mails queued in the database that tests share."""
    return Mailbox(database)
