"""A mail is read as its reader sees it: the right text, the right characters, the attachments beside it."""

import email
from email.message import EmailMessage

from services.core.intake import readers
from services.core.intake.documents import Document, Message
from tests.unit.intake.readers import files


def opened(data: bytes) -> Document:
    return readers.open_document("offer.eml", data)


def text_of(data: bytes) -> str:
    return opened(data).messages[0].text


def raw(*lines: str, body: bytes) -> bytes:
    head = ("From: Anna Berg <anna@guidepoint.com>", "Subject: Experts", "MIME-Version: 1.0", *lines)
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def test_sender_subject_and_time_come_from_the_headers() -> None:
    document = opened(files.mail("Sarah Chen is free on Monday.").as_bytes())
    (message,) = document.messages
    assert document.kind == "mail"
    assert (message.sender, message.sender_address) == ("Anna Berg", "anna.berg@guidepoint.com")
    assert message.subject == "Experts for your project"
    assert message.sent_at is not None
    assert message.sent_at.isoformat() == "2026-11-03T10:12:00+01:00"
    assert (message.index, message.quoted, message.text) == (1, False, "Sarah Chen is free on Monday.")


def test_encoded_words_in_headers_are_read() -> None:
    data = raw("Subject: =?utf-8?B?RXhwZXJ0ZW4gZsO8ciBTaWU=?= =?windows-1252?Q?_=96_neu?=", body=b"Hallo")
    data = data.replace(b"Subject: Experts\r\n", b"").replace(b"Anna Berg", b"=?iso-8859-1?Q?=C5sa_Bj=F6rk?=")
    (message,) = opened(data).messages
    assert (message.sender, message.subject) == ("Åsa Björk", "Experten für Sie – neu")


def test_raw_bytes_in_headers_are_read() -> None:
    (message,) = opened(raw(body=b"Hello").replace(b"Anna Berg", "Åsa Björk".encode())).messages
    assert message.sender == "Åsa Björk"


def test_quoted_printable_and_base64_are_decoded() -> None:
    coded = raw(
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        body=b"Jos=C3=A9 N=C3=BA=C3=B1ez is=\r\n free",
    )
    assert text_of(coded) == "José Núñez is free"
    coded = raw(
        "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", body=b"Sm9zw6kgTsO6w7Fleg=="
    )
    assert text_of(coded) == "José Núñez"


def test_windows_1252_is_read_though_declared_as_ascii_utf_8_or_nothing() -> None:
    body = "José Núñez – “Chief”, 1.150 €".encode("cp1252")
    for declared in ("us-ascii", "utf-8", "x-unknown"):
        assert (
            text_of(raw(f"Content-Type: text/plain; charset={declared}", body=body)) == "José Núñez – “Chief”, 1.150 €"
        )
    assert text_of(raw(body=body)) == "José Núñez – “Chief”, 1.150 €"


def test_flowed_lines_are_joined_and_the_signature_mark_is_not() -> None:
    body = b"Sarah Chen has run \r\nthe whole programme.\r\n\r\n-- \r\nAnna\r\n"
    data = raw("Content-Type: text/plain; charset=utf-8; format=flowed", body=body)
    assert text_of(data) == "Sarah Chen has run the whole programme.\n\n--\nAnna"


def test_flowed_quotations_stay_quotations() -> None:
    body = b"Yes.\r\n\r\nOn Tue, 3 Nov 2026 at 10:12, Tom <tom@x.com> wrote:\r\n> Is Sarah \r\n> free on Monday?\r\n"
    messages = opened(raw("Content-Type: text/plain; format=flowed", body=body)).messages
    assert [message.text for message in messages] == ["Yes.", "Is Sarah free on Monday?"]


def test_plain_text_is_preferred_to_html() -> None:
    mail = files.mail("Sarah Chen, Epic, 900 USD")
    mail.add_alternative("<p>Sarah Chen, Epic, <b>900 USD</b></p>", subtype="html")
    assert text_of(mail.as_bytes()) == "Sarah Chen, Epic, 900 USD"


def test_html_is_read_where_the_plain_text_is_a_stub() -> None:
    mail = files.mail("View in browser")
    mail.add_alternative("<p>" + "Sarah Chen, Epic Systems, 900 USD per hour. " * 5 + "</p>", subtype="html")
    assert text_of(mail.as_bytes()).startswith("Sarah Chen, Epic Systems")


