"""Which session a request presents: by bearer, else by cookie. Proves the signature, not that the session lives."""

from collections.abc import Mapping
from typing import NamedTuple

from services.gateway.auth import wire
from services.gateway.auth.cookies import Cookies, Signer

SCHEME = "bearer "


class Presented(NamedTuple):
    """A session token, and whether a cookie brought it."""

    token: str
    by_cookie: bool


class Credentials:
    """Reads the token a request presents, with BetterAuth's precedence."""

    def __init__(self, signer: Signer, cookies: Cookies) -> None:
        self._signer, self._cookies = signer, cookies

    def presented(self, headers: Mapping[str, str]) -> Presented | None:
        """The token of a request: a bare or well-signed bearer beats the cookie, a badly signed one is ignored."""
        bearer = self._bearer(headers.get("authorization", ""))
        if bearer:
            return Presented(bearer, by_cookie=False)
        cookie = headers.get("cookie")
        token = self._cookies.session_token(cookie) if cookie else None
        return Presented(token, by_cookie=True) if token else None

    def _bearer(self, header: str) -> str | None:
        if header[:7].lower() != SCHEME:
            return None
        given = header[7:].strip()
        if "." not in given:
            return given or None
        return self._signer.verified(wire.decoded(given))
