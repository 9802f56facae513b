"""A tracker in the hands of an analyst: opened, edited and saved as openpyxl does it."""

import io
from dataclasses import dataclass
from typing import Any

import httpx2
import openpyxl

from services.core.reporting.tracker.columns import BY_KEY


@dataclass(slots=True)
class Workbook:
    """A tracker that was handed out; cells are named by the row's name and the column's key."""

    book: Any

    @classmethod
    def of(cls, content: bytes) -> "Workbook":
        """The workbook in a file."""
        return cls(openpyxl.load_workbook(io.BytesIO(content)))

    @property
    def sheet(self) -> Any:
        """The sheet people see."""
        return self.book["Tracker"]

    def titles(self) -> list[str]:
        """Row 1."""
        return [cell.value for cell in self.sheet[1]]

    def place(self, name: str, column: str) -> Any:
        """The cell of a column in the only row of that name."""
        at = self.titles().index("Name")
        (row,) = [row for row in self.sheet.iter_rows(min_row=2) if row[at].value == name]
        return row[self.titles().index(BY_KEY[column].title)]

    def set(self, name: str, /, **cells: Any) -> "Workbook":
        """Type into a row."""
        places = {column: self.place(name, column) for column in cells}
        for column, value in cells.items():
            places[column].value = value
        return self

    def add(self, **cells: Any) -> "Workbook":
        """Type a row below the last."""
        line = self.sheet.max_row + 1
        for column, value in cells.items():
            self.sheet.cell(line, self.titles().index(BY_KEY[column].title) + 1).value = value
        return self

    def drop(self, name: str) -> "Workbook":
        """Delete a row."""
        self.sheet.delete_rows(self.place(name, "name").row)
        return self

    def saved(self) -> bytes:
        """The file."""
        page = io.BytesIO()
        self.book.save(page)
        return page.getvalue()


async def handed_out(client: httpx2.AsyncClient, campaign: str) -> bytes:
    """A campaign's tracker as a file."""
    answer = await client.get(f"/api/campaigns/{campaign}/tracker.xlsx")
    assert answer.status_code == 200, answer.text
    return answer.content


async def handed_in(client: httpx2.AsyncClient, campaign: str, content: bytes, **query: Any) -> httpx2.Response:
    """The answer to a file."""
    files = {"files": ("tracker.xlsx", content, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")}
    return await client.post(f"/api/campaigns/{campaign}/tracker", files=files, params=query)


async def merged(client: httpx2.AsyncClient, campaign: str, content: bytes, **query: Any) -> dict[str, Any]:
    """What became of a file's cells: by outcome, then as `name of the column: theirs`, and the whole answer."""
    answer = await handed_in(client, campaign, content, **query)
    assert answer.is_success, answer.text
    told: dict[str, Any] = answer.json()
    return told
