"""Whose word about a client's address is taken: nobody's but the trusted proxies', so that no client can choose one."""

import functools
import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PRIVATE = "10.0.0.0/8,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.168.0.0/16,::1,fc00::/7,fe80::/10"
"""What the word `private` stands for: networks that the internet does not reach."""
LONGEST = 64
"""Characters kept of what should be an address; no address has as many."""
SUBNET = 64
"""Bits of an IPv6 address that stand for one visitor."""


class Proxies:
    """The proxies whose X-Forwarded-For is believed: addresses, networks and the word `private`, with commas between.

    Raises ValueError for anything else.
    """

    def __init__(self, listed: str) -> None:
        entries = [entry.strip() for entry in listed.split(",") if entry.strip()]
        spelt = ",".join(PRIVATE if entry == "private" else entry for entry in entries)
        self._networks = [ipaddress.ip_network(entry) for entry in spelt.split(",") if entry]
        self._trusts = functools.lru_cache(maxsize=1024)(self._belongs)

    def client(self, peer: str, forwarded_for: str) -> str:
        """The address of who sent a request: the nearest hop that is no trusted proxy, else the farthest one."""
        nearest = ""
        for hop in (peer, *reversed(forwarded_for.split(","))):
            address = address_of(hop.strip()[:LONGEST])
            if address is None:
                break
            nearest = written(address)
            if not self._trusts(address):
                break
        return nearest

    def _belongs(self, address: Address) -> bool:
        return any(address in network for network in self._networks)


@functools.lru_cache(maxsize=4096)
def address_of(text: str) -> Address | None:
    """A valid address without a port or a zone, an IPv4 one mapped into IPv6 as itself; else None."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return address
    return None if address.scope_id else address.ipv4_mapped or address


@functools.lru_cache(maxsize=4096)
def written(address: Address) -> str:
    """An address as BetterAuth writes it: IPv6 cut to its network of 64 bits, and in full."""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return ipaddress.IPv6Network((address, SUBNET), strict=False).network_address.exploded
