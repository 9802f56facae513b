"""A name is read the same in whatever order, dress or script it was written; what is no name is read as none."""

import pytest

from services.core.matching import names, nicknames

ONE_READING = {
    "sarah chen": [
        *("Sarah Chen", "SARAH CHEN", "sarah chen", "Chen, Sarah", "CHEN Sarah", "Sarah CHEN", "Dr. Sarah Chen"),
        *("Dr.Sarah Chen", "Prof. Dr. Sarah Chen", "Ms Sarah Chen", "Sarah Chen, MD", "Sarah Chen MD PhD"),
        *("Sarah Chen, Ph.D., M.B.A.", "Sarah Chen Ph. D.", "Chen, Dr. Sarah, CFA", "Sarah Chen (she/her)"),
        *("Sarah\u200b Chen", "\ufeffSarah\u00a0 Chen ", "Sarah Chen, VP Sales", "Sarah Chen - VP Sales", "Sárah Chén"),
    ],
    "james t whitman": [
        "James T. Whitman",
        "Whitman, James T.",
        "Mr James T Whitman",
        "WHITMAN James T.",
        "JAMES T. WHITMAN",
    ],
    "j t whitman": ["J. T. Whitman", "J.T. Whitman", "JT Whitman", "J.T.Whitman", "Whitman, J.T."],
    "jose nunez": ["José Núñez", "Jose\u0301 Nu\u0301n\u0303ez", "JOSÉ NÚÑEZ", "Núñez, José"],
    "soren strasse": ["Søren Straße"],
    "lukasz zukowski": ["Łukasz Żukowski"],
    "ivan petrov": ["Иван Петров", "Ivan Petrov"],
    "jan berg": ["Jan van den Berg", "van den Berg, Jan", "Berg, Jan van den", "JAN VAN DEN BERG"],
    "omar sayed": ["Omar Al-Sayed", "Omar El Sayed", "Al-Sayed, Omar"],
    "sarah obrien": ["Sarah O'Brien", "Sarah O’Brien", "Sarah OBrien", "SARAH O'BRIEN"],
    "ronan mcdonald": ["Ronan McDonald", "Ronan Mc Donald"],
    "jean paul dupont": ["Jean-Paul Dupont", "Jean Paul Dupont", "DUPONT Jean-Paul"],
    "mary watson parker": ["Mary Watson-Parker", "Watson-Parker, Mary"],
    "mohammed rahman khan": ["Md. Rahman Khan"],
    "jack ma": ["Jack Ma", "Jack MA"],
    "john smith": ["John Smith MA", "John Smith, Jr.", "John Smith III", "John Smith, Esq."],
    "maj gustavsson": ["Maj Gustavsson"],
    "john rockefeller": ["Mr. John Rockefeller"],
    "john d rockefeller": ["John D. Rockefeller", "John D Rockefeller"],
    "chen": ["Dr. Chen", "Ms. Chen"],
    "张伟": ["张伟"],
}


@pytest.mark.parametrize(
    ("reading", "written"), [(reading, text) for reading, texts in ONE_READING.items() for text in texts]
)
def test_every_way_of_writing_gives_one_reading(reading: str, written: str) -> None:
    assert names.parse(written).text == reading


@pytest.mark.parametrize(
    "text", ["", " ", "!!!", "123", "N/A", "TBD", "Expert 3", "Anonymous", "Former VP at Epic", "\u200b"]
)
def test_what_names_nobody_is_empty(text: str) -> None:
    assert names.parse(text).text == ""


def test_particles_are_kept_aside_for_comparison() -> None:
    assert names.parse("Jan van den Berg").solid == "vandenberg"


@pytest.mark.parametrize(
    ("text", "generation"), [("A Ford Jr.", "jr"), ("A Ford, Sr", "sr"), ("A Ford III", "iii"), ("Sr. Juan Ford", "")]
)
def test_generations_are_read_at_the_end_only(text: str, generation: str) -> None:
    assert names.parse(text).generation == generation


def test_names_in_brackets_and_quotes_are_other_names() -> None:
    assert names.parse("Robert (Bob) Miller").others == ("bob",)
    assert names.parse('Robert "Bob" Miller').others == ("bob",)
    assert names.parse("Sarah Chen (née Park)").former == "park"


def test_surname_first_is_one_of_the_readings() -> None:
    assert names.rotated(names.parse("Zhang Wei")).text == names.parse("Wei Zhang").text
    assert names.rotated(names.parse("Li Xiao Ming")).surname == ("li",)
    assert names.rotated(names.parse("Cher")) == names.parse("Cher")


@pytest.mark.parametrize(
    ("short", "full"),
    [
        *(("bob", "robert"), ("bill", "william"), ("liz", "elizabeth"), ("mike", "michael"), ("alex", "alexander")),
        *(("alex", "alexandra"), ("kate", "katherine"), ("kate", "catherine"), ("sasha", "alexander")),
        *(("pepe", "jose"), ("jonathon", "jonathan"), ("micheal", "michael"), ("sara", "sarah")),
    ],
)
def test_nicknames_and_spellings_stand_for_the_full_name(short: str, full: str) -> None:
    assert nicknames.identities(short) & nicknames.spellings(full)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("maria", "mario"), ("jan", "jean"), ("daniel", "daniela"), ("alexander", "alexandra"), ("jan", "jane")),
        *(("michel", "michelle"), ("laurent", "lauren"), ("joao", "joan"), ("luis", "lewis"), ("gabriel", "gabriela")),
        *(("julian", "julien"), ("maria", "mary"), ("christian", "christina"), ("lisa", "lise")),
    ],
)
def test_two_names_never_stand_for_each_other(one: str, other: str) -> None:
    assert not nicknames.identities(one) & nicknames.identities(other)
