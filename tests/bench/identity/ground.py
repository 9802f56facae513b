"""What is measured: two gateways on one database in front of core, and one whose core answers with endless streams."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from services.cli.stack import ports, services
from services.cli.stack.supervisor import Service
from shared.db import roles
from tests.bench import stage
from tests.gateway.auth.oauth.provider import CLIENT_ID, CLIENT_SECRET, Realm, serving
from tests.gateway.proxy.upstream import Peer
from tests.support import databases, settings
from tests.support.databases import Database

PROVIDER = "realm"
EVENTS = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
EVENT = b"data: still here\n\n"
EVENT_EVERY = 0.5
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where everything listens; `process` is the id of the first gateway's."""

    gateways: tuple[str, str]
    streaming: str
    upstream_port: int
    process: int
    database: Database
    realm: Realm


@contextmanager
def raised() -> Iterator[Ground]:
    """All of it, taken down afterwards."""
    with ExitStack() as stack:
        owner_url = stack.enter_context(databases.template(stack.enter_context(databases.server())))
        realm = stack.enter_context(serving()).realm(PROVIDER)
        core, first, second, streaming, upstream = (ports.any_free() for _ in range(5))
        environment = _environment(f"http://{ports.LOOPBACK}:{first}", realm)
        research, _, gateway = services.all_of(environment, owner_url, first, core)
        stage.start(stack, research)
        child = stage.start(stack, gateway)
        stage.start(stack, _replica(environment, owner_url, second, core))
        stage.start(stack, _replica(environment, owner_url, streaming, upstream))
        urls = [f"http://{ports.LOOPBACK}:{port}" for port in (first, second, streaming)]
        yield Ground((urls[0], urls[1]), urls[2], upstream, child.pid, Database(owner_url), realm)


def _environment(public: str, realm: Realm) -> dict[str, str]:
    """Every request may say whose address it comes from; mails are queued and never sent."""
    provider = {
        "id": PROVIDER,
        "issuer": realm.issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    }
    return {
        **stage.ENVIRONMENT,
        "BETTER_AUTH_URL": public,
        "TRUSTED_PROXIES": ports.LOOPBACK,
        "SMTP_URL": "smtp://mail.example",
        "MAIL_FROM": "Canvass <mail@example.com>",
        "OIDC_PROVIDERS": json.dumps([provider]),
    }


def _replica(environment: dict[str, str], owner_url: str, port: int, core: int) -> Service:
    own = {
        **environment,
        "DATABASE_URL": roles.role_url(owner_url, roles.GATEWAY, settings.SETTINGS),
        "HOST": ports.LOOPBACK,
        "PORT": str(port),
        "CORE_URL": f"http://{ports.LOOPBACK}:{core}",
    }
    return Service("replica", services.python("services.gateway"), own, f"http://{ports.LOOPBACK}:{port}/livez")


async def endless(peer: Peer) -> None:
    """In core's place: events without end."""
    await peer.head()
    await peer.say(EVENTS)
    while True:
        await peer.say(b"%x\r\n%b\r\n" % (len(EVENT), EVENT))
        await asyncio.sleep(EVENT_EVERY)
