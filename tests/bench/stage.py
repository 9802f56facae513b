"""What is measured, as real processes on a throwaway Postgres: core, the gateway, and the plain service beside them."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx2

from services.cli.stack import health, ports, process, services
from services.cli.stack.supervisor import Service
from shared.contracts.principal import Principal, workspace_of
from shared.db import roles
from shared.security import internal_token
from shared.types import new_id
from tests.support import databases, settings

ROOT = Path(__file__).resolve().parents[2]
CAMPAIGNS = 1000
PATIENCE = 60.0
ENVIRONMENT = {
    **process.BARE,
    "ENVIRONMENT": "test",
    "INTERNAL_TOKEN_SECRET": settings.INTERNAL_SECRET,
    "BETTER_AUTH_SECRET": settings.BETTER_AUTH_SECRET,
    "LOG_LEVEL": "error",
}
PROJECT = """
    INSERT INTO expert_network.projects (workspace_id, id, user_id, project_name) VALUES ($1, $2, $3, 'Atlas')
"""
FILL = """
    INSERT INTO expert_network.campaigns (workspace_id, id, user_id, project_id, campaign_name, industry_vertical,
        brief_description, start_date, target_completion_date, target_regions, min_calls, max_calls, display_order)
    VALUES ($1, $2, $3, $4, $5, 'Automotive', $6, '2026-03-02', '2026-04-30', '{Europe,Asia Pacific}', 10, 15, $7)
"""
BRIEF = "How operators of charging points choose, finance and service their hardware, and what would make them switch."


@dataclass(frozen=True, slots=True)
class Stage:
    """Where everything listens, who is signed in, and one campaign of theirs."""

    gateway: str
    core: str
    baseline: str
    cookie: str
    principal: Principal
    campaign_id: UUID

    @property
    def token(self) -> str:
        """A fresh word of the gateway's, for asking core itself; good for a minute."""
        return internal_token.mint(self.principal, key=internal_token.signing_key(settings.INTERNAL_SECRET))


@contextmanager
def raised() -> Iterator[Stage]:
    """The whole stage, taken down afterwards."""
    with ExitStack() as stack:
        owner_url = stack.enter_context(databases.template(stack.enter_context(databases.server())))
        gateway, core, baseline = (f"http://{ports.LOOPBACK}:{port}" for port in _ports(stack, owner_url))
        cookie, user_id = _sign_up(gateway)
        principal = Principal(user_id, workspace_of(user_id=user_id))
        campaign_id = asyncio.run(_fill(owner_url, principal))
        yield Stage(gateway, core, baseline, cookie, principal, campaign_id)


def _ports(stack: ExitStack, owner_url: str) -> tuple[int, int, int]:
    gateway, core, baseline = ports.any_free(), ports.any_free(), ports.any_free()
    ours = [each for each in services.all_of(ENVIRONMENT, owner_url, gateway, core) if each.health]
    for service in [*ours, _plain_service(ENVIRONMENT, owner_url, baseline)]:
        start(stack, service)
    return gateway, core, baseline


def _plain_service(environment: Mapping[str, str], owner_url: str, port: int) -> Service:
    url = roles.role_url(owner_url, roles.CORE, settings.SETTINGS)
    own = {**environment, "DATABASE_URL": url, "HOST": ports.LOOPBACK, "PORT": str(port)}
    command = [sys.executable, "-m", "tests.bench.baseline"]
    return Service("baseline", command, own, f"http://{ports.LOOPBACK}:{port}/livez")


def start(stack: ExitStack, service: Service) -> subprocess.Popen[bytes]:
    """Start a process of the stage and wait until it is ready; it ends with the stack."""
    child = process.start(service.command, env=service.environment, output=subprocess.DEVNULL, cwd=ROOT)
    stack.callback(process.stop, child)
    end = time.monotonic() + PATIENCE
    while not health.is_ready(service.health):
        if child.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{service.name} does not come up")
        time.sleep(0.05)
    return child


def _sign_up(gateway: str) -> tuple[str, str]:
    body = {"name": "Ada", "email": "ada@example.com", "password": "correct horse battery staple"}
    with httpx2.Client(base_url=gateway, headers={"origin": gateway}) as client:
        response = client.post("/api/auth/sign-up/email", json=body).raise_for_status()
        return "; ".join(f"{name}={value}" for name, value in client.cookies.items()), response.json()["user"]["id"]


async def _fill(owner_url: str, principal: Principal) -> UUID:
    """A project with its campaigns; the id of the middle one."""
    workspace, project_id, ids = principal.workspace_id, new_id(), [new_id() for _ in range(CAMPAIGNS)]
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute(
            PROJECT,
            workspace,
            project_id,
            principal.user_id,
        )
        rows = [
            (workspace, id_, principal.user_id, project_id, f"Charging points {number}", BRIEF, number)
            for number, id_ in enumerate(ids)
        ]
        await connection.executemany(FILL, rows)
        await connection.execute("VACUUM ANALYZE expert_network.campaigns")
    finally:
        await connection.close()
    return ids[CAMPAIGNS // 2]
