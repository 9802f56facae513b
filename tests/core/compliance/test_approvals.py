"""What waits for compliance, who decides about it, and how far a decision reaches."""

import asyncpg
import pytest

from tests.core.compliance.bureau import Bureau, noon
from tests.core.research import expected

DAY = "2026-03-16"


async def waiting(bureau: Bureau) -> list[dict[str, object]]:
    """The open requests."""
    items: list[dict[str, object]] = (await bureau.olga.get("/api/approvals?state=open")).json()["items"]
    return items


async def test_what_needs_approval_waits_once_and_passes_when_approved(bureau: Bureau) -> None:
    expert = await bureau.expert(conflict_status="cleared")
    await bureau.rule("conflict_check", "needs_approval")
    for _ in range(2):
        expected.refusal_of(await bureau.book(expert, DAY), 409, "gate_needs_approval")
    [request] = await waiting(bureau)
    assert request["fact"] == "nobody but the booker has cleared this call of conflicts (vendor: cleared)"
    assert (request["call_day"], request["requested_by"]) == (DAY, bureau.core.user_id("bob"))
    path, body = f"/api/approvals/{request['id']}/decision", {"decision": "approve", "reason": "looked into it"}
    expected.refusal_of(await bureau.bob.post(path, json=body), 403, "role_forbids")
    decided = await bureau.olga.post(path, json=body)
    assert (decided.json()["state"], decided.json()["decided_by"]) == ("approved", bureau.core.user_id("olga"))
    assert await waiting(bureau) == []
    call = await bureau.book(expert, DAY)
    assert call.status_code == 201, call.text
    said = (await bureau.bob.get(f"/api/interviews/{call.json()['id']}/gate")).json()
    assert said["outcome"] == "cleared"
    finding = next(each for each in said["findings"] if each["rule"] == "conflict_check")
    assert (finding["outcome"], finding["asked"]) == ("approved", "needs_approval")
    assert finding["decided_by"] == bureau.core.user_id("olga")


async def test_what_waits_is_found_by_when_the_call_would_begin(bureau: Bureau) -> None:
    expert = await bureau.expert()
    await bureau.rule("conflict_check", "needs_approval")
    for day in (DAY, "2026-03-17"):
        expected.refusal_of(await bureau.book(expert, day), 409, "gate_needs_approval")
    later, earlier = [
        (await bureau.olga.get(f"/api/approvals?state=open&{bound}={noon('2026-03-17')}")).json()["items"]
        for bound in ("from", "to")
    ]
    assert [[each["call_day"] for each in found] for found in (later, earlier)] == [["2026-03-17"], [DAY]]


async def test_an_approval_holds_for_its_call_day_rule_version_and_fact_alone(bureau: Bureau) -> None:
    expert, other = await bureau.expert(), await bureau.expert(name="Otto Other")
    await bureau.rule("conflict_check", "needs_approval")
    call = (await bureau.bob.post("/api/interviews", json={"expert_id": expert["id"]})).json()
    expected.refusal_of(await bureau.tell(call, "schedule", starts_at=noon(DAY)), 409, "gate_needs_approval")
    [request] = await waiting(bureau)
    assert request["interview_id"] == call["id"]
    body = {"decision": "approve", "reason": "fine"}
    await bureau.olga.post(f"/api/approvals/{request['id']}/decision", json=body)
    expected.refusal_of(await bureau.book(expert, DAY), 409, "gate_needs_approval")
    expected.refusal_of(await bureau.book(other, DAY), 409, "gate_needs_approval")
    expected.refusal_of(await bureau.tell(call, "schedule", starts_at=noon("2026-03-17")), 409, "gate_needs_approval")
    assert (await bureau.tell(call, "schedule", starts_at="2026-03-16T15:00:00Z")).status_code == 200
    await bureau.bob.patch(f"/api/experts/{expert['id']}", json={"conflict_status": "flagged"})
    expected.refusal_of(await bureau.tell(call, "confirm"), 409, "gate_needs_approval")
    await bureau.bob.patch(f"/api/experts/{expert['id']}", json={"conflict_status": "not_checked"})
    await bureau.rule("conflict_check", "needs_approval")
    expected.refusal_of(await bureau.tell(call, "confirm"), 409, "gate_needs_approval")


