"""Who may not move what, and when: nothing has moved then, and a fault half-way leaves everything where it was."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx2
import pytest
import structlog

from services.core import main
from services.core.moves.tables import CARRIED
from shared.contracts.principal import ANONYMOUS
from shared.security import internal_token
from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, Desk
from tests.core.moves.van import Van, world
from tests.core.research import expected
from tests.support import settings, tokens
from tests.support.core import Core
from tests.support.databases import Database

TARGET = internal_token.TARGET_HEADER
FAULT = """
    CREATE FUNCTION public.planted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER planted AFTER {event} ON expert_network.{table} FOR EACH ROW EXECUTE FUNCTION public.planted()
"""


async def unmoved(van: Van, ask: Callable[[], Awaitable[httpx2.Response]], status: int, code: str) -> Any:
    """The refusal of a request after which everything is where it was."""
    before = await van.everything()
    told = expected.refusal_of(await ask(), status, code)
    assert await van.everything() == before
    return told


async def filled(van: Van) -> Desk:
    """A campaign with something in it."""
    desk = await van.open()
    await desk.report(desks.sheet(ANNA))
    return desk


async def test_a_viewer_of_the_new_workspace_brings_nothing_in(van: Van) -> None:
    desk = await filled(van)
    told = await unmoved(van, lambda: van.ask(desk.campaign_id, headers=van.pass_(role="viewer")), 403, "role_forbids")
    assert told["detail"].startswith(
        "Only an owner, admin, compliance officer or member of this workspace may bring a campaign into it."
    )


async def test_a_pass_of_somebody_else_is_not_taken(van: Van) -> None:
    desk = await filled(van)
    await unmoved(van, lambda: van.ask(desk.campaign_id, headers=van.pass_("bob")), 403, "target_of_another")


async def test_a_campaign_stays_in_its_workspace(van: Van) -> None:
    desk = await filled(van)
    same = van.pass_(within="ada")
    await unmoved(van, lambda: van.ask(desk.campaign_id, headers=same), 409, "target_is_source")


@pytest.mark.parametrize("wrong", ["missing", "garbage", "expired", "nobody's"])
async def test_without_a_good_pass_nothing_moves(van: Van, wrong: str) -> None:
    desk = await filled(van)
    principal = van.core.principal("ada", "member", within="acme")
    nobody = tokens.signed(tokens.claims(ANONYMOUS))
    given = {"missing": "", "garbage": "x.y.z", "expired": tokens.signed(tokens.claims(principal, age=90))}
    pass_ = given.get(wrong, nobody)
    status, code = (403, "role_forbids") if wrong == "nobody's" else (401, "internal_token_refused")
    await unmoved(van, lambda: van.ask(desk.campaign_id, headers={TARGET: pass_}), status, code)


async def test_nobody_moves_anything_without_the_gateways_word(van: Van) -> None:
    desk = await filled(van)
    path = f"/internal/campaigns/{desk.campaign_id}/move"
    async with van.core.client() as nobody:
        await unmoved(van, lambda: nobody.post(path, headers=van.pass_()), 401, "internal_token_refused")


async def test_a_stranger_cannot_take_it_along(van: Van) -> None:
    desk = await filled(van)
    path = f"/internal/campaigns/{desk.campaign_id}/move"
    async with van.core.as_("bob") as bob:
        ask = lambda: bob.post(path, headers=van.pass_("bob"))  # noqa: E731
        told = await unmoved(van, ask, 404, "campaign_missing")
        absent = await bob.post(f"/internal/campaigns/{uuid4()}/move", headers=van.pass_("bob"))
        assert told | {"instance": ""} == absent.json() | {"instance": ""}


@pytest.mark.parametrize("role", ["owner", "member"])
async def test_an_organizations_campaign_does_not_leave_it(van: Van, role: Any) -> None:
    desk = await filled(van)
    await van.move(desk.campaign_id)
    path = f"/internal/campaigns/{desk.campaign_id}/move"
    async with van.core.as_("ada", role, within="acme") as acme:
        ask = lambda: acme.post(path, headers=van.pass_(within="ada"))  # noqa: E731
        await unmoved(van, ask, 403, "campaign_not_personal")


@pytest.mark.parametrize("status", ["queued", "running"])
async def test_a_campaign_waits_for_its_intake(van: Van, status: str) -> None:
    desk = await van.open()
    report = await desk.report(desks.sheet(ANNA))
    change = "UPDATE expert_network.intakes SET status = $1::expert_network.intake_status WHERE id = $2 RETURNING id"
    await van.core.owner_sql(change, status, report["id"])
    told = await unmoved(van, lambda: van.ask(desk.campaign_id), 409, "intake_running")
    assert told["intakes"] == [report["id"]]
    await van.core.owner_sql(change, "failed", report["id"])
    await van.move(desk.campaign_id)


async def test_an_unknown_project_is_missing_and_so_is_one_of_the_old_workspace(van: Van) -> None:
    desk = await filled(van)
    own = (await van.ada.post("/api/projects", json={"project_name": "Atlas"})).json()["id"]
    for project_id in (own, str(uuid4())):
        await unmoved(van, lambda id_=project_id: van.ask(desk.campaign_id, project_id=id_), 404, "project_missing")  # type: ignore[misc]


@pytest.mark.parametrize("body", [{"project_id": "x"}, {"project": None}])
async def test_a_body_that_says_something_else_is_refused(van: Van, body: dict[str, Any]) -> None:
    desk = await filled(van)
    await unmoved(van, lambda: van.ask(desk.campaign_id, **body), 422, "input_invalid")


@pytest.fixture
async def own_van(own_database: Database) -> AsyncIterator[Van]:
    """On a database that may break."""
    app = main.create_app(settings.of_core(own_database.core_url))
    async with app.router.lifespan_context(app), Van.parked(Core(app, own_database)) as parked:
        yield parked


async def test_a_fault_at_any_step_leaves_everything_where_it_was(own_van: Van) -> None:
    made = await world(own_van.core)
    steps = [("INSERT", table) for table in (*CARRIED, "source_files", "not_the_same", "person_keys")]
    steps += [("DELETE", table) for table in ("campaigns", "experts", "suggestions", "people", "source_files")]
    review = made.ids["review_id"]
    await own_van.ada.post(f"/api/match-reviews/{review}/refuse")
    for event, table in steps:
        function, trigger = FAULT.format(event=event, table=table).split("$$;")
        await own_van.core.owner_sql(f"{function}$$")
        await own_van.core.owner_sql(trigger)
        before = await own_van.everything()
        with structlog.testing.capture_logs():
            answer = await own_van.ask(made.ids["campaign_id"])
        assert answer.status_code == 503, (event, table)
        assert await own_van.everything() == before, (event, table)
        await own_van.core.owner_sql(f"DROP TRIGGER planted ON expert_network.{table}")
        await own_van.core.owner_sql("DROP FUNCTION public.planted()")
    await own_van.move(made.ids["campaign_id"])


async def test_two_moves_at_once_are_one(van: Van) -> None:
    desk = await filled(van)
    one, other = await asyncio.gather(van.ask(desk.campaign_id), van.ask(desk.campaign_id))
    assert (one.status_code, other.status_code) == (200, 200)
    assert one.json() == other.json()


async def test_what_is_done_meanwhile_is_done_before_or_refused(van: Van) -> None:
    desk = await filled(van)
    offer = await desk.offer()
    calls = [
        van.ada.patch(f"/api/experts/{offer['id']}", json={"title": "Boss"}),
        van.ada.post(f"/api/experts/{offer['id']}/screening", json={"question_text": "Why?", "response_text": "So"}),
        van.ada.patch(f"/api/campaigns/{desk.campaign_id}", json={"campaign_name": "Renamed"}),
        desk.send(desks.sheet(("Bert Okafor", "Plant Manager", "Bosch", "", "$1 per hour"), name="b.csv")),
        van.ada.post("/api/team-members", json={"name": "Mel", "designation": "Analyst"}),
    ]
    moved, *answers = await asyncio.gather(van.ask(desk.campaign_id), *calls)
    assert moved.status_code == 200, moved.text
    edited, answered, renamed, sent, joined = (answer.is_success for answer in answers)
    assert {answer.status_code for answer in answers} <= {200, 201, 404, 409}
    there = await van.desk(desk.campaign_id, at_acme=True).offers()
    assert (there["GLG Anna Weber"]["title"] == "Boss") == edited
    responses = (await van.acme.get(f"/api/experts/{offer['id']}/screening")).json()
    assert bool(responses["items"]) == answered
    assert ((await van.acme.get(f"/api/campaigns/{desk.campaign_id}")).json()["campaign_name"] == "Renamed") == renamed
    assert ("GLG Bert Okafor" in there) == sent
    assert joined
