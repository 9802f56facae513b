"""Addresses are brought to one form, and nothing that only looks like one is taken."""

import pytest

from services.core.intake.extraction import values


@pytest.mark.parametrize(
    "text",
    [
        "https://www.linkedin.com/in/Sarah-Chen-example/",
        "linkedin.com/in/sarah-chen-example?trk=x",
        "see https://de.linkedin.com/in/sarah-chen-example, please",
    ],
)
def test_a_profile_link_is_canonical(text: str) -> None:
    assert values.linkedin(text) == "https://www.linkedin.com/in/sarah-chen-example"


def test_a_company_page_is_no_profile() -> None:
    assert values.linkedin("https://www.linkedin.com/company/glg") is None


def test_mail_is_lower_case() -> None:
    assert values.email("Write to <Sarah.Chen@Example.COM>.") == "sarah.chen@example.com"
    assert values.email("nobody at example") is None


def test_a_phone_number_is_e164() -> None:
    assert values.phone("+44 20 7946 0123") == "+442079460123"
    assert values.phone("(313) 555-0148", region_hint="US") == "+13135550148"
    assert values.phone("020 7946 0123") is None
    assert values.phone("call 24 Nov 10:00") is None
