"""The vendor is found by a hint, the sender, the signature, the wording or the file's name, in that order."""

import time

import pytest

from services.core.intake.documents import Document, Message, Sheet
from services.core.intake.extraction import vendors
from services.core.intake.proposals import KnownVendor
from tests.unit.intake.mail import marking


def text(words: str, *, file: str = "mail.txt", address: str | None = None, index: int = 1) -> Document:
    return Document(file, "text", [Message(index, words, None, address)])


@pytest.mark.parametrize("stem", marking.stems(""))
def test_every_mail_of_the_corpus_has_its_vendor(stem: str) -> None:
    reading = marking.read(stem)
    assert reading.vendor.name == reading.truth["vendor"]


def test_a_hint_wins_over_everything_and_tolerates_a_typo() -> None:
    document = text("GLG", address="tom@glgroup.com")
    assert vendors.guess([document], marking.KNOWN, "Third Brigde").name == "Third Bridge"
    assert vendors.guess([document], marking.KNOWN, "prosapient").confidence == 1.0
    assert vendors.guess([document], marking.KNOWN, "Acme Experts").name is None


def test_a_clients_forward_does_not_make_the_client_the_vendor() -> None:
    messages = [
        Message(1, "GLG also offered someone. Guidepoint too.", "Anna", "anna@client.example"),
        Message(2, "Please see below.", "Brandon", "brandon.keck@tegus.com", quoted=True),
    ]
    assert vendors.guess([Document("fw.eml", "mail", messages)], marking.KNOWN).name == "Tegus"


def test_a_workspaces_own_vendor_is_known_by_its_domain() -> None:
    known = [*marking.KNOWN, KnownVendor("Arbolus", domains=("arbolus.com",))]
    assert vendors.guess([text("Hola", address="pablo@mail.arbolus.com")], known).name == "Arbolus"


def test_signature_wording_and_file_name_serve_where_no_sender_is_known() -> None:
    assert vendors.guess([text("Profiles below.\n\nBest,\nTom Baker\nAssociate, GLG")], marking.KNOWN).name == "GLG"
    assert vendors.guess([text("Three Council Members for you")], marking.KNOWN).name == "GLG"
    assert vendors.guess([text("profiles", file="Dialectica_list.txt")], marking.KNOWN).name == "Dialectica"
    sheet = Document("list.xlsx", "sheet", sheets=[Sheet("Experts", [["Guidepoint – advisors"], ["Name"]])])
    assert vendors.guess([sheet], marking.KNOWN).name == "Guidepoint"


@pytest.mark.parametrize(
    "words", ["", "A stream of data and a maven of retail at the nexus.", "Offers from GLG and Guidepoint differ."]
)
def test_everyday_words_and_equal_evidence_point_to_nobody(words: str) -> None:
    assert vendors.guess([text(words)], marking.KNOWN).name is None


@pytest.mark.parametrize("endless", ["x" * 300_000, "a@" + "b." * 150_000, "a@" + "b" * 300_000, "a@" * 150_000])
def test_an_endless_word_takes_no_longer_than_any_other_text(endless: str) -> None:
    began = time.process_time()
    assert vendors.guess([text(endless)], marking.KNOWN).name is None
    assert time.process_time() - began < 10
