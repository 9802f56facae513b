"""Each field of a row is read with what its column, its neighbours and the sheet's notes say."""

import pytest

from shared import money
from tests.unit.intake.tables import sheets
from tests.unit.intake.tables.sheets import one, read, values


def field(heading: str, cell: str, *, currency_hint: str | None = None) -> dict[str, object]:
    proposal = one(["Name", "Company", heading], ["Sarah Chen", "Epic", cell], currency_hint=currency_hint)
    return {name: value for name, value in values(proposal).items() if name not in ("name", "employer")}


@pytest.mark.parametrize(
    ("heading", "cell", "price"),
    [
        ("Rate (EUR)", "1.150,00", {"amount_minor": 115000, "currency": "EUR", "unit": "hour"}),
        ("Rate (EUR)", "1 150,00 €", {"amount_minor": 115000, "currency": "EUR", "unit": "hour"}),
        ("Rate (USD)", "1,150.00", {"amount_minor": 115000, "currency": "USD", "unit": "hour"}),
        ("Rate", "€ 790,50/h", {"amount_minor": 79050, "currency": "EUR", "unit": "hour"}),
        ("Cost per call (GBP)", "900", {"amount_minor": 90000, "currency": "GBP", "unit": "call"}),
        ("Rate (EUR)", "$900", {"amount_minor": 90000, "currency": "USD", "unit": "hour"}),
        ("Credits", "1.5", {"amount_minor": 150, "unit": "credit"}),
        ("Rate (USD per hour)", "900 per call", {"amount_minor": 90000, "currency": "USD", "unit": "call"}),
    ],
)
def test_prices_take_currency_and_unit_from_the_heading_unless_the_cell_says(
    heading: str, cell: str, price: dict[str, object]
) -> None:
    assert field(heading, cell) == {"price": price}


def test_currency_unit_minimum_and_increment_may_have_columns_of_their_own() -> None:
    proposal = one(
        ["Name", "Rate", "Currency", "Unit", "Minimum (min)", "Increment (min)"],
        ["Sarah Chen", "900", "CHF", "call", "1 hour", "15"],
    )
    assert values(proposal)["price"] == {
        "amount_minor": 90000,
        "currency": "CHF",
        "unit": "call",
        "minimum_minutes": 60,
        "increment_minutes": 15,
    }


@pytest.mark.parametrize(("code", "currency"), [("KES", "KES"), ("kwd", "KWD"), ("Euro", "EUR")])
def test_any_currency_there_is_may_stand_in_its_column(code: str, currency: str) -> None:
    proposal = one(["Name", "Rate", "Currency"], ["Sarah Chen", "900", code])
    assert values(proposal)["price"] == {
        "amount_minor": 900 * money.minor_units(currency),
        "currency": currency,
        "unit": "hour",
    }


def test_an_amount_in_a_currency_there_is_not_is_noted_and_taken_for_no_other() -> None:
    head, row = ["Name", "Company", "Rate", "Currency"], ["Sarah Chen", "Epic", "900", "XXY"]
    assert "price" not in one(head, row, currency_hint="USD").fields
    (note,) = read(head, row, currency_hint="USD").notes
    assert "'XXY'" in note and "currency" in note.casefold()


def test_terms_said_once_for_the_sheet_hold_for_every_price() -> None:
    extraction = read(
        ["All rates in GBP per hour. Billing: 60 minutes minimum, then steps of 30 minutes.", "", ""],
        ["Name", "Company", "Rate"],
        ["Sarah Chen", "Epic", "900"],
        ["Ana Ruiz", "IBM", "800, minimum 30 minutes"],
    )
    sarah, ana = (values(proposal)["price"] for proposal in extraction.proposals)
    assert sarah == {
        "amount_minor": 90000,
        "currency": "GBP",
        "unit": "hour",
        "minimum_minutes": 60,
        "increment_minutes": 30,
    }
    assert ana == {**sarah, "amount_minor": 80000, "minimum_minutes": 30}


def test_what_a_credit_costs_may_stand_in_a_note() -> None:
    (proposal,) = read(
        ["Name", "Company", "Credits"], ["Ana Ruiz", "IBM", "2"], ["1 credit = $1,100", "", ""]
    ).proposals
    assert values(proposal)["price"] == {
        "amount_minor": 200,
        "unit": "credit",
        "credit_value_minor": 110000,
        "currency": "USD",
    }


def test_a_currency_that_only_the_caller_knows_makes_a_less_sure_price() -> None:
    rows = ["Name", "Company", "Rate"], ["Sarah Chen", "Epic", "900"]
    assert "price" not in one(*rows).fields
    assumed, said = one(*rows, currency_hint="USD"), one(*rows[:1], ["Sarah Chen", "Epic", "900 USD"])
    assert assumed.fields["price"].value == said.fields["price"].value
    assert assumed.fields["price"].confidence < said.fields["price"].confidence


