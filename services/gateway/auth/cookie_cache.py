"""BetterAuth's cookie cache: a session as it was read, in a cookie that vouches for it for some minutes.

What it vouches for may have been revoked since; so it is off unless asked for, and nothing sensitive may rely on it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.gateway.auth import wire
from services.gateway.auth.cache_formats import FORMATS, Format, Unreadable
from services.gateway.auth.records import Identity, SessionRecord, UserRecord
from services.gateway.auth.session_data import Line, SessionData
from services.gateway.settings import GatewaySettings

VERSION = "1"
SESSION_FIRST = ("id", "createdAt", "updatedAt", "userId", "expiresAt", "token", "ipAddress", "userAgent")
USER_FIRST = ("id", "createdAt", "updatedAt", "email", "emailVerified", "name", "image")
"""What comes first in an answer from the cache, in this order."""


class CookieCache:
    """Hands sessions to browsers for keeping, and takes their word for them; off, it only takes old ones away."""

    def __init__(self, settings: GatewaySettings, data: SessionData) -> None:
        kind = FORMATS.get(settings.session_cookie_cache)
        self._format: Format | None = kind(settings.signing_secrets) if kind else None
        self._data, self._max_age = data, settings.session_cookie_cache_max_age

    @property
    def is_on(self) -> bool:
        """Whether there is one."""
        return self._format is not None

    def read(self, header: str, *, token: str, now: datetime) -> Identity | None:
        """The living session of that token as a Cookie header vouches for it, if it does."""
        text = self._data.value(header) if self._format else None
        if not self._format or not text:
            return None
        try:
            content, ends = self._format.read(text)
            identity = _identity(content)
        except (Unreadable, AttributeError, KeyError, TypeError, ValueError):
            return None
        lives = ends >= now.timestamp() * 1000 and identity.session.expires_at >= wire.cut(now)
        return identity if lives and identity.session.token == token and content.get("version") == VERSION else None

    def kept(self, identity: Identity, *, remembered: bool, header: str, now: datetime) -> list[Line]:
        """The lines that hand a session out for keeping; `header` is the Cookie header that came with the request."""
        if not self._format:
            return []
        age = self._max_age if remembered else None
        text = self._format.made(_content(identity, now), now=now, lifetime=age)
        return self._data.lines(text, max_age=age, header=header)

    def refused(self, header: str) -> list[Line]:
        """The line that takes away what a Cookie header has and was not believed."""
        return [self._data.refused()] if self._data.value(header) else []

    def left_behind(self, header: str) -> list[Line]:
        """The lines that take away what is there from when there was a cache."""
        return [] if self._format else self._data.taken_away(header)


def shown(identity: Identity) -> dict[str, object]:
    """The session and its person in the order of an answer from the cache."""
    session, user = wire.session(identity.session), wire.user(identity.user)
    return {
        "session": {name: session[name] for name in (*SESSION_FIRST, *session)},
        "user": {name: user[name] for name in (*USER_FIRST, *user)},
    }


def _content(identity: Identity, now: datetime) -> dict[str, object]:
    return {
        "session": wire.session(identity.session),
        "user": wire.user(identity.user),
        "updatedAt": int(now.timestamp() * 1000),
        "version": VERSION,
    }


def _identity(content: Mapping[str, Any]) -> Identity:
    session, user = content["session"], content["user"]
    return Identity(
        SessionRecord(
            expires_at=_instant(session["expiresAt"]),
            token=session["token"],
            created_at=_instant(session["createdAt"]),
            updated_at=_instant(session["updatedAt"]),
            ip_address=session.get("ipAddress"),
            user_agent=session.get("userAgent"),
            user_id=session["userId"],
            active_organization_id=session.get("activeOrganizationId"),
            impersonated_by=session.get("impersonatedBy"),
            id=session["id"],
        ),
        UserRecord(
            name=user["name"],
            email=user["email"],
            email_verified=user["emailVerified"],
            image=user.get("image"),
            created_at=_instant(user["createdAt"]),
            updated_at=_instant(user["updatedAt"]),
            role=user.get("role"),
            banned=user.get("banned"),
            ban_reason=user.get("banReason"),
            ban_expires=_instant(user["banExpires"]) if user.get("banExpires") else None,
            id=user["id"],
        ),
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
