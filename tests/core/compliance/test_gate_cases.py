"""Every rule refuses its case, or puts it before compliance, and lets its neighbour pass, whichever way a call comes.

Each case of `cases` is asked of the gate, booked and moved through the API, and inserted, moved and completed by raw
SQL as core's own role. What is moved or completed was booked while nothing stood against it.
"""

from typing import Any, get_args

import asyncpg
import pytest

from services.core.compliance.words import RuleWord
from tests.core.compliance.bureau import MOVE, SHIFT, Bureau, noon
from tests.core.compliance.cases import CASES, Case, Expert
from tests.core.research import expected

Call = dict[str, Any]
ELSEWHERE = "2026-02-02"
ELSEWHERE_PROVEN = {"attestation_call", "call_limit"}
"""Rules about other calls or what was signed of this one: test_gate_process, by the same ways."""


def test_every_rule_has_a_case_and_a_neighbour() -> None:
    stopping = {case.rule for case in CASES.values() if case.stopped}
    passing = {case.rule for case in CASES.values() if case.passes}
    assert stopping == passing == set(get_args(RuleWord)) - ELSEWHERE_PROVEN


@pytest.mark.parametrize("name", CASES)
async def test_a_rule_stops_its_case_and_lets_its_neighbour_pass(bureau: Bureau, name: str) -> None:
    case = CASES[name]
    expert = await bureau.expert()
    before = {day: await bureau.booked(expert, f"{day}T09:00:00Z") for day in (ELSEWHERE, *case.stopped)}
    if case.expert:
        changed = await bureau.bob.patch(f"/api/experts/{expert['id']}", json=case.expert)
        assert changed.status_code == 200, changed.text
    for state in case.facts:
        await state(bureau, expert)
    for day in case.stopped:
        await expect_stopped(bureau, expert, day, case, there=before[day], elsewhere=before[ELSEWHERE])
    for day in case.passes:
        await expect_passed(bureau, expert, day, elsewhere=before[ELSEWHERE])


async def expect_stopped(bureau: Bureau, expert: Expert, day: str, case: Case, *, there: Call, elsewhere: Call) -> None:
    """No way leads to a call on that day, and each says why."""
    said = await bureau.ask(expert, day)
    verdict = "refused" if case.outcome == "refuse" else "needs_approval"
    assert (said["outcome"], said["call_day"]) == (verdict, day), said
    standing = [each for each in said["findings"] if each["outcome"] == case.outcome]
    assert [(each["rule"], each["version"]) for each in standing] == [(case.rule, case.version)], said
    assert case.says in standing[0]["fact"]
    told = [{key: standing[0][key] for key in ("rule", "version", "outcome", "fact")}]
    for answer in (
        await bureau.book(expert, day),
        await bureau.tell(elsewhere, "reschedule", starts_at=noon(day), reason="the day suits"),
        await bureau.tell(there, "confirm"),
        await bureau.tell(there, "complete"),
    ):
        assert expected.refusal_of(answer, 409, f"gate_{verdict}")["findings"] == told
    await expect_sql_refused(bureau, expert, day, standing[0]["fact"], there=there, elsewhere=elsewhere)


async def expect_sql_refused(
    bureau: Bureau, expert: Expert, day: str, fact: str, *, there: Call, elsewhere: Call
) -> None:
    """Core's own role is refused by the database, whichever way it takes."""
    async with bureau.as_core() as core:
        requested = await bureau.insert(core, expert, "requested", day)
        for attempt in (
            lambda: bureau.insert(core, expert, "scheduled", day),
            lambda: bureau.insert(core, expert, "confirmed", day),
            lambda: bureau.insert(core, expert, "completed", day),
            lambda: bureau.insert(core, expert, "stopped", day),
            lambda: core.execute(MOVE, requested, "scheduled"),
            lambda: core.execute(SHIFT, elsewhere["id"], noon(day)),
            lambda: core.execute(SHIFT, there["id"], noon(day)),
            lambda: core.execute(MOVE, there["id"], "confirmed"),
            lambda: core.execute(MOVE, there["id"], "completed"),
        ):
            with pytest.raises(asyncpg.CheckViolationError) as refused:
                async with core.transaction():
                    await attempt()
            assert refused.value.constraint_name == "compliance_gate"
            assert fact in str(refused.value)
        await core.execute(MOVE, elsewhere["id"], "stopped")
        with pytest.raises(asyncpg.CheckViolationError) as refused:
            await core.execute(SHIFT, elsewhere["id"], noon(day))
        assert refused.value.constraint_name == "compliance_gate"


async def expect_passed(bureau: Bureau, expert: Expert, day: str, *, elsewhere: Call) -> None:
    """Every way leads to a call on that day."""
    said = await bureau.ask(expert, day)
    assert said["outcome"] == "cleared", said
    async with bureau.as_core() as core:
        call = await bureau.insert(core, expert, "requested", day)
        for state in ("scheduled", "confirmed", "completed"):
            await core.execute(MOVE, call, state)
    async with bureau.as_core() as core:
        await core.execute(SHIFT, elsewhere["id"], noon(day))
        await core.execute(MOVE, elsewhere["id"], "completed")
    for state in ("scheduled", "confirmed", "completed", "stopped"):
        async with bureau.as_core() as core:
            await bureau.insert(core, expert, state, day)
    booked = await bureau.booked(expert, noon(day))
    assert (await bureau.tell(booked, "cancel", reason="only asking")).status_code == 200
