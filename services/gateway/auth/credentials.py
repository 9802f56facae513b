"""Which session a request presents: by bearer, else by cookie. Proves the signature, not that the session lives."""

from collections.abc import Mapping
from typing import NamedTuple

from services.gateway.auth import wire
from services.gateway.auth.cookies import Cookies, Signer

SCHEME = "bearer "


class Presented(NamedTuple):
    """A session token, whether a cookie brought it, and whether an older secret than the first has signed it."""

    token: str
    by_cookie: bool
    outdated: bool = False


class Credentials:
    """Reads the token a request presents, with BetterAuth's precedence."""

    def __init__(self, signer: Signer, cookies: Cookies) -> None:
        self._signer, self._cookies = signer, cookies

    def presented(self, headers: Mapping[str, str]) -> Presented | None:
        """The token of a request: a bare or well-signed bearer beats the cookie, a badly signed one is ignored."""
        given = _bearer(headers.get("authorization", ""))
        if given and "." not in given:
            return Presented(given, by_cookie=False)
        presented = self._signed(wire.decoded(given), by_cookie=False) if given else None
        cookie = headers.get("cookie")
        return presented or (self._signed(self._cookies.signed_token(cookie), by_cookie=True) if cookie else None)

    def _signed(self, signed: str | None, *, by_cookie: bool) -> Presented | None:
        token = self._signer.verified(signed) if signed else None
        return Presented(token, by_cookie, not self._signer.is_current(signed)) if signed and token else None


def _bearer(header: str) -> str | None:
    return header[7:].strip() if header[:7].lower() == SCHEME else None
