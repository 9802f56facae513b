"""Draws the campaigns of a world: what each asks, whom it invites, what it may cost; and who works on them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from services.core.simulator import draws
from services.core.simulator.records import Campaign
from services.core.simulator.themes import THEMES, Relation, Theme, questions
from services.core.simulator.vendors import VENDORS, Vendor

ALWAYS = ("GLG", "AlphaSights", "Inex One")
"""Vendors with a character of their own: every campaign has one of them, and the first has all."""
PER_CAMPAIGN = 5
DOLLARS_A_CALL = 800
THRESHOLDS = (50, 80, 100)
"""Shares of the budget, in percent, at which somebody wants to be told."""


WANTED: tuple[Relation, ...] = ("former_employee", "customer", "competitor", "supplier")
CALLS_A_CELL = (1, 3)
"""At least and at most."""


@dataclass(frozen=True, slots=True)
class Cell:
    """So many calls with such people of a region."""

    region: str
    expert_type: Relation
    min_calls: int
    max_calls: int


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the research team."""

    key: str
    name: str
    designation: str
    email: str
    timezone: str


TEAM = (
    Member("m1", "Hannah Voss", "Manager", "hannah.voss@northbridge-advisory.example", "Europe/London"),
    Member("m2", "Tom Ellery", "Associate", "tom.ellery@northbridge-advisory.example", "America/New_York"),
    Member("m3", "Priya Raman", "Associate", "priya.raman@northbridge-advisory.example", "Europe/Berlin"),
    Member("m4", "Luis Cordero", "Analyst", "luis.cordero@northbridge-advisory.example", "America/Chicago"),
    Member("m5", "Mei Tan", "Analyst", "mei.tan@northbridge-advisory.example", "Asia/Singapore"),
)


def rates(start: date) -> dict[str, list[tuple[date, Decimal]]]:
    """What one unit of each currency is worth in US dollars, from which day on."""
    later = start + timedelta(days=21)
    return {
        "EUR": [(start - timedelta(days=7), Decimal("1.10")), (later, Decimal("1.08"))],
        "GBP": [(start - timedelta(days=7), Decimal("1.25")), (later, Decimal("1.28"))],
    }


def campaign(seed: object, number: int, start: date, weeks: int) -> Campaign:
    """The campaign of that number, from 0; when the themes are used up they come again as a further phase."""
    chance = draws.stream(seed, "campaign", number)
    theme, phase = THEMES[number % len(THEMES)], number // len(THEMES)
    minimum = chance.randint(6, 9)
    maximum = minimum + chance.randint(4, 6)
    day = start + timedelta(weeks=number % max(1, weeks - 2))
    return Campaign(
        key=f"c{number + 1}",
        theme=theme,
        name=f"{theme.topic[0].upper()}{theme.topic[1:]}" + (f", phase {phase + 1}" if phase else ""),
        code=f"{theme.code}-{1100 + number}",
        currency="EUR" if number % 5 == 1 else "USD",
        timezone=TEAM[number % len(TEAM)].timezone,
        minimum=minimum,
        maximum=maximum,
        budget_minor=round(maximum * DOLLARS_A_CALL) * 100,
        starts_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        members=(TEAM[number % len(TEAM)].key, TEAM[(number + 1) % len(TEAM)].key),
        questions=questions(theme),
    )


def brief(theme: Theme) -> str:
    """What a campaign is about, as its analyst writes it."""
    return (
        f"How do companies decide on {theme.topic}, what does it cost and what makes them change? "
        f"We look for customers, former employees of {theme.target}, its competitors and its suppliers. "
        f"No current employees of {theme.target}."
    )


def targets(theme: Theme) -> list[Cell]:
    """How many calls of each kind a campaign wants."""
    return [Cell(region, wanted, *CALLS_A_CELL) for region in theme.regions for wanted in WANTED]


def invited(seed: object, number: int) -> list[Vendor]:
    """The vendors a campaign asks, in the order it asks them."""
    chance = draws.stream(seed, "invited", number)
    known = [vendor for vendor in VENDORS if vendor.name in ALWAYS]
    chosen = known if number == 0 else [known[number % len(known)]]
    others = [vendor for vendor in VENDORS if vendor not in chosen and vendor.name not in ALWAYS]
    chosen = chosen + draws.some(chance, others, PER_CAMPAIGN - len(chosen))
    chance.shuffle(chosen)
    return chosen
