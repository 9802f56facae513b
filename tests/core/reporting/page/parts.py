"""The parts of made-up reports: coverage, the funnel, spend and scorecards, drawn from a seed or stated."""

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
from services.core.reporting.schemas import CampaignBrief
from services.core.reporting.scorecards import service as cards
from services.core.reporting.scorecards.schemas import ScorecardsOut
from services.core.reporting.spend.schemas import ExpectedSumsOut, SpendOut
from services.core.spend.budgets.schemas import ForecastOut, RangeOut
from shared import statistics
from shared.statistics import Waiting

NOW = dt.datetime(2026, 11, 21, 14, 5, tzinfo=dt.UTC)
VENDORS = ("AlphaSights", "GLG", "Guidepoint", "Third Bridge", "Dialectica", "Atheneum", "Coleman Research", "NewtonX")


def brief(name: str) -> CampaignBrief:
    return CampaignBrief(id=UUID(int=7), campaign_name=name, project_name="Project Atlas", status="Active")


def cell(region: str, kind: str, people: int, approved: int, booked: int, done: int) -> dict[str, Any]:
    return {
        "region": region,
        "expert_type": kind,
        "people": people,
        "approved": approved,
        "booked": booked,
        "done": done,
    }


def coverage_of(name: str, counted: list[dict[str, Any]], targets: list[dict[str, Any]]) -> MatrixOut:
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


def coverage(name: str) -> MatrixOut:
    counted = [
        cell("North America", "former_employee", 22, 5, 1, 3),
        cell("North America", "customer", 31, 7, 2, 5),
        cell("North America", "competitor", 9, 2, 0, 2),
        cell("Europe", "former_employee", 18, 4, 1, 3),
        cell("Europe", "customer", 27, 6, 1, 4),
        cell("Europe", "supplier", 4, 1, 0, 0),
        cell("Europe", "domain_expert", 11, 2, 0, 1),
        cell("Asia Pacific", "customer", 8, 2, 1, 1),
        cell("Asia Pacific", "former_employee", 1, 0, 0, 0),
        cell("unknown", "unknown", 3, 0, 0, 0),
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
    return coverage_of(name, counted, targets)


def funnel_of(name: str, counted: list[dict[str, Any]], times: dict[str, Any] | None = None) -> FunnelOut:
    return FunnelOut(
        campaign=brief(name),
        stages=funnels.stages_of(counted, times or {}),
        vendors=funnels.vendors_of(counted),
    )


def funnel(name: str, dice: random.Random) -> FunnelOut:
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
    return funnel_of(name, counted, times)


def spend_of(name: str, totals: ExpectedSumsOut, **parts: Any) -> SpendOut:
    found: dict[str, Any] = {"vendors": [], "fee_types": [], "weeks": [], "budget": None} | parts
    return SpendOut(
        forecast=_forecast(totals),
        campaign=brief(name),
        currency="USD",
        timezone="Europe/Paris",
        totals=totals,
        **found,
    )


def _forecast(totals: ExpectedSumsOut) -> ForecastOut:
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


def spend(name: str, dice: random.Random, *, weeks: int, vendors: int, budget: int | None) -> SpendOut:
    first = dt.date(2026, 10, 5)
    parts = [
        {
            "vendor_platform_id": UUID(int=n),
            "starts_on": first + dt.timedelta(weeks=week),
            "actual_minor": 0
            if week > 6
            else dice.choice((0, 0, 90_000, 120_000, 210_000, 260_000)) or (vendors == 1 and 90_000),
            "committed_minor": dice.choice((0, 120_000, 180_000)) if week > 5 else 0,
            "forecast_minor": 500_000 // vendors if week == weeks - 1 else 0,
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
    totals = ExpectedSumsOut.model_validate(_sums(parts))
    used = (totals.actual_minor + totals.committed_minor) / budget if budget else 0
    return spend_of(
        name,
        totals,
        vendors=sorted(by_vendor, key=lambda each: -each["actual_minor"] - each["committed_minor"]),
        weeks=by_week,
        budget=budget and {"amount_minor": budget, "used": used, "thresholds": []},
    )


def _sums(parts: list[dict[str, Any]]) -> dict[str, int]:
    names = ("actual_minor", "committed_minor", "forecast_minor", "calls", "without_price")
    return {name: sum(part[name] for part in parts) for name in names}


def card(number: int, vendor: str, calls: Any, offers: Any, hours: list[float], unheard: int = 0) -> Any:
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


def scorecards_of(found: list[Any]) -> ScorecardsOut:
    return ScorecardsOut(
        begins_at=NOW - dt.timedelta(days=365),
        ends_at=NOW,
        vendors=cards.ranked(found),
        no_shows_by_expert=[],
    )


def scorecards(dice: random.Random) -> ScorecardsOut:
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
        found.append(card(number, vendor, calls, offers, hours, unheard=dice.randint(0, 2)))
    return scorecards_of(found)
