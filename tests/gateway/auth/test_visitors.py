"""Whose address a session records: what better-auth 1.7.24 wrote for the same header."""

import pytest

from services.gateway.auth.visitors import address_of, visitor_of

RECORDED = {
    "1.2.3.4": "1.2.3.4",
    " 9.9.9.9 ": "9.9.9.9",
    "1.1.1.1,": "1.1.1.1",
    "::1": "0000:0000:0000:0000:0000:0000:0000:0000",
    "2001:DB8:1:2:3:4:5:6": "2001:0db8:0001:0002:0000:0000:0000:0000",
    "2001:db8::": "2001:0db8:0000:0000:0000:0000:0000:0000",
    "64:ff9b::1.2.3.4": "0064:ff9b:0000:0000:0000:0000:0000:0000",
    "::ffff:1.2.3.4": "1.2.3.4",
    "::ffff:0102:0304": "1.2.3.4",
    "": None,
    "x": None,
    "01.2.3.4": None,
    "1.2.3.4:80": None,
    "[::1]": None,
    "fe80::1%eth0": None,
    "1.2.3.4, 5.6.7.8": None,
}


@pytest.mark.parametrize("header", RECORDED)
def test_one_valid_address_counts_and_a_chain_does_not(header: str) -> None:
    assert address_of(header) == RECORDED[header]


def test_nothing_known_is_empty_text_or_this_machine_while_developing() -> None:
    assert visitor_of({}, local=False) == ("", "")
    assert visitor_of({"user-agent": "Test/1.0"}, local=True) == ("127.0.0.1", "Test/1.0")
