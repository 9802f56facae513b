"""Sending a browser on with bad news: what failed at a provider is told to the frontend in its address."""

from collections.abc import Sequence

from services.gateway.auth import targets, wire
from services.gateway.auth.errors import Refusal
from services.gateway.settings import GatewaySettings

FOUND = 302


def detour(
    target: str, code: str, description: str | None = None, *, headers: Sequence[tuple[bytes, bytes]] = ()
) -> Refusal:
    """A refusal that leads to `target` with the code, and with a description where there is one."""
    url = targets.telling(target, name="error", value=code)
    if description:
        url = targets.telling(url, name="error_description", value=description)
    return Refusal(FOUND, code, "", headers=[(b"location", wire.location(url)), *headers])


def error_page(settings: GatewaySettings) -> str:
    """Where a failure is told whose sign-in named no page for it."""
    return f"{settings.origin}/api/auth/error"
