"""What a call has cost comes out the same whatever was decided, corrected and credited first, and whoever was at it."""

import asyncio
from typing import Any

import asyncpg
import pytest

from services.core.spend.invoices.schemas import ImportedOut
from tests.core.research import expected
from tests.core.spend.test_credits import CALL, decided
from tests.core.spend.test_invoices import NAMES, call, day, lines, placed, send, table
from tests.core.spend.till import Till


def row(amount: int) -> tuple[Any, ...]:
    """A line of Anna's call."""
    return (day(2), NAMES[0], "Ada", "", amount, "")


async def corrected(till: Till, held: dict[str, Any], minutes: int, status: int = 200) -> dict[str, Any]:
    """What a correction of the call's length answers."""
    answer = await till.tell(held, "correct", actual_minutes=minutes, reason="Mistyped")
    assert answer.status_code == status, answer.text
    return dict(answer.json())


@pytest.fixture
async def held(till: Till) -> dict[str, Any]:
    """Anna's call of an hour, which costs 1,200; of 90 minutes 1,800."""
    await till.card(free_minutes=0)
    return await call(till, NAMES[0], days=2)


async def test_a_credit_comes_off_what_a_corrected_call_costs(till: Till, held: dict[str, Any]) -> None:
    _, (credit,) = await placed(till, table(row(-100)))
    await decided(till, credit, "accept")
    assert await till.live() == [(*CALL, 110_000)]
    await corrected(till, held, 90)
    assert await till.live() == [(*CALL, 170_000)]
    await corrected(till, held, 60)
    assert await till.live() == [(*CALL, 110_000)]
    await decided(till, credit, "dispute")
    assert await till.live() == [(*CALL, 120_000)]


async def test_a_bill_disputed_after_a_correction_gives_back_what_the_corrected_call_costs(
    till: Till, held: dict[str, Any]
) -> None:
    _, (bill,) = await placed(till, table(row(1300)))
    await decided(till, bill, "accept")
    await corrected(till, held, 90)
    assert await till.live() == [(*CALL, 130_000)]
    await decided(till, bill, "dispute")
    assert await till.live() == [(*CALL, 180_000)]
    live = [each for each in await till.charges() if each["stage"] != "released"]
    assert [each["basis"]["minutes"] for each in live] == [90]


async def test_a_correction_that_says_the_same_adds_nothing_to_the_ledger(till: Till, held: dict[str, Any]) -> None:
    _, (bill,) = await placed(till, table(row(1300)))
    await decided(till, bill, "accept")
    written = len(await till.charges())
    await corrected(till, held, 60)
    assert len(await till.charges()) == written


async def test_a_call_is_not_corrected_below_what_is_credited_of_it(till: Till, held: dict[str, Any]) -> None:
    _, (credit,) = await placed(till, table(row(-700)))
    await decided(till, credit, "accept")
    assert (await corrected(till, held, 30, 409))["code"] == "credit_exceeds_cost"
    assert await till.live() == [(*CALL, 50_000)]


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 0, 1)])
async def test_a_bill_taken_back_and_written_anew_leaves_the_new_one(
    till: Till, held: dict[str, Any], order: tuple[int, ...]
) -> None:
    invoice, found = await placed(till, table(row(1200), row(-1200), row(1000)))
    assert [line["outcome"] for line in found] == ["matched", "matched", "amount_differs"]
    assert invoice["difference_minor"] == -20_000
    for number in order:
        await decided(till, found[number], "accept")
    assert await till.live() == [(*CALL, 100_000)]


async def test_what_was_billed_before_is_taken_back_and_written_anew_in_a_later_file(
    till: Till, held: dict[str, Any]
) -> None:
    await placed(till, table(row(1250)))
    _, found = await placed(till, table(row(-1250), row(1200)))
    assert [line["outcome"] for line in found] == ["amount_differs", "matched"]
    assert sum(line["difference_minor"] for line in found) == -5_000
    _, found = await placed(till, table(row(-100), row(1100)))
    assert [line["outcome"] for line in found] == ["matched", "billed_twice"]


async def test_a_credit_that_is_disputed_frees_no_call(till: Till, held: dict[str, Any]) -> None:
    await placed(till, table(row(1200)))
    _, (credit,) = await placed(till, table(row(-1200)))
    await decided(till, credit, "dispute")
    _, (again,) = await placed(till, table(row(1100)))
    assert again["outcome"] == "billed_twice"


