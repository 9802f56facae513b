"""Which headers cross the gateway: a short list each way. Identity crosses only as the signed internal token."""

from collections.abc import Iterable

REQUEST = frozenset(
    {
        b"accept",
        b"accept-language",
        b"content-type",
        b"content-length",
        b"content-encoding",
        b"idempotency-key",
        b"if-match",
        b"if-none-match",
        b"last-event-id",
    }
)
RESPONSE = frozenset(
    {
        b"allow",
        b"cache-control",
        b"content-disposition",
        b"content-encoding",
        b"content-language",
        b"content-length",
        b"content-security-policy",
        b"content-type",
        b"deprecation",
        b"etag",
        b"idempotency-replayed",
        b"last-modified",
        b"location",
        b"retry-after",
        b"vary",
        b"www-authenticate",
        b"x-accel-buffering",
    }
)


def to_core(given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The caller's headers that core may see: never a cookie, a credential or a claim of identity."""
    return [pair for pair in given if pair[0] in REQUEST]


def to_caller(given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Core's headers that the caller may see; hop-by-hop ones are not on the list (RFC 9110 section 7.6.1)."""
    return [(name, value) for name, value in ((key.lower(), value) for key, value in given) if name in RESPONSE]
