"""The two servers that are compared, each a process of its own on the database it is given."""

import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from services.cli.stack import ports, process
from tests.betterauth import packages
from tests.betterauth.mails import caught
from tests.support.running import CANVASS, FROM_OUTSIDE

PATIENCE = 90.0
SECRETS = {
    "BETTER_AUTH_SECRET": "tNq4vXb9Lw2Rk7Zs5Hd8Jf3Gc6My1PaE",
    "INTERNAL_TOKEN_SECRET": "Ue5Yb8Kc2Wm9Qx4Tz7Vr3Ns6Lh1Dj0Fg",
}
GITHUB = f"http://{ports.LOOPBACK}:{ports.any_free()}"
"""Where the stand-in for GitHub is to answer."""
OURS = {
    "MAIL_FROM": "measure@example.com",
    "GITHUB_CLIENT_ID": "measure",
    "GITHUB_CLIENT_SECRET": "measure",
    "GITHUB_API_URL": GITHUB,
}
USUAL = {"RATE_LIMIT_ENABLED": "false", "SESSION_COOKIE_CACHE": "off"}
"""What both servers are told in the same words, unless a scenario is about it."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server answers, its database as the owner, and the file that holds the links it mailed."""

    name: str
    url: str
    database: str
    mail: str


@contextmanager
def node(ground: Path, database: str, *, migrate: bool, setting: dict[str, str] = USUAL) -> Iterator[Server]:
    """A BetterAuth server; told not to migrate, it has to find every table as it is."""
    mail, port = ground / "node.mails", ports.any_free()
    mail.touch()
    environment = own() | {"PORT": str(port), "DATABASE_URL": database, "MAIL_FILE": str(mail)}
    environment |= {"MIGRATE": "yes" if migrate else "no"} | setting
    with _running([packages.NODE, str(packages.HERE / "reference.mjs")], environment, ground / "node.log"):
        yield Server("node", f"http://{ports.LOOPBACK}:{port}", database, str(mail))


@contextmanager
def canvass(ground: Path, database: str, *, setting: dict[str, str] = USUAL) -> Iterator[Server]:
    """The whole stack of Canvass, which brings the database to its newest migration first."""
    mail, port = ground / "canvass.mails", ports.any_free()
    command = [*CANVASS, "up", "--data", str(ground / "data"), "--port", str(port)]
    with caught(mail) as smtp:
        environment = own() | OURS | setting | {"DATABASE_URL": database, "SMTP_URL": smtp}
        environment |= {"CORE_URL": f"http://{ports.LOOPBACK}:{ports.any_free()}"}
        with _running(command, environment, ground / "canvass.log"):
            yield Server("canvass", f"http://{ports.LOOPBACK}:{port}", database, str(mail))


def own() -> dict[str, str]:
    """This process's environment without what would point a server elsewhere, with what both servers share."""
    kept = {name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE}
    return kept | SECRETS | {"GITHUB_URL": GITHUB}


@contextmanager
def _running(command: list[str], environment: Mapping[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        child = process.start(command, env=environment, output=output)
        try:
            end = time.monotonic() + PATIENCE
            while "ready: " not in log.read_text():
                if child.poll() is not None or time.monotonic() > end:
                    sys.exit(f"{command[0]} did not start:\n{log.read_text()}")
                time.sleep(0.05)
            yield
        finally:
            process.stop(child, signal.SIGTERM, grace=30)
