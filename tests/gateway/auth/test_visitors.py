"""Whose address a session records: nobody's word is taken for it but a trusted proxy's."""

import pytest

from services.gateway.auth.visitors import visitor_of
from services.gateway.trusted_proxies import Proxies

PEER = "192.0.2.1"
AS_RECORDED = {
    "1.2.3.4": "1.2.3.4",
    " 9.9.9.9 ": "9.9.9.9",
    "::1": "0000:0000:0000:0000:0000:0000:0000:0000",
    "2001:DB8:1:2:3:4:5:6": "2001:0db8:0001:0002:0000:0000:0000:0000",
    "2001:db8::": "2001:0db8:0000:0000:0000:0000:0000:0000",
    "64:ff9b::1.2.3.4": "0064:ff9b:0000:0000:0000:0000:0000:0000",
    "::ffff:1.2.3.4": "1.2.3.4",
    "::ffff:0102:0304": "1.2.3.4",
}
"""What better-auth 1.7.24 wrote for the same header."""
NO_ADDRESSES = ["", "x", "01.2.3.4", "1.2.3.4:80", "[::1]", "fe80::1%eth0", "1.2.3.4,", "1.2.3.4, unknown"]


@pytest.mark.parametrize("header", AS_RECORDED)
def test_a_trusted_proxys_client_is_written_as_node_writes_it(header: str) -> None:
    assert Proxies(PEER).client(PEER, header) == AS_RECORDED[header]


@pytest.mark.parametrize("header", [*AS_RECORDED, *NO_ADDRESSES, "1.1.1.1, 2.2.2.2"])
def test_anybody_elses_header_counts_for_nothing(header: str) -> None:
    assert Proxies("").client(PEER, header) == PEER
    assert Proxies("private, 192.0.2.2").client(PEER, header) == PEER


@pytest.mark.parametrize("header", NO_ADDRESSES)
def test_a_trusted_proxy_that_names_no_address_stands_for_its_client(header: str) -> None:
    assert Proxies(PEER).client(PEER, header) == PEER


@pytest.mark.parametrize(
    ("proxies", "forwarded_for", "client"),
    [
        (PEER, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (f"{PEER},10.0.0.0/8", "6.6.6.6, 203.0.113.7, 10.1.2.3", "203.0.113.7"),
        (f"{PEER},10.0.0.0/8", "6.6.6.6, 203.0.113.7, 11.1.2.3", "11.1.2.3"),
        (f"{PEER},private", "203.0.113.7, fd00::5, ::1, ::ffff:192.168.3.4, 172.16.0.1", "203.0.113.7"),
        (f"{PEER},private", "10.0.0.9, 10.0.0.8", "10.0.0.9"),
        (f"{PEER},private", "203.0.113.7, nonsense, 10.0.0.8", "10.0.0.8"),
        ("192.0.2.0/24", "203.0.113.7", "203.0.113.7"),
    ],
)
def test_the_client_is_the_nearest_hop_that_is_no_trusted_proxy(proxies: str, forwarded_for: str, client: str) -> None:
    assert Proxies(proxies).client(PEER, forwarded_for) == client


def test_a_peer_mapped_into_ipv6_is_trusted_as_itself() -> None:
    assert Proxies(PEER).client(f"::ffff:{PEER}", "203.0.113.7") == "203.0.113.7"


@pytest.mark.parametrize("listed", ["privates", "10.0.0.1/8", "10.0.0.0/33", "example.com", "10.0.0.1 10.0.0.2"])
def test_a_list_that_does_not_read_as_one_is_refused(listed: str) -> None:
    with pytest.raises(ValueError, match=r"does not appear to be|has host bits set"):
        Proxies(listed)


def test_nothing_known_is_empty_text() -> None:
    assert visitor_of({}, peer="", proxies=Proxies("private")) == ("", "")
    assert visitor_of({"user-agent": "Test/1.0"}, peer=PEER, proxies=Proxies("")) == (PEER, "Test/1.0")
