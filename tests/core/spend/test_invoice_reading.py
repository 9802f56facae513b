"""An invoice's rows as vendors write them: headings, dates, lengths, money, and what is no line at all."""

import datetime as dt
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.intake.documents import Document, Sheet
from services.core.spend.invoices import columns, matching, reading
from services.core.spend.invoices.matching import Call
from services.core.spend.invoices.reading import Line
from shared.types import new_id

PERIOD = (dt.date(2026, 3, 1), dt.date(2026, 3, 31))
HEAD = ["Date", "Expert", "Duration", "Amount", "Currency"]


def read(*rows: list[str], currency: str | None = None) -> reading.Reading:
    """What a sheet of these rows says."""
    document = Document(file="invoice.csv", kind="csv", sheets=[Sheet(name="invoice", rows=list(rows))])
    return reading.read(document, period=PERIOD, currency=currency)


def line(*cells: str, head: list[str] = HEAD, currency: str | None = None) -> Line:
    """The one line a sheet of this row says."""
    (only,) = read(head, list(cells), currency=currency).lines
    return only


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Call Date", "call_date"),
        ("Date of Consultation", "call_date"),
        ("Council Member", "expert_name"),
        ("Advisor Name", "expert_name"),
        ("Requested By", "client_contact"),
        ("Duration (min)", "minutes"),
        ("Duration (hrs)", "hours"),
        ("Billable Minutes", "billed_minutes"),
        ("Credits used", "units"),
        ("Hourly Rate", "rate"),
        ("Total (USD)", "amount"),
        ("Amount EUR", "amount"),
        ("Net amount", "amount"),
        ("Ccy", "currency"),
        ("Währung", "currency"),
        ("Call ID", "reference"),
        ("Notes", None),
        ("", None),
    ],
)
def test_headings_mean_what_vendors_mean_by_them(heading: str, name: str | None) -> None:
    assert columns.field_of(heading) == name


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026-03-04", dt.date(2026, 3, 4)),
        ("2026-03-04T15:30", dt.date(2026, 3, 4)),
        ("4 Mar 2026", dt.date(2026, 3, 4)),
        ("March 4, 2026", dt.date(2026, 3, 4)),
        ("04.03.2026", dt.date(2026, 3, 4)),
        ("03/31/2026", dt.date(2026, 3, 31)),
        ("03/11/2026", dt.date(2026, 3, 11)),
        ("11/03/2026", dt.date(2026, 3, 11)),
        ("03/03/2026", dt.date(2026, 3, 3)),
        ("03/04/2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_that_can_be_read_twice_is_the_one_within_the_period(written: str, date: dt.date | None) -> None:
    assert line(written, "Anna", "60", "1", "USD").call_date == date


def test_one_date_that_leaves_no_choice_tells_how_all_are_written() -> None:
    found = read(HEAD, ["03/04/2026", "Anna", "60", "1", "USD"], ["03/25/2026", "Anna", "60", "1", "USD"]).lines
    assert [each.call_date for each in found] == [dt.date(2026, 3, 4), dt.date(2026, 3, 25)]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("45", 45), ("45 min", 45), ("0:45", 45), ("1:05:00", 65), ("1 h 15 min", 75), ("1.5 hours", 90), ("n/a", None)],
)
def test_lengths_are_minutes_however_they_are_written(written: str, minutes: int | None) -> None:
    assert line("", "Anna", written, "1", "USD").minutes == minutes


def test_a_column_of_hours_is_of_hours() -> None:
    head = ["Expert", "Duration (hours)", "Amount"]
    assert line("Anna", "0.75", "$1", head=head).minutes == 45


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "code"),
    [
        ("1,200.00", "USD", 120_000, "USD"),
        ("1.200,50", "EUR", 120_050, "EUR"),
        ("$1,200", "", 120_000, "USD"),
        ("€ 950", "USD", 95_000, "USD"),
        ("180000", "JPY", 180_000, "JPY"),
        ("433.335", "GBP", 43_334, "GBP"),
    ],
)
def test_money_is_whole_minor_units_of_its_currency(amount: str, currency: str, minor: int, code: str) -> None:
    found = line("", "Anna", "60", amount, currency)
    assert (found.amount_minor, found.currency, found.fault) == (minor, code, None)


def test_the_heading_or_the_request_names_the_currency_where_no_row_does() -> None:
    assert line("Anna", "900", head=["Expert", "Amount (GBP)"], currency="USD").currency == "GBP"
    assert line("Anna", "900", head=["Expert", "Amount"], currency="USD").currency == "USD"
    assert line("Anna", "900", head=["Expert", "Amount"]).fault == "It names no currency."


@pytest.mark.parametrize(
    "amount", ["-600.00", "(600.00)", "- $600", "600-", "−600", "$ -600.00", "600.00 CR", "-600\nfor the delay"]
)
def test_money_that_is_given_back_is_negative_however_it_is_written(amount: str) -> None:
    found = line("", "Anna", "60", amount, "USD")
    assert (found.amount_minor, found.is_credit, found.fault) == (-60_000, True, None)


