"""What operators see of the installation, through the front door: its health, its people, its jobs."""

from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from shared.contracts.principal import NOBODY, Principal
from shared.db import head
from shared.jobs import queue
from tests.support.core import Core
from tests.support.stack import PASSWORD, Stack

JOB = """
    INSERT INTO expert_network.pgqueuer (priority, status, entrypoint, payload)
    VALUES (0, 'failed', $1, $2) RETURNING id
"""
PATHS = ["/api/admin/health", "/api/admin/users", "/api/admin/jobs"]


class Front:
    """The gateway with an operator signed in."""

    def __init__(self, stack: Stack, core: Core, root: httpx2.AsyncClient) -> None:
        self.stack, self.core, self.root = stack, core, root

    async def sql(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        return await self.core.owner_sql(statement, *arguments)

    async def users(self, **asked: Any) -> Any:
        answer = await self.root.get("/api/admin/users", params={"q": self.stack.email("").removeprefix("-"), **asked})
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
async def front(stack: Stack, core: Core) -> Front:
    await stack.sign_up("root")
    await core.owner_sql("""UPDATE "user" SET role = 'admin' WHERE email = $1""", stack.email("root"))
    root = stack.client()
    await root.post("/api/auth/sign-in/email", json={"email": stack.email("root"), "password": PASSWORD})
    return Front(stack, core, root)


@pytest.mark.parametrize("path", PATHS)
async def test_nobody_and_whoever_is_no_admin_is_refused(stack: Stack, path: str) -> None:
    nobody = await stack.client().get(path)
    assert (nobody.status_code, nobody.json()["code"]) == (401, "not_signed_in")
    ada = await stack.sign_up("ada")
    refused = await ada.get(path)
    assert (refused.status_code, refused.json()["code"]) == (403, "operators_only")
    assert refused.headers["content-type"] == "application/problem+json"


async def test_the_owner_of_an_organization_is_no_operator(stack: Stack) -> None:
    ada = await stack.sign_up("ada")
    made = await ada.post("/api/auth/organization/create", json={"name": "Acme", "slug": uuid4().hex})
    assert made.status_code == 200
    assert (await ada.get("/api/admin/jobs")).status_code == 403


async def test_an_operators_write_from_another_sites_page_is_refused(front: Front) -> None:
    headers = {"origin": "https://evil.example"}
    refused = await front.root.post("/api/admin/jobs/1/retry", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "origin_refused")


async def test_health_tells_of_both_services_the_schema_and_the_queue(front: Front) -> None:
    await front.root.get("/api/admin/health")  # opens core's connections, which a busy machine may take long for
    told = (await front.root.get("/api/admin/health")).json()
    assert told["gateway"] == {"ready": True, "checks": {"database": "ok", "core": "ok"}}
    assert told["core"] == {"ready": True, "checks": {"database": "ok"}}
    assert told["migrations"] == {"database": head.code_head(), "code": head.code_head()}
    assert {"queued", "running", "held", "failed", "oldest_created_at", "mails_given_up"} == set(told["queue"])


async def test_health_is_told_while_core_is_away(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("away", request=request)

    transport = front.stack.app.state.resources.transport
    monkeypatch.setattr(transport, "handle_async_request", away)
    answer = await front.root.get("/api/admin/health")
    told = answer.json()
    assert (answer.status_code, told["healthy"], told["queue"]) == (200, False, None)
    assert told["core"] == {"ready": False, "checks": {}}
    assert told["gateway"]["checks"] == {"database": "ok", "core": "failing"}
    jobs = await front.root.get("/api/admin/jobs")
    assert (jobs.status_code, jobs.json()["code"]) == (503, "core_unavailable")


async def test_users_are_listed_with_their_organizations_and_last_sign_in(front: Front) -> None:
    ada = await front.stack.sign_up("ada")
    made = (await ada.post("/api/auth/organization/create", json={"name": "Acme", "slug": uuid4().hex})).json()
    items = (await front.users())["items"]
    assert [item["email"] for item in items] == [front.stack.email("ada"), front.stack.email("root")]
    assert items[0]["memberships"] == [{"organization_id": made["id"], "name": "Acme", "role": "owner"}]
    assert items[0]["last_sign_in_at"] > items[1]["created_at"]
    assert (items[0]["banned"], items[1]["role"], items[1]["memberships"]) == (False, "admin", [])


async def test_users_are_found_by_name_role_and_ban(front: Front) -> None:
    for name in ("ada", "bob", "kim"):
        await front.stack.sign_up(name)
    banned = """UPDATE "user" SET banned = true, "banExpires" = $2::text::timestamptz WHERE email = $1"""
    await front.sql(banned, front.stack.email("ada"), None)
    await front.sql(banned, front.stack.email("bob"), "2001-01-01")

    async def found(**asked: Any) -> list[str]:
        return [item["name"] for item in (await front.users(sort="email", **asked))["items"]]

    assert await found(role="admin") == ["Root"]
    assert await found(banned=True) == ["Ada"]
    assert await found(banned=False) == ["Bob", "Kim", "Root"]
    assert await found(q=front.stack.email("ADA")) == ["Ada"]
    assert await found(q="%" + front.stack.email("")) == []


@pytest.mark.parametrize("sort", ["created_at", "-created_at", "email", "-email"])
async def test_users_are_read_page_by_page(front: Front, sort: str) -> None:
    for name in ("ada", "bob", "kim", "lou"):
        await front.stack.sign_up(name)
    whole = [item["id"] for item in (await front.users(sort=sort))["items"]]
    read: list[str] = []
    page = await front.users(sort=sort, limit=2, count=True)
    assert page["total"] == 5
    while True:
        read += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        page = await front.users(sort=sort, limit=2, after=page["next"])
    assert read == whole
    assert len(whole) == 5


async def test_an_unknown_parameter_is_refused(front: Front) -> None:
    assert (await front.root.get("/api/admin/users?offset=3")).status_code == 422
    assert (await front.root.get("/api/admin/jobs?state=lost")).status_code == 422


async def test_a_failed_job_is_seen_retried_and_discarded(front: Front) -> None:
    kind, payload = f"kind_{uuid4().hex}", queue.encode(queue.Job(Principal("ada", NOBODY), {}))
    ids = [(await front.sql(JOB, kind, payload))[0]["id"] for _ in range(2)]
    seen = (await front.root.get("/api/admin/jobs", params={"entrypoint": kind, "count": True})).json()
    assert ([item["id"] for item in seen["items"]], seen["total"]) == (ids[::-1], 2)
    retried = await front.root.post(f"/api/admin/jobs/{ids[0]}/retry")
    assert (retried.status_code, retried.content) == (204, b"")
    assert (await front.root.post(f"/api/admin/jobs/{ids[1]}/discard")).status_code == 204
    gone = await front.root.post(f"/api/admin/jobs/{ids[1]}/discard")
    assert (gone.status_code, gone.json()["code"]) == (404, "job_missing")
    left = (await front.root.get("/api/admin/jobs", params={"entrypoint": kind})).json()["items"]
    assert [(item["id"], item["state"]) for item in left] == [(ids[0], "queued")]
    trail = await front.sql(
        "SELECT action, succeeded, reason FROM gateway.audit_events WHERE subject_id = ANY ($1) ORDER BY occurred_at",
        [str(id_) for id_ in ids],
    )
    assert [tuple(event) for event in trail] == [
        ("retry_job", True, None),
        ("discard_job", True, None),
        ("discard_job", False, "job_missing"),
    ]
