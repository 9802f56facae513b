"""Reports to lay out: a campaign in full swing, one with a single call, and an empty one. Drawn from one seed."""

import datetime as dt
import random
from typing import Any
from uuid import UUID

import orjson

from services.core.reporting import figures
from services.core.reporting.coverage import matrix
from services.core.reporting.coverage.schemas import MatrixOut, SuggestedVendor
from services.core.reporting.funnel import service as funnels
from services.core.reporting.funnel.schemas import STAGES, FunnelOut
from services.core.reporting.page.service import Report
from services.core.reporting.schemas import CampaignBrief
from services.core.reporting.scorecards import service as cards
from services.core.reporting.scorecards.schemas import ScorecardsOut
from services.core.reporting.service import Shortlist
from services.core.reporting.shortlist import Entry, Terms
from services.core.reporting.spend.schemas import SpendOut, SumsOut
from services.core.reporting.standing import Standing
from services.core.spend.budgets.schemas import ForecastOut, RangeOut
from shared import statistics
from shared.statistics import Waiting

NOW = dt.datetime(2026, 11, 21, 14, 5, tzinfo=dt.UTC)
VENDORS = ("AlphaSights", "GLG", "Guidepoint", "Third Bridge", "Dialectica", "Atheneum", "Coleman Research", "NewtonX")
NAMES = ("Sarah Chen", "José Núñez", "Anna-Lena Weber", "Wolfeschlegelsteinhausenbergerdorff", "<b>Bold & Co</b>")
TITLES = (
    "VP Procurement",
    "Head of Charging Infrastructure and Energy Services, EMEA and Asia",
    "Plant Manager",
    "CFO",
)
EMPLOYERS = ("Siemens", "Electrify America", "Schneider Electric (formerly)", "ChargePoint", "EVgo")


def brief(name: str) -> CampaignBrief:
    return CampaignBrief(id=UUID(int=7), campaign_name=name, project_name="Project Atlas", status="Active")


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
        coverage=_coverage(name),
        funnel=_funnel(name, dice),
        spend=_spend(name, dice, weeks=8, vendors=8, budget=6_000_000),
        scorecards=_scorecards(dice),
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
        coverage=_matrix(name, [_cell("Europe", "customer", 1, 1, 0, 1)], []),
        funnel=_funnel_of(name, counted),
        spend=_spend(name, dice, weeks=1, vendors=1, budget=None),
        scorecards=_cards([_card(1, vendor, {"done": 1}, {"proposals": 1, "accepted": 1, "decided": 1}, [6.5])]),
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
    sums = SumsOut(committed_minor=0, actual_minor=0, calls=0, without_price=0)
    return Report(
        as_of=NOW,
        head=head(name, project_name=None, client_name=None, brief=None, status="Waiting"),
        coverage=_matrix(name, [], []),
        funnel=_funnel_of(name, []),
        spend=_spend_of(name, sums),
        scorecards=_cards([]),
        shortlist=_shortlist(random.Random(1), 0),
        people=[],
        calls=[],
        standing={"done": 0, "booked": 0, "blocked": 0},
        decisions=[],
        rules=[],
    )


def _cell(region: str, kind: str, people: int, approved: int, booked: int, done: int) -> dict[str, Any]:
    return {
        "region": region,
        "expert_type": kind,
        "people": people,
        "approved": approved,
        "booked": booked,
        "done": done,
    }


def _matrix(name: str, counted: list[dict[str, Any]], targets: list[dict[str, Any]]) -> MatrixOut:
    cells = matrix.cells_of(counted, targets)
    vendors = [
        SuggestedVendor(id=UUID(int=21), name="ExpertConnect", tags=["APAC bench", "48h sourcing"], enrollment=None),
        SuggestedVendor(id=UUID(int=22), name="Third Bridge", tags=["APAC Coverage"], enrollment="active"),
        SuggestedVendor(id=UUID(int=23), name="AlphaSights", tags=["EU specialists"], enrollment="active"),
        SuggestedVendor(id=UUID(int=24), name="GLG", tags=["Global Coverage"], enrollment="active"),
    ]
    return MatrixOut(
        campaign=brief(name),
        regions=[*matrix.REGIONS, matrix.UNKNOWN],
        expert_types=[*matrix.EXPERT_TYPES, matrix.UNKNOWN],
        min_calls=20,
        max_calls=30,
        totals=matrix.totals_of(cells),
        cells=cells,
        gaps=matrix.gaps_of(cells, vendors),
    )


