"""The shortlist as a file: read back it says the same, and nothing in it can be run."""

import csv
import io
from typing import Any

import openpyxl
import pytest

from services.core.reporting import sheets
from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, Desk
from tests.core.research import expected

Json = dict[str, Any]
GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
ACTIVE = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1",
    "＝1+1",
    "+4930123",
)


async def as_csv(desk: Desk, **query: str) -> list[dict[str, str]]:
    response = await desk.client.get(f"/api/campaigns/{desk.campaign_id}/shortlist.csv", params=query)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == "attachment; filename*=UTF-8''shortlist.csv"
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


async def as_xlsx(desk: Desk, **query: str) -> tuple[list[Json], openpyxl.Workbook]:
    response = await desk.client.get(f"/api/campaigns/{desk.campaign_id}/shortlist.xlsx", params=query)
    assert response.status_code == 200, response.text
    assert response.headers["content-disposition"] == "attachment; filename*=UTF-8''shortlist.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    head, *rows = book["Shortlist"].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows], book


async def entered(desk: Desk, name: str, **fields: Any) -> Json:
    body = {"campaign_id": desk.campaign_id, "vendor_platform_id": GLG, "name": name}
    return await desk.post("/api/experts", 201, json=body | fields)


async def test_both_files_hold_a_row_for_each_offer_in_the_lists_order(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA, BERT))
    await desk.report(desks.sheet((*ANNA[:4], "$450 per hour")), vendor="AlphaSights")
    listed = await desk.get(f"/api/campaigns/{desk.campaign_id}/shortlist")
    offers = [(rank, entry, offer) for rank, entry in enumerate(listed["items"], 1) for offer in entry["offers"]]
    told, (cells, _) = await as_csv(desk), await as_xlsx(desk)
    assert len(told) == len(cells) == len(offers) == 3
    for row, cell, (rank, entry, offer) in zip(told, cells, offers, strict=True):
        assert (int(row["Rank"]), cell["Rank"]) == (rank, rank)
        assert row["Name"] == cell["Name"] == entry["person"]["name"]
        assert row["Vendor"] == cell["Vendor"] == offer["vendor"]
        assert float(row["Cost"]) == cell["Cost"] == offer["cost_minor"] / 100
        assert row["Currency"] == cell["Currency"] == "USD"
        assert row["Expert id"] == cell["Expert id"] == offer["expert_id"]
        assert (
            row["Best offer"]
            == (cell["Best offer"] or "")
            == ("yes" if offer["expert_id"] == entry["best_offer_id"] else "")
        )
    assert [row["Saving"] for row in told] == ["50.0", "", "0.0"]
    assert told[0]["Source"].startswith("experts.csv line 2")


