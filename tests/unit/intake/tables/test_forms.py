"""A sheet may be a form: headings in a column, the person beside them."""

from tests.unit.intake.tables import sheets

FIRST = [["Expert ID", "X-7"], ["Name", "Sarah Chen"], ["Company", "Epic"], ["Rate", "$900/hr"]]
SECOND = [["Expert ID", "X-8"], ["Name", "Ana Ruiz"], ["City", "Lyon"], ["Shoe size", "38"], ["Country", "France"]]


def test_one_form_is_one_person_with_true_places() -> None:
    (sarah,) = sheets.read(*FIRST).proposals
    assert sheets.values(sarah) == {
        "name": "Sarah Chen",
        "vendor_ref": "X-7",
        "employer": "Epic",
        "price": {"amount_minor": 90000, "currency": "USD", "unit": "hour"},
    }
    assert sarah.fields["employer"].span.locator == "Experts!B3"
    assert sarah.span.locator == "Experts!B1:B4"


def test_forms_below_one_another_are_people_of_their_own() -> None:
    extraction = sheets.read(*FIRST, ["", ""], *SECOND)
    sarah, ana = extraction.proposals
    assert (sarah.fields["vendor_ref"].value, ana.fields["vendor_ref"].value) == ("X-7", "X-8")
    location = ana.fields["location"]
    assert (location.value, location.span.locator) == ("Lyon, France", "Experts!B8,B10")
    assert extraction.notes == ["Experts: row 9 (Shoe size) is not known and was not read"]


def test_people_may_stand_side_by_side() -> None:
    extraction = sheets.read(
        ["Name", "Sarah Chen", "Ana Ruiz"], ["Company", "Epic", "IBM"], ["Role", "VP", "CIO"], ["Notes", "", "x"]
    )
    assert sheets.names(extraction) == ["Sarah Chen", "Ana Ruiz"]
    assert extraction.proposals[1].fields["title"].span.locator == "Experts!C3"


def test_a_form_in_a_csv_names_its_lines() -> None:
    (sarah,) = sheets.read(*FIRST, csv=True).proposals
    assert sarah.fields["price"].span.locator == "line 4, Rate"
    assert sarah.span.locator == "lines 1-4, column 2"
