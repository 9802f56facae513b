"""Live updates: what happens is told once and in order, to those of the workspace, however often they come back."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import uuid4

import httpx2
import pytest

from services.core.events import hub
from services.core.main import create_app
from shared.db.read import Reader, Statement
from tests.core.events.streams import Stream, listening
from tests.support import calls, settings
from tests.support.core import Core
from tests.support.databases import Database

ROUND = ("reviewed", "shortlisted", "rejected", "proposed")


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a second in these tests."""
    monkeypatch.setattr(hub, "PERIOD", 0.02)


@pytest.fixture
async def ada(core: Core) -> AsyncIterator[httpx2.AsyncClient]:
    async with core.as_("ada") as client:
        yield client


async def proposed(client: httpx2.AsyncClient, campaign: str, name: str = "Sarah Chen") -> str:
    offer = {"campaign_id": campaign, "vendor_platform_id": calls.GLG, "name": name}
    made = await client.post("/api/experts", json=offer)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def move(client: httpx2.AsyncClient, expert: str, status: str) -> None:
    body = {"status": status} | ({"reason": "Not now"} if status == "rejected" else {})
    answer = await client.patch(f"/api/experts/{expert}", json=body)
    assert answer.status_code == 200, answer.text


async def logged(core: Core, campaign: str) -> list[tuple[int, str]]:
    rows = await core.owner_sql(
        "SELECT number, action FROM expert_network.audit_entries WHERE workspace_id = $1 AND campaign_id::text = $2"
        " ORDER BY number",
        *(core.workspace("ada"), campaign),
    )
    return [(row["number"], row["action"]) for row in rows]


async def test_what_happens_is_told_to_those_who_listen_to_its_campaign(core: Core, ada: httpx2.AsyncClient) -> None:
    campaign, other = await calls.campaign(ada), await calls.campaign(ada)
    async with listening(core.app, core.principal("ada"), campaign) as stream:
        assert stream.status == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert (stream.headers["cache-control"], stream.headers["x-accel-buffering"]) == ("no-store", "no")
        assert 2000 <= int((await stream.line_block()).removeprefix(b"retry: ")) <= 2500
        await proposed(ada, other)
        expert = await proposed(ada, campaign)
        await move(ada, expert, "reviewed")
        told = [await stream.next(), await stream.next()]
    assert [each.event for each in told] == ["expert.proposed", "expert.reviewed"]
    assert [(each.id, each.event) for each in told] == await logged(core, campaign)
    assert {each.data["subject_id"] for each in told} == {expert}
    assert told[1].data["actor"] == core.user_id("ada")
    assert told[1].data["details"]["from"] == "proposed"


async def test_who_resumes_hears_what_they_missed_and_nothing_twice(core: Core, ada: httpx2.AsyncClient) -> None:
    campaign = await calls.campaign(ada)
    expert = await proposed(ada, campaign)
    async with listening(core.app, core.principal("ada"), campaign, last=0) as stream:
        first = await stream.next()
    await move(ada, expert, "reviewed")
    await move(ada, expert, "shortlisted")
    assert first.id is not None
    async with listening(core.app, core.principal("ada"), campaign, last=first.id) as stream:
        missed = [await stream.next(), await stream.next()]
        await move(ada, expert, "rejected")
        live = await stream.next()
    assert [each.event for each in [first, *missed, live]] == [
        "expert.proposed",
        "expert.reviewed",
        "expert.shortlisted",
        "expert.rejected",
    ]


async def test_who_heard_another_log_is_told_to_begin_anew_and_hears_what_follows(
    core: Core, ada: httpx2.AsyncClient
) -> None:
    campaign = await calls.campaign(ada)
    expert = await proposed(ada, campaign)
    [(length, _)] = await logged(core, campaign)
    async with listening(core.app, core.principal("ada"), campaign, last=length + 1000) as stream:
        first = await stream.next()
        await move(ada, expert, "reviewed")
        second = await stream.next()
    assert (first.id, first.event) == (length, "reset")
    assert (second.id, second.event) == (length + 1, "expert.reviewed")


async def test_who_heard_of_another_process_what_this_one_has_yet_to_read_hears_it_once(
    core: Core, ada: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "PERIOD", 0.5)
    campaign = await calls.campaign(ada)
    expert = await proposed(ada, campaign)
    async with listening(core.app, core.principal("ada"), campaign) as open_already:
        await open_already.line_block()
        await move(ada, expert, "reviewed")
        number, _ = (await logged(core, campaign))[-1]
        async with listening(core.app, core.principal("ada"), campaign, last=number) as stream:
            await move(ada, expert, "shortlisted")
            assert [(await stream.next()).event] == ["expert.shortlisted"]


async def test_nothing_is_lost_or_doubled_over_many_interruptions_of_200_concurrent_moves(
    core: Core, ada: httpx2.AsyncClient
) -> None:
    campaign = await calls.campaign(ada)
    experts = [await proposed(ada, campaign, f"Expert {number}") for number in range(10)]

    async def moves(expert: str) -> None:
        for number in range(20):
            await move(ada, expert, ROUND[number % len(ROUND)])

    heard: list[tuple[int, str | None]] = []
    last, chance = 0, random.Random(7)
    interruptions = 0
    async with asyncio.TaskGroup() as at_work:
        for expert in experts:
            at_work.create_task(moves(expert))
        while len(heard) < 210:
            async with listening(core.app, core.principal("ada"), campaign, last=last) as stream:
                for _ in range(chance.randint(1, 25)):
                    told = await stream.next()
                    assert told.id is not None
                    heard.append((told.id, told.event))
                    last = told.id
                    if len(heard) == 210:
                        break
                await stream.leave()
            interruptions += 1
    assert heard == await logged(core, campaign)
    assert interruptions >= 8


