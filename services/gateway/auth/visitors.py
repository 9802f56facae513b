"""Where a session was opened from: the address and the client's name, as BetterAuth records them."""

import ipaddress
from collections.abc import Mapping
from typing import NamedTuple

LOCALHOST = "127.0.0.1"
SUBNET = 64
"""Bits of an IPv6 address that stand for one visitor."""


class Visitor(NamedTuple):
    """Who opens a session; empty texts where nothing is known."""

    ip_address: str
    user_agent: str


def visitor_of(headers: Mapping[str, str], *, local: bool) -> Visitor:
    """The visitor behind a request; `local` stands in 127.0.0.1 for an unknown address (development, tests)."""
    address = address_of(headers.get("x-forwarded-for", ""))
    return Visitor(address or (LOCALHOST if local else ""), headers.get("user-agent", ""))


def address_of(forwarded_for: str) -> str | None:
    """The one valid address of an X-Forwarded-For header; a longer chain could be forged, so it names nobody."""
    hops = [hop for hop in (part.strip() for part in forwarded_for.split(",")) if hop]
    if len(hops) != 1 or "%" in hops[0]:
        return None
    try:
        address = ipaddress.ip_address(hops[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return ipaddress.IPv6Network((address, SUBNET), strict=False).network_address.exploded