async def test_a_call_credited_in_full_is_still_to_be_billed(till: Till, held: dict[str, Any]) -> None:
    first, (bill,) = await placed(till, table(row(1300)))
    assert first["missing_calls"] == 0
    second, (credit,) = await placed(till, table(row(-1300)))
    assert (credit["outcome"], second["missing_calls"]) == ("amount_differs", 1)
    third, (again,) = await placed(till, table(row(1200)))
    assert (again["outcome"], again["difference_minor"], third["missing_calls"]) == ("matched", 0, 0)
    for line in (bill, credit, again):
        await decided(till, line, "accept")
    assert await till.live() == [(*CALL, 120_000)]


async def test_a_bill_is_held_against_what_was_reckoned_not_what_a_credit_left_of_it(
    till: Till, held: dict[str, Any]
) -> None:
    _, (credit,) = await placed(till, table(row(-100)))
    await decided(till, credit, "accept")
    _, (bill,) = await placed(till, table(row(1200)))
    assert (bill["outcome"], bill["difference_minor"]) == ("matched", 0)
    await decided(till, bill, "accept")
    assert await till.live() == [(*CALL, 110_000)]


async def test_a_bill_in_another_currency_taken_back_leaves_the_right_one(till: Till, held: dict[str, Any]) -> None:
    _, found = await placed(till, table((*row(0)[:4], "EUR 1200", ""), (*row(0)[:4], "EUR -1200", ""), row(1200)))
    assert [line["outcome"] for line in found] == ["wrong_currency", "wrong_currency", "matched"]
    for line in found[:2]:
        await decided(till, line, "accept")
    assert await till.live() == [(*CALL, 0)]
    await decided(till, found[2], "accept")
    assert await till.live() == [(*CALL, 120_000)]


async def test_a_line_of_a_charge_taken_back_by_hand_is_not_accepted(till: Till, held: dict[str, Any]) -> None:
    _, (bill,) = await placed(till, table(row(1200)))
    (charge,) = [each for each in await till.charges() if each["stage"] == "actual"]
    voided = await till.client.post(f"/api/charges/{charge['id']}/void", json={"reason": "Entered twice"})
    assert voided.status_code in (200, 204), voided.text
    assert (await decided(till, bill, "accept", 409))["code"] == "line_not_payable"
    assert [line["decision"] for line in await lines(till, {"id": bill["invoice_id"]})] == ["open"]


async def test_a_line_accepted_while_its_call_is_being_corrected_is_not_lost(till: Till, held: dict[str, Any]) -> None:
    _, (bill,) = await placed(till, table(row(1300)))
    await corrected(till, held, 90)
    owner = await asyncpg.connect(till.core.database.owner_url)
    try:
        async with owner.transaction():
            await _replaced(owner, held["id"])
            accepting = asyncio.create_task(decided(till, bill, "accept"))
            while not await _waits(owner):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await accepting
    finally:
        await owner.close()
    assert await till.live() == [(*CALL, 130_000)]


async def test_two_imports_taken_back_at_once_wait_for_each_other(till: Till, held: dict[str, Any]) -> None:
    other = await call(till, NAMES[1], days=3)
    rows = [row(1250), (day(3), NAMES[1], "Ada", "", 1250, "")]
    credits = [(*each[:4], -50, "") for each in reversed(rows)]
    invoices = [expected.body_of(await send(till, table(*each)), ImportedOut, 201) for each in (rows, credits)]
    for invoice in invoices:
        for line in await lines(till, invoice):
            await decided(till, line, "accept")
    for invoice in reversed(invoices):
        await asyncio.gather(*(till.client.post(f"/api/invoices/{invoice['id']}/undo") for _ in range(2)))
    assert await till.live() == [(*CALL, 120_000)] * 2
    assert other["id"] != held["id"]


async def _replaced(owner: asyncpg.Connection, interview_id: str) -> None:
    """Hold the call and write its price anew, as a correction does."""
    await owner.execute("SET LOCAL row_security = off")
    await owner.execute("SELECT id FROM expert_network.interviews WHERE id = $1 FOR NO KEY UPDATE", interview_id)
    released = await owner.fetchval(
        """
        UPDATE expert_network.charges SET stage = 'released', released_at = now(), release_reason = 'Mistyped'
        WHERE interview_id = $1 AND stage = 'actual' RETURNING id
        """,
        interview_id,
    )
    await owner.execute(
        """
        INSERT INTO expert_network.charges SELECT (jsonb_populate_record(c, jsonb_build_object(
            'id', gen_random_uuid(), 'stage', 'actual', 'released_at', null, 'release_reason', null))).*
        FROM expert_network.charges c WHERE c.id = $1
        """,
        released,
    )


async def _waits(owner: asyncpg.Connection) -> bool:
    """Whether somebody waits for this transaction."""
    waiting = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
    return bool(await owner.fetchval(waiting))