@pytest.mark.parametrize(
    ("heading", "cell", "status"),
    [
        ("Conflict check", "Cleared", "cleared"),
        ("Conflict check", "In progress", "pending"),
        ("Conflicts?", "No", "cleared"),
        ("Conflicts", "None", "cleared"),
        ("Conflict", "Yes", "flagged"),
        ("Compliance cleared", "Yes", "cleared"),
        ("Compliance cleared", "no", "pending"),
        ("Conflict cleared", "TRUE", "cleared"),
        ("CID", "pending", "pending"),
        ("Status", "Not yet checked", "not_checked"),
    ],
)
def test_conflict_states_and_bare_answers_to_the_heading(heading: str, cell: str, status: str) -> None:
    assert field(heading, cell) == {"conflict_status": status}


def test_a_status_of_something_else_is_no_conflict_state() -> None:
    extraction = read(
        ["Name", "Company", "Status"], ["Sarah Chen", "Epic", "New"], ["Ana Ruiz", "IBM", "Sent to client"]
    )
    assert all("conflict_status" not in proposal.fields for proposal in extraction.proposals)
    assert "Experts: column C (Status) is not known and was not read" in extraction.notes


def test_a_status_is_no_conflict_state_when_one_of_its_words_happens_to_be() -> None:
    extraction = read(["Name", "Status", "Rate"], ["Sarah Chen", "Available", ""], ["Ana Ruiz", "Declined", ""])
    assert all("conflict_status" not in proposal.fields for proposal in extraction.proposals)


def test_availability_takes_the_zone_of_its_heading_and_all_its_columns() -> None:
    proposal = one(
        ["Name", "Slot 1 (CET)", "Slot 2 (CET)"], ["Ana Ruiz", "30.11.2026 10:00-11:00", "01.12.2026 14:00-15:00"]
    )
    slots = values(proposal)["availability"]
    assert [slot["start"] for slot in slots] == [  # type: ignore[attr-defined]
        "2026-11-30T10:00:00+01:00",
        "2026-12-01T14:00:00+01:00",
    ]
    assert proposal.fields["availability"].span.locator == "Experts!B2:C2"


def test_a_column_of_zones_serves_the_slots() -> None:
    proposal = one(["Name", "Availability", "Time zone"], ["Ana Ruiz", "2026-11-30 10:00", "Europe/Madrid"])
    assert [slot["start"] for slot in values(proposal)["availability"]] == [  # type: ignore[attr-defined]
        "2026-11-30T10:00:00+01:00"
    ]


def test_city_state_and_country_are_put_together_without_saying_it_twice() -> None:
    head = ["Name", "City", "State", "Country"]
    read = sheets.read(
        head,
        ["Ana Ruiz", "Lyon", "", "France"],
        ["Tom Reed", "Boston", "MA", "USA"],
        ["Wei Zhang", "Singapore", "", "Singapore"],
    )
    assert [(values(each)["location"], values(each)["region"]) for each in read.proposals] == [
        ("Lyon, France", "Europe"),
        ("Boston, MA", "North America"),
        ("Singapore", "Asia Pacific"),
    ]
    assert read.proposals[0].fields["location"].span.locator == "Experts!B2,D2"


def test_a_region_column_is_surer_than_a_region_inferred() -> None:
    inferred = one(["Name", "Location"], ["Ana Ruiz", "Lyon, France"]).fields["region"]
    written = one(["Name", "Location", "Region"], ["Ana Ruiz", "Lyon, France", "Europe"]).fields["region"]
    assert (inferred.value, written.value) == ("Europe", "Europe")
    assert written.confidence > inferred.confidence


def test_title_and_employer_in_one_cell_are_taken_apart() -> None:
    shared = one(["Name", "Position & Company"], ["Ana Ruiz", "VP Sales at Epic Systems"])
    untold = one(["Name", "Position", "Rate"], ["Ana Ruiz", "VP Sales, Epic Systems", ""])
    behind = one(["Name", "Location"], ["Ana Ruiz – VP Sales at Epic Systems", "Lyon"])
    for proposal in (shared, untold, behind):
        read = values(proposal)
        assert (read["name"], read["title"], read["employer"]) == ("Ana Ruiz", "VP Sales", "Epic Systems")


def test_that_somebody_has_left_stays_with_the_title() -> None:
    read = values(one(["Name", "Position & Company"], ["Ana Ruiz", "Former VP Sales at Epic Systems"]))
    assert (read["title"], read["employer"]) == ("Former VP Sales", "Epic Systems")


def test_a_title_with_a_comma_beside_a_column_of_employers_stays_whole() -> None:
    read = values(one(["Name", "Position", "Company"], ["Ana Ruiz", "Director, Supply Chain", "Epic"]))
    assert (read["title"], read["employer"]) == ("Director, Supply Chain", "Epic")


