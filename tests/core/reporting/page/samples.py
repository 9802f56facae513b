"""Reports to lay out: a campaign in full swing, one with a single call, and an empty one. Drawn from one seed."""

import datetime as dt
import random
from typing import Any
from uuid import UUID

import orjson

from services.core.reporting.page.service import Report
from services.core.reporting.service import Shortlist
from services.core.reporting.shortlist import RANK, Entry, Offer, Terms
from services.core.reporting.spend.schemas import ExpectedSumsOut
from services.core.reporting.standing import Standing, gravity
from tests.core.reporting.page import parts
from tests.core.reporting.page.parts import NOW, VENDORS

NAMES = ("Sarah Chen", "José Núñez", "Anna-Lena Weber", "Wolfeschlegelsteinhausenbergerdorff", "<b>Bold & Co</b>")
TITLES = (
    "VP Procurement",
    "Head of Charging Infrastructure and Energy Services, EMEA and Asia",
    "Plant Manager",
    "CFO",
)
EMPLOYERS = ("Siemens", "Electrify America", "Schneider Electric (formerly)", "ChargePoint", "EVgo")


def head(name: str, **fields: Any) -> dict[str, Any]:
    return {
        "campaign_name": name,
        "project_name": "Project Atlas",
        "client_name": "Northgate Capital",
        "timezone": "Europe/Paris",
        "start_date": dt.date(2026, 10, 5),
        "target_completion_date": dt.date(2026, 12, 18),
        "industry": "Energy",
        "brief": "How operators of charging points choose, finance and service their hardware, and what would make"
        " them switch.",
        "status": "Active",
    } | fields


def full() -> Report:
    """Eight vendors, eight weeks, some three hundred proposals."""
    dice = random.Random(7)
    name = "EV charging hardware: how operators buy"
    return Report(
        as_of=NOW,
        head=head(name),
        coverage=parts.coverage(name),
        funnel=parts.funnel(name, dice),
        spend=parts.spend(name, dice, weeks=8, vendors=8, budget=6_000_000),
        scorecards=parts.scorecards(dice),
        shortlist=(people := _shortlist(dice, 46)),
        people=people.entries[:20],
        calls=[_call(dice, n) for n in range(6)],
        standing={"done": 21, "booked": 6, "blocked": 2},
        decisions=[
            {"what": "cleared", "times": 27, "latest": NOW},
            {"what": "needs_approval", "times": 5, "latest": NOW - dt.timedelta(days=2)},
            {"what": "refused", "times": 3, "latest": NOW - dt.timedelta(days=9)},
            {"what": "overridden", "times": 1, "latest": NOW - dt.timedelta(days=9)},
        ],
        rules=[
            {"rule": "cooling_off", "outcome": "refuse", "times": 2},
            {"rule": "public_official", "outcome": "needs_approval", "times": 5},
        ],
    )


def single() -> Report:
    """One vendor, one person, one call done."""
    dice = random.Random(1)
    name = "One call"
    vendor = VENDORS[0]
    counted = [{"vendor_platform_id": UUID(int=1), "name": vendor, "place": 5, "status": "completed", "proposals": 1}]
    return Report(
        as_of=NOW,
        head=head(name, client_name=None, brief=None),
        coverage=parts.coverage_of(name, [parts.cell("Europe", "customer", 1, 1, 0, 1)], []),
        funnel=parts.funnel_of(name, counted),
        spend=parts.spend(name, dice, weeks=1, vendors=1, budget=None),
        scorecards=parts.scorecards_of(
            [parts.card(1, vendor, {"done": 1}, {"proposals": 1, "accepted": 1, "decided": 1}, [6.5])]
        ),
        shortlist=(people := _shortlist(dice, 1)),
        people=people.entries,
        calls=[],
        standing={"done": 1, "booked": 0, "blocked": 0},
        decisions=[{"what": "cleared", "times": 1, "latest": NOW}],
        rules=[],
    )


def empty() -> Report:
    """A campaign that has just been entered."""
    name = "Nothing yet"
    sums = ExpectedSumsOut(committed_minor=0, actual_minor=0, forecast_minor=None, calls=0, without_price=0)
    return Report(
        as_of=NOW,
        head=head(name, project_name=None, client_name=None, brief=None, status="Waiting"),
        coverage=parts.coverage_of(name, [], []),
        funnel=parts.funnel_of(name, []),
        spend=parts.spend_of(name, sums),
        scorecards=parts.scorecards_of([]),
        shortlist=_shortlist(random.Random(1), 0),
        people=[],
        calls=[],
        standing={"done": 0, "booked": 0, "blocked": 0},
        decisions=[],
        rules=[],
    )


def _shortlist(dice: random.Random, people: int) -> Shortlist:
    rates = [{"currency": "EUR", "usd_per_unit": "1.16", "as_of": "2026-11-20", "source": "reference"}]
    return Shortlist(
        campaign={"status": "Active"},
        terms=Terms(currency="USD", minutes=60, usd={}),
        rates=rates[:people],
        entries=[_entry(dice, number) for number in range(people)],
    )


def _entry(dice: random.Random, number: int) -> Entry:
    person = {
        "person_id": str(UUID(int=number)),
        "person_name": NAMES[number % len(NAMES)],
        "region": dice.choice(("Europe", "North America", None)),
        "card": orjson.dumps({"title": dice.choice(TITLES), "company": dice.choice(EMPLOYERS)}),
        "shown": None,
    }
    return Entry(sorted(_offer(dice, number, n, person) for n in range(dice.choice((1, 1, 2, 3)))))


def _offer(dice: random.Random, number: int, n: int, person: dict[str, Any]) -> Offer:
    conflict = dice.choice(("cleared", "cleared", "pending", "not_checked", "flagged"))
    status = dice.choice(("shortlisted", "scheduled", "completed", "reviewed", "proposed"))
    known, cost, basis = (
        _standing(number),
        60_000 + 1500 * number + 20_000 * n,
        "reference" if number > 40 else "quoted",
    )
    return Offer(
        is_barred=conflict == "flagged" or known.outcome == "refused",
        gravity=gravity(known),
        rank=RANK[basis],
        cost=cost,
        vendor=VENDORS[(number + n) % len(VENDORS)],
        id=str(UUID(int=number * 10 + n)),
        row=person | {"conflict_status": conflict, "status": status},
        costs={"cost_minor": cost, "basis": basis},
        compliance=known,
    )


def _standing(number: int) -> Standing:
    """Every ninth person works where nobody may be called."""
    if number % 9 != 8:
        return Standing()
    return Standing("refused", "target_employee", 0, "EVgo, where the expert works, is a target of this campaign")


def _call(dice: random.Random, number: int) -> dict[str, Any]:
    return {
        "starts_at": NOW + dt.timedelta(days=1 + number, hours=number),
        "duration_minutes": dice.choice((30, 60)),
        "status": dice.choice(("scheduled", "confirmed")),
        "name": NAMES[number % len(NAMES)],
        "title": dice.choice(TITLES),
        "company": dice.choice(EMPLOYERS),
        "vendor": VENDORS[number],
        "lead": dice.choice(("Grace Hopper", None)),
    }
