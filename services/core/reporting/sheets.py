"""The shortlist as a file for a spreadsheet; no cell of it can be run as a formula."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import xlsxwriter

from services.core.reporting.service import Shortlist
from services.core.reporting.standing import Standing
from shared.money import minor_units

COLUMNS = (
    "Rank",
    "Name",
    "Title",
    "Employer",
    "Location",
    "Region",
    "Vendor",
    "Name as sent",
    "Quote",
    "Unit",
    "Quote currency",
    "Minimum (min)",
    "Step (min)",
    "Cost",
    "Per hour",
    "Currency",
    "Basis",
    "Best offer",
    "Saving",
    "Conflict",
    "Compliance",
    "Status",
    "Availability",
    "Vendor's number",
    "Source",
    "Expert id",
    "Person id",
)
ACTIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
LONGEST = 32_767
"""Characters a spreadsheet's cell holds."""
WIDTHS = {"Name": 26, "Title": 32, "Employer": 26, "Location": 22, "Compliance": 26, "Availability": 40, "Source": 40}


def rows(found: Shortlist) -> Iterator[list[Any]]:
    """One row per offer, people in the list's order; no text is longer than a cell holds."""
    for row in _rows(found):
        yield [cell[:LONGEST] if isinstance(cell, str) else cell for cell in row]


def _rows(found: Shortlist) -> Iterator[list[Any]]:
    for rank, entry in enumerate(found.entries, start=1):
        best, person = entry.best, entry.person
        for each in entry.offers:
            offer, is_best = each.as_json(), each is best
            price, source = offer["price"] or {}, offer["sources"].get("price") or offer["sources"].get("name") or {}
            currency = offer["currency"]
            yield [
                rank,
                *(person[name] for name in ("name", "title", "company", "location", "region")),
                *(offer["vendor"], offer["name"]),
                *(_quoted(price), price.get("unit"), price.get("currency")),
                *(price.get("minimum_minutes"), price.get("increment_minutes")),
                *(_major(offer["cost_minor"], currency), _major(offer["per_hour_minor"], currency)),
                *(currency, offer["basis"]),
                *("yes" if is_best else "", _major(entry.saving, currency) if is_best else None),
                *(offer["conflict_status"], _compliance(offer["compliance"]), offer["status"]),
                "; ".join(slot.get("text", "") for slot in offer["availability"]),
                offer["vendor_ref"],
                f"{source.get('file', '')} {source.get('locator', '')}".strip(),
                *(offer["expert_id"], person["id"]),
            ]


def _compliance(known: Standing) -> str:
    return f"{known.outcome}: {known.fact}" if known.fact else known.outcome


def _quoted(price: Mapping[str, Any]) -> float | None:
    """Credits are stated in hundredths, money in minor units."""
    amount = price.get("amount_minor")
    return amount / 100 if amount is not None and price["unit"] == "credit" else _major(amount, price.get("currency"))


def _major(minor: int | None, currency: str | None) -> float | None:
    return None if minor is None else minor / minor_units(currency or "")


def as_csv(found: Shortlist) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read accents; active cells are quoted with an apostrophe."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(COLUMNS)
    for row in rows(found):
        writer.writerow([neutral(cell) for cell in row])
    return b"\xef\xbb\xbf" + page.getvalue().encode()


def neutral(cell: Any) -> Any:
    """Text that a spreadsheet would run is given an apostrophe in front (OWASP, CSV injection)."""
    if isinstance(cell, str) and cell.startswith(ACTIVE):
        return f"'{cell}"
    return cell


def as_xlsx(found: Shortlist) -> bytes:
    """A workbook with a frozen header; every text is stored as text."""
    page = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(page, options) as book:
        sheet = book.add_worksheet("Shortlist")
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        for column, title in enumerate(COLUMNS):
            sheet.set_column(column, column, WIDTHS.get(title, 14))
        sheet.freeze_panes(1, 2)
        for column, title in enumerate(COLUMNS):
            sheet.write_string(0, column, title, bold)
        last = 0
        for last, row in enumerate(rows(found), start=1):
            for column, cell in enumerate(row):
                _write(sheet, last, column, cell, money)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    return page.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Any, money: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, float):
        sheet.write_number(row, column, cell, money)
    elif cell is not None:
        sheet.write_number(row, column, cell)