def test_beside_the_current_company_the_relevant_one_is_a_former_employer() -> None:
    head = ["Name", "Relevant Company", "Relevant Position", "Current Company", "Current Position"]
    left, stayed = read(
        head, ["Ana Ruiz", "Epic", "VP", "Oracle", "CIO"], ["Tom Reed", "Epic", "VP", "Epic", "VP"]
    ).proposals
    assert values(left) == {
        "name": "Ana Ruiz",
        "employer": "Oracle",
        "title": "CIO",
        "past_employers": [{"name": "Epic", "title": "VP"}],
    }
    assert values(stayed) == {"name": "Tom Reed", "employer": "Epic", "title": "VP"}


def test_a_column_of_honorifics_is_no_job_title() -> None:
    read = values(one(["Title", "First name", "Last name", "Company"], ["Dr.", "Ana", "Ruiz", "IBM"]))
    assert read == {"name": "Ana Ruiz", "employer": "IBM"}


def test_former_employers_with_years_and_titles() -> None:
    assert field("Previous employers", "Cerner (2012-2018); Sana Kliniken") == {
        "past_employers": [{"name": "Cerner", "start": "2012", "end": "2018"}, {"name": "Sana Kliniken"}]
    }


@pytest.mark.parametrize(
    ("heading", "cell", "name", "value"),
    [
        (
            "LinkedIn",
            "https://de.linkedin.com/in/sarah-chen/?x=1",
            "linkedin_url",
            "https://www.linkedin.com/in/sarah-chen",
        ),
        ("Profile", "linkedin.com/in/sarah-chen", "linkedin_url", "https://www.linkedin.com/in/sarah-chen"),
        ("Email", "Sarah.Chen@Epic.com", "email", "sarah.chen@epic.com"),
        ("Phone", "+49 30 23125 046", "phone", "+493023125046"),
        ("Years of experience", "15+", "years_experience", 15),
        ("Expertise", "FHIR; tenders", "expertise", ["FHIR", "tenders"]),
        ("Bio", "Ran sales for ten years.", "bio", "Ran sales for ten years."),
        ("Expert ID", "#GP-70211", "vendor_ref", "GP-70211"),
        ("No.", "X-17", "vendor_ref", "X-17"),
    ],
)
def test_other_fields(heading: str, cell: str, name: str, value: object) -> None:
    assert field(heading, cell) == {name: value}


def test_a_national_number_is_dialled_from_where_the_person_lives() -> None:
    read = values(one(["Name", "Location", "Phone"], ["Ana Ruiz", "Berlin, Germany", "030 23125 046"]))
    assert read["phone"] == "+493023125046"


def test_running_numbers_are_no_reference() -> None:
    extraction = read(["ID", "Name", "Company"], ["1", "Sarah Chen", "Epic"], ["2", "Ana Ruiz", "IBM"])
    assert all("vendor_ref" not in proposal.fields for proposal in extraction.proposals)
    assert extraction.notes == ["Experts: column A (ID) holds running numbers and was not read"]


def test_links_behind_cells_are_read() -> None:
    links = {
        (1, 0): "https://www.linkedin.com/in/sarah-chen",
        (1, 1): "mailto:sarah@epic.com",
        (2, 2): "https://www.linkedin.com/in/ana-ruiz",
    }
    extraction = read(
        ["Name", "Email", "LinkedIn"], ["Sarah Chen", "write", ""], ["Ana Ruiz", "", "Profile"], links=links
    )
    sarah, ana = map(values, extraction.proposals)
    assert sarah["linkedin_url"] == "https://www.linkedin.com/in/sarah-chen"
    assert sarah["email"] == "sarah@epic.com"
    assert ana["linkedin_url"] == "https://www.linkedin.com/in/ana-ruiz"


def test_answers_keep_their_questions_and_a_none_is_an_answer() -> None:
    proposal = one(
        ["Name", "Q1: How many vendors?", "Which conflicts do you see?", "Q3"], ["Ana Ruiz", "Three", "None", "-"]
    )
    assert values(proposal)["answers"] == [
        {"question": "Q1: How many vendors?", "answer": "Three"},
        {"question": "Which conflicts do you see?", "answer": "None"},
    ]


def test_the_vendor_of_a_row_is_read_in_a_list_of_several_vendors() -> None:
    extraction = read(["Vendor", "Name", "Company"], ["GLG", "Sarah Chen", "Epic"], ["", "Ana Ruiz", "IBM"])
    first, second = extraction.proposals
    assert first.vendor is not None
    assert (first.vendor.value, first.vendor.span.locator) == ("GLG", "Experts!A2")
    assert second.vendor is None


def test_no_cell_is_shared_between_two_people() -> None:
    rows = [[name, "30 Nov 2026 10:00 CET", "900", "Epic"] for name in ("Sarah Chen", "Ana Ruiz")]
    first, second = read(["Name", "Availability", "Rate (EUR)", "Former employers"], *rows).proposals
    for name in ("availability", "price", "past_employers"):
        assert first.fields[name].value == second.fields[name].value
        assert first.fields[name].value is not second.fields[name].value
