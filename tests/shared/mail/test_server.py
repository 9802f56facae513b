"""SMTP_URL and MAIL_FROM mean what they say."""

import pytest

from shared.mail.server import Server, sender_of, server_of


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mailpit:1025", Server("mailpit", 1025, tls=False, start_tls=None)),
        ("smtp://mail.example.org", Server("mail.example.org", 587, tls=False, start_tls=None)),
        ("smtp://a:b@mail.example.org", Server("mail.example.org", 587, False, True, "a", "b")),
        (
            "smtp://a%40x:b%2Fc@mail.example.org?starttls=never",
            Server("mail.example.org", 587, False, False, "a@x", "b/c"),
        ),
        ("smtps://a:b@mail.example.org", Server("mail.example.org", 465, True, False, "a", "b")),
    ],
)
def test_a_url_names_a_server(url: str, server: Server) -> None:
    assert server_of(url) == server


def test_a_server_does_not_show_its_password() -> None:
    assert "hunter2" not in repr(server_of("smtps://a:hunter2@mail.example.org"))


def test_a_sender_has_a_name_or_none() -> None:
    assert str(sender_of("Canvass <no-reply@example.org>")) == "Canvass <no-reply@example.org>"
    assert str(sender_of("no-reply@example.org")) == "no-reply@example.org"
