"""Checks request bodies and words their faults as zod 4 does, letter for letter: clients match on these texts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.gateway.auth.errors import Refusal
from services.gateway.auth.exchange import ABSENT, Absent

Check = Callable[[object], list[str]]

EMAIL = re.compile(
    r"(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}"
)
TYPES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (Absent, "undefined"),
    (type(None), "null"),
    (bool, "boolean"),
    ((int, float), "number"),
    (str, "string"),
    (list, "array"),
)


def is_email(text: str) -> bool:
    """Whether zod 4 takes it for an e-mail address: ASCII only, a plain local part, a domain ending in letters."""
    return EMAIL.fullmatch(text) is not None


def anything(value: object) -> list[str]:
    """Whatever was sent."""
    return []


def string(value: object) -> list[str]:
    """Any text."""
    return [] if isinstance(value, str) else [_expected("string", value)]


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


def _expected(what: str, value: object) -> str:
    received = next((name for kind, name in TYPES if isinstance(value, kind)), "object")
    return f"Invalid input: expected {what}, received {received}"


@dataclass(frozen=True, slots=True)
class Schema:
    """A JSON object's fields in the order faults are listed; unknown ones are ignored.

    An `open_` one is BetterAuth's intersection with a record, which faults once more on what is no object; `part` is
    what faults name: the body or the query. `shown` is the JSON Schema of fields whose check does not tell it.
    """

    required: Mapping[str, Check]
    optional: Mapping[str, Check]
    open_: bool = False
    may_be_absent: bool = False
    part: str = "body"
    shown: Mapping[str, Any] = field(default_factory=dict)

    def read(self, body: object) -> dict[str, Any]:
        """The known fields that were sent. Raises Refusal naming every fault."""
        if self.may_be_absent and body is ABSENT:
            return {}
        faults = list(self._faults(body))
        if faults:
            raise Refusal(400, "VALIDATION_ERROR", "; ".join(faults))
        known = {**self.required, **self.optional}
        return {name: value for name, value in body.items() if name in known} if isinstance(body, dict) else {}

    def _faults(self, body: object) -> list[str]:
        if not isinstance(body, dict):
            return [
                f"[{self.part}] {_expected(what, body)}"
                for what in (("object", "record") if self.open_ else ("object",))
            ]
        checks = [(name, check) for name, check in self.required.items()]
        checks += [(name, check) for name, check in self.optional.items() if name in body]
        return [f"[{self.part}.{name}] {text}" for name, check in checks for text in check(body.get(name, ABSENT))]