def test_a_credit_need_name_nobody() -> None:
    found = line("4 Mar 2026", "", "", "-600", "USD")
    assert (found.is_credit, found.fault) == (True, None)
    assert line("4 Mar 2026", "", "", "600", "USD").fault == "It names neither an expert nor a reference."


@pytest.mark.parametrize("amount", ["600", "USD 600", "1,200.00", "600 - net"])
def test_what_is_billed_is_no_credit(amount: str) -> None:
    assert not line("", "Anna", "60", amount, "USD").is_credit


@pytest.mark.parametrize("amount", ["1e9", "=1+1", "0x10", "1_000", "2 x 650"])
def test_no_part_of_what_is_no_number_is_taken_for_the_amount(amount: str) -> None:
    assert line("", "Anna", "60", amount, "USD").fault == f"'{amount}' is no amount."


@pytest.mark.parametrize("length", ["9" * 2000, "9" * 2000 + " min", "9" * 40 + ".5 h"])
def test_what_is_too_large_for_any_call_is_left_out(length: str) -> None:
    found = line("", "Anna", length, "9" * 2000, "USD")
    assert (found.minutes, found.amount_minor, found.fault) == (None, None, "The amount is too large.")


@pytest.mark.parametrize(
    "row",
    [
        ["Total", "", "", "1200", ""],
        ["", "", "VAT 19 %", "228", ""],
        ["", "Total", "", "1200", ""],
        ["", "Subtotal March", "120", "1200", ""],
        ["Zwischensumme", "", "", "−1250.00", ""],
        ["Gesamtbetrag", "", "", "(1,250.00)", "EUR"],
        ["zzgl. 8,1 % MwSt.", "", "", "97.20", ""],
        ["Netto", "", "", "-1200", ""],
        ["Sous-total", "", "", "-1200", ""],
        ["Montant dû", "", "", "1200", ""],
        ["Net à payer", "", "", "1200", ""],
        ["*** Amount payable ***", "", "", "-1200", ""],
        ["", "", "", "", ""],
    ],
)
def test_totals_taxes_and_blank_rows_are_no_lines(row: list[str]) -> None:
    assert read(HEAD, row).lines == []


COMPANY = ["Expert", "Company", "Date", "Amount"]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (COMPANY, ["Anna Weber", "Total SE", "4 Mar 2026", "$1200"]),
        (COMPANY, ["Anna Weber", "Tax Advisers LLP", "", "$1200"]),
        (COMPANY, ["Netto, Carlos", "", "4 Mar 2026", "$1200"]),
        (["Company", *COMPANY[::2], "Amount"], ["Total SE", "Anna Weber", "03/04/2026", "$1200"]),
        (["Company", "Call ID", "Amount"], ["Total SE", "C-17", "$1200"]),
        (["Topic", "Expert", "Ref", "Date", "Amount"], ["Tax", "Anna Weber", "C-17", "", "$1200"]),
        (["Date", "Expert", "Amount"], ["4 Mar 2026", "Gross, Anna", "$1200"]),
    ],
)
def test_a_call_is_a_line_though_one_of_its_cells_begins_like_a_total(head: list[str], row: list[str]) -> None:
    found = read(head, row)
    assert [each.amount_minor for each in found.lines] == [120_000]
    assert found.notes == []


def test_a_name_that_only_sums_is_a_total_though_a_day_stands_beside_it() -> None:
    found = read(["Expert", "Date", "Amount"], ["Total", "31 Mar 2026", "$-1200"])
    assert (found.lines, found.notes) == ([], ["line 2: a total, passed over"])


@pytest.mark.parametrize("filler", [".", "9", " ", "-", "- ", "1 ", "(", ") ", "a", "total "])
def test_a_cell_however_long_is_read_in_no_time(filler: str) -> None:
    cell = f"1{filler * 30_000:.30000}x"
    rows = [HEAD] + [["4 Mar 2026", "Anna", cell, cell, "USD"], [cell, cell, cell, "1", "USD"]] * 10
    begun = time.perf_counter()
    read(*rows)
    assert time.perf_counter() - begun < 1


def test_a_sheet_without_headings_is_noted() -> None:
    assert read(["Dear Ada"], ["", "see below"]).notes == [
        "invoice: no row names an amount and an expert or a reference"
    ]


@given(rows=st.lists(st.lists(st.text(max_size=30), min_size=1, max_size=8), max_size=12), headed=st.booleans())
def test_whatever_a_sheet_holds_it_is_read_without_a_fault(rows: list[list[str]], headed: bool) -> None:
    for each in read(*([HEAD] if headed else []), *rows).lines:
        assert each.fault or each.amount_minor is not None