def test_html_without_plain_text_keeps_rows_and_cells() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "anna@glg.com", "Experts"
    mail.set_content(
        "<html><body><p>Dear Tom,</p><table><tr><th>Name</th><th>Rate</th></tr>"
        "<tr><td>Sarah&nbsp;Chen</td><td>$ 900</td></tr></table></body></html>",
        subtype="html",
    )
    assert text_of(mail.as_bytes()) == "Dear Tom,\n\nName | Rate\nSarah Chen | $ 900"


def test_attached_sheets_and_mails_are_documents_of_their_own() -> None:
    inner = files.mail("Ana Ruiz is free.", subject="Forwarded")
    inner.add_attachment("Name;Company\nTom Reed;Shell\n", subtype="csv", filename="more.csv")
    mail = files.mail("See attached.")
    book = files.workbook(("Experts", [["Name"], ["Sarah Chen"]]))
    mail.add_attachment(book, maintype="application", subtype="octet-stream", filename="Übersicht.xlsx")
    mail.add_attachment(inner)
    documents = readers.open_documents("offer.eml", mail.as_bytes())
    assert [(document.file, document.kind) for document in documents] == [
        ("offer.eml", "mail"),
        ("offer.eml/Übersicht.xlsx", "sheet"),
        ("offer.eml/attachment-2.eml", "mail"),
        ("offer.eml/attachment-2.eml/more.csv", "csv"),
    ]
    assert documents[2].messages[0].text == "Ana Ruiz is free."


def test_a_mail_opened_alone_names_its_attachments() -> None:
    mail = files.mail("See attached.")
    mail.add_attachment(b"Name;Company\nA;B\n", maintype="text", subtype="csv", filename="more.csv")
    assert opened(mail.as_bytes()).notes == ["attachment more.csv was not opened"]


def test_pictures_and_invitations_are_named_and_left_aside() -> None:
    mail = files.mail("Sarah Chen is free.")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    mail.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="invite.ics")
    (document,) = readers.open_documents("offer.eml", mail.as_bytes())
    assert document.notes == ["not read: logo.png (image/png), invite.ics (text/calendar)"]


def test_an_attachment_that_cannot_be_read_is_a_note_and_stops_nothing() -> None:
    mail = files.mail("See attached.")
    mail.add_attachment(b"PK\x03\x04broken", maintype="application", subtype="zip", filename="experts.xlsx")
    mail.add_attachment(b"Name;Company\nA;B\n", maintype="text", subtype="csv", filename="more.csv")
    documents = readers.open_documents("offer.eml", mail.as_bytes())
    assert [document.kind for document in documents] == ["mail", "csv"]
    (note,) = documents[0].notes
    assert note.startswith("attachment experts.xlsx was not read (corrupt_file)")


def test_an_attachment_cannot_name_a_folder() -> None:
    mail = files.mail("See attached.")
    mail.add_attachment(b"Name;Company\nA;B\n", maintype="text", subtype="csv", filename="..\\..\\etc/more.csv")
    assert readers.open_documents("offer.eml", mail.as_bytes())[1].file == "offer.eml/more.csv"


def test_mails_nested_without_end_are_opened_only_so_deep() -> None:
    mail = files.mail("innermost")
    for level in range(6):
        outer = files.mail(f"level {level}")
        outer.add_attachment(mail)
        mail = outer
    documents = readers.open_documents("offer.eml", mail.as_bytes())
    assert len(documents) == 4
    assert "too deep" in documents[-1].notes[0]


def test_a_mail_with_only_an_attachment_keeps_its_sender() -> None:
    mail = email.message_from_bytes(files.mail("").as_bytes(), _class=EmailMessage, policy=email.policy.default)
    mail.add_attachment(b"Name;Company\nA;B\n", maintype="text", subtype="csv", filename="more.csv")
    (message,) = opened(mail.as_bytes()).messages
    assert (message.text, message.sender_address) == ("", "anna.berg@guidepoint.com")


def test_a_mail_saved_without_its_ending_is_still_a_mail() -> None:
    data = b"From anna@x.com Tue Nov  3 10:12:00 2026\n" + files.mail("Sarah Chen is free.").as_bytes()
    document = readers.open_document("message.txt", data)
    assert document.kind == "mail"
    assert isinstance(document.messages[0], Message)
    assert document.messages[0].text == "Sarah Chen is free."