async def test_terms_are_those_asked_for(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await desk.client.put("/api/exchange-rates/EUR", json={"usd_per_unit": "1.25"})
    (row,) = await as_csv(desk, currency="EUR", minutes="30")
    assert (row["Cost"], row["Per hour"], row["Currency"], row["Quote"]) == ("200.0", "400.0", "EUR", "500.0")
    ((cell,), _) = await as_xlsx(desk, currency="EUR", minutes="30")
    assert (cell["Cost"], cell["Per hour"], cell["Currency"]) == (200, 400, "EUR")


async def test_amounts_are_in_whole_units_of_their_currency(desk: Desk) -> None:
    await desk.client.put("/api/exchange-rates/JPY", json={"usd_per_unit": "0.01"})
    await entered(desk, "Anna Weber", price={"amount_minor": 60000, "unit": "hour", "currency": "JPY"})
    await entered(desk, "Bert Okafor", price={"amount_minor": 150, "unit": "credit"})
    anna, bert = await as_csv(desk, currency="JPY")
    assert (anna["Quote"], anna["Cost"], bert["Quote"], bert["Unit"]) == ("60000.0", "60000.0", "1.5", "credit")
    assert float(bert["Cost"]) == 115_000


@pytest.mark.parametrize("text", ACTIVE)
async def test_no_cell_can_be_run(desk: Desk, text: str) -> None:
    await entered(desk, "Anna Weber", title=f"x{text}", company="Siemens", vendor_ref="ref")
    rows = "UPDATE expert_network.{} SET title = $1, company = $1 WHERE workspace_id = $2"
    for table in ("experts", "people"):
        await desk.core.owner_sql(rows.format(table), text, desk.core.workspace())
    (row,) = await as_csv(desk)
    assert row["Title"] == row["Employer"] == f"'{text}"
    ((cell,), book) = await as_xlsx(desk)
    assert cell["Title"].replace("_x000D_", "\r") == text
    for line in book["Shortlist"].iter_rows():
        assert all(each.data_type in ("s", "n", "inlineStr") and each.hyperlink is None for each in line)


async def test_no_cell_can_be_run_whichever_column_it_is_in(desk: Desk) -> None:
    evil = '=HYPERLINK("http://evil.example","click")'
    vendor = await desk.post("/api/vendors", 201, json={"name": f"{evil} & Co"})
    await entered(
        desk,
        evil,
        title="+1",
        company="-1",
        location="@A1",
        vendor_ref="=1+1",
        vendor_platform_id=vendor["id"],
        availability=[{"text": "=NOW()"}],
    )
    (row,) = await as_csv(desk)
    assert not [name for name, text in row.items() if text.startswith(sheets.ACTIVE)]
    assert sum(text.startswith("'") for text in row.values()) >= 7
    ((cell,), book) = await as_xlsx(desk)
    assert cell["Name as sent"] == cell["Vendor"].removesuffix(" & Co") == evil
    assert all(each.data_type != "f" for line in book["Shortlist"].iter_rows() for each in line)


async def test_letters_of_every_alphabet_survive(desk: Desk) -> None:
    name, title = (
        "Jos\u00e9 N\u00fa\u00f1ez-\u0141\u0105cki",
        'Leiterin \u201eF&E\u201c, \u7814\u7a76 \u0639 \U0001f52c; "quoted", a\nb',
    )
    await entered(desk, name, title=title)
    (row,) = await as_csv(desk)
    ((cell,), _) = await as_xlsx(desk)
    assert row["Name"] == cell["Name"] == name
    assert row["Title"] == cell["Title"] == title


async def test_more_text_than_a_cell_holds_is_cut_and_not_lost(desk: Desk) -> None:
    slots = [{"text": f"{number} " + "x" * 250} for number in range(200)]
    await entered(desk, "Anna Weber", availability=slots)
    ((cell,), _) = await as_xlsx(desk)
    assert cell["Availability"] is not None
    assert cell["Availability"].startswith("0 xxx")
    assert len(cell["Availability"]) <= 32_767
    (row,) = await as_csv(desk)
    assert len(row["Availability"]) <= 32_767


async def test_who_was_turned_down_or_set_aside_is_not_in_the_files(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA, BERT))
    await desk.report(
        desks.sheet(
            ("James Whitman", "Head of IT", "Allianz", "Munich, Germany", "$500 per hour"),
            ("J. Whitman", "Investment Manager", "Allianz", "Munich, Germany", "$400 per hour"),
        )
    )
    await desk.edit(await desk.offer(), status="rejected", reason="Too junior.")
    await desk.edit(await desk.offer("GLG Bert Okafor"), status="declined")
    (review,) = (await desk.get("/api/match-reviews"))["items"]
    await desk.post(f"/api/match-reviews/{review['id']}/accept")
    assert [row["Name as sent"] for row in await as_csv(desk)] == ["J. Whitman"]
    assert [row["Name as sent"] for row in (await as_xlsx(desk))[0]] == ["J. Whitman"]


async def test_an_empty_list_is_a_file_of_headings(desk: Desk) -> None:
    assert await as_csv(desk) == []
    cells, book = await as_xlsx(desk)
    assert cells == []
    assert tuple(cell.value for cell in book["Shortlist"][1]) == sheets.COLUMNS


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_a_file_of_another_workspaces_campaign_is_missing(desk: Desk, kind: str) -> None:
    async with desk.core.as_("bob") as bob:
        await expected.is_missing_as_if_absent(bob, "GET", f"/api/campaigns/{{}}/shortlist.{kind}", desk.campaign_id)