def _coverage(name: str) -> MatrixOut:
    counted = [
        _cell("North America", "former_employee", 22, 5, 1, 3),
        _cell("North America", "customer", 31, 7, 2, 5),
        _cell("North America", "competitor", 9, 2, 0, 2),
        _cell("Europe", "former_employee", 18, 4, 1, 3),
        _cell("Europe", "customer", 27, 6, 1, 4),
        _cell("Europe", "supplier", 4, 1, 0, 0),
        _cell("Europe", "domain_expert", 11, 2, 0, 1),
        _cell("Asia Pacific", "customer", 8, 2, 1, 1),
        _cell("Asia Pacific", "former_employee", 1, 0, 0, 0),
        _cell("unknown", "unknown", 3, 0, 0, 0),
    ]
    targets = [
        {"region": region, "expert_type": kind, "min_calls": low, "max_calls": high}
        for region, kind, low, high in (
            ("North America", "former_employee", 4, 6),
            ("North America", "customer", 5, 8),
            ("Europe", "former_employee", 4, 6),
            ("Europe", "customer", 5, 6),
            ("Europe", "competitor", 2, 3),
            ("Europe", "supplier", 2, None),
            ("Asia Pacific", "former_employee", 2, 4),
            ("Asia Pacific", "customer", 2, 2),
        )
    ]
    return _matrix(name, counted, targets)


def _funnel_of(name: str, counted: list[dict[str, Any]], times: dict[str, Any] | None = None) -> FunnelOut:
    return FunnelOut(
        campaign=brief(name),
        stages=funnels.stages_of(counted, times or {}),
        vendors=funnels.vendors_of(counted),
    )


def _funnel(name: str, dice: random.Random) -> FunnelOut:
    counted = [
        {"vendor_platform_id": UUID(int=n), "name": vendor, "place": place, "status": status, "proposals": number}
        for n, vendor in enumerate(VENDORS)
        for place, status, number in (
            (0, "proposed", dice.randint(2, 9)),
            (0, "lapsed", dice.randint(0, 3)),
            (1, "reviewed", dice.randint(3, 9)),
            (1, "rejected", dice.randint(4, 14)),
            (1, "declined", dice.randint(0, 3)),
            (1, "blocked", dice.randint(0, 1)),
            (2, "shortlisted", dice.randint(0, 3)),
            (3, "scheduling", dice.randint(0, 2)),
            (4, "scheduled", dice.randint(0, 2)),
            (5, "completed", dice.randint(1, 5)),
        )
    ]
    times: dict[str, Any] = {
        stage: figures.estimate_of(
            statistics.waiting(
                [Waiting(dice.expovariate(1 / (1 + place)), dice.random() < 0.8) for _ in range(60 - 9 * place)], 0.5
            )
        )
        for place, stage in enumerate(STAGES)
    }
    return _funnel_of(name, counted, times)


def _spend_of(name: str, totals: SumsOut, **parts: Any) -> SpendOut:
    found: dict[str, Any] = {"vendors": [], "fee_types": [], "weeks": [], "budget": None} | parts
    return SpendOut(
        forecast=_forecast(totals),
        campaign=brief(name),
        currency="USD",
        timezone="Europe/Paris",
        totals=totals,
        **found,
    )


def _forecast(totals: SumsOut) -> ForecastOut:
    spent = totals.actual_minor + totals.committed_minor
    total = RangeOut(expected=spent + 500_000, low=spent + 300_000, high=spent + 900_000)
    return ForecastOut(
        campaign_id=UUID(int=7),
        currency="USD",
        committed_minor=totals.committed_minor,
        actual_minor=totals.actual_minor,
        without_price=0,
        calls_done=totals.calls,
        calls_booked=0,
        calls_needed=RangeOut(expected=5, low=3, high=9),
        basis="own_calls" if spent else "unknown",
        price_n=21 if spent else 0,
        price_minor=RangeOut(expected=100_000, low=100_000, high=100_000) if spent else None,
        total_minor=total if spent else None,
    )


