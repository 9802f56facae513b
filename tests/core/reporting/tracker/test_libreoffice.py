"""A tracker that LibreOffice has opened and saved comes back exactly: `infra/test -m libreoffice`."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest

from services.core.reporting.tracker import reading
from tests.support import calls, libreoffice, trackers
from tests.support.core import Core
from tests.support.trackers import Workbook

pytestmark = pytest.mark.libreoffice

AWKWARD = (
    "=1+1",
    "+49 30 1234",
    "-5 %",
    "@home",
    "'quoted",
    "  spaces  ",
    "two\nlines",
    "a\ttab",
    "Ünïcödé 漢字 🎧",
    "007",
    "1E5",
    "3/4",
    "TRUE",
    "2026-03-01",
    "<b>&amp;</b>",
    '"quotes", commas; and semicolons',
    "_x0041_",
    "x" * 5000,
)
EPOCH = datetime(1899, 12, 30, tzinfo=UTC)


@pytest.fixture
async def ada(core: Core) -> AsyncIterator[httpx2.AsyncClient]:
    async with core.as_("ada") as client:
        yield client


async def campaign_with_everything(core: Core, ada: httpx2.AsyncClient) -> str:
    """Calls in five zones over the changes of their clocks, and every awkward text."""
    campaign = await calls.campaign(ada)
    zones = ("America/New_York", "Europe/London", "Europe/Berlin", "Australia/Sydney", "Asia/Kolkata")
    for number, text in enumerate(AWKWARD):
        price = {"amount_minor": 100_001 + number, "unit": "hour", "currency": "USD"}
        expert = await calls.expert(ada, campaign, f"Expert {number:02}", company=text[:200], price=price)
        start = datetime(2026, 3 + number % 9, 29, number, 7, tzinfo=UTC)
        await calls.call(core, campaign, expert, starts_at=start, timezone=zones[number % 5], notes=text)
    return campaign


async def test_saved_without_a_change_it_is_read_as_it_was_handed_out(
    core: Core, ada: httpx2.AsyncClient, tmp_path: Path
) -> None:
    campaign = await campaign_with_everything(core, ada)
    content = await trackers.handed_out(ada, campaign)
    saved = libreoffice.edited(content, {}, folder=tmp_path)
    before, after = reading.read(content), reading.read(saved)
    assert len(before.rows) == len(AWKWARD)
    assert [their.row for their in after.rows] == [their.row for their in before.rows]
    answer = await trackers.merged(ada, campaign, saved)
    assert answer["cells"] == []


async def test_what_is_typed_in_libreoffice_is_what_is_taken(
    core: Core, ada: httpx2.AsyncClient, tmp_path: Path
) -> None:
    campaign = await calls.campaign(ada, timezone="Europe/Berlin")
    expert = await calls.expert(
        ada, campaign, "Sarah Chen", price={"amount_minor": 1, "unit": "hour", "currency": "USD"}
    )
    call = await calls.call(core, campaign, expert)
    content = await trackers.handed_out(ada, campaign)
    book = Workbook.of(content)
    wall = (datetime(2027, 3, 29, 9, 30, tzinfo=UTC) - EPOCH).total_seconds() / 86_400
    typed: dict[str, str | float] = {
        "notes": 'Said "yes"\nand = more',
        "price": 1234.56,
        "call_date": wall,
        "length": 90.0,
    }
    cells = {book.place("Sarah Chen", column).coordinate: value for column, value in typed.items()}
    answer = await trackers.merged(ada, campaign, libreoffice.edited(content, cells, folder=tmp_path))
    assert {cell["column"]: cell["outcome"] for cell in answer["cells"]} == dict.fromkeys(
        ("Notes", "Price", "Call date", "Length"), "taken"
    )
    told = (await ada.get(f"/api/interviews/{call}")).json()
    assert datetime.fromisoformat(told["starts_at"]) == datetime(2027, 3, 29, 7, 30, tzinfo=UTC)
    assert (told["notes"], told["duration_minutes"]) == ('Said "yes"\nand = more', 90)
    assert (await ada.get(f"/api/experts/{expert}")).json()["price"]["amount_minor"] == 123_456
