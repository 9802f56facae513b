"""What the admin plugin's schemas check beyond auth's: choices, unions, and ids of any type, worded as zod 4 does."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from services.gateway.auth import wire
from services.gateway.auth.errors import Refusal
from services.gateway.auth.exchange import ABSENT
from services.gateway.auth.validation import Check, Inner, Schema, boolean, clean, mapping, number, string

LONGEST_BAN = 50_000_000_000
"""Seconds, some 1,600 years: no date lies further away."""
NEITHER = ["Invalid input"]
"""What zod says of a value that is none of several kinds."""


def identifier(value: object) -> Sequence[str]:
    """An id, whatever its type: it is taken as the text JavaScript makes of it."""
    if value is ABSENT:
        return ["Invalid input: expected nonoptional, received undefined"]
    return clean(text_of(value))


def nonempty_identifier(value: object) -> Sequence[str]:
    """The same, and not the empty text."""
    return identifier(value) or ([] if text_of(value) else ["userId cannot be empty"])


def new_password(value: object) -> Sequence[str]:
    """A text of at least one character; an empty list is told twice, as zod does."""
    return string(value) + ([] if value not in ("", []) else ["newPassword cannot be empty"])


def text_of(value: object) -> str:
    """JavaScript's `String` of a JSON value."""
    if value is None:
        return "null"
    if isinstance(value, list):
        return ",".join("" if item is None else text_of(item) for item in value)
    return wire.text(value) if isinstance(value, str | int | float) else "[object Object]"


def role(value: object) -> Sequence[str]:
    """A role, or a list of them."""
    each = value if isinstance(value, list) else [value]
    return NEITHER if any(clean(item) for item in each) else []


def text_or_number(value: object) -> Sequence[str]:
    """A number, written out."""
    return [] if isinstance(value, str) else NEITHER


def choice(*names: str) -> Check:
    """One of these texts."""
    expected = "|".join(f'"{name}"' for name in names)

    def check(value: object) -> Sequence[str]:
        return [] if value in names else [f"Invalid option: expected one of {expected}"]

    return check


def seconds(value: object) -> Sequence[str]:
    """A time from now; back in time too."""
    if faults := number(value):
        return faults
    far = isinstance(value, int | float) and not -LONGEST_BAN <= value <= LONGEST_BAN
    return [f"Too big: expected number to be <={LONGEST_BAN}"] if far else []


def boolean_or_null(value: object) -> Sequence[str]:
    """True, false or nothing."""
    return [] if value is None else boolean(value)


def instant_or_null(value: object) -> Sequence[str]:
    """A time as ISO 8601 has it, or nothing."""
    if value is None or (isinstance(value, str) and instant_of(value)):
        return []
    return ["Invalid input: expected ISO date"]


def instant_of(text: str) -> datetime | None:
    """The time a text names, of UTC unless it says otherwise; None if it names none."""
    try:
        named = datetime.fromisoformat(text)
        return named.replace(tzinfo=UTC) if named.tzinfo is None else named.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class PermissionQuestion(Schema):
    """A body that asks for exactly one of `permission`, which is of old, and `permissions`."""

    def read(self, body: object) -> dict[str, object]:
        """The fields, and of the two the one that is well formed. Raises Refusal naming every fault."""
        faults = list(self._faults(body))
        asked = _asked(body)
        if len(asked) != 1:
            faults.append("[body] Invalid input" + (": more than one option matched" if asked else ""))
        if faults or not isinstance(body, dict):
            raise Refusal(400, "VALIDATION_ERROR", "; ".join(faults))
        return {name: value for name, value in body.items() if name in ("userId", "role", *asked)}


def _asked(body: object) -> list[str]:
    if not isinstance(body, Mapping):
        return []
    return [name for name in ("permission", "permissions") if name in body and not RIGHTS(body[name])]


def _texts(value: object) -> Sequence[str | Inner]:
    return [] if isinstance(value, list) and all(isinstance(item, str) for item in value) else NEITHER


RIGHTS = mapping(_texts)
