"""The report's page: self-contained, escaped, and true to the figures it is made of."""

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser
from typing import Any

import httpx2
import pytest

from services.core.reporting import figures
from services.core.reporting.page import charts, rendering, service, wording
from shared.statistics import proportion
from tests.core.reporting.ground import Ground, at
from tests.core.reporting.page import parts, samples

SAMPLES = ("full", "single", "empty")
VOID = {"meta", "br", "line", "rect", "circle", "i"}
OUTWARD = re.compile(r"(?:src|href|srcset|action|xlink:href|@import|url\()\s*[=(\"']", re.IGNORECASE)


class Outline(HTMLParser):
    """The tags of a page, and whether each is closed where it was opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def page_of(name: str) -> str:
    return service.laid_out(getattr(samples, name)()).decode()


@pytest.mark.parametrize("name", SAMPLES)
def test_the_page_is_whole_without_scripts_and_refers_to_nothing_outside(name: str) -> None:
    page = page_of(name)
    outline = Outline(page)
    assert outline.open == []
    assert {"script", "link", "img", "iframe", "object", "form", "base"}.isdisjoint(outline.seen)
    assert (outline.handlers, OUTWARD.findall(page)) == ([], [])


def test_text_of_vendors_is_escaped() -> None:
    page = page_of("full")
    assert "<b>Bold" not in page
    assert "&lt;b&gt;Bold &amp; Co&lt;/b&gt;" in page


def test_the_policy_lets_in_this_style_and_nothing_else() -> None:
    style = re.search(r"<style>(.*?)</style>", page_of("empty"), re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in rendering.policy()
    assert rendering.policy().startswith("default-src 'none'; ")


def test_the_head_and_the_funnel_say_what_is_calls_people_and_proposals() -> None:
    report, page = samples.full(), page_of("full")
    reached = {stage.stage: stage.reached for stage in report.funnel.stages}
    calls, people = report.standing["done"], report.coverage.totals.done
    assert f"<b>{calls}</b><span>with {people} people; target " in page
    assert f"Of {reached['proposed']} proposals from {len(report.funnel.vendors)} vendors" in page
    assert f"{reached['completed']} came to a call" in page


def test_an_empty_campaign_says_so_in_words() -> None:
    page = page_of("empty")
    for said in ("Nobody has been proposed", "Nothing has been proposed yet", "Nothing has been spent", "No call lies"):
        assert said in page
    assert "nan" not in page.lower().split() and "None" not in page


@pytest.mark.parametrize(
    ("highest", "marks"),
    [(0, [0, 1]), (7, [0, 2, 4, 6, 8]), (71_500, [0, 20_000, 40_000, 60_000, 80_000]), (1, [0, 0.25, 0.5, 0.75, 1])],
)
def test_axes_are_marked_at_round_values_up_to_the_highest(highest: float, marks: list[float]) -> None:
    assert charts.ticks(highest) == pytest.approx(marks)


def test_bars_stand_on_one_another_and_end_at_the_sum() -> None:
    report = samples.full().spend
    drawn = charts.spend(report)
    last = max(bar.x for bar in drawn.bars)
    pile = [bar for bar in drawn.bars if bar.x == last]
    scale = (drawn.floor - drawn.ticks[-1].at) / drawn.ticks[-1].value
    assert sum(bar.height for bar in pile) == pytest.approx(
        (report.totals.actual_minor + report.totals.committed_minor + (report.totals.forecast_minor or 0)) * scale
    )
    kinds = [bar.kind for bar in pile]
    assert kinds == sorted(kinds, key=["owed", "committed", "expected"].index)
    assert "expected" in kinds
    for below, above in itertools.pairwise(pile):
        assert above.y + above.height == pytest.approx(below.y)


def test_weeks_without_a_charge_are_drawn_too() -> None:
    first, *_, last = charts.filled(samples.full().spend.weeks)
    gap = charts.filled([first, last])
    assert [week.week for week in gap] == [f"2026-W{number}" for number in range(41, 49)]
    assert gap[3].actual_minor == 0


def test_weeks_of_centuries_are_drawn_only_where_something_was_charged() -> None:
    first, *_, last = charts.filled(samples.full().spend.weeks)
    early = first.model_copy(update={"starts_on": first.starts_on.replace(year=1900)})
    assert charts.filled([last, early]) == [early, last]


def test_a_whisker_ends_at_the_scale_where_the_data_have_no_bound() -> None:
    found = figures.estimate_of(proportion(3, 5))
    drawn = charts.whisker(found, low=0, high=1, width=100)
    assert drawn is not None and drawn.is_open
    assert (round(drawn.begin), round(drawn.dot), round(drawn.end)) == (23, 60, 88)
    unbounded = found.model_copy(update={"high": None})
    assert charts.whisker(unbounded, low=0, high=1, width=100) == charts.Whisker(drawn.dot, drawn.begin, 100, True)


def test_figures_are_said_with_their_bounds() -> None:
    assert wording.share(figures.estimate_of(proportion(47, 70))) == "67\u00a0% (56–77)"
    assert wording.share(figures.estimate_of(proportion(0, 0))) == "–"
    assert wording.priced(1_260_000, "USD") == "USD\u00a012,600"
    assert wording.moment(parts.NOW, "America/New_York") == "Sat 21 Nov 2026, 09:05 EST"


async def test_the_page_of_a_campaign_is_served_with_its_policy(ada: httpx2.AsyncClient, ground: Ground) -> None:
    project = await ground.row("projects", user_id="ada", project_name="Atlas", client_name="Northgate & Sons")
    campaign = await ground.campaign("Heat pumps", project_id=project, brief_description="Who buys <them>?")
    vendor, anna = await ground.vendor("GLG"), await ground.person("Anna Weber", region="Europe")
    price: dict[str, Any] = {"price_unit": "hour", "price_amount_minor": 90_000, "price_currency": "EUR"}
    offer = await ground.offer(campaign, vendor, anna, moves=(("shortlisted", 2), ("completed", 30)), **price)
    call = await ground.call(campaign, offer, "completed", hours=3)
    await ground.charge(campaign, vendor, "actual", 90_000, hours=30, interview_id=call)
    served = await ada.get(f"/api/campaigns/{campaign}/report.html")
    assert (served.status_code, served.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert served.headers["content-security-policy"] == rendering.policy()
    page = served.text
    assert Outline(page).open == []
    for said in (
        "Northgate &amp; Sons",
        "Who buys &lt;them&gt;?",
        "Anna Weber",
        "EUR\u00a0900",
        f"{at(0):%d %B}".lstrip("0"),
    ):
        assert said in page


async def test_the_page_of_a_campaign_nobody_knows_is_missing(ada: httpx2.AsyncClient) -> None:
    response = await ada.get("/api/campaigns/00000000-0000-4000-8000-000000000000/report.html")
    assert (response.status_code, response.json()["code"]) == (404, "campaign_missing")
