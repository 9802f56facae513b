"""Invoices: each line with the call it is of and every difference, paid or disputed, and taken back as a whole."""

import csv
import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from services.core.spend.invoices.schemas import ImportedOut, InvoiceOut, LineOut, MissingOut
from shared.contracts.page import Page
from tests.core.interviews.office import HOUR, noon
from tests.core.research import expected
from tests.core.spend.till import Till

HEAD = ("Call Date", "Advisor", "Requested by", "Duration (min)", "Total (USD)", "Ref")
DAY = dt.timedelta(days=1)
NAMES = ("Anna Weber", "Bert Okafor", "Cleo Marchetti", "Dmitri Volkov", "Elena Rossi", "Farid Haddad")


def table(*rows: tuple[Any, ...], head: tuple[str, ...] = HEAD) -> bytes:
    """A CSV."""
    written = io.StringIO()
    csv.writer(written).writerows([head, *rows])
    return written.getvalue().encode()


async def send(till: Till, content: bytes, *, name: str = "invoice.csv", **query: Any) -> Any:
    """What the import answers."""
    period = {"period_from": noon(-30).date().isoformat(), "period_to": noon(0).date().isoformat()}
    asked = {"vendor_id": till.vendor_id} | period | query
    files = {"files": (name, content, "application/octet-stream")}
    return await till.client.post("/api/invoices", params=asked, files=files)


