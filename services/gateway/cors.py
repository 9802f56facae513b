"""Browsers of trusted origins may call with credentials; trusted by the same rule as on BetterAuth's paths."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from services.gateway.auth.origins import TrustedOrigins

METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
TAKEN = ("authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "last-event-id")
EXPOSED = ("etag", "idempotency-replayed", "location", "retry-after", "set-auth-token", "x-request-id", "x-retry-after")
REMEMBERED = 600
"""Seconds a browser may keep the answer to its preflight."""


class Cors(CORSMiddleware):
    """Starlette's CORS with BetterAuth's patterns of origins."""

    def __init__(self, app: ASGIApp, *, trusted: TrustedOrigins) -> None:
        super().__init__(
            app,
            allow_credentials=True,
            allow_methods=METHODS,
            allow_headers=TAKEN,
            expose_headers=EXPOSED,
            max_age=REMEMBERED,
        )
        self._trusted = trusted

    def is_allowed_origin(self, origin: str) -> bool:
        """Whether a browser page of this origin may call."""
        return self._trusted.admit(origin)
