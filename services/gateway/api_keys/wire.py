"""API keys as the plugin's JSON: key order kept, the key's own text only when it is made."""

from typing import Any

import orjson

from services.gateway.api_keys.records import KeyRecord
from services.gateway.auth import shapes
from services.gateway.auth.wire import instant

HIDDEN = {"hashed", "organization_id"}
TIMES = {"last_refill_at", "last_request", "expires_at", "created_at", "updated_at"}
DOCUMENTS = {"permissions", "metadata_"}
NULLABLE_NUMBER = {"type": ["integer", "null"]}
OPEN_OBJECT = {"type": ["object", "null"], "additionalProperties": True}
SHOWN: dict[str, Any] = {
    "configId": shapes.TEXT,
    "name": shapes.NULLABLE_TEXT,
    "start": shapes.NULLABLE_TEXT,
    "referenceId": shapes.TEXT,
    "prefix": shapes.NULLABLE_TEXT,
    **dict.fromkeys(("refillInterval", "refillAmount"), NULLABLE_NUMBER),
    "lastRefillAt": shapes.NULLABLE_INSTANT,
    "enabled": shapes.BOOLEAN,
    "rateLimitEnabled": shapes.BOOLEAN,
    **dict.fromkeys(("rateLimitTimeWindow", "rateLimitMax", "requestCount", "remaining"), NULLABLE_NUMBER),
    **dict.fromkeys(("lastRequest", "expiresAt"), shapes.NULLABLE_INSTANT),
    **dict.fromkeys(("createdAt", "updatedAt"), shapes.INSTANT),
    **dict.fromkeys(("permissions", "metadata"), OPEN_OBJECT),
    "id": shapes.TEXT,
}
KEY = shapes.record(SHOWN)
NEW_KEY = shapes.record({**SHOWN, "key": shapes.TEXT})
KEYS = shapes.record(
    {
        "apiKeys": shapes.array(KEY),
        "total": {"type": "integer"},
        "limit": {"type": "integer"},
        "offset": {"type": "integer"},
    },
    optional=frozenset({"limit", "offset"}),
)


def key(record: KeyRecord, *, text: str | None = None) -> dict[str, object]:
    """A key's JSON object; `text` is the key itself, shown once."""
    shown: dict[str, object] = {}
    for name, value in record._asdict().items():
        if name in HIDDEN:
            continue
        shown[_camel(name)] = _value(name, value)
        if name == "prefix" and text is not None:
            shown["key"] = text
    return shown


def _value(name: str, value: Any) -> object:
    if value is None:
        return None
    if name in TIMES:
        return instant(value)
    return _document(value) if name in DOCUMENTS else value


def _document(text: str) -> object:
    """JSON kept as text; what does not read as JSON is shown as null, as the plugin does."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _camel(name: str) -> str:
    first, *others = name.rstrip("_").split("_")
    return first + "".join(part.title() for part in others)
