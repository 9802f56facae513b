"""Values as BetterAuth's JSON: key order kept, times in UTC with exactly three digits and `Z`."""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote, quote_plus, unquote

import orjson

from services.gateway.auth.records import AccountRecord, SessionRecord, UserRecord

UNRESERVED = "!'()*"
"""What encodeURIComponent leaves alone besides letters, digits and `_.-~`."""
VISIBLE = "".join(map(chr, range(0x21, 0x7F)))
BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


def instant(value: datetime) -> str:
    """A UTC time as JavaScript's `toISOString` writes it: cut, not rounded, to milliseconds."""
    return value.isoformat(timespec="milliseconds")[:-6] + "Z"


def cut(value: datetime) -> datetime:
    """The time without what is finer than a millisecond, as the Node server would read it back."""
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def user(record: UserRecord) -> dict[str, object]:
    """A person's JSON object."""
    return {
        "name": record.name,
        "email": record.email,
        "emailVerified": record.email_verified,
        "image": record.image,
        "createdAt": instant(record.created_at),
        "updatedAt": instant(record.updated_at),
        "role": record.role,
        "banned": record.banned,
        "banReason": record.ban_reason,
        "banExpires": instant(record.ban_expires) if record.ban_expires else None,
        "id": record.id,
    }


def session(record: SessionRecord) -> dict[str, object]:
    """A session's JSON object."""
    return {
        "expiresAt": instant(record.expires_at),
        "token": record.token,
        "createdAt": instant(record.created_at),
        "updatedAt": instant(record.updated_at),
        "ipAddress": record.ip_address,
        "userAgent": record.user_agent,
        "userId": record.user_id,
        "activeOrganizationId": record.active_organization_id,
        "impersonatedBy": record.impersonated_by,
        "id": record.id,
    }


def account(record: AccountRecord) -> dict[str, object]:
    """An account's JSON object, without its tokens."""
    return {
        "accountId": record.account_id,
        "providerId": record.provider_id,
        "userId": record.user_id,
        "createdAt": instant(record.created_at),
        "updatedAt": instant(record.updated_at),
        "id": record.id,
        "scopes": scopes(record.scope),
    }


def scopes(stored: str | None) -> list[str]:
    """Scopes as they are stored, joined with commas, taken apart."""
    return [scope for part in (stored or "").split(",") if (scope := part.strip())]


def text(value: str | float) -> str:
    """A text, number or truth value as JavaScript's `String` writes it, but for numbers from 1e21 and below 1e-6."""
    if isinstance(value, str):
        return value
    return json.dumps(int(value) if isinstance(value, float) and value.is_integer() else value)


def error(code: str | None, message: str, *, code_first: bool = False) -> bytes:
    """The body of a refusal."""
    document = {"message": message} if code is None else {"message": message, "code": code}
    return orjson.dumps(dict(reversed(document.items())) if code_first else document)


def location(url: str) -> bytes:
    """A URL as a Location header takes it: as it is, or percent-encoded where Latin-1 cannot say it."""
    try:
        return url.encode("latin-1")
    except UnicodeEncodeError:
        return quote(url, safe=VISIBLE).encode()


def encoded(text: str) -> str:
    """`encodeURIComponent`."""
    return quote(text, safe=UNRESERVED)


def form(pairs: Iterable[tuple[str, str]]) -> str:
    """`URLSearchParams` as text: the URL standard's form encoding, which leaves the asterisk and escapes the tilde."""
    sides = (quote_plus(side, safe="*").replace("~", "%7E") for pair in pairs for side in pair)
    return "&".join(f"{name}={value}" for name, value in zip(sides, sides, strict=True))


def decoded(text: str) -> str:
    """`decodeURIComponent`, or the text itself where that would fail."""
    if "%" not in text or BROKEN_ESCAPE.search(text):
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text
