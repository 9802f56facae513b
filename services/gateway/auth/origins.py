"""Whose pages may send browsers here and be returned to: BetterAuth's trusted origins and their patterns.

An address that different parsers could read differently (backslashes, credentials, stray spaces) is trusted by none.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from services.gateway.auth import wire

Matcher = Callable[[str], bool]

DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
WEB_ADDRESS = re.compile(r"([A-Za-z]+)://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?(?:[/?#].*)?")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
ENCODED_SEPARATOR = re.compile("%2f|%5c", re.IGNORECASE)
ADDRESS_RANGE = re.compile(r"(?=.*[0-9])[0-9*?.]+")


class TrustedOrigins:
    """The origins trusted: exact ones, wildcards over origin or host, and apps' own schemes."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._matchers = [_matcher(pattern) for pattern in patterns if pattern]

    def admit(self, url: str) -> bool:
        """Whether the origin of an absolute URL is trusted."""
        return any(matches(url) for matches in self._matchers)

    def admit_target(self, url: str) -> bool:
        """Whether somebody may be sent to `url`: a path of our own, or a trusted origin."""
        return is_own_path(url) if url.startswith("/") else self.admit(url)


def origin_of(url: str) -> str | None:
    """Scheme, host and port (unless the scheme's own) of a web address, in lower case; None for anything unclear."""
    found = WEB_ADDRESS.fullmatch(url)
    if not found or CONTROL.search(url) or "\\" in url or url != url.strip():
        return None
    scheme, host, port = found[1].lower(), _host(found[2]), int(found[3] or 0)
    if scheme not in DEFAULT_PORTS or host is None or port > 65_535:
        return None
    return f"{scheme}://{host}" if not found[3] or port == DEFAULT_PORTS[scheme] else f"{scheme}://{host}:{port}"


def is_own_path(url: str) -> bool:
    """Whether `url` is a root-relative path that no browser or router could take for another host."""
    path = re.split("[?#]", url, maxsplit=1)[0]
    foreign = url.startswith("//") or "\\" in url or CONTROL.search(url) or ENCODED_SEPARATOR.search(path)
    return url.startswith("/") and not foreign


def _host(text: str) -> str | None:
    if not text.startswith("["):
        return text.lower()
    try:
        return f"[{ipaddress.IPv6Address(text[1:-1]).compressed}]"
    except ValueError:
        return None


def _matcher(pattern: str) -> Matcher:
    wild = "*" in pattern or "?" in pattern
    if wild and "://" not in pattern:
        return _host_matcher(pattern)
    scheme = SCHEME.match(pattern)
    if scheme and scheme[1].lower() not in DEFAULT_PORTS:
        return _app_matcher(pattern, wild=wild)
    if not wild:
        return lambda url: origin_of(url) == pattern
    return _origin_matcher(pattern)


def _host_matcher(pattern: str) -> Matcher:
    glob, admits = _glob(pattern), _address_rule(pattern)

    def matches(url: str) -> bool:
        host = (origin_of(url) or "").partition("://")[2]
        return bool(host) and glob.fullmatch(host) is not None and admits(host)

    return matches


def _origin_matcher(pattern: str) -> Matcher:
    pattern = pattern.removesuffix("/**")
    glob, admits = _glob(pattern), _address_rule(pattern.partition("://")[2])

    def matches(url: str) -> bool:
        origin = origin_of(url)
        return origin is not None and glob.fullmatch(origin) is not None and admits(origin.partition("://")[2])

    return matches


def _address_rule(pattern_host: str) -> Matcher:
    """Digits, dots and wildcards alone name a range of IPv4 addresses; `192.168.evil.com` is not in it."""
    if not ADDRESS_RANGE.fullmatch(pattern_host.partition(":")[0]):
        return lambda _: True
    return lambda authority: _is_ipv4(authority.partition(":")[0])


def _is_ipv4(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def _glob(pattern: str) -> re.Pattern[str]:
    parts = {"**": ".*", "*": r"[^/\\]*", "?": r"[^/\\]"}
    return re.compile("".join(parts.get(part, re.escape(part)) for part in re.split(r"(\*\*|\*|\?)", pattern)))


class AppAddress(NamedTuple):
    """An address of an app's own scheme, such as `myapp://host/path`, its path decoded and resolved."""

    scheme: str
    authority: str
    path: str


def _app_matcher(pattern: str, *, wild: bool) -> Matcher:
    wanted = _app_address(pattern, wild=wild)
    host, path = _glob(wanted.authority), _glob(wanted.path)
    admits = _address_rule(wanted.authority)

    def matches(url: str) -> bool:
        scheme = SCHEME.match(url)
        if not scheme or CONTROL.search(url) or scheme[1].lower() != wanted.scheme:
            return False
        given = _app_address(url, wild=False)
        if wild:
            known = not wanted.authority or (host.fullmatch(given.authority) is not None and admits(given.authority))
            return (
                known
                and "@" not in given.authority
                and (not wanted.path or path.fullmatch(given.path or "/") is not None)
            )
        known = not wanted.authority or given.authority == wanted.authority
        below = not wanted.path or given.path == wanted.path or given.path.startswith(f"{wanted.path}/")
        return known and below

    return matches


def _app_address(url: str, *, wild: bool) -> AppAddress:
    scheme, _, rest = url.partition(":")
    authority = ""
    if rest.startswith("//"):
        authority = re.split("[/#]" if wild else "[/?#]", rest[2:], maxsplit=1)[0]
        rest = rest[2 + len(authority) :]
    path = re.split("#" if wild else "[?#]", rest, maxsplit=1)[0]
    return AppAddress(scheme.lower(), authority.lower(), _resolved(path))


def _resolved(path: str) -> str:
    segments: list[str] = []
    for segment in wire.decoded(path).split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in (".", ""):
            segments.append(segment)
    return "".join(f"/{segment}" for segment in segments)
