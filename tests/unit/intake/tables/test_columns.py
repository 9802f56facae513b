"""Headings are understood as vendors write them."""

import pytest

from services.core.intake.extraction import columns

KNOWN = {
    "name": ["Expert", "Name", "Full name", "Advisor", "Consultant", "Advisor (Last, First)", "Expert's name", "Nom"],
    "first_name": ["First name", "Vorname", "Prénom"],
    "last_name": ["Last Name", "Nachname", "Apellidos"],
    "title": ["Position", "Role", "Current Role", "Job Title", "Funktion", "Poste", "Current or last position"],
    "employer": ["Company", "Employer", "Organisation", "Firm (current)", "Unternehmen", "Empresa", "Compnay"],
    "title_and_employer": ["Position & Company", "Title / Company", "Current Role and Company"],
    "past_employers": ["Previous employers", "Past companies", "Earlier employers", "Frühere Arbeitgeber"],
    "location": ["Location", "Geography", "Based in", "Standort"],
    "city": ["City", "Stadt"],
    "country": ["Country", "Land", "País"],
    "price": [
        "Rate",
        "Hourly rate (USD)",
        "Fee",
        "Price/hr",
        "EUR/h",
        "€/hr",
        "USD",
        "Credits",
        "Cost per call (GBP)",
        "Stundensatz",
        "Honorar (€/Std.)",
        "Total fee",
    ],
    "currency": ["Currency", "Währung"],
    "minimum": ["Minimum (min)", "Min. minutes", "Min. duration"],
    "increment": ["Increment (min)", "Billing increment"],
    "availability": [
        "Availability",
        "Slots",
        "Slot 1",
        "Availability (CET)",
        "Availabilty",
        "Verfügbarkeit",
        "Next slots",
    ],
    "timezone": ["Time Zone", "Zeitzone"],
    "conflict_status": ["Conflict", "Conflicts?", "Compliance", "CID", "Status", "Conflict check (Y/N)"],
    "linkedin_url": ["LinkedIn", "LinkedIn profile URL"],
    "email": ["Email", "E-mail address"],
    "phone": ["Phone", "Telefon"],
    "bio": ["Bio", "Profile", "Background", "Why"],
    "years_experience": ["Years of experience", "Experience (years)"],
    "vendor_ref": ["ID", "Expert ID", "Expert #", "Atheneum expert ID"],
    "ordinal": ["No.", "#"],
    "vendor": ["Vendor", "Expert network"],
    "answers": [
        "How many vendors did you evaluate?",
        "Q1 Budget",
        "SQ2: Timeline",
        "Screening: spend",
        "Answer to question 1",
        "Familiarity with Epic (1-5)",
        "Can you speak to pricing",
        "Please describe the process by which your company chose its current supplier",
    ],
    None: ["Seniority", "Notes", "Company size", "Expert rating", "Number of employees", "Date added", ""],
}


@pytest.mark.parametrize(("kind", "heading"), [(kind, heading) for kind, all_of in KNOWN.items() for heading in all_of])
def test_a_heading_means_what_vendors_mean_by_it(kind: str | None, heading: str) -> None:
    assert columns.meaning(heading).kind == kind


def test_the_surer_the_reading_the_higher_its_confidence() -> None:
    literal, inside, misspelt = (columns.meaning(heading) for heading in ("Company", "Client facing rate", "Compnay"))
    assert literal.confidence > inside.confidence > misspelt.confidence > 0.5


@pytest.mark.parametrize(
    ("heading", "currency", "unit"),
    [
        ("Rate (EUR)", "EUR", None),
        ("Hourly rate (USD)", "USD", "hour"),
        ("Cost per call (GBP)", "GBP", "call"),
        ("€/hr", "EUR", "hour"),
        ("Credits", None, "credit"),
        ("Rate per minute", None, "minute"),
        ("Stundensatz", None, "hour"),
    ],
)
def test_currency_and_unit_are_read_from_the_heading(heading: str, currency: str | None, unit: str | None) -> None:
    assert (columns.currency(heading), columns.unit(heading)) == (currency, unit)
