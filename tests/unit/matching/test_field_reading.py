"""Titles, places and identifiers are read into forms that compare; placeholders are read as nothing."""

import pytest

from services.core.matching import folding, identifiers, job_evidence, normalise, places, titles
from services.core.matching.profiles import Profile


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("VP Sales", "Vice President, Sales", "same"),
        ("Sr. Dir., Marketing", "Senior Director of Marketing", "same"),
        ("CEO", "Chief Executive Officer", "same"),
        ("Head of R&D", "Head, Research and Development", "same"),
        ("VP Sales", "VP European Sales", "similar"),
        ("VP", "Vice President of IT", "similar"),
        ("CFO", "CTO", "other"),
        ("Director of Sales", "Director of Marketing", "other"),
        ("Staff Nurse", "Chief Risk Officer", "contrary"),
        ("VP Sales", "VP Global Sales", "same"),
        ("VP Sales", None, "missing"),
        ("VP Sales", "n/a", "missing"),
    ],
)
def test_titles_agree_by_field_and_rank(one: str, other: str | None, agreement: str) -> None:
    assert job_evidence.titles_agree(titles.title(one), titles.title(other)) == agreement


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("New York, NY", "NYC", "same city"),
        ("München", "Munich, Germany", "same city"),
        ("Bombay", "Mumbai, India", "same city"),
        ("Greater Chicago Area", "Chicago, Illinois, USA", "same city"),
        ("Boston, MA", "Houston, TX", "other city"),
        ("London", "Paris", "other country"),
        ("Cambridge, MA", "Cambridge, UK", "other country"),
        ("Germany", "Berlin", "same country"),
        ("Springfield", "Springfield, IL", "same city"),
        ("Remote", "Paris", "missing"),
    ],
)
def test_places_agree_by_city_then_country(one: str, other: str, agreement: str) -> None:
    assert job_evidence.places_agree(places.place(one), places.place(other)) == agreement


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://www.linkedin.com/in/Sarah-Chen-12/", "sarah-chen-12"),
        ("uk.linkedin.com/in/sarah-chen-12?trk=x", "sarah-chen-12"),
        ("in/sarah-chen-12", "sarah-chen-12"),
        ("https://linkedin.com/in/jos%C3%A9", "josé"),
        ("n/a", None),
        ("", None),
        ("linkedin.com/pub/jane-doe/1/2a/3b", "jane-doe-03b02a1"),
        ("https://linkedin.com/company/epic", None),
        ("https://www.linkedin.com/sales/lead/ACwAAAbc", None),
        ("linkedin.com/in/ACoAAAbc", None),
        (None, None),
    ],
)
def test_linkedin_addresses_are_read_to_the_slug(url: str | None, slug: str | None) -> None:
    assert identifiers.linkedin(url) == slug


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Ida@Epic.COM", "ida@epic.com"),
        ("<ida+glg@epic.com>", "ida@epic.com"),
        ("i.d.a@googlemail.com", "ida@gmail.com"),
        ("info@epic.com", None),
        ("experts@glg.com", None),
        ("ida at epic", None),
        (None, None),
    ],
)
def test_addresses_are_read_and_shared_mailboxes_left_out(text: str | None, address: str | None) -> None:
    assert identifiers.email(text) == address


def test_phone_numbers_agree_with_and_without_country_code() -> None:
    written = ["+44 (0)20 7946 0958", "0044 20 7946 0958", "020 7946 0958", "+442079460958 ext. 12"]
    read = [number for number in map(identifiers.phone, written) if number]
    assert len(read) == len(written)
    assert all(identifiers.same_phone(read[0], number) for number in read)


def test_other_and_made_up_phone_numbers_do_not_agree() -> None:
    assert not identifiers.same_phone("+12125550100", "+13125550100")
    assert not identifiers.same_phone("2125550100", "3125550100")
    assert [identifiers.phone(text) for text in ("00000000", "1234567890", "555-0100", "call me", None)] == [None] * 5


def test_folding_leaves_letters_of_other_scripts_and_drops_what_is_invisible() -> None:
    assert folding.fold("Łódź\u200b \u00adŒuvre ÞÓR") == "lodz oeuvre thor"
    assert folding.fold("हिन्दी") == "हिन्दी"
    assert folding.visible("a\0b\x1f\ud800c") == "a bc".replace(" b", " b ")


def test_a_fingerprint_survives_another_spelling_and_tells_others_apart() -> None:
    one = normalise.fingerprint(Profile(name="Dr. Sarah Chen", employer="IBM"))
    assert one == normalise.fingerprint(Profile(name="CHEN, Sárah", employer="International Business Machines Corp."))
    assert one != normalise.fingerprint(Profile(name="Sarah Chen", employer="HP"))
    assert one != normalise.fingerprint(Profile(name="Sarah Chen Jr.", employer="IBM"))
    assert one == "sarah chen|ibm"


def test_fingerprints_of_nameless_profiles_differ_by_identifier() -> None:
    first = normalise.fingerprint(Profile(name="?", email="a@x.com"))
    assert first != normalise.fingerprint(Profile(name="?", email="b@x.com"))
