"""What simulated campaigns are about: the brief, the companies by role, the questions put, the words people use.

Every company is invented. A theme's text is data: nothing here decides.
"""

from dataclasses import dataclass
from typing import Literal

Relation = Literal["former_employee", "customer", "competitor", "supplier", "domain_expert", "other"]
"""What a person's employer is to a campaign's target."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a campaign; `key` as vendors number it (1, 1a, 2). `options` are those of a multiple choice."""

    key: str
    text: str
    kind: str = "text"
    options: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """A line of research. `topic` completes "how companies buy …"; `facts` are things people of the field say."""

    code: str
    industry: str
    client: str
    topic: str
    regions: tuple[str, ...]
    target: str
    competitors: tuple[str, ...]
    customers: tuple[str, ...]
    suppliers: tuple[str, ...]
    others: tuple[str, ...]
    functions: tuple[str, ...]
    choices: tuple[str, ...]
    facts: tuple[str, ...]


def companies(theme: Theme) -> dict[str, tuple[str, ...]]:
    """The companies a campaign names, by their role."""
    return {
        "target": (theme.target,),
        "competitor": theme.competitors,
        "customer": theme.customers,
        "supplier": theme.suppliers,
    }


def relation(theme: Theme, employer: str, *, former: bool) -> Relation:
    """What working for the employer, or having worked there, makes of somebody."""
    if employer == theme.target:
        return "former_employee" if former else "other"
    if employer in theme.competitors:
        return "competitor"
    if employer in theme.customers:
        return "customer"
    return "supplier" if employer in theme.suppliers else "domain_expert"


def questions(theme: Theme) -> tuple[Question, ...]:
    """The five questions of a campaign: two of them below the first, one a choice and one a rating."""
    return (
        Question("1", f"Which decision about {theme.topic} were you closest to, and what was your role in it?"),
        Question("1a", "Which suppliers were on the final list?", parent="1"),
        Question("1b", "What decided it in the end?", "multiple_choice", theme.choices, parent="1"),
        Question("2", f"What did {theme.topic} cost all in, including training and the time of your own people?"),
        Question(
            "3", "How likely is a change of supplier within three years (1 = very unlikely, 5 = very likely)?",
         "rating"
        ),
    )  # fmt: skip


