"""Sealed texts: a Node server's are opened here, and whatever was touched is not."""

import pytest

from services.gateway.auth.sealing import Sealer, Unreadable, is_sealed

SINGLE = Sealer({}, "plain secret")
VERSIONS = Sealer({2: "new secret new secret", 1: "old"}, "legacy")
LINK = "oauth-link-session-token"
BY_NODE = {
    "plain": "0433fe0c946422e9841cf8d56431a44696b28089b463187acf9f13792a03be6eb98a36c76f2d3322dbc0c29f836a",
    "versioned": "$ba$2$594fd3ac26f4d11da6d4022f71e34d835a6fa1ce061622d09b28ff7327b2cedb3e10a726afeae14e297b4b00db",
    "for a purpose": "f7298eda31959cccb01f5b861997c968d72afae34f692146ed63d72361595e02d2cdd9819ba7fe4f23bde1259faadb",
}


def test_what_a_node_server_has_sealed_is_opened() -> None:
    assert SINGLE.open(BY_NODE["plain"]) == "héllo"
    assert VERSIONS.open(BY_NODE["versioned"]) == "token"
    assert SINGLE.for_purpose(LINK).open(BY_NODE["for a purpose"]) == "session"


@pytest.mark.parametrize("text", ["", "x", "wörld" * 500])
def test_what_was_sealed_is_opened_and_never_sealed_alike_twice(text: str) -> None:
    for sealer in (SINGLE, VERSIONS, SINGLE.for_purpose(LINK), VERSIONS.for_purpose(LINK)):
        first, second = sealer.seal(text), sealer.seal(text)
        assert first != second
        assert sealer.open(first) == sealer.open(second) == text


def test_the_first_secret_seals_and_older_ones_still_open() -> None:
    assert VERSIONS.seal("x").startswith("$ba$2$")
    assert VERSIONS.open(Sealer({1: "old"}, "").seal("older")) == "older"
    assert VERSIONS.open(Sealer({}, "legacy").seal("oldest")) == "oldest"


@pytest.mark.parametrize(
    "sealed",
    [
        "",
        "zz",
        "ab",
        "ab" * 24,
        BY_NODE["plain"][:-2] + "00",
        "$ba$3$" + BY_NODE["plain"],
        "$ba$x$ab",
        "$ba$",
        "é" * 40,
    ],
)
def test_what_was_not_sealed_by_us_is_unreadable(sealed: str) -> None:
    for sealer in (SINGLE.for_purpose(LINK), VERSIONS, Sealer({1: "other"}, "")):
        with pytest.raises(Unreadable):
            sealer.open(sealed)


def test_a_purpose_keeps_its_texts_to_itself() -> None:
    sealed = SINGLE.for_purpose(LINK).seal("session")
    for sealer in (SINGLE, SINGLE.for_purpose("another"), VERSIONS.for_purpose(LINK)):
        with pytest.raises(Unreadable):
            sealer.open(sealed)


def test_what_looks_sealed_is_told_from_providers_tokens() -> None:
    assert all(is_sealed(text) for text in ("ab12", "AB", "$ba$1$ab", BY_NODE["plain"]))
    assert not any(is_sealed(text) for text in ("", "abc", "gho_abcd", "ya29.a0", "zz"))