async def test_what_a_rule_refuses_is_only_overridden_with_a_reason_by_compliance(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Umbrella")
    await bureau.entry("Umbrella")
    about = {"expert_id": expert["id"], "starts_at": noon(DAY)}
    expected.refusal_of(await bureau.decide("restricted_company", "approve", **about), 409, "override_needed")
    blank = await bureau.olga.post(
        "/api/approvals", json=about | {"rule": "restricted_company", "decision": "override", "reason": "  "}
    )
    assert blank.status_code == 422
    decided = await bureau.decide("restricted_company", "override", **about)
    assert [each["state"] for each in decided.json()["items"]] == ["overridden"]
    assert (await bureau.book(expert, DAY)).status_code == 201
    [entry] = await bureau.entries("gate.overridden")
    assert (entry["actor"], entry["reason"]) == (bureau.core.user_id("olga"), "cleared with counsel")
    assert "restricted since 2026-03-10" in entry["details"]


async def test_the_newest_decision_holds(bureau: Bureau) -> None:
    expert = await bureau.expert()
    await bureau.rule("conflict_check", "needs_approval")
    about = {"expert_id": expert["id"], "starts_at": noon(DAY)}
    await bureau.decide("conflict_check", "approve", **about)
    await bureau.decide("conflict_check", "refuse", **about)
    told = expected.refusal_of(await bureau.book(expert, DAY), 409, "gate_refused")
    assert told["findings"][0]["outcome"] == "refuse"
    await bureau.decide("conflict_check", "approve", **about)
    assert (await bureau.book(expert, DAY)).status_code == 201


async def test_nobody_decides_about_a_call_they_booked(bureau: Bureau) -> None:
    expert = await bureau.expert()
    await bureau.rule("conflict_check", "needs_approval")
    call = (await bureau.olga.post("/api/interviews", json={"expert_id": expert["id"]})).json()
    told = await bureau.decide("conflict_check", "approve", interview_id=call["id"], starts_at=noon(DAY))
    expected.refusal_of(told, 403, "decider_is_booker")
    about = {"expert_id": expert["id"], "starts_at": noon(DAY)}
    assert (await bureau.decide("conflict_check", "approve", **about)).status_code == 200
    booked = await bureau.olga.post("/api/interviews", json=about)
    expected.refusal_of(booked, 409, "gate_needs_approval")
    assert (await bureau.book(expert, DAY)).status_code == 201


async def test_nobody_books_by_their_own_decision_a_call_that_another_asked_for(bureau: Bureau) -> None:
    expert = await bureau.expert()
    await bureau.rule("conflict_check", "needs_approval")
    call = (await bureau.bob.post("/api/interviews", json={"expert_id": expert["id"]})).json()
    told = await bureau.decide("conflict_check", "approve", interview_id=call["id"], starts_at=noon(DAY))
    assert told.status_code == 200
    booked = await bureau.olga.post(f"/api/interviews/{call['id']}/schedule", json={"starts_at": noon(DAY)})
    expected.refusal_of(booked, 409, "gate_needs_approval")
    assert (await bureau.tell(call, "schedule", starts_at=noon(DAY))).status_code == 200


async def test_neither_owner_nor_admin_decides_unless_they_hold_the_role_too(bureau: Bureau) -> None:
    expert = await bureau.expert()
    await bureau.rule("conflict_check", "needs_approval")
    body = {
        "rule": "conflict_check", "decision": "approve", "reason": "I am the owner", "expert_id": expert["id"],
        "starts_at": noon(DAY),
    }  # fmt: skip
    for role in ("owner", "admin", "member", "viewer"):
        async with bureau.core.as_("max", role, within="ada") as max_:
            expected.refusal_of(await max_.post("/api/approvals", json=body), 403, "role_forbids")
    async with bureau.core.as_("max", "owner", within="ada", also_compliance=True) as max_:
        assert (await max_.post("/api/approvals", json=body)).status_code == 200


async def test_there_is_nothing_to_decide_where_a_rule_finds_nothing(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Umbrella")
    about = {"expert_id": expert["id"], "starts_at": noon(DAY)}
    expected.refusal_of(await bureau.decide("country", "override", **about), 409, "nothing_to_decide")
    unknown = {"expert_id": bureau.campaign_id, "starts_at": noon(DAY)}
    expected.refusal_of(await bureau.decide("country", "override", **unknown), 404, "expert_missing")
    expected.refusal_of(await bureau.decide("country", "override", expert_id=expert["id"]), 422, "call_unknown")


async def test_by_sql_a_decision_is_signed_by_whom_the_transaction_is_for_and_stays(bureau: Bureau) -> None:
    expert = await bureau.expert()
    await bureau.rule("conflict_check", "needs_approval")
    await bureau.book(expert, DAY)
    [request] = await waiting(bureau)
    async with bureau.as_core() as core:
        decided = await core.fetchval(
            "INSERT INTO expert_network.approval_decisions (workspace_id, request_id, decision, reason, decided_by)"
            " VALUES ($1, $2, 'approve', 'because', 'olga') RETURNING decided_by",
            bureau.core.workspace("ada"),
            request["id"],
        )
        assert decided == bureau.core.user_id("bob")
        with pytest.raises(asyncpg.CheckViolationError, match="conflict_check"):
            async with core.transaction():
                await bureau.insert(core, expert, "scheduled", DAY)
        for change in ("UPDATE expert_network.{} SET reason = 'other'", "DELETE FROM expert_network.{}"):
            for table in ("approval_decisions", "compliance_rules"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    async with core.transaction():
                        await core.execute(change.format(table))