THEMES: tuple[Theme, ...] = (
    Theme(
        "SCH", "Healthcare", "Harrow Ridge Capital", "hospital scheduling software",
        ("North America", "Europe"),
        "Medora Systems",
        ("Caretide Software", "Wardline Health", "Klinova Technologies"),
        ("Lakeshore Regional Hospital", "St. Brannock Medical Center", "Nordfjord University Hospital",
         "Belmarsh Clinics"),
        ("Pulsegrid Integration", "Antesa Data Centers"),
        ("Quillon Consulting", "Ferrant Insurance", "Morrowgate Advisory", "Tessaly Research", "Oakhelm Partners"),
        ("Clinical Systems", "Patient Access", "Hospital Operations", "Revenue Cycle", "Nursing Informatics"),
        ("Price", "Clinical workflow", "Interoperability", "Vendor stability"),
        ("the theatre list was still printed every morning",
         "the interface to the record system broke twice in the first month",
         "charge nurses wrote the rules that nobody had written down",
         "the board looked at overtime, not at licences",
         "we paid for training three times over", "the pilot ward refused to go back"),
    ),
    Theme(
        "WHA", "Manufacturing", "Calder & Voss Partners", "warehouse automation",
        ("North America", "Europe", "Asia Pacific"),
        "Stratos Handling",
        ("Liftwerk Robotics", "Pallex Automation", "Kitano Conveyors"),
        ("Brightbarn Stores", "Orlena Fashion Group", "Hexmoor Parts", "Tamarind Foods"),
        ("Vectorio Drives", "Sensalux Components"),
        ("Grantham Logistics Consulting", "Pinemark Capital", "Osterley Engineering", "Vantora Leasing"),
        ("Supply Chain", "Distribution Engineering", "Warehouse Operations", "Automation Projects", "Procurement"),
        ("Throughput", "Price", "Service network", "Software"),
        ("the software was late, never the steel", "peak week decides whether anybody is forgiven",
         "spare parts came from one plant on another continent", "two shifts became one and a half, not one",
         "the floor had to be poured again", "service contracts were signed before the acceptance test"),
    ),
    Theme(
        "PAY", "Finance", "Bellweather Growth", "card payments for mid-size merchants",
        ("Europe", "North America", "Latin America"),
        "Tillmark Payments",
        ("Coinbridge Acquiring", "Novapay Merchant Services", "Ponterra Pay"),
        ("Maribel Hotels", "Gustavo Outlet Stores", "Sunhollow Garden Centers", "Kestrel Cinemas"),
        ("Cipherlane Security", "Terminova Devices"),
        ("Ashgrove Economics", "Delmare Bank", "Rivington Audit", "Contessa Ventures"),
        ("Merchant Acquiring", "Payment Operations", "Treasury", "Partnerships", "Risk"),
        ("Fees", "Acceptance rate", "Settlement speed", "Integration"),
        ("the headline fee was the smallest part of the bill", "chargebacks ate the saving",
         "settlement on the next day won the finance director",
         "nobody reads the scheme bulletins until it is too late",
         "the terminals outlived two processors", "switching took a weekend and eleven months of preparation"),
    ),
    Theme(
        "BAT", "Energy", "Northlight Infrastructure", "grid battery storage",
        ("Asia Pacific", "North America", "Europe"),
        "Voltaine Energy",
        ("Gridhaven Storage", "Amperion Power", "Kazan Battery Works"),
        ("Tasman Ridge Utility", "Prairie Crest Power", "Suncoast Electric Cooperative"),
        ("Lithora Cells", "Invertis Electronics"),
        ("Halberd Engineering", "Corrigan Law", "Meridell Bank", "Sandpiper Consulting"),
        ("Project Development", "Grid Operations", "Asset Management", "Energy Trading", "Procurement"),
        ("Price per kilowatt-hour", "Warranty", "Delivery time", "Bankability"),
        ("the transformer had the longest lead time", "augmentation was priced as if it were free",
         "lenders read the warranty before the price", "the fire code changed between tender and permit",
         "availability guarantees were paid out once and argued over ever since",
         "containers stood in port for nine weeks"),
    ),
    Theme(
        "SEC", "Technology", "Argent Row Equity", "managed security for mid-size firms",
        ("North America", "Europe", "Middle East & Africa"),
        "Palisade Cyber",
        ("Nightwatch Security", "Redoubt Networks", "Falconer Defense"),
        ("Hollins Machine Tools", "Marchetti Shipping", "Zuberi Telecom", "Dunmore Council Services"),
        ("Logstream Analytics", "Keyhaven Identity"),
        ("Brookvale Insurance Brokers", "Pennant Advisory", "Loxley Software", "Cascadia Training"),
        ("Information Security", "IT Operations", "Channel Sales", "Incident Response", "Compliance"),
        ("Response time", "Price", "Certificates", "Own analysts"),
        ("the insurer chose the shortlist for us", "alerts fell by four fifths and so did the staff",
         "nobody tested the night shift until the breach", "the contract was renewed by a purchasing clerk",
         "we kept the tools and changed the people", "onboarding stalled on the factory network"),
    ),
    Theme(
        "COL", "Retail", "Wren Street Partners", "cold-chain delivery for grocers",
        ("Europe", "Asia Pacific", "Latin America"),
        "Frostline Logistics",
        ("Polaris Chilled Transport", "Neveira Distribution", "Coldwharf Carriers"),
        ("Greenmarket Foods", "Solana Supermarkets", "Hanabi Convenience Stores"),
        ("Thermoval Containers", "Icewell Refrigeration"),
        ("Larkfield Property", "Tidewater Consulting", "Estrela Bank", "Marlowe Packaging"),
        ("Fresh Logistics", "Store Operations", "Category Management", "Fleet Operations", "Quality"),
        ("Waste", "Price", "Punctuality", "Coverage"),
        ("the truck was never the problem, the dock was",
         "waste is a number that three departments calculate differently",
         "drivers left for parcels as soon as parcels paid more",
         "the probe showed five degrees for an hour and nobody looked",
         "the contract moved fuel to the carrier and back again", "small stores were dropped first"),
    ),
)  # fmt: skip
