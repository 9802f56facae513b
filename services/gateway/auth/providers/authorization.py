"""The address a browser is sent to for a code: RFC 6749 with PKCE, its parameters in BetterAuth's order."""

import base64
import hashlib
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from services.gateway.auth import wire
from services.gateway.auth.providers.provider import Asked

RESERVED = (
    "state",
    "client_id",
    "redirect_uri",
    "response_type",
    "code_challenge",
    "code_challenge_method",
    "nonce",
    "scope",
)
"""Parameters no caller may set."""


def url(endpoint: str, *, client_id: str, scopes: Iterable[str], asked: Asked) -> str:
    """The authorization URL; `asked.extra` comes last and may replace what is not reserved."""
    parts = urlsplit(endpoint)
    parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
    parameters |= {"response_type": "code", "client_id": client_id, "state": asked.state}
    if scope := " ".join(scopes):
        parameters["scope"] = scope
    parameters["redirect_uri"] = asked.redirect_uri
    if asked.login_hint:
        parameters["login_hint"] = asked.login_hint
    if asked.nonce:
        parameters["nonce"] = asked.nonce
    parameters |= {"code_challenge_method": "S256", "code_challenge": challenge(asked.verifier)}
    parameters |= {name: value for name, value in asked.extra.items() if name not in RESERVED}
    return parts._replace(query=wire.form(parameters.items())).geturl()


def end_session_url(endpoint: str, *, client_id: str, id_token: str | None, back: str | None, state: str | None) -> str:
    """Where a browser is signed out at the provider too (OpenID Connect RP-Initiated Logout 1.0)."""
    parts = urlsplit(endpoint)
    parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
    if id_token:
        parameters["id_token_hint"] = id_token
    if back:
        parameters["post_logout_redirect_uri"] = back
    if back or not id_token:
        parameters["client_id"] = client_id
    if back and state:
        parameters["state"] = state
    return parts._replace(query=wire.form(parameters.items())).geturl()


def challenge(verifier: str) -> str:
    """PKCE's S256 challenge (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
