"""A desk files are handed in at: small files made on the spot, reports read, and every row of the workspace at hand."""

import csv
import io
import itertools
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import httpx2
import openpyxl

from tests.core.research import expected
from tests.support.core import Core
from tests.support.world import TABLES

Json = dict[str, Any]
File = tuple[str, bytes, str]

INTAKE_ROWS = ("source_files", "intakes", "intake_items", "intake_changes", "idempotency_keys")
"""Tables that tell what was handed in, not what is known from it."""
LOG = ("audit_entries", "audit_heads")
"""What was done, which no undoing makes undone."""
HEAD = ("Name", "Title", "Company", "Location", "Rate")
ANNA = ("Anna Weber", "Chief Information Officer", "Siemens", "Munich, Germany", "$500 per hour")
BERT = ("Bert Okafor", "Plant Manager", "Bosch", "Stuttgart, Germany", "$600 per hour")
CLEO = ("Cleo Marchetti", "Procurement Director", "Fiat", "Turin, Italy", "$700 per hour")

SYLLABLES = (
    "bar",
    "ced",
    "dil",
    "fom",
    "gus",
    "hek",
    "jup",
    "kir",
    "lov",
    "mav",
    "nez",
    "pid",
    "rog",
    "sut",
    "tew",
    "vax",
)
ENDINGS = ("berg", "quist", "ovic", "etti", "sen", "mann", "ard", "oux", "ska", "well")
GIVEN = (
    "Anna",
    "Boris",
    "Chloe",
    "Dmitri",
    "Elena",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kavita",
    "Luca",
    "Maren",
)
TRADES = ("Energy", "Pharma", "Logistics", "Foods", "Banking", "Motors", "Software")


def csv_of(*rows: Collection[str], name: str = "experts.csv") -> File:
    """A sheet as a .csv; the first row is its heading."""
    page = io.StringIO()
    csv.writer(page).writerows(rows)
    return name, page.getvalue().encode(), "text/csv"


def sheet(*people: Collection[str], name: str = "experts.csv") -> File:
    """People under the usual heading."""
    return csv_of(HEAD, *people, name=name)


def workbook(name: str = "experts.xlsx", **sheets: list[Collection[str]]) -> File:
    """An .xlsx of those sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return name, kept.getvalue(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def text(content: str, name: str = "mail.txt") -> File:
    """A mail saved as text."""
    return name, content.encode(), "text/plain"


def crowd(count: int) -> list[tuple[str, ...]]:
    """That many people, at most 2,560, no two of whom could be taken for one another."""
    surnames = [first + last + end for first in SYLLABLES for last in SYLLABLES for end in ENDINGS]
    return [
        (
            f"{given} {surname.title()}",
            f"Head of {trade}",
            f"{surname.title()[::-1]} {trade}",
            "Berlin, Germany",
            "$5 per hour",
        )
        for surname, given, trade in zip(
            surnames[:count], itertools.cycle(GIVEN), itertools.cycle(TRADES), strict=False
        )
    ]


@dataclass(frozen=True, slots=True)
class Desk:
    """One campaign of one person, and what can be done with it."""

    core: Core
    client: httpx2.AsyncClient
    campaign_id: str

    @classmethod
    async def open(cls, core: Core, client: httpx2.AsyncClient) -> "Desk":
        """With a new campaign."""
        return cls(core, client, await expected.campaign(client))

    @property
    def path(self) -> str:
        """Where files of the campaign are handed in."""
        return f"/api/campaigns/{self.campaign_id}/intake"

    async def send(self, *files: File, headers: dict[str, str] | None = None, **query: Any) -> httpx2.Response:
        """Hand files in; GLG sent them unless `vendor` says otherwise (None: nobody is named)."""
        named = {"vendor": "GLG"} | query
        params = {name: value for name, value in named.items() if value is not None}
        parts = [("files", file) for file in files]
        return await self.client.post(self.path, params=params, files=parts, headers=headers)

    async def report(self, *files: File, status: int = 201, **query: Any) -> Json:
        """The report of files that are taken."""
        response = await self.send(*files, **query)
        assert response.status_code == status, response.text
        report: Json = response.json()
        return report

    async def get(self, path: str, **query: Any) -> Json:
        """A document that is there."""
        response = await self.client.get(path, params=query)
        assert response.status_code == 200, response.text
        found: Json = response.json()
        return found

    async def post(self, path: str, status: int = 200, **sent: Any) -> Json:
        """The answer of a command that is carried out."""
        response = await self.client.post(path, **sent)
        assert response.status_code == status, response.text
        answer: Json = response.json()
        return answer

    async def edit(self, offer: Json, **fields: Any) -> Json:
        """Edit an offer by hand."""
        response = await self.client.patch(f"/api/experts/{offer['id']}", json=fields)
        assert response.status_code == 200, response.text
        edited: Json = response.json()
        return edited

    async def undo(self, report: Json) -> Json:
        """Take an intake back."""
        return await self.post(f"/api/intakes/{report['id']}/undo")

    async def offers(self) -> dict[str, Json]:
        """The campaign's offers by vendor and name: `GLG Anna Weber`."""
        page = await self.get("/api/experts", campaign_id=self.campaign_id, limit=200)
        return {f"{offer['vendor']} {offer['name']}": offer for offer in page["items"]}

    async def offer(self, name: str = "GLG Anna Weber") -> Json:
        """One of them."""
        return (await self.offers())[name]

    async def rows(self, *, but: Collection[str] = ()) -> list[str]:
        """Every row of the workspace as text without its times, but those of some tables and of the log."""
        tables = [row["name"] for row in await self.core.owner_sql(TABLES)]
        query = " UNION ALL ".join(
            f"SELECT '{table} ' || (to_jsonb(t) - 'updated_at' - 'scored_at')::text AS row FROM {table} t "
            "WHERE workspace_id = $1"
            for table in tables
            if table.partition(".")[2] not in (*but, *LOG)
        )
        return sorted(row["row"] for row in await self.core.owner_sql(query, self.core.workspace()))

    async def known(self) -> list[str]:
        """What is known, however it came to be known: all rows but those that tell what was handed in."""
        return await self.rows(but=INTAKE_ROWS)


def outcomes(report: Json) -> dict[str, str]:
    """Outcome by name."""
    return {item["name"]: item["outcome"] for item in report["items"]}


def counted(report: Json) -> dict[str, int]:
    """The counts that are not zero."""
    return {outcome: count for outcome, count in report["counts"].items() if count}
