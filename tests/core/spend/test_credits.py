"""Credit notes: money given back is of the call it names, and comes off what that has cost and the invoice's totals."""

import io
from typing import Any

import openpyxl
import pytest

from services.core.spend.invoices.schemas import ImportedOut, InvoiceOut, LineOut
from tests.core.research import expected
from tests.core.spend.test_invoices import HEAD, NAMES, call, day, lines, placed, send, table
from tests.core.spend.till import Till

CALL = ("per_call", "actual")
ROWS: tuple[tuple[Any, ...], ...] = (
    (day(2), NAMES[0], "Ada", 60, 1300, ""),
    (day(2), NAMES[0], "Ada", "", -100, ""),
    (day(3), NAMES[1], "Ada", 60, 1200, ""),
    (day(9), "Somebody Else", "Ada", 60, -250, ""),
    ("", "", "Goodwill", "", -50, ""),
    ("Total", "", "", "", 2100, ""),
)


def csv(*rows: tuple[Any, ...]) -> tuple[str, bytes]:
    """A file of these lines."""
    return "invoice.csv", table(*rows)


def xlsx(*rows: tuple[Any, ...]) -> tuple[str, bytes]:
    """The same as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD, *rows):
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return "invoice.xlsx", kept.getvalue()


async def decided(till: Till, line: dict[str, Any], verb: str, status: int = 200) -> dict[str, Any]:
    """What a decision about a line answers."""
    path = f"/api/invoices/{line['invoice_id']}/lines/{line['id']}/{verb}"
    answer = await till.client.post(path, json={"note": "As agreed"})
    assert answer.status_code == status, answer.text
    return dict(expected.body_of(answer, LineOut) if status == 200 else answer.json())


@pytest.mark.parametrize("written", [csv, xlsx])
async def test_credits_are_of_their_calls_and_come_off_the_totals(till: Till, written: Any) -> None:
    await till.card()
    for number, name in enumerate(NAMES[:2]):
        await call(till, name, days=number + 2)
    name, content = written(*ROWS)
    invoice, found = await placed(till, content, name=name)
    assert [line["outcome"] for line in found] == ["amount_differs", "matched", "matched", "credit", "credit"]
    assert [line["amount_minor"] for line in found] == [130_000, -10_000, 120_000, -25_000, -5_000]
    assert [line["difference_minor"] for line in found] == [10_000, -10_000, 0, -25_000, -5_000]
    assert found[0]["charge_id"] == found[1]["charge_id"]
    assert [line["differences"] for line in found[3:]] == [
        [{"kind": "credit", "credited_minor": 25_000}],
        [{"kind": "credit", "credited_minor": 5_000}],
    ]
    assert invoice["billed"] == [{"currency": "USD", "amount_minor": 210_000}]
    assert (invoice["difference_minor"], invoice["missing_calls"]) == (-30_000, 0)
    assert [line["place"] for line in await lines(till, invoice, outcome="credit")] == [
        found[3]["place"],
        found[4]["place"],
    ]


async def test_a_credit_comes_off_what_its_call_has_cost_whichever_is_accepted_first(till: Till) -> None:
    await till.card()
    await call(till, NAMES[0], days=2)
    _, (bill, credit) = await placed(till, table(*ROWS[:2]))
    await decided(till, credit, "accept")
    assert await till.live() == [(*CALL, 110_000)]
    for _ in range(2):
        await decided(till, bill, "accept")
        assert await till.live() == [(*CALL, 120_000)]
    await decided(till, credit, "dispute")
    assert await till.live() == [(*CALL, 130_000)]
    await decided(till, credit, "accept")
    await decided(till, bill, "dispute")
    assert await till.live() == [(*CALL, 110_000)]
    await decided(till, credit, "dispute")
    assert await till.live() == [(*CALL, 120_000)]
    *_, charge = await till.charges()
    assert charge["basis"]["price"] != "invoice"


async def test_an_import_with_credits_is_taken_back_as_a_whole(till: Till) -> None:
    await till.card()
    await call(till, NAMES[0], days=2)
    invoice, found = await placed(till, table(*ROWS[:2]))
    for line in found:
        await decided(till, line, "accept")
    assert await till.live() == [(*CALL, 120_000)]
    await decided(till, found[0], "accept")
    expected.body_of(await till.client.post(f"/api/invoices/{invoice['id']}/undo"), InvoiceOut)
    assert await till.live() == [(*CALL, 120_000)]
    *_, charge = await till.charges()
    assert charge["basis"]["price"] != "invoice"


async def test_a_later_credit_note_comes_off_an_earlier_invoice_and_bills_nothing(till: Till) -> None:
    await till.card()
    await call(till, NAMES[0], days=2)
    first, (bill,) = await placed(till, table(ROWS[0]))
    await decided(till, bill, "accept")
    note, (credit,) = await placed(till, table((day(2), NAMES[0], "Ada", "", "(1,250.00)", "")), number="CN-1")
    assert (credit["outcome"], credit["difference_minor"]) == ("matched", -125_000)
    assert note["billed"] == [{"currency": "USD", "amount_minor": -125_000}]
    await decided(till, credit, "accept")
    assert await till.live() == [(*CALL, 5_000)]
    refused = await till.client.post(f"/api/invoices/{first['id']}/undo")
    expected.refusal_of(refused, 409, "credit_exceeds_cost")
    assert (await decided(till, bill, "dispute", 409))["code"] == "credit_exceeds_cost"
    assert await till.live() == [(*CALL, 5_000)]
    await decided(till, credit, "dispute")
    await decided(till, bill, "dispute")
    assert await till.live() == [(*CALL, 120_000)]


async def test_only_a_credited_call_is_still_to_be_billed(till: Till) -> None:
    await till.card()
    await call(till, NAMES[0], days=2)
    credited, (credit,) = await placed(till, table(ROWS[1]))
    assert (credit["outcome"], credited["missing_calls"]) == ("matched", 1)
    _, (bill,) = await placed(till, table(ROWS[0]))
    assert bill["outcome"] == "amount_differs"


async def test_what_credits_too_much_or_in_another_currency_or_no_call_is_not_accepted(till: Till) -> None:
    await till.card()
    await call(till, NAMES[0], days=2)
    rows = (
        (day(2), NAMES[0], "", "", -1300, ""),
        (day(2), NAMES[0], "", "", "EUR -100", ""),
        (day(2), "Somebody Else", "", "", -100, ""),
    )
    _, found = await placed(till, table(*rows))
    assert [line["outcome"] for line in found] == ["amount_differs", "wrong_currency", "credit"]
    for line, code in zip(found, ("credit_exceeds_cost", "credit_exceeds_cost", "line_not_payable"), strict=True):
        assert (await decided(till, line, "accept", 409))["code"] == code
    assert await till.live() == [(*CALL, 120_000)]


@pytest.mark.parametrize("written", [csv, xlsx])
async def test_a_dry_run_tells_every_line_and_leaves_nothing_behind(till: Till, written: Any) -> None:
    await till.card()
    for number, name in enumerate(NAMES[:2]):
        await call(till, name, days=number + 2)
    name, content = written(*ROWS)
    answer = await send(till, content, name=name, dry_run=True)
    told = expected.body_of(answer, ImportedOut)
    assert "location" not in answer.headers
    assert (await till.client.get(f"/api/invoices/{told['id']}")).status_code == 404
    assert (await till.client.get("/api/invoices")).json()["items"] == []
    entries = (await till.client.get("/api/audit-entries", params={"action": "invoice.placed"})).json()["items"]
    assert entries == []
    made = expected.body_of(await send(till, content, name=name), ImportedOut, 201)
    assert (told["dry_run"], made["dry_run"], made["lines"]) == (True, False, None)
    own = ("id", "file_id", "created_at", "dry_run", "lines")
    assert {k: v for k, v in told.items() if k not in own} == {k: v for k, v in made.items() if k not in own}
    kept = await lines(till, made)
    apart = ("id", "invoice_id")
    assert [{k: v for k, v in line.items() if k not in apart} for line in told["lines"]] == [
        {k: v for k, v in line.items() if k not in apart} for line in kept
    ]
    again = expected.body_of(await send(till, content, name=name, dry_run=True), ImportedOut)
    assert (again["id"], again["duplicate_of"], again["lines"]) == (made["id"], made["id"], kept)
