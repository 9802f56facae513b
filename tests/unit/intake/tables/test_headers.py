"""The heading row is found wherever it stands, in one row or two, once or several times."""

from tests.unit.intake.tables import sheets


def test_titles_notes_and_blank_lines_may_stand_above() -> None:
    extraction = sheets.read(
        ["Expert shortlist for Project Falcon", "", ""],
        ["Prepared 19 November", "", ""],
        ["", "", ""],
        ["Expert", "Company", "Role"],
        ["Sarah Chen", "Epic", "VP Sales"],
    )
    assert sheets.names(extraction) == ["Sarah Chen"]
    assert extraction.proposals[0].span.locator == "Experts!A5:C5"
    assert any("Experts!A1:C1" in note and "Falcon" in note for note in extraction.notes)


def test_a_second_heading_row_names_the_columns_under_a_merged_one() -> None:
    proposal = sheets.one(
        ["Expert", "Company", "Commercials", "Commercials", "Screening questions", "Screening questions"],
        ["Expert", "Company", "Rate (EUR/h)", "Min. minutes", "Budget", "Timeline"],
        ["Sarah Chen", "Epic", "1.150,00", "30", "5 million", "two years"],
    )
    read = sheets.values(proposal)
    assert read["price"] == {"amount_minor": 115000, "currency": "EUR", "unit": "hour", "minimum_minutes": 30}
    assert read["answers"] == [
        {"question": "Budget", "answer": "5 million"},
        {"question": "Timeline", "answer": "two years"},
    ]


def test_a_second_heading_row_may_leave_the_first_ones_columns_empty() -> None:
    proposal = sheets.one(
        ["Name", "Role", "Rate", "", "Screening", ""],
        ["", "", "USD", "Minimum (min)", "How large is your budget?", "Who decides?"],
        ["Sarah Chen", "VP Sales", "900", "60", "5 million", "I do"],
    )
    read = sheets.values(proposal)
    assert read["price"] == {"amount_minor": 90000, "currency": "USD", "unit": "hour", "minimum_minutes": 60}
    assert len(str(read["answers"]).split("question")) == 3


def test_group_labels_above_tell_apart_columns_of_one_name() -> None:
    proposal = sheets.one(
        ["", "Current", "Current", "Previous", "Previous"],
        ["Name", "Company", "Title", "Company", "Title"],
        ["Sarah Chen", "Epic", "VP Sales", "Cerner", "Director"],
    )
    read = sheets.values(proposal)
    assert (read["employer"], read["title"]) == ("Epic", "VP Sales")
    assert read["past_employers"] == [{"name": "Cerner", "title": "Director"}]


def test_several_tables_of_one_sheet_have_their_own_columns() -> None:
    extraction = sheets.read(
        ["Name", "Company", "Rate (USD)"],
        ["Sarah Chen", "Epic", "900"],
        ["", "", ""],
        ["Customers", "", ""],
        ["Company", "Full name", "Fee (EUR)"],
        ["Charité", "Jürgen Weiß", "800"],
    )
    first, second = map(sheets.values, extraction.proposals)
    assert (first["name"], first["employer"], first["price"]) == (
        "Sarah Chen",
        "Epic",
        {"amount_minor": 90000, "currency": "USD", "unit": "hour"},
    )
    assert (second["name"], second["employer"], second["price"]) == (
        "Jürgen Weiß",
        "Charité",
        {"amount_minor": 80000, "currency": "EUR", "unit": "hour"},
    )


def test_headings_repeated_inside_a_table_are_no_person() -> None:
    extraction = sheets.read(
        ["No.", "Expert", "Company"],
        ["1", "Sarah Chen", "Epic"],
        ["No.", "Expert", "Company"],
        ["2", "Ana Ruiz", "IBM"],
    )
    assert sheets.names(extraction) == ["Sarah Chen", "Ana Ruiz"]
    assert not extraction.rejected
    assert all("vendor_ref" not in proposal.fields for proposal in extraction.proposals)


def test_headings_in_german_french_and_spanish() -> None:
    for heading in (
        ["Vorname", "Name", "Funktion", "Unternehmen", "Stundensatz (€)", "Verfügbarkeit"],
        ["Prénom", "Nom", "Poste", "Entreprise", "Tarif horaire (€)", "Disponibilités"],
        ["Nombre de pila", "Apellidos", "Cargo", "Empresa", "Tarifa por hora (€)", "Disponibilidad"],
    ):
        read = sheets.values(sheets.one(heading, ["Ana", "Ruiz", "VP Sales", "IBM", "1 150,50", "2026-11-30T10:00"]))
        assert (read["name"], read["title"], read["employer"]) == ("Ana Ruiz", "VP Sales", "IBM")
        assert read["price"] == {"amount_minor": 115050, "currency": "EUR", "unit": "hour"}
        assert "availability" in read


def test_columns_that_are_not_known_are_named() -> None:
    extraction = sheets.read(["Name", "Company", "Seniority", ""], ["Sarah Chen", "Epic", "Senior", "x"])
    assert "Experts: column C (Seniority) is not known and was not read" in extraction.notes
    assert "Experts: column D has no heading and was not read" in extraction.notes


def test_a_second_column_of_a_kind_serves_where_the_first_is_empty_and_is_named() -> None:
    extraction = sheets.read(
        ["Name", "Company", "Bio", "Background"],
        ["Sarah Chen", "Epic", "", "Ran sales."],
        ["Ana Ruiz", "IBM", "Bought servers.", "ignored"],
    )
    assert [proposal.fields["bio"].value for proposal in extraction.proposals] == ["Ran sales.", "Bought servers."]
    assert "Experts: column D (Background) is read as bio only where column C is empty" in extraction.notes


def test_a_sheet_without_people_says_so() -> None:
    extraction = sheets.read(["Quarter", "Revenue"], ["Q1", "100"], ["Q2", "120"], name="Figures")
    assert not extraction.proposals
    assert extraction.notes == ["Figures: no table of people: no row has headings such as Name and Company"]


def test_a_table_without_a_column_of_names_says_so() -> None:
    extraction = sheets.read(["Expert ID", "Title", "Company", "Rate"], ["X-1", "VP Sales", "Epic", "900"])
    assert not extraction.proposals
    assert "no column of names" in extraction.notes[-1] + extraction.notes[0]


def test_a_table_of_headings_alone_says_so() -> None:
    extraction = sheets.read(["Name", "Company", "Rate"])
    assert extraction.notes == ["Experts: no row below Experts!A1:C1 names a person"]
