"""The edge of every command: what is answered is committed, and a key works on every route."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import structlog

from services.core import main
from shared.contracts.principal import Role
from shared.http import answers
from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, Desk
from tests.core.research import expected
from tests.support import settings
from tests.support.core import Core
from tests.support.databases import Database

GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
AT_COMMIT = """
    CREATE FUNCTION public.at_commit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN {what}; RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON expert_network.{table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.at_commit()
"""
FAULTS = {
    "a check that fails": "RAISE EXCEPTION 'not now' USING ERRCODE = '23514'",
    "a disk that is full": "RAISE EXCEPTION 'no room' USING ERRCODE = '53100'",
    "a connection that breaks": "PERFORM pg_terminate_backend(pg_backend_pid()), pg_sleep(1)",
}


@pytest.fixture
async def own_desk(own_database: Database) -> AsyncIterator[Desk]:
    """Ada at work on a database that may break."""
    app = main.create_app(settings.of_core(own_database.core_url))
    async with app.router.lifespan_context(app):
        core = Core(app, own_database)
        async with core.as_("ada") as client:
            yield await Desk.open(core, client)


@pytest.fixture
async def desk(core: Core) -> AsyncIterator[Desk]:
    async with core.as_("ada") as client:
        yield await Desk.open(core, client)


async def breaks(desk: Desk, table: str, what: str) -> None:
    """From now on, no transaction that adds to the table can be committed."""
    function, trigger = AT_COMMIT.format(table=table, what=what).split("$$;")
    await desk.core.owner_sql(f"{function}$$")
    await desk.core.owner_sql(trigger)


async def mends(desk: Desk, table: str) -> None:
    await desk.core.owner_sql(f"DROP TRIGGER at_commit ON expert_network.{table}")


@pytest.mark.parametrize("what", FAULTS.values(), ids=FAULTS.keys())
@pytest.mark.parametrize("table", ["intakes", "experts", "idempotency_keys"])
async def test_what_cannot_be_committed_is_never_answered_as_done(own_desk: Desk, table: str, what: str) -> None:
    before = await own_desk.rows()
    await breaks(own_desk, table, what)
    key = {"idempotency-key": "once"}
    with structlog.testing.capture_logs():
        refused = await own_desk.send(desks.sheet(ANNA), headers=key)
    assert refused.status_code >= 400
    assert refused.headers["content-type"] == "application/problem+json"
    assert "location" not in refused.headers
    await mends(own_desk, table)
    assert await own_desk.rows() == before
    done = await own_desk.send(desks.sheet(ANNA), headers=key)
    assert (done.status_code, "idempotency-replayed" in done.headers) == (201, False)
    assert set(await own_desk.offers()) == {"GLG Anna Weber"}


async def test_what_is_answered_is_there_for_everybody(desk: Desk) -> None:
    async with desk.core.as_("ada") as other:
        for number in range(5):
            body = {"campaign_id": desk.campaign_id, "vendor_platform_id": GLG, "name": f"Person {number}"}
            made = await desk.client.post("/api/experts", json=body)
            assert (await other.get(made.headers["location"])).json() == made.json()


@pytest.mark.parametrize("role", ["owner", "admin", "member"])
async def test_everybody_else_may_write(desk: Desk, role: Role) -> None:
    async with desk.core.as_("eve", role, within="ada") as eve:
        report = await Desk(desk.core, eve, desk.campaign_id).report(desks.sheet(ANNA))
        assert report["user_id"] == desk.core.user_id("eve")


@pytest.mark.parametrize("path", ["/api/campaigns/{}/intake", "/api/experts"])
async def test_nobody_in_particular_is_asked_to_sign_in(desk: Desk, path: str) -> None:
    async with desk.core.client() as stranger:
        response = await stranger.post(path.format(desk.campaign_id), files=[("files", desks.sheet(ANNA))])
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")


async def test_a_key_works_on_every_kind_of_command(desk: Desk) -> None:
    report = await desk.report(desks.sheet(ANNA))
    expert = f"/api/experts/{report['items'][0]['expert_id']}"
    commands: list[tuple[str, str, Any, int]] = [
        ("PATCH", expert, {"title": "Boss"}, 200),
        ("POST", f"{expert}/screening", {"question_text": "Why?", "response_text": "So"}, 201),
        ("DELETE", expert, None, 204),
        ("POST", f"/api/intakes/{report['id']}/undo", None, 200),
    ]
    for number, (method, path, sent, status) in enumerate(commands):
        headers = {"idempotency-key": f"key-{number}"}
        first = await desk.client.request(method, path, headers=headers, json=sent)
        assert first.status_code == status, first.text
        before = await desk.rows()
        again = await desk.client.request(method, path, headers=headers, json=sent)
        assert (again.status_code, again.content) == (status, first.content)
        assert again.headers["idempotency-replayed"] == "true"
        assert await desk.rows() == before


async def test_a_key_of_a_refused_command_is_free_again(desk: Desk) -> None:
    headers = {"idempotency-key": "k"}
    body = {"campaign_id": desk.campaign_id, "vendor_platform_id": GLG, "name": "Anna Weber", "company": "Siemens"}
    first = await desk.client.post("/api/experts", json=body)
    expected.refusal_of(await desk.client.post("/api/experts", json=body, headers=headers), 409, "offer_exists")
    assert (await desk.client.delete(first.headers["location"])).status_code == 204
    assert (await desk.client.post("/api/experts", json=body, headers=headers)).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256])
async def test_a_key_that_is_none_is_refused(desk: Desk, key: str) -> None:
    before = await desk.rows()
    refused = await desk.send(desks.sheet(ANNA), headers={"idempotency-key": key})
    expected.refusal_of(refused, 400, "idempotency_key_malformed")
    assert await desk.rows() == before


def test_a_tag_is_of_exactly_these_bytes() -> None:
    assert answers.etag_of(b"a") == answers.etag_of(b"a") != answers.etag_of(b"b")
    assert answers.etag_of(b"a", weak=True) == f"W/{answers.etag_of(b'a')}"
