"""What is still expected of spend, by vendor, week and fee: parts that add up to the forecast to the minor unit."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.reporting.spend import expected as forecasts
from services.core.reporting.spend.expected import Vendor
from services.core.reporting.spend.schemas import SpendOut
from tests.core.reporting.ground import Ground
from tests.core.research import expected

Json = dict[str, Any]
NOW = dt.datetime.now(dt.UTC)
GLG, ALPHA = UUID(int=1), UUID(int=2)


async def spend(ada: httpx2.AsyncClient, campaign: UUID, **query: Any) -> Json:
    found: Json = expected.body_of(await ada.get(f"/api/campaigns/{campaign}/spend", params=query), SpendOut)
    return found


def adds_up(found: Json) -> int:
    """The total expected, which vendors, fees, weeks and vendors within weeks each add up to."""
    total: int = found["totals"]["forecast_minor"]
    for name in ("vendors", "fee_types", "weeks"):
        assert sum(part["forecast_minor"] for part in found[name]) == total, name
    for week in found["weeks"]:
        assert sum(part["forecast_minor"] for part in week["vendors"]) == week["forecast_minor"]
    for vendor in found["vendors"]:
        own = [part for week in found["weeks"] for part in week["vendors"]]
        by_week = [part for part in own if part["vendor_platform_id"] == vendor["vendor_platform_id"]]
        assert sum(part["forecast_minor"] for part in by_week) == vendor["forecast_minor"]
    return total


async def wanted(ground: Ground, *, weeks: int = 3) -> UUID:
    """A campaign of 7 calls until so many weeks from now."""
    day = NOW.date()
    dates: Json = {"start_date": day - dt.timedelta(days=30), "target_completion_date": day + dt.timedelta(weeks=weeks)}
    return await ground.campaign(min_calls=7, max_calls=7, timezone="UTC", **dates)


async def test_the_forecast_goes_to_those_who_can_still_be_called_over_the_weeks_to_come(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    campaign, glg, alpha = await wanted(ground), await ground.vendor("GLG"), await ground.vendor("AlphaSights")
    for vendor, number in ((glg, 2), (alpha, 1)):
        for _ in range(number):
            await ground.offer(campaign, vendor, await ground.person("Anna"), status="shortlisted")
    await ground.offer(campaign, alpha, await ground.person("Bert"), status="proposed", conflict_status="flagged")
    done = await ground.offer(campaign, alpha, await ground.person("Cleo"), status="completed")
    await ground.call(campaign, done, "completed", hours=0)
    await ground.charge(campaign, alpha, "actual", 100_001, hours=24)
    found = await spend(ada, campaign)
    assert found["forecast"]["calls_needed"]["expected"] == 6
    assert adds_up(found) == 600_006
    assert {part["vendor"]: part["forecast_minor"] for part in found["vendors"]} == {
        "GLG": 400_004,
        "AlphaSights": 200_002,
    }
    assert [(part["fee_type"], part["forecast_minor"]) for part in found["fee_types"]] == [("per_call", 600_006)]
    ahead = [week for week in found["weeks"] if week["forecast_minor"]]
    assert [week["forecast_minor"] for week in ahead] == [150_002, 150_002, 150_001, 150_001]
    monday = NOW.date() - dt.timedelta(days=NOW.weekday())
    assert [week["starts_on"] for week in ahead] == [str(monday + dt.timedelta(weeks=n)) for n in range(4)]
    assert found["weeks"] == sorted(found["weeks"], key=lambda week: week["starts_on"])
    page = (await ada.get(f"/api/campaigns/{campaign}/report.html")).text
    assert "expected-bar" in page and "4,000" in page


async def test_without_a_known_price_what_is_expected_is_unknown_and_not_nought(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    campaign, glg = await wanted(ground), await ground.vendor("GLG")
    await ground.charge(campaign, glg, "committed", None, hours=1)
    found = await spend(ada, campaign)
    assert [found["totals"]["forecast_minor"], found["vendors"][0]["forecast_minor"]] == [None, None]


async def test_a_campaign_that_has_all_its_calls_expects_nothing_more(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign, glg = await ground.campaign(max_calls=1), await ground.vendor("GLG")
    offer = await ground.offer(campaign, glg, await ground.person("Anna"), status="completed")
    await ground.call(campaign, offer, "completed", hours=0)
    await ground.charge(campaign, glg, "actual", 100_000, hours=24)
    assert adds_up(await spend(ada, campaign)) == 0


async def test_what_is_overdue_is_expected_this_week_of_those_who_were_called(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    campaign, glg = await wanted(ground, weeks=-2), await ground.vendor("GLG")
    offer = await ground.offer(campaign, glg, await ground.person("Anna"), status="completed")
    await ground.call(campaign, offer, "completed", hours=0)
    await ground.charge(campaign, glg, "actual", 100_000, hours=24)
    found = await spend(ada, campaign)
    assert adds_up(found) == 600_000
    assert found["weeks"][-1]["forecast_minor"] == 600_000


async def test_a_window_and_a_vendor_narrow_what_is_expected(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign, glg, alpha = await wanted(ground), await ground.vendor("GLG"), await ground.vendor("AlphaSights")
    for vendor in (glg, alpha):
        await ground.offer(campaign, vendor, await ground.person("Anna"), status="shortlisted")
    await ground.charge(campaign, glg, "actual", 100_000, hours=24)
    whole = await spend(ada, campaign)
    soon = (NOW + dt.timedelta(minutes=10)).isoformat()
    before, after = await spend(ada, campaign, to=soon), await spend(ada, campaign, **{"from": soon})
    assert adds_up(before) + adds_up(after) == adds_up(whole) == 700_000
    assert len([week for week in before["weeks"] if week["forecast_minor"]]) == 1
    only = await spend(ada, campaign, vendor_id=str(alpha))
    assert adds_up(only) == 350_000
    assert [part["vendor"] for part in only["vendors"]] == ["AlphaSights"]


@given(st.integers(0, 10**9), st.lists(st.integers(0, 5000), min_size=1, max_size=20).filter(any))
def test_shares_add_up_and_are_within_one_of_their_proportion(total: int, shares: Sequence[int]) -> None:
    found = forecasts.split(total, shares)
    assert sum(found) == total
    assert all(abs(part * sum(shares) - total * share) < sum(shares) for part, share in zip(found, shares, strict=True))


@pytest.mark.parametrize(
    ("vendors", "weights"),
    [
        ([Vendor(GLG, "GLG", 3, 0), Vendor(ALPHA, "A", 0, 9)], [3, 0]),
        ([Vendor(GLG, "GLG", 0, 1), Vendor(ALPHA, "A", 0, 9)], [1, 9]),
        ([Vendor(GLG, "GLG", 0, 0), Vendor(ALPHA, "A", 0, 0)], [1, 1]),
    ],
)
def test_vendors_weigh_by_whom_they_still_have_else_by_whom_they_had(vendors: list[Vendor], weights: list[int]) -> None:
    assert forecasts.weights(vendors) == weights


def test_weeks_begin_no_earlier_than_the_campaign_and_in_its_time_zone() -> None:
    sunday_night = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)
    days: Json = {"begins_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 4)}
    found = forecasts.weeks(sunday_night, **days, timezone="Europe/Paris")
    assert [week.starts_on.day for week in found] == [23, 30]
    later = forecasts.weeks(sunday_night, **days | {"begins_on": dt.date(2026, 12, 2)}, timezone="Europe/Paris")
    assert [(week.starts_on.day, week.instant.day) for week in later] == [(30, 2)]


def test_a_target_day_that_nobody_lives_to_see_is_planned_for_a_year() -> None:
    days = {"begins_on": dt.date(9999, 12, 20), "ends_on": dt.date.max}
    soon = forecasts.weeks(
        dt.datetime(2026, 11, 21, tzinfo=dt.UTC), **days | {"begins_on": dt.date(2026, 1, 1)}, timezone="Asia/Tokyo"
    )
    assert (len(soon), soon[-1].starts_on) == (forecasts.MOST_WEEKS, dt.date(2027, 11, 15))
    assert len(forecasts.weeks(soon[0].instant, **days, timezone="Asia/Tokyo")) == 2
