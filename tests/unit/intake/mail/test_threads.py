"""In a thread the newest word on each field counts, and what was not said again stays."""

from datetime import date
from typing import Any

from services.core.intake.documents import Document, Message
from services.core.intake.extraction import mail
from services.core.intake.proposals import Extraction, VendorGuess

TODAY = date(2026, 11, 21)
OLD = """Hi Anna,

1. Sarah Chen – VP Operations, Epic Systems (Madison, WI)
Rate: $1,200/hr (30 min minimum)
Conflict check: pending
Availability: Tue 24 Nov 2–4pm ET

2. Bob Miller – Former Director, Cerner (Kansas City, MO)
Rate: $900/hr
Conflict check: cleared
Availability: Wed 25 Nov 9-10am CT

Best,
Tom Baker
"""


def read(*texts: str, kind: Any = "mail") -> Extraction:
    messages = [
        Message(index, text, sender="Tom Baker", sender_address="tbaker@glgroup.com", quoted=index > 1)
        for index, text in enumerate(texts, start=1)
    ]
    document = Document("thread.eml", kind, messages)
    return mail.extract(document, vendor=VendorGuess("GLG", None, 0.98), today=TODAY)


def person(found: Extraction, name: str) -> dict[str, Any]:
    proposal = next(each for each in found.proposals if each.fields["name"].value == name)
    return {key: field.value for key, field in proposal.fields.items()}


def test_a_person_in_two_messages_is_one_proposal_with_the_newest_of_each_field() -> None:
    found = read("Hi Anna,\n\nSarah Chen: conflict cleared (was pending).\n\nBest,\nTom", OLD)
    assert [each.fields["name"].value for each in found.proposals] == ["Sarah Chen", "Bob Miller"]
    sarah = found.proposals[0].fields
    assert sarah["conflict_status"].value == "cleared" and sarah["conflict_status"].span.locator == "message 1"
    assert sarah["employer"].value == "Epic Systems" and sarah["employer"].span.locator == "message 2"


def test_words_that_say_nothing_change_nothing() -> None:
    found = read("Hi Anna,\n\nSarah Chen\nRate: TBD\nConflict check: n/a\nAvailability: unknown\n\nBest,\nTom", OLD)
    assert person(found, "Sarah Chen") == person(read(OLD), "Sarah Chen")


def test_no_changes_is_no_change() -> None:
    found = read("Hi Anna,\n\nNo changes for Sarah Chen.\n\nBest,\nTom", OLD)
    assert person(found, "Sarah Chen") == person(read(OLD), "Sarah Chen")


def test_new_slots_replace_and_additional_slots_join() -> None:
    replaced = read("Hi Anna,\n\nSarah Chen – new slots: Mon 30 Nov 1-2pm ET\n\nBest,\nTom", OLD)
    assert [slot["start"] for slot in person(replaced, "Sarah Chen")["availability"]] == ["2026-11-30T13:00:00-05:00"]
    joined = read("Hi Anna,\n\nSarah can also do Mon 30 Nov 1-2pm ET.\n\nBest,\nTom", OLD)
    assert len(person(joined, "Sarah Chen")["availability"]) == 2


def test_a_withdrawn_slot_leaves_the_others() -> None:
    two = OLD.replace("2–4pm ET", "2–4pm ET; Thu 26 Nov 2–4pm ET")
    found = read("Hi Anna,\n\nSarah Chen\nWithdrawn: Tue 24 Nov 2–4pm ET, she is travelling.\n\nBest,\nTom", two)
    assert [slot["start"] for slot in person(found, "Sarah Chen")["availability"]] == ["2026-11-26T14:00:00-05:00"]


def test_somebody_gone_has_no_slots_and_a_note() -> None:
    found = read("Hi Anna,\n\nUnfortunately Bob Miller is no longer available.\n\nBest,\nTom", OLD)
    assert person(found, "Bob Miller")["availability"] == []
    assert "Bob Miller is no longer available" in found.notes


def test_a_new_rate_keeps_the_terms_the_old_one_had() -> None:
    found = read("Hi Anna,\n\nSarah Chen: rate reduced from $1,200 to $1,100/hr.\n\nBest,\nTom", OLD)
    assert person(found, "Sarah Chen")["price"] == {
        "amount_minor": 110000,
        "currency": "USD",
        "unit": "hour",
        "minimum_minutes": 30,
    }


def test_what_is_said_of_all_reaches_those_of_the_older_mail() -> None:
    found = read("Hi Anna,\n\nBoth conflict checks are now cleared.\n\nBest,\nTom", OLD)
    assert person(found, "Sarah Chen")["conflict_status"] == "cleared"


def test_a_follow_up_alone_carries_only_what_changed() -> None:
    found = read("Hi Anna,\n\nSarah Chen: conflict now cleared.\nNo changes for the others.\n\nBest,\nTom")
    assert {name for each in found.proposals for name in each.fields} == {"name", "conflict_status"}


def test_a_shouted_name_after_a_gap_is_the_next_person() -> None:
    text = "Hi Anna,\n\nSARAH CHEN\nConflict check: cleared.\n\nBOB MILLER\nNo changes.\n\nBest,\nTom"
    found = read(text, OLD)
    assert person(found, "SARAH CHEN")["conflict_status"] == "cleared"
    assert [str(each.fields["name"].value).casefold() for each in found.proposals] == ["sarah chen", "bob miller"]


def test_a_change_that_names_nobody_is_noted() -> None:
    found = read("Hi Anna,\n\nHis conflict check has now cleared, by the way.\n\nBest,\nTom")
    assert found.proposals == [] and any(note.startswith("not attached to anybody") for note in found.notes)


def test_pages_of_a_pdf_are_named_as_pages() -> None:
    found = read(OLD, kind="pdf")
    assert {field.span.locator for each in found.proposals for field in each.fields.values()} == {"page 1"}


def test_a_single_text_is_named_as_text() -> None:
    assert read(OLD, kind="text").proposals[0].span.locator == "text"
