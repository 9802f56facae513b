"""The links that mails carry: built from BETTER_AUTH_URL alone, whatever host a request was sent to."""

from typing import Final

from services.gateway.auth import wire
from services.gateway.auth.errors import refusal
from services.gateway.settings import GatewaySettings

LONGEST: Final = 4_096
"""Characters of a link that a mail takes."""


def verify_email(settings: GatewaySettings, token: str, *, target: str | None) -> str:
    """Proves or changes an e-mail address and goes on to `target`. Raises Refusal where that makes it too long."""
    return _bounded(_link(settings, f"verify-email?token={token}", target or "/"), "INVALID_CALLBACK_URL")


def reset_password(settings: GatewaySettings, token: str, *, target: str | None) -> str:
    """Leads to `target`, where a new password is chosen. Raises Refusal where that makes it too long."""
    return _bounded(_link(settings, f"reset-password/{token}?", target or ""), "INVALID_REDIRECT_URL")


def delete_user(settings: GatewaySettings, token: str, *, target: str | None) -> str:
    """Deletes the account and goes on to `target`. Raises Refusal where that makes it too long."""
    return _bounded(_link(settings, f"delete-user/callback?token={token}", target or "/"), "INVALID_CALLBACK_URL")


def _link(settings: GatewaySettings, path: str, target: str) -> str:
    more = "" if path.endswith("?") else "&"
    return f"{settings.origin}/api/auth/{path}{more}callbackURL={wire.encoded(target)}"


def _bounded(link: str, code: str) -> str:
    if len(link) > LONGEST:
        raise refusal(403, code)
    return link
