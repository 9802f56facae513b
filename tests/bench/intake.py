"""How long a large sheet takes, upload to shortlist, on a running stack: python -m tests.bench.intake URL [ROWS …].

Start the stack with `infra/up`. Not part of the test run.
"""

import io
import json
import sys
import time
from uuid import uuid4

import httpx2
import xlsxwriter

from tests.unit.matching import synthetic_people

HEADINGS = (
    "ID",
    "Name",
    "Current title",
    "Company",
    "Previous employers",
    "Country",
    "Rate (USD/hour)",
    "Availability",
)
MORE = ("Conflict status", "E-mail", "Expertise", "Biography", "LinkedIn", "Years of experience")
PLACES = ("Germany", "United States", "France", "Japan", "Brazil", "Poland", "Spain")
POLL = 0.25


def sheet(rows: int, *, seed: int) -> bytes:
    """A vendor's workbook of made-up people, 14 columns."""
    page = io.BytesIO()
    with xlsxwriter.Workbook(page) as book:
        table = book.add_worksheet("Experts")
        table.write_row(0, 0, (*HEADINGS, *MORE))
        for number, person in enumerate(synthetic_people.people(rows, seed=seed), start=1):
            table.write_row(number, 0, _row(number, person.name, person.employer or ""))
    return page.getvalue()


def _row(number: int, name: str, employer: str) -> tuple[str | int, ...]:
    place = PLACES[number % len(PLACES)]
    slot = f"{24 + number % 6} Nov 2026, {8 + number % 9}:00-{9 + number % 9}:00 CET"
    conflict = ("cleared", "pending")[number % 2]
    known = (number, name, "Director Operations", employer, "Acme Corp (2012-2018)", place, 400 + number % 900, slot)
    return (
        *known,
        conflict,
        f"expert{number}@example.com",
        "procurement; ERP; logistics",
        "Long in the trade.",
        "",
        12,
    )


def measure(client: httpx2.Client, rows: int) -> dict[str, float]:
    """Seconds until the upload was answered, everything was placed, and the shortlist was there."""
    body = {"campaign_name": f"Bench {uuid4()}", "industry_vertical": "Any", "start_date": "2026-11-01"}
    campaign = client.post("/api/campaigns", json=body | {"target_completion_date": "2026-12-31"}).json()["id"]
    content, began = sheet(rows, seed=rows), time.perf_counter()
    answer = client.post(f"/api/campaigns/{campaign}/intake?vendor=GLG", files={"files": ("sheet.xlsx", content)})
    answered = time.perf_counter() - began
    intake = answer.raise_for_status().json()["id"]
    while (found := client.get(f"/api/intakes/{intake}").json())["status"] in ("queued", "running"):
        time.sleep(POLL)
    placed = time.perf_counter() - began
    if found["status"] != "done":
        raise SystemExit(f"the intake ended as {found['status']}: {found['failure']}")
    shortlist = client.get(f"/api/campaigns/{campaign}/shortlist").raise_for_status().json()
    seconds = {"answered": answered, "placed": placed, "listed": time.perf_counter() - began}
    return {name: round(value, 2) for name, value in seconds.items()} | {"people": shortlist["summary"]["people"]}


def main(url: str, sizes: list[int]) -> None:
    """Sign up as somebody new for each size and print a line of JSON."""
    for rows in sizes:
        with httpx2.Client(base_url=url, timeout=120) as client:
            person = {"name": "Bench", "email": f"{uuid4()}@example.com", "password": "a bench, not a secret"}
            token = client.post("/api/auth/sign-up/email", json=person).raise_for_status().json()["token"]
            client.cookies.clear()
            client.headers["authorization"] = f"Bearer {token}"
            sys.stdout.write(json.dumps({"rows": rows} | measure(client, rows)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], [int(size) for size in sys.argv[2:]] or [2000])