@given(cells=st.lists(st.from_regex(r"[-(]?[0-9.,: /hmin$€)%e-]{0,24}", fullmatch=True), min_size=5, max_size=5))
def test_numbers_of_any_look_are_bounded(cells: list[str]) -> None:
    for each in read(HEAD, cells, currency="USD").lines:
        assert each.minutes is None or 0 <= each.minutes < 2**31
        assert each.amount_minor is None or abs(each.amount_minor) < 2**31


def call(**fields: object) -> Call:
    """A call of Sarah Chen's on 4 March."""
    given: dict[str, object] = {
        "charge_id": new_id(),
        "interview_id": new_id(),
        "expert_name": "Dr. Sarah Chen",
        "vendor_ref": None,
        "call_date": dt.date(2026, 3, 4),
        "is_done": True,
        "minutes": 52,
        "billed_minutes": 55,
        "amount_minor": 110_000,
        "currency": "USD",
    }
    return Call(**(given | fields))  # type: ignore[arg-type]


def billed(**fields: object) -> Line:
    """A line of that call."""
    given: dict[str, object] = {
        "place": "line 2",
        "call_date": dt.date(2026, 3, 4),
        "expert_name": "Chen, Sarah",
        "minutes": 55,
        "amount_minor": 110_000,
        "currency": "USD",
    }
    return Line(**(given | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({}, "matched"),
        ({"minutes": 52}, "matched"),
        ({"minutes": None, "call_date": None}, "matched"),
        ({"call_date": dt.date(2026, 3, 5)}, "matched"),
        ({"call_date": dt.date(2026, 3, 6)}, "not_ours"),
        ({"expert_name": "S. Chen"}, "matched"),
        ({"expert_name": "Sam Chen"}, "not_ours"),
        ({"minutes": 60}, "duration_differs"),
        ({"amount_minor": 110_001, "minutes": 60}, "amount_differs"),
        ({"currency": "EUR"}, "wrong_currency"),
    ],
)
def test_a_line_is_known_by_its_gravest_difference(fields: dict[str, object], outcome: str) -> None:
    (found,) = matching.match([billed(**fields)], [call()])
    assert found.outcome == outcome


def test_two_calls_of_a_day_answer_to_one_line_each() -> None:
    short, long = call(minutes=30, billed_minutes=30, amount_minor=60_000), call()
    found = matching.match([billed(), billed(minutes=30, amount_minor=60_000), billed()], [short, long])
    assert [(each.charge_id, each.outcome) for each in found] == [
        (long.charge_id, "matched"),
        (short.charge_id, "matched"),
        (long.charge_id, "billed_twice"),
    ]


def credit(amount_minor: int = -10_000, **fields: object) -> Line:
    """Money given back for that call."""
    return billed(**{"amount_minor": amount_minor, "minutes": None} | fields)


@pytest.mark.parametrize(
    ("line", "outcome", "difference"),
    [
        (credit(), "matched", -10_000),
        (credit(-110_000), "matched", -110_000),
        (credit(-110_001), "amount_differs", -110_001),
        (credit(currency="EUR"), "wrong_currency", None),
        (credit(expert_name="Somebody Else"), "credit", -10_000),
        (credit(expert_name=None, call_date=None), "credit", -10_000),
        (credit(minutes=5), "matched", -10_000),
    ],
)
def test_a_credit_is_of_the_call_it_names_or_of_none(line: Line, outcome: str, difference: int | None) -> None:
    (found,) = matching.match([line], [call()])
    assert (found.outcome, found.difference_minor) == (outcome, difference)
    assert (found.charge_id is None) == (outcome == "credit")


def test_a_credit_is_rather_of_the_call_that_is_billed_and_bills_none_itself() -> None:
    free, paid = call(), call(call_date=dt.date(2026, 3, 5))
    lines = [credit(call_date=None), billed(call_date=dt.date(2026, 3, 5), amount_minor=120_000), credit(-1)]
    found = matching.match(lines, [free, paid])
    assert [each.line for each in found] == lines
    assert [each.charge_id for each in found] == [paid.charge_id, paid.charge_id, paid.charge_id]
    assert [each.outcome for each in found] == ["matched", "amount_differs", "matched"]
    assert sum(each.difference_minor or 0 for each in found) == -1


def test_a_call_without_a_price_differs_by_an_unknown_amount() -> None:
    (found,) = matching.match([billed()], [call(amount_minor=None, currency=None)])
    assert (found.outcome, found.difference_minor) == ("amount_differs", None)


@given(number=st.integers(0, 6), calls=st.integers(0, 6))
def test_no_call_is_ever_matched_twice(number: int, calls: int) -> None:
    found = matching.match([billed()] * number, [call() for _ in range(calls)])
    assert sum(each.outcome == "matched" for each in found) == min(number, calls)
    assert Decimal(sum(each.difference_minor or 0 for each in found)) == 110_000 * max(number - calls, 0) * (calls > 0)
