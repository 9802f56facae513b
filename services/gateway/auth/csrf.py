"""Keeps other sites' pages from acting in a visitor's name: BetterAuth's rules about Origin and where to go next."""

from collections.abc import Mapping

from services.gateway.auth.errors import Refusal, refusal
from services.gateway.auth.exchange import Incoming
from services.gateway.auth.origins import TrustedOrigins, origin_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TARGETS = (
    ("callbackURL", "callbackURL", "INVALID_CALLBACK_URL"),
    ("redirectTo", "redirectURL", "INVALID_REDIRECT_URL"),
    ("errorCallbackURL", "errorCallbackURL", "INVALID_ERROR_CALLBACK_URL"),
    ("newUserCallbackURL", "newUserCallbackURL", "INVALID_NEW_USER_CALLBACK_URL"),
)
FETCH_METADATA = ("sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest")


class Guard:
    """Refuses what another site may have sent."""

    def __init__(self, origins: TrustedOrigins) -> None:
        self._origins = origins

    def check_request(self, request: Incoming) -> None:
        """Origin and targets of a request that may change something. Raises Refusal."""
        if request.method in SAFE:
            return
        if "cookie" in request.headers:
            self.check_origin(request.headers, scheme=request.scheme)
        self._check_targets(request.body, request.query)

    def check_origin(self, headers: Mapping[str, str], *, scheme: str) -> None:
        """Raises Refusal unless Origin, else Referer, is trusted."""
        claimed = headers.get("origin") or headers.get("referer", "")
        if headers.get("origin") == "null" and headers.get("sec-fetch-site") == "same-origin":
            claimed = origin_of(f"{scheme}://{headers.get('host', '')}") or claimed
        if claimed in ("", "null"):
            raise refusal(403, "MISSING_OR_NULL_ORIGIN")
        if not self._origins.admit(claimed):
            raise refusal(403, "INVALID_ORIGIN")

    def check_login(self, request: Incoming) -> None:
        """Raises Refusal for a sign-in or sign-up that another site's page may have sent without any cookie."""
        headers = request.headers
        if "cookie" in headers:
            return
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") == "navigate":
            raise refusal(403, "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED")
        told = any(headers.get(name, "").strip() for name in FETCH_METADATA)
        if told or headers.get("origin") or headers.get("referer"):
            self.check_origin(headers, scheme=request.scheme)

    def check_target(self, url: str, code: str = "INVALID_CALLBACK_URL") -> None:
        """Raises Refusal for an address to which nobody may be sent; the empty one counts as none."""
        if url and not self._origins.admit_target(url):
            raise refusal(403, code)

    def _check_targets(self, body: object, query: Mapping[str, object]) -> None:
        given = dict(body) if isinstance(body, dict) else {}
        if not _is_given(given.get("callbackURL")):
            given["callbackURL"] = query.get("callbackURL")
        for key, label, code in TARGETS:
            url = given.get(key)
            if not _is_given(url):
                continue
            if not isinstance(url, str):
                raise Refusal(400, None, f"Invalid {label}: expected a string")
            self.check_target(url, code)


def _is_given(value: object) -> bool:
    """Whether JavaScript takes a value for true: empty arrays and objects are."""
    return bool(value) or isinstance(value, list | dict)
