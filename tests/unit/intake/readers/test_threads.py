"""A thread is taken apart into its mails: newest first, each once, with what is known of each."""

from datetime import UTC, datetime

import pytest

from services.core.intake.readers import threads
from services.core.intake.readers.thread_headers import Headers


def texts(text: str) -> list[str]:
    return [message.text for message in threads.split(text)]


ENGLISH = """\
Sarah is cleared now.

-----Original Message-----
From: Tom Ellery <tom@client.example>
Sent: Monday, November 2, 2026 5:02 PM
To: Anna Berg; Bob
Cc: Carl
Subject: Experts for us

Any news on Sarah?
"""
GERMAN = """\
Sarah ist freigegeben.

Von: Tom Ellery [mailto:tom@client.example]
Gesendet: Montag, 2. November 2026 17:02
An: Anna Berg
Betreff: Experts for us

Any news on Sarah?
"""
FRENCH = """\
Sarah est validée.

De : Tom Ellery <tom@client.example>
Envoyé : lundi 2 novembre 2026 17:02
À : Anna Berg
Objet : Experts for us

Any news on Sarah?
"""


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, FRENCH])
def test_a_header_block_opens_an_older_mail(text: str) -> None:
    newest, older = threads.split(text)
    assert newest.text.startswith("Sarah")
    assert (newest.quoted, older.quoted) == (False, True)
    assert (older.sender, older.sender_address, older.subject) == ("Tom Ellery", "tom@client.example", "Experts for us")
    assert older.sent_at is not None
    assert older.sent_at.isoformat() == "2026-11-02T17:02:00+00:00"
    assert older.text == "Any news on Sarah?"


@pytest.mark.parametrize(
    ("line", "name", "when"),
    [
        ("On Tue, 3 Nov 2026 at 10:12, Tom Ellery <tom@x.com> wrote:", "Tom Ellery", "2026-11-03T10:12:00+00:00"),
        ("On Nov 3, 2026, at 10:12 PM, Tom Ellery <tom@x.com> wrote:", "Tom Ellery", "2026-11-03T22:12:00+00:00"),
        ("On Tue, Nov 3, 2026 at 9:05 AM Tom Ellery\n<tom@x.com> wrote:", "Tom Ellery", "2026-11-03T09:05:00+00:00"),
        ("On 11/3/2026 10:12 AM, Tom Ellery <tom@x.com> wrote:", "Tom Ellery", "2026-11-03T10:12:00+00:00"),
        ("Am 03.11.2026 um 10:12 schrieb Tom Ellery <tom@x.com>:", "Tom Ellery", "2026-11-03T10:12:00+00:00"),
        (
            "Am Di., 3. Nov. 2026 um 10:12 Uhr schrieb Tom Ellery <tom@x.com>:",
            "Tom Ellery",
            "2026-11-03T10:12:00+00:00",
        ),
        ("Le mar. 3 nov. 2026 à 10:12, Tom Ellery <tom@x.com> a écrit :", "Tom Ellery", "2026-11-03T10:12:00+00:00"),
        (
            "El mar, 3 nov 2026 a las 10:12, Tom Ellery (<tom@x.com>) escribió:",
            "Tom Ellery",
            "2026-11-03T10:12:00+00:00",
        ),
        ("2026-11-03 10:12 GMT+01:00 Tom Ellery <tom@x.com>:", "Tom Ellery", "2026-11-03T10:12:00+01:00"),
    ],
)
def test_attributions_of_the_usual_programs(line: str, name: str, when: str) -> None:
    newest, older = threads.split(f"Thanks.\n\n{line}\n\n> Is Sarah free?\n> Tom\n")
    assert (newest.text, older.text) == ("Thanks.", "Is Sarah free?\nTom")
    assert (older.sender, older.sender_address) == (name, "tom@x.com")
    assert older.sent_at is not None
    assert older.sent_at.isoformat() == when


def test_an_attribution_without_quote_marks_opens_the_rest() -> None:
    assert texts("Thanks.\n\nOn 3 Nov 2026, at 10:12, Tom <tom@x.com> wrote:\n\nIs Sarah free?\nTom") == [
        "Thanks.",
        "Is Sarah free?\nTom",
    ]


def test_nested_quotations_are_mails_of_their_own() -> None:
    text = (
        "Third.\n\nOn Wed, 4 Nov 2026 at 09:00, B <b@x.com> wrote:\n> Second.\n>\n"
        "> On Tue, 3 Nov 2026 at 09:00, A <a@x.com> wrote:\n>> First.\n>> Really.\n"
    )
    assert texts(text) == ["Third.", "Second.", "First.\nReally."]


