"""What strangers call themselves ends on one bounded line, and links nowhere."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from shared.mail import kinds
from shared.mail.text import LONGEST, one_line
from shared.types import now

SOON = now() + timedelta(hours=1)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("Ada\r\nBcc: eve@example.com", "Ada Bcc: eve@example. com"),
        ("Ada\u2028Lovelace\x00\u202e", "Ada Lovelace"),
        ("علی‌رضا", "علی‌رضا"),
        ("win at https://evil.example/x", "win at https: evil. example/x"),
        ("www.evil。example", "www. evil。 example"),
        ("Dr. J.R. Smith", "Dr. J. R. Smith"),
        ("  \t ", ""),
        ("x" * 500, f"{'x' * (LONGEST - 1)}…"),
    ],
)
def test_a_name_becomes_one_line(given: str, line: str) -> None:
    assert one_line(given) == line


@pytest.mark.parametrize(
    "address",
    ["ada@example.com\r\nBcc: eve@example.com", "ada@example.com,eve@example.com", "<ada@example.com>", "ada"],
)
def test_an_address_is_one_address(address: str) -> None:
    with pytest.raises(ValidationError):
        kinds.PasswordChanged(to=address, name="Ada")


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "//evil.example", "https://a.example/\r\nx", 'https://a.example/"x', "https://a.b/ x"],
)
def test_a_link_is_an_absolute_http_address(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        kinds.VerifyEmail(to="ada@example.com", name="Ada", url=url, expires_at=SOON)
    assert url not in str(refused.value)