async def placed(till: Till, content: bytes, **query: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A new invoice and its lines."""
    invoice = expected.body_of(await send(till, content, **query), ImportedOut, 201)
    return invoice, await lines(till, invoice)


async def lines(till: Till, invoice: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    """The invoice's lines."""
    answer = await till.client.get(f"/api/invoices/{invoice['id']}/lines", params=query)
    return list(expected.body_of(answer, Page[LineOut])["items"])


async def call(till: Till, name: str, *, days: int, minutes: int = 60, **fields: Any) -> dict[str, Any]:
    """A call held so many days ago, of the usual price."""
    expert = await till.expert(name=name, **fields)
    return await till.held(minutes, expert_id=expert, hours=24 * days)


def day(days: int) -> str:
    """So many days ago, as the vendor writes it."""
    return (dt.datetime.now(dt.UTC) - 24 * days * HOUR).strftime("%d %b %Y")


async def test_every_kind_of_difference_is_told_line_by_line(till: Till) -> None:
    await till.card()
    held = [await call(till, name, days=number + 2) for number, name in enumerate(NAMES[:5])]
    booked = await till.booked(noon(1), await till.expert(name=NAMES[5]))
    invoice, found = await placed(
        till,
        table(
            (day(2), "Dr. Anna Weber", "Ada", 60, "1,200.00", ""),
            (day(4), "OKAFOR, Bert", "Ada", 60, "1,300.00", ""),
            (day(4), "C. Marchetti", "Ada", "75 min", "1,200.00", ""),
            (day(5), "Dmitri Volkov", "Ada", 60, "EUR 1,200.00", ""),
            (day(2), "Anna Weber", "Ada", 60, "1,200.00", ""),
            (day(6), "Somebody Else", "Ada", 60, "900.00", ""),
            ("", "Unknown", "", 60, "1,200.00", booked["id"]),
            (day(6), "", "Ada", 60, "900.00", ""),
            (day(6), "Greta Lang", "Ada", 60, "TBD", ""),
            ("Total", "", "", "", "8,200.00", ""),
        ),
        number="INV-7",
    )
    assert [line["outcome"] for line in found] == [
        "matched",
        "amount_differs",
        "duration_differs",
        "wrong_currency",
        "billed_twice",
        "not_ours",
        "not_done",
        "rejected",
        "rejected",
    ]
    assert [line["difference_minor"] for line in found[:5]] == [0, 10_000, 0, None, 120_000]
    assert found[1]["differences"] == [{"kind": "amount_differs", "expected_minor": 120_000, "billed_minor": 130_000}]
    assert found[2]["differences"] == [{"kind": "duration_differs", "expected": 60, "billed": 75}]
    assert found[3]["differences"] == [{"kind": "wrong_currency", "expected": "USD", "billed": "EUR"}]
    assert found[7]["differences"][0]["reason"] == "It names neither an expert nor a reference."
    assert found[8]["differences"][0]["reason"] == "'TBD' is no amount."
    assert found[1]["cells"]["Advisor"] == "OKAFOR, Bert"
    assert found[0]["place"] == "line 2"
    assert invoice["counts"] == {
        "matched": 1,
        "amount_differs": 1,
        "duration_differs": 1,
        "wrong_currency": 1,
        "billed_twice": 1,
        "not_ours": 1,
        "not_done": 1,
        "rejected": 2,
    }
    assert (invoice["number"], invoice["difference_minor"], invoice["missing_calls"]) == ("INV-7", 130_000, 1)
    missing = await till.client.get(f"/api/invoices/{invoice['id']}/missing-calls")
    assert [each["interview_id"] for each in expected.body_of(missing, Page[MissingOut])["items"]] == [held[4]["id"]]
    assert [line["outcome"] for line in await lines(till, invoice, outcome="rejected")] == ["rejected", "rejected"]


async def test_a_workbook_reads_like_a_table_under_whatever_stands_above_it(till: Till) -> None:
    await till.card()
    held = await call(till, NAMES[0], days=2, minutes=31)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    day_ = dt.datetime.fromisoformat(held["starts_at"]).date()
    for row in (
        ["ACME Experts Ltd", None, None],
        ["Invoice no. 77", None, None],
        [],
        ["Date of consultation", "Council member", "Hours", "Credits used", "Hourly rate", "Net amount", "Currency"],
        [day_, "Weber Anna", 0.52, 1.25, 1200, 700, "USD"],
        ["Subtotal", None, None, None, None, 700, None],
    ):
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    invoice, (line,) = await placed(till, kept.getvalue(), name="invoice.xlsx")
    assert (line["outcome"], line["place"], line["call_date"]) == ("matched", "Sheet!5", day_.isoformat())
    assert (line["minutes"], line["units"], line["rate_minor"]) == (31, 1.25, 120_000)
    assert (line["amount_minor"], line["currency"]) == (70_000, "USD")
    assert invoice["notes"] == ["Sheet!6: a total, passed over"]
    file = await till.client.get(f"/api/source-files/{invoice['file_id']}")
    assert file.content == kept.getvalue()


async def test_the_vendors_own_reference_tells_a_call_whatever_the_name(till: Till) -> None:
    await till.card()
    await call(till, NAMES[0], days=2, vendor_ref="EX-1")
    await call(till, NAMES[0], days=4, vendor_ref="EX-2")
    _, found = await placed(
        till, table((day(3), "A. W.", "", 60, "1200", "EX-2"), (day(3), "Nobody", "", 60, "1200", "EX-1"))
    )
    assert [line["outcome"] for line in found] == ["matched", "matched"]
    assert len({line["charge_id"] for line in found}) == 2


async def test_fees_of_calls_that_fell_through_are_matched_too(till: Till) -> None:
    await till.card(no_show_client_percent=50)
    expert = await till.expert(name=NAMES[0])
    await till.done(await till.past(hours=48, expert_id=expert), "no-show", fault="client")
    _, (line,) = await placed(till, table((day(2), NAMES[0], "", "", "600", "")))
    assert line["outcome"] == "matched"


async def test_the_same_file_again_changes_nothing_and_says_so(till: Till) -> None:
    await till.card()
    await call(till, NAMES[0], days=2)
    content = table((day(2), NAMES[0], "", 60, "1200", ""))
    invoice, _ = await placed(till, content)
    again = expected.body_of(await send(till, content, name="renamed.csv"), ImportedOut, 200)
    assert again == invoice | {"duplicate_of": invoice["id"]}
    page = (await till.client.get("/api/invoices", params={"vendor_id": till.vendor_id, "count": True})).json()
    assert page["total"] == 1


async def test_a_call_another_invoice_bills_is_billed_twice(till: Till) -> None:
    await till.card()
    await call(till, NAMES[0], days=2)
    row = (day(2), NAMES[0], "", 60, "1200", "")
    await placed(till, table(row))
    _, (line,) = await placed(till, table(row, head=(*HEAD[:5], "Reference")))
    assert (line["outcome"], line["difference_minor"]) == ("billed_twice", 120_000)


async def test_an_accepted_line_sets_what_its_call_has_cost_and_a_dispute_sets_it_back(till: Till) -> None:
    await till.card()
    await call(till, NAMES[0], days=2)
    _, (line,) = await placed(till, table((day(2), NAMES[0], "", 60, "1300", "")))
    path = f"/api/invoices/{line['invoice_id']}/lines/{line['id']}"
    for _ in range(2):
        body = expected.body_of(await till.client.post(f"{path}/accept", json={"note": "Agreed"}), LineOut)
        assert (body["decision"], body["decision_note"], body["decided_by"]) == (
            "accepted",
            "Agreed",
            till.core.user_id("ada"),
        )
        assert await till.live() == [("per_call", "actual", 130_000)]
    *_, charge = await till.charges()
    assert charge["basis"] == {"price": "invoice"}
    expected.refusal_of(await till.client.post(f"{path}/dispute", json={}), 422, "input_invalid", "#/note")
    body = expected.body_of(await till.client.post(f"{path}/dispute", json={"note": "Over by $100"}), LineOut)
    assert (body["decision"], body["decision_note"]) == ("disputed", "Over by $100")
    assert await till.live() == [("per_call", "actual", 120_000)]


async def test_what_is_of_no_call_to_be_paid_is_not_accepted(till: Till) -> None:
    await till.card()
    await call(till, NAMES[0], days=2)
    row = (day(2), NAMES[0], "", 60, "1200", "")
    _, found = await placed(till, table(row, row, (day(2), "Somebody Else", "", 60, "1200", "")))
    for line in found[1:]:
        path = f"/api/invoices/{line['invoice_id']}/lines/{line['id']}/accept"
        expected.refusal_of(await till.client.post(path, json={}), 409, "line_not_payable")


async def test_an_undone_import_leaves_the_ledger_as_it_was(till: Till) -> None:
    await till.card()
    held = await call(till, NAMES[0], days=2)
    content = table((day(2), NAMES[0], "", 60, "1300", ""))
    invoice, (line,) = await placed(till, content)
    path = f"/api/invoices/{invoice['id']}"
    await till.client.post(f"{path}/lines/{line['id']}/accept", json={})
    undone = expected.body_of(await till.client.post(f"{path}/undo"), InvoiceOut)
    assert (undone["status"], undone["missing_calls"]) == ("undone", 1)
    assert await till.live() == [("per_call", "actual", 120_000)]
    expected.refusal_of(await till.client.post(f"{path}/undo"), 409, "invoice_undone")
    refused = await till.client.post(f"{path}/lines/{line['id']}/accept", json={})
    expected.refusal_of(refused, 409, "invoice_undone")
    _, (again,) = await placed(till, content)
    assert again["outcome"] == "amount_differs"
    missing = (await till.client.get(f"{path}/missing-calls")).json()["items"]
    assert held["id"] not in [each["interview_id"] for each in missing]


async def test_a_call_settled_anew_after_an_accepted_invoice_keeps_what_was_paid(till: Till) -> None:
    await till.card()
    held = await call(till, NAMES[0], days=2)
    _, (line,) = await placed(till, table((day(2), NAMES[0], "", 60, "1300", "")))
    await till.client.post(f"/api/invoices/{line['invoice_id']}/lines/{line['id']}/accept", json={})
    corrected = await till.tell(held, "correct", actual_minutes=30, reason="Mistyped")
    assert corrected.status_code == 200, corrected.text
    assert await till.live() == [("per_call", "actual", 130_000)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"Dear Ada, please find our invoice below.", "invoice_unreadable"),
        (b"Name,Email\nAnna,anna@example.com\n", "invoice_unreadable"),
        (b"\x89PNG\r\n\x1a\n", "unsupported_type"),
    ],
)
async def test_a_file_that_holds_no_invoice_is_refused_with_the_reason(till: Till, content: bytes, code: str) -> None:
    expected.refusal_of(await send(till, content), 422, code, "#/files")
    assert (await till.client.get("/api/invoices")).json()["items"] == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"period_to": "2020-01-01"}, "#/query"),
        ({"period_from": "soon"}, "#/query/period_from"),
        ({"currency": "usd"}, "#/query/currency"),
        ({"vendor": "GLG"}, "#/query/vendor"),
    ],
)
async def test_an_import_without_its_terms_is_refused_by_their_name(
    till: Till, query: dict[str, str], pointer: str
) -> None:
    refused = await send(till, table((day(2), NAMES[0], "", 60, "1200", "")), **query)
    expected.refusal_of(refused, 422, "input_invalid", pointer)
