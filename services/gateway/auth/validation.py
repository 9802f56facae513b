"""Checks request bodies and words their faults as zod 4 does, letter for letter: clients match on these texts."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from services.gateway.auth.errors import Refusal
from services.gateway.auth.exchange import ABSENT, Absent


class Inner(NamedTuple):
    """A fault inside a field's value; `path` leads there and begins with a dot."""

    path: str
    text: str


Check = Callable[[object], Sequence[str | Inner]]

EMAIL = re.compile(
    r"(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}"
)
LONGEST_EMAIL = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3: a path has 256, with its brackets)."""
TYPES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (Absent, "undefined"),
    (type(None), "null"),
    (bool, "boolean"),
    ((int, float), "number"),
    (str, "string"),
    (list, "array"),
)


def is_email(text: str) -> bool:
    """Whether zod 4 takes it for an e-mail address: ASCII only, a plain local part, a domain ending in letters.

    Nor is it longer than a mail server takes.
    """
    return len(text) <= LONGEST_EMAIL and EMAIL.fullmatch(text) is not None


def anything(value: object) -> list[str]:
    """Whatever was sent."""
    return []


def string(value: object) -> list[str]:
    """Any text."""
    return [] if isinstance(value, str) else [_expected("string", value)]


def clean(value: object) -> list[str]:
    """A text that the database can hold."""
    return string(value) or (["Invalid input: NUL is not allowed"] if "\0" in str(value) else [])


def scalar(value: object) -> list[str]:
    """A text, or a number or truth value, which BetterAuth stores as JavaScript would write it."""
    return [] if isinstance(value, int | float) else clean(value)


def scalar_or_null(value: object) -> list[str]:
    """The same, or nothing."""
    return [] if value is None else scalar(value)


def boolean(value: object) -> list[str]:
    """True or false."""
    return [] if isinstance(value, bool) else [_expected("boolean", value)]


def number(value: object) -> list[str]:
    """A number that is one, as zod has it: true and false are none."""
    return [] if isinstance(value, int | float) and not isinstance(value, bool) else [_expected("number", value)]


def email(value: object) -> list[str]:
    """An e-mail address."""
    return string(value) or ([] if is_email(str(value)) else ["Invalid email address"])


def nonempty(value: object) -> list[str]:
    """A text of at least one character; zod also measures an array it refused already."""
    small = {str: "string to have >=1 characters", list: "array to have >=1 items"}
    short = [f"Too small: expected {text}" for kind, text in small.items() if isinstance(value, kind) and not value]
    return string(value) + short


def members(*, required: Mapping[str, Check] | None = None, optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these members; others are let pass."""
    needed, known = required or {}, {**(required or {}), **(optional or {})}

    def check(value: object) -> Sequence[str | Inner]:
        if not isinstance(value, dict):
            return [_expected("object", value)]
        asked = [(name, check) for name, check in known.items() if name in needed or name in value]
        return [fault for name, check in asked for fault in _inside(name, check(value.get(name, ABSENT)))]

    return check


def array(each: Check) -> Check:
    """A list of these."""

    def check(value: object) -> Sequence[str | Inner]:
        if not isinstance(value, list):
            return [_expected("array", value)]
        return [fault for place, item in enumerate(value) for fault in _inside(str(place), each(item))]

    return check


def mapping(each: Check) -> Check:
    """An object of any names, each of these."""

    def check(value: object) -> Sequence[str | Inner]:
        if not isinstance(value, dict):
            return [_expected("record", value)]
        return [fault for name, item in value.items() for fault in _inside(name, each(item))]

    return check


def _inside(name: str, faults: Sequence[str | Inner]) -> list[Inner]:
    found = (fault if isinstance(fault, Inner) else Inner("", fault) for fault in faults)
    return [Inner(f".{name}{path}", text) for path, text in found]


def _expected(what: str, value: object) -> str:
    received = next((name for kind, name in TYPES if isinstance(value, kind)), "object")
    return f"Invalid input: expected {what}, received {received}"


@dataclass(frozen=True, slots=True)
class Schema:
    """A JSON object's fields in the order faults are listed; unknown ones are ignored.

    `kinds` is what is missed where it is no object; an `ignored` one may be anything; `part` is what faults name: the
    body or the query. `shown` is the JSON Schema of fields whose check does not tell it.
    """

    required: Mapping[str, Check]
    optional: Mapping[str, Check]
    kinds: tuple[str, ...] = ("object",)
    may_be_absent: bool = False
    ignored: bool = False
    part: str = "body"
    shown: Mapping[str, Any] = field(default_factory=dict)

    def read(self, body: object) -> dict[str, Any]:
        """The known fields that were sent. Raises Refusal naming every fault."""
        if self.ignored or (self.may_be_absent and body is ABSENT):
            return {}
        faults = list(self._faults(body))
        if faults:
            raise Refusal(400, "VALIDATION_ERROR", "; ".join(faults))
        known = {**self.required, **self.optional}
        return {name: value for name, value in body.items() if name in known} if isinstance(body, dict) else {}

    def _faults(self, body: object) -> list[str]:
        if not isinstance(body, dict):
            return [f"[{self.part}] {_expected(kind, body)}" for kind in self.kinds]
        checks = [(name, check) for name, check in self.required.items()]
        checks += [(name, check) for name, check in self.optional.items() if name in body]
        inner = [fault for name, check in checks for fault in _inside(name, check(body.get(name, ABSENT)))]
        return [f"[{self.part}{path}] {text}" for path, text in inner]