def _spend(name: str, dice: random.Random, *, weeks: int, vendors: int, budget: int | None) -> SpendOut:
    first = dt.date(2026, 10, 5)
    parts = [
        {
            "vendor_platform_id": UUID(int=n),
            "starts_on": first + dt.timedelta(weeks=week),
            "actual_minor": 0
            if week > 6
            else dice.choice((0, 0, 90_000, 120_000, 210_000, 260_000)) or (vendors == 1 and 90_000),
            "committed_minor": dice.choice((0, 120_000, 180_000)) if week > 5 else 0,
            "calls": 2,
            "without_price": 0,
        }
        for week in range(weeks)
        for n in range(vendors)
    ]
    by_vendor = [
        _sums([part for part in parts if part["vendor_platform_id"] == UUID(int=n)])
        | {"vendor_platform_id": UUID(int=n), "vendor": VENDORS[n], "per_call_minor": 95_000 + 4000 * n}
        for n in range(vendors)
    ]
    by_week = [
        _sums(own) | {"week": f"{day:%G-W%V}", "starts_on": day, "vendors": own}
        for day in sorted({part["starts_on"] for part in parts})
        for own in [[part for part in parts if part["starts_on"] == day]]
    ]
    totals = SumsOut.model_validate(_sums(parts))
    used = (totals.actual_minor + totals.committed_minor) / budget if budget else 0
    return _spend_of(
        name,
        totals,
        vendors=sorted(by_vendor, key=lambda each: -each["actual_minor"] - each["committed_minor"]),
        weeks=by_week,
        budget=budget and {"amount_minor": budget, "used": used, "thresholds": []},
    )


def _sums(parts: list[dict[str, Any]]) -> dict[str, int]:
    names = ("actual_minor", "committed_minor", "calls", "without_price")
    return {name: sum(part[name] for part in parts) for name in names}


def _card(number: int, vendor: str, calls: Any, offers: Any, hours: list[float], unheard: int = 0) -> Any:
    return cards.card_of(
        {
            "id": UUID(int=number),
            "name": vendor,
            "calls": orjson.dumps(calls),
            "offers": orjson.dumps(offers),
            "invitations": orjson.dumps({"open": unheard, "joined": len(hours), "answered": len(hours)}),
            "hours": [*hours, *[90.0] * unheard],
            "over": [True] * len(hours) + [False] * unheard,
        },
        known=offers.get("known", 0),
    )


def _cards(found: list[Any]) -> ScorecardsOut:
    return ScorecardsOut(
        begins_at=NOW - dt.timedelta(days=365),
        ends_at=NOW,
        vendors=cards.ranked(found),
        no_shows_by_expert=[],
    )


def _scorecards(dice: random.Random) -> ScorecardsOut:
    found = []
    for number, vendor in enumerate(VENDORS):
        asked = dice.choice((4, 7, 12, 25, 44, 70))
        done = round(asked * dice.uniform(0.35, 0.9))
        missed = min(asked - done, dice.randint(0, 3))
        proposals = dice.randint(5, 80)
        decided = round(proposals * 0.8)
        offers = {
            "proposals": proposals,
            "decided": decided,
            "accepted": round(decided * dice.uniform(0.2, 0.5)),
            "known": round(proposals * dice.uniform(0, 0.2)),
            "priced": proposals,
            "price_mean": dice.uniform(0.8, 1.25),
            "price_deviation": 0.2,
        }
        calls = {"done": done, "no_show": missed, "missed": missed, "cancelled": asked - done - missed, "open": 1}
        hours = [dice.expovariate(1 / 20) for _ in range(dice.randint(1, 14))]
        found.append(_card(number, vendor, calls, offers, hours, unheard=dice.randint(0, 2)))
    return _cards(found)


def _shortlist(dice: random.Random, people: int) -> Shortlist:
    rates = [{"currency": "EUR", "usd_per_unit": "1.16", "as_of": "2026-11-20", "source": "reference"}]
    return Shortlist(
        campaign={"status": "Active"},
        terms=Terms(currency="USD", minutes=60, usd={}),
        rates=rates[:people],
        entries=[_entry(dice, number) for number in range(people)],
    )


def _entry(dice: random.Random, number: int) -> Entry:
    offers = [
        {
            "expert_id": str(UUID(int=number * 10 + n)),
            "vendor": VENDORS[(number + n) % len(VENDORS)],
            "cost_minor": 60_000 + 1500 * number + 20_000 * n,
            "basis": "reference" if number > 40 else "quoted",
            "conflict_status": dice.choice(("cleared", "cleared", "pending", "not_checked", "flagged")),
            "status": dice.choice(("shortlisted", "scheduled", "completed", "reviewed", "proposed")),
            "compliance": _standing(number),
        }
        for n in range(dice.choice((1, 1, 2, 3)))
    ]
    person = {
        "id": str(UUID(int=number)),
        "name": NAMES[number % len(NAMES)],
        "title": dice.choice(TITLES),
        "company": dice.choice(EMPLOYERS),
        "region": dice.choice(("Europe", "North America", None)),
    }
    return Entry(person, offers)


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
