"""A request that finds no time lapses 72 hours after it was made, an hour after it was entered at the soonest."""

import datetime as dt
from typing import Any

from services.core import wiring
from services.core.interviews.booking import service
from services.core.interviews.booking.jobs import LAPSE_REQUEST
from shared.jobs import queue
from tests.core.audit import ledger
from tests.core.interviews.office import DAY, HOUR, Office, instant, noon, text
from tests.core.moves.van import Van
from tests.core.research import expected
from tests.support.core import Core

OF_CALL = """
    SELECT payload, execute_after, execute_after - now() AS left FROM expert_network.pgqueuer
    WHERE entrypoint = 'lapse_request' AND status = 'queued'
        AND convert_from(payload, 'UTF8')::jsonb -> 'subject' ->> 'interview_id' = $1
    ORDER BY id
"""
MINUTE = dt.timedelta(minutes=1)


async def waiting(core: Core, call: dict[str, Any]) -> list[dict[str, Any]]:
    """The jobs by which a call may lapse, oldest first."""
    return [dict(row) for row in await core.owner_sql(OF_CALL, call["id"])]


async def lapse(core: Core, job: dict[str, Any]) -> None:
    """Do such a job."""
    kinds = wiring.jobs(core.app.state.resources.transactions, mail=None, telling=None)  # type: ignore[arg-type]
    await kinds[LAPSE_REQUEST].work(queue.decode(job["payload"]))


async def seen(office: Office, call: dict[str, Any]) -> dict[str, Any]:
    return dict((await office.client.get(f"/api/interviews/{call['id']}")).json())


async def test_a_request_lapses_72_hours_after_it_was_made_whenever_it_was_entered(office: Office) -> None:
    expert_id = await office.expert(proposed_at=text(noon(-9)))
    waits = []
    for ago in (0 * HOUR, 2 * DAY, 5 * DAY):
        call = await office.request(expert_id, requested_at=text(dt.datetime.now(dt.UTC) - ago))
        [job] = await waiting(office.core, call)
        assert job["execute_after"] >= instant(call["status_at"]) + 3 * DAY
        waits.append(round(job["left"] / HOUR))
    assert waits == [72, 24, 1]


async def test_a_request_without_a_time_lapses_as_of_when_its_time_was_up(office: Office) -> None:
    expert_id = await office.expert(proposed_at=text(noon(-5)))
    call = await office.request(expert_id, requested_at=text(noon(-4)))
    [job] = await waiting(office.core, call)
    await lapse(office.core, job)
    lapsed = await seen(office, call)
    assert (lapsed["status"], lapsed["status_reason"]) == ("cancelled", service.LAPSED)
    assert instant(lapsed["cancelled_at"]) == noon(-1)
    assert await office.expert_status(expert_id) == "shortlisted"


async def test_a_request_lapses_however_soon_its_job_is_begun(office: Office) -> None:
    call = await office.request()
    [job] = await waiting(office.core, call)
    await lapse(office.core, job)
    assert (await seen(office, call))["status"] == "cancelled"


async def test_neither_a_call_that_found_a_time_nor_another_request_lapses(office: Office) -> None:
    expert_id = await office.expert(proposed_at=text(noon(-9)))
    booked, other = [await office.request(expert_id, requested_at=text(noon(-5))) for _ in range(2)]
    await office.done(booked, "schedule", starts_at=text(noon(2)))
    [job] = await waiting(office.core, booked)
    await lapse(office.core, job)
    assert [(await seen(office, call))["status"] for call in (booked, other)] == ["scheduled", "requested"]


async def test_a_request_made_anew_and_told_afterwards_has_its_own_hour(office: Office) -> None:
    expert_id = await office.expert(proposed_at=text(noon(-30)))
    call = await office.request(expert_id, requested_at=text(noon(-20)))
    await office.done(call, "schedule", starts_at=text(noon(2)), occurred_at=text(noon(-10)))
    await office.done(call, "request-again", occurred_at=text(noon(-5)))
    first, second = await waiting(office.core, call)
    assert second["left"] > HOUR - MINUTE
    await lapse(office.core, first)
    assert (await seen(office, call))["status"] == "requested"
    await lapse(office.core, second)
    lapsed = await seen(office, call)
    assert (lapsed["status"], instant(lapsed["cancelled_at"])) == ("cancelled", noon(-2))


async def test_a_call_that_is_gone_does_not_lapse(office: Office) -> None:
    call = await office.request()
    assert (await office.client.delete(f"/api/interviews/{call['id']}")).is_success
    [job] = await waiting(office.core, call)
    await lapse(office.core, job)


async def test_a_request_lapses_where_its_campaign_has_moved_to(core: Core) -> None:
    async with Van.parked(core) as van:
        campaign_id = await expected.campaign(van.ada)
        address = await ledger.offer(van.ada, campaign_id, "Sarah Chen")
        await ledger.moved(van.ada, address, "shortlisted")
        call = (await van.ada.post("/api/interviews", json={"expert_id": address.rpartition("/")[2]})).json()
        await van.move(campaign_id)
        for job in await waiting(core, call):
            await lapse(core, job)
        assert (await van.acme.get(f"/api/interviews/{call['id']}")).json()["status"] == "cancelled"