def test_answers_between_quoted_lines_belong_to_the_newer_mail() -> None:
    text = "On Tue, 3 Nov 2026 at 09:00, A <a@x.com> wrote:\n> Is Sarah free?\nYes, Monday.\n> And Tom?\nNo.\n"
    assert texts(text) == ["Yes, Monday.\nNo.", "Is Sarah free?\n\nAnd Tom?"]


def test_a_forwarded_mail_keeps_its_own_sender() -> None:
    text = (
        "FYI\n\n---------- Forwarded message ---------\nFrom: Anna Berg <anna@glg.com>\n"
        "Date: Tue, Nov 3, 2026 at 10:12 AM\nSubject: Experts\nTo: <priya@client.example>\n\nSarah Chen, Epic"
    )
    newest, older = threads.split(text)
    assert (newest.text, older.text, older.sender_address) == ("FYI", "Sarah Chen, Epic", "anna@glg.com")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_mails_one_below_another_are_ordered_by_their_dates(order: tuple[int, ...]) -> None:
    mails = [
        f"From: Anna <anna@glg.com>\nDate: {day} Nov 2026 09:00\nSubject: Experts\n\nMail of the {day}.\n"
        for day in (2, 3, 4)
    ]
    found = threads.split("\n".join(mails[index] for index in order))
    assert [message.text for message in found] == ["Mail of the 4.", "Mail of the 3.", "Mail of the 2."]
    assert [message.index for message in found] == [1, 2, 3]


def test_a_quoted_mail_is_older_than_its_answer_though_its_local_time_is_later() -> None:
    text = "Done.\n\nOn Tue, 3 Nov 2026 at 13:00, Kenji <k@tokyo.example> wrote:\n> Please check.\n> Kenji\n"
    top = Headers("Anna", "anna@glg.com", "Re: check", datetime(2026, 11, 3, 5, tzinfo=UTC))
    assert [message.text for message in threads.split(text, top=top)] == ["Done.", "Please check.\nKenji"]


def test_a_mail_quoted_twice_appears_once_with_all_that_is_known_of_it() -> None:
    first = "Sarah Chen is free on Monday at ten, and Tom on Friday."
    text = (
        f"Third.\n\nOn Wed, 4 Nov 2026 at 09:00, B <b@x.com> wrote:\n> Second.\n>\n>> {first}\n>> Bye\n\n"
        "-----Original Message-----\nFrom: A <a@x.com>\nSent: 3 November 2026 09:00\nTo: B\nSubject: S\n\n"
        f"{first}\nBye\n"
    )
    found = threads.split(text)
    assert [message.text for message in found] == ["Third.", "Second.", f"{first}\nBye"]
    assert found[2].sender_address == "a@x.com"


def test_the_same_short_thanks_from_two_people_are_two_mails() -> None:
    mails = [
        f"From: {who} <{who}@x.com>\nDate: {day} Nov 2026 09:00\nSubject: S\n\nThanks!\n"
        for who, day in (("a", 2), ("b", 3))
    ]
    assert len(threads.split("\n".join(mails))) == 2


def test_text_without_headers_is_one_message() -> None:
    (message,) = threads.split("Sarah Chen, Epic\n\n900 USD")
    assert (message.text, message.sender, message.quoted) == ("Sarah Chen, Epic\n\n900 USD", None, False)


@pytest.mark.parametrize(
    "text",
    [
        "VP Sales\nFrom: 2015\nTo: 2019\nCompany: Epic",
        "> 10 years in procurement\nand more",
        "On balance, as Sarah wrote:\nno date here",
        "Date: flexible\nRate: 900",
    ],
)
def test_what_only_looks_like_a_header_stays_where_it_is(text: str) -> None:
    assert texts(text) == [text]


def test_a_thousand_quote_marks_end_in_time() -> None:
    assert len(threads.split("\n".join(">" * depth + " line" for depth in range(1, 1_500)))) <= 40


def test_the_sender_of_pasted_text_is_read_from_its_own_headers() -> None:
    (message,) = threads.split("From: Anna Berg <anna@glg.com>\nTo: Tom\nSubject: Experts\n\nSarah Chen, Epic")
    assert (message.sender, message.subject, message.text) == ("Anna Berg", "Experts", "Sarah Chen, Epic")