async def test_a_stranger_is_told_that_there_is_no_such_campaign(core: Core, ada: httpx2.AsyncClient) -> None:
    campaign = await calls.campaign(ada)
    async with core.as_("bob") as bob:
        same = {"x-request-id": "the-same-for-all"}
        foreign = await bob.get(f"/api/campaigns/{campaign}/events", headers=same)
        absent = await bob.get(f"/api/campaigns/{uuid4()}/events", headers=same)
    assert foreign.status_code == absent.status_code == 404
    assert foreign.content == absent.content


async def test_a_hundred_streams_on_two_connections_hear_all_and_ask_as_one(
    core: Core, ada: httpx2.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = await calls.campaign(ada)
    expert = await proposed(ada, campaign)
    asked: list[float] = []
    rows = Reader.rows

    async def counted(reader: Reader, caller: object, statement: Statement, **values: object) -> object:
        asked.append(time.monotonic())
        return await rows(reader, caller, statement, **values)  # type: ignore[arg-type]

    app = create_app(settings.of_core(database.core_url, database_pool_size=2))
    async with app.router.lifespan_context(app), AsyncExitStack() as stack:
        streams: list[Stream] = []
        for number in range(hub.PER_WORKSPACE):
            principal = core.principal(f"reader{number // hub.PER_USER}", "viewer", within="ada")
            streams.append(await stack.enter_async_context(listening(app, principal, campaign)))
        monkeypatch.setattr(Reader, "rows", counted)
        begun = time.monotonic()
        await move(ada, expert, "reviewed")
        told = [await stream.next() for stream in streams]
        looks = len(asked)
        assert {each.event for each in told} == {"expert.reviewed"}
        assert looks <= (time.monotonic() - begun) / hub.PERIOD + 2
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url=settings.CORE, auth=ada.auth) as client:
            assert (await client.get(f"/api/campaigns/{campaign}")).status_code == 200
        one_too_many = core.principal("late", within="ada")
        async with listening(app, one_too_many, campaign) as refused:
            assert (refused.status, refused.headers["retry-after"]) == (429, "5")


async def test_a_person_has_five_streams_and_another_when_one_has_ended(core: Core, ada: httpx2.AsyncClient) -> None:
    campaign = await calls.campaign(ada)
    async with AsyncExitStack() as stack:
        streams = [
            await stack.enter_async_context(listening(core.app, core.principal("ada"), campaign)) for _ in range(5)
        ]
        async with listening(core.app, core.principal("ada"), campaign) as sixth:
            assert sixth.status == 429
        await streams[0].leave()
        async with listening(core.app, core.principal("ada"), campaign) as another:
            assert another.status == 200


async def test_silence_is_broken_by_signs_of_life(
    core: Core, ada: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hub.HEARTBEAT <= 15
    monkeypatch.setattr(hub, "HEARTBEAT", 0.03)
    async with listening(core.app, core.principal("ada"), await calls.campaign(ada)) as stream:
        await stream.line_block()
        assert (await stream.line_block()).startswith(b":")
        assert (await stream.line_block()).startswith(b":")


async def test_a_stream_outlives_the_deadline_for_its_beginning(core: Core, ada: httpx2.AsyncClient) -> None:
    campaign = await calls.campaign(ada)
    soon = str(int((time.time() + 0.3) * 1000))
    async with listening(core.app, core.principal("ada"), campaign, x_deadline_ms=soon) as stream:
        await asyncio.sleep(0.4)
        await proposed(ada, campaign)
        assert (await stream.next()).event == "expert.proposed"


async def test_a_process_that_goes_down_says_goodbye_and_takes_nobody_in(
    core: Core, ada: httpx2.AsyncClient, database: Database
) -> None:
    campaign = await calls.campaign(ada)
    app = create_app(settings.of_core(database.core_url))
    async with app.router.lifespan_context(app):
        async with listening(app, core.principal("ada"), campaign) as stream:
            app.state.hub.drain()
            assert (await stream.next()).event == "bye"
            await stream.talk.over()
        async with listening(app, core.principal("ada"), campaign) as refused:
            assert refused.status == 503


async def test_who_does_not_keep_up_is_sent_away_to_resume(
    core: Core, ada: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "BACKLOG", 3)
    listener = hub.Listener(uuid4(), since=0)
    for number in range(1, 6):
        listener.tell(hub.Event(number, "expert.proposed", "{}"))
    heard = [await listener.next() for _ in range(4)]
    assert [event.number if event else None for event in heard] == [1, 2, 3, None]


async def test_a_last_event_id_that_is_no_number_is_refused(core: Core, ada: httpx2.AsyncClient) -> None:
    campaign = await calls.campaign(ada)
    answer = await ada.get(f"/api/campaigns/{campaign}/events", headers={"last-event-id": "yesterday"})
    assert answer.status_code == 422
