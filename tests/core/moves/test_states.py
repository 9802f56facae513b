"""What is computed is computed anew where a campaign goes; each workspace's log keeps what happened in it."""

from uuid import UUID, uuid4

from tests.core.audit import ledger
from tests.core.moves.van import Van
from tests.core.research import expected

CALL = """
    INSERT INTO expert_network.interviews (workspace_id, id, campaign_id, expert_id, status, starts_at, ends_at)
    VALUES ($1, $2, $3, $4, $5::text::expert_network.interview_status, $6::text::timestamptz,
        $6::text::timestamptz + interval '1 hour')
"""
STATE = "UPDATE expert_network.experts SET status = $3::text::expert_network.expert_status"
WHERE = " WHERE workspace_id = $1 AND id = $2"


async def call(van: Van, campaign: str, address: str, status: str, starts_at: str | None = None) -> None:
    ids = uuid4(), UUID(campaign), UUID(address.rpartition("/")[2])
    await van.core.force(CALL, van.core.workspace(), *ids, status, starts_at)


async def brought_to(van: Van, address: str, status: str, more: str = "") -> None:
    ids = van.core.workspace(), UUID(address.rpartition("/")[2])
    await van.core.force(STATE + more + WHERE, *ids, status)


async def test_experts_follow_their_calls_and_no_list_of_the_old_workspace_blocks_them(van: Van) -> None:
    campaign = await expected.campaign(van.ada)
    asked, held, blocked, turned_down = [await ledger.offer(van.ada, campaign, f"Åsa {n} Björk") for n in range(4)]
    await brought_to(van, asked, "scheduling")
    await call(van, campaign, asked, "requested")
    await brought_to(van, held, "completed")
    await call(van, campaign, held, "stopped", "2026-03-02 10:00+00")
    await call(van, campaign, held, "cancelled")
    await brought_to(van, blocked, "blocked", ", blocked_from = 'reviewed'")
    await brought_to(van, turned_down, "rejected", ", status_reason = 'Too junior.'")
    await call(van, campaign, turned_down, "no_show", "2026-03-02 10:00+00")
    await van.move(campaign)
    states = [(await van.acme.get(each)).json() for each in (asked, held, blocked, turned_down)]
    assert [each["status"] for each in states] == ["scheduling", "completed", "reviewed", "rejected"]
    assert states[3]["status_reason"] == "Too junior."


async def test_both_logs_tell_of_the_move_and_neither_loses_an_entry(van: Van) -> None:
    campaign = await ledger.busy(van.ada, people=2, rounds=1)
    before = await ledger.entries(van.ada)
    await van.move(campaign)
    left, come = await ledger.entries(van.ada), await ledger.entries(van.acme)
    assert left[: len(before)] == before
    (gone,) = [entry for entry in left if entry["action"] == "campaign.moved_out"]
    (arrived,) = [entry for entry in come if entry["action"] == "campaign.moved_in"]
    assert gone["details"] == {"workspace_id": str(van.core.workspace("acme"))}
    assert arrived["details"] == {"workspace_id": str(van.core.workspace("ada"))}
    assert arrived["campaign_id"] == gone["subject_id"] == campaign
    for log in (left, come):
        assert [entry["number"] for entry in log] == list(range(1, len(log) + 1))


async def test_a_call_the_gate_there_refuses_keeps_the_campaign_where_it_is(van: Van) -> None:
    campaign = await expected.campaign(van.ada)
    held = await ledger.offer(van.ada, campaign, "Sarah Chen")
    await brought_to(van, held, "completed")
    await call(van, campaign, held, "completed", "2026-03-02 10:00+00")
    async with van.core.as_("eve", "compliance", within="acme") as eve:
        listed = {"list": "restricted", "kind": "person", "name": "Sarah Chen", "valid_from": "2026-01-01"}
        answer = await eve.post("/api/restricted-entries", json=listed | {"reason": "A client's board."})
        assert answer.status_code == 201, answer.text
    problem = expected.refusal_of(await van.ask(campaign), 409, "gate_refused")
    assert problem["findings"]
    assert (await van.ada.get(held)).json()["status"] == "completed"
    assert (await van.acme.get(held)).status_code == 404


async def test_a_pause_dated_back_before_its_offers_does_not_keep_the_campaign(van: Van) -> None:
    campaign = await expected.campaign(van.ada)
    invited = {"vendor_platform_id": ledger.GLG, "invited_at": "2026-03-02T09:00:00Z"}
    vendor = (await van.ada.post(f"/api/campaigns/{campaign}/vendors", json=invited)).headers["location"]
    on = {"status": "active", "occurred_at": "2026-03-03T09:00:00Z"}
    assert (await van.ada.patch(vendor, json=on)).status_code == 200
    offer = await ledger.offer(van.ada, campaign, "Sarah Chen")
    off = {"status": "paused", "occurred_at": "2026-03-04T09:00:00Z", "reason": "As agreed in March."}
    assert (await van.ada.patch(vendor, json=off)).status_code == 200
    await van.move(campaign)
    assert (await van.acme.get(offer)).json()["status"] == "proposed"
    body = {"campaign_id": campaign, "vendor_platform_id": ledger.GLG, "name": "Bert Okafor"}
    expected.refusal_of(await van.acme.post("/api/experts", json=body), 409, "proposals_not_taken")
