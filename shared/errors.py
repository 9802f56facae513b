"""The one error type. Services raise it in the domain's words; only the HTTP edge knows which status it becomes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

Kind = Literal[
    "malformed",
    "unauthenticated",
    "forbidden",
    "missing",
    "method_not_allowed",
    "conflict",
    "stale",
    "too_large",
    "uri_too_long",
    "unsupported_media",
    "invalid",
    "headers_too_large",
    "limited",
    "broken",
    "bad_gateway",
    "unavailable",
    "timeout",
]


class Problem(Exception):
    """Something went wrong that the caller should hear about.

    `code` is stable and for machines, `message` is for people, `errors` names fields as JSON pointers with a reason,
    `details` adds members to the problem body (RFC 9457 section 3.2), `retry_after` is in seconds.
    """

    def __init__(
        self,
        kind: Kind,
        code: str,
        message: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        details: Mapping[str, Any] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.code = code
        self.message = message
        self.errors = list(errors)
        self.details = dict(details or {})
        self.retry_after = retry_after


class Kept(Problem):
    """A problem that is a fact to keep: once what was asked is rolled back, the edge calls `keep` in a transaction.

    Takes what `Problem` takes; `keep` is given that transaction's session.
    """

    def __init__(
        self,
        kind: Kind,
        code: str,
        message: str,
        *,
        details: Mapping[str, Any],
        keep: Callable[[Any], Awaitable[None]],
    ) -> None:
        super().__init__(kind, code, message, details=details)
        self.keep = keep


def missing(noun: str) -> Problem:
    """The 404 for an object that does not exist or that the caller may not see: the same bytes for both."""
    return Problem("missing", f"{noun}_missing", f"No such {noun.replace('_', ' ')}.")


def invalid(code: str, message: str, *, pointer: str) -> Problem:
    """A 422 for one field; `pointer` is a JSON pointer into the body."""
    return Problem("invalid", code, message, errors=[{"pointer": pointer, "reason": message}])
