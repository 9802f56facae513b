"""Where a request comes from: the client's address, and the name it gives itself."""

from collections.abc import Mapping
from typing import NamedTuple

from services.gateway.trusted_proxies import Proxies


class Visitor(NamedTuple):
    """Who sent a request; empty texts where nothing is known."""

    ip_address: str
    user_agent: str


def visitor_of(headers: Mapping[str, str], *, peer: str, proxies: Proxies) -> Visitor:
    """The visitor behind a request that came over a connection from `peer`."""
    return Visitor(proxies.client(peer, headers.get("x-forwarded-for", "")), headers.get("user-agent", ""))
