"""The bodies and queries of signing in through providers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway.auth.providers.authorization import RESERVED
from services.gateway.auth.validation import (
    Check,
    Inner,
    Schema,
    anything,
    array,
    boolean,
    mapping,
    members,
    number,
    string,
)

TEXTS = {"type": "array", "items": {"type": "string"}}
OBJECT = {"type": "object"}
ID_TOKEN = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("token", "nonce", "accessToken", "refreshToken")},
    "required": ["token"],
}
SHOWN = {
    "scopes": TEXTS,
    "idToken": ID_TOKEN,
    "additionalData": OBJECT,
    "additionalParams": OBJECT | {"additionalProperties": {"type": "string"}},
}


def _provider(value: object) -> list[str]:
    """A known provider's name, or any text: a union, which says no more."""
    return [] if isinstance(value, str) else ["Invalid input"]


def _parameters(value: object) -> list[str | Inner]:
    """Texts by name, none of them one that the server sets."""
    faults = list(mapping(string)(value))
    if not faults and isinstance(value, dict) and any(name in RESERVED for name in value):
        return [f"additionalParams cannot include reserved OAuth parameters: {', '.join(RESERVED)}"]
    return faults


PERSON = members(
    optional={
        "name": members(optional={"firstName": string, "lastName": string}),
        "email": string,
    }
)
TOKENS: Mapping[str, Check] = {"nonce": string, "accessToken": string, "refreshToken": string}
ASKED: Mapping[str, Check] = {"loginHint": string, "additionalParams": _parameters, "additionalData": mapping(anything)}

SIGN_IN_SOCIAL = Schema(
    required={"provider": _provider},
    optional={
        "callbackURL": string,
        "newUserCallbackURL": string,
        "errorCallbackURL": string,
        "disableRedirect": boolean,
        "idToken": members(required={"token": string}, optional={**TOKENS, "expiresAt": number, "user": PERSON}),
        "scopes": array(string),
        "requestSignUp": boolean,
        **ASKED,
    },
    shown=SHOWN,
)
LINK_SOCIAL = Schema(
    required={"provider": _provider},
    optional={
        "callbackURL": string,
        "idToken": members(required={"token": string}, optional=TOKENS),
        "requestSignUp": boolean,
        "scopes": array(string),
        "errorCallbackURL": string,
        "disableRedirect": boolean,
        **ASKED,
    },
    shown=SHOWN,
)
RETURNED: Mapping[str, Check] = {
    "code": string,
    "error": string,
    "device_id": string,
    "error_description": string,
    "state": string,
    "user": string,
    "iss": string,
}
CALLBACK = Schema(required={}, optional=RETURNED, part="query")
CALLBACK_BODY = Schema(required={}, optional=RETURNED, may_be_absent=True)


@dataclass(frozen=True, slots=True)
class Selection(Schema):
    """An account by its id or by cookie, never both, and nothing else: zod's union of two strict objects."""

    def _faults(self, body: object) -> list[str]:
        by_id = self._unknown(body, "accountId", lambda value: isinstance(value, str))
        by_cookie = self._unknown(body, "useAccountCookie", lambda value: value is True)
        fitting = [unknown for unknown in (by_id, by_cookie) if unknown is not None]
        if [] in fitting:
            return []
        if len(fitting) != 1:
            return [f"[{self.part}] Invalid input"]
        names = ", ".join(f'"{name}"' for name in fitting[0])
        return [f"[{self.part}] Unrecognized key{'s' if len(fitting[0]) > 1 else ''}: {names}"]

    @staticmethod
    def _unknown(body: object, name: str, fits: Any) -> list[str] | None:
        """The names beyond those of one of the two; None where it does not fit at all."""
        if not isinstance(body, dict) or not fits(body.get(name)) or not isinstance(body.get("userId", ""), str):
            return None
        return [key for key in body if key not in (name, "userId")]


CHOICE: Mapping[str, Check] = {"accountId": string, "useAccountCookie": boolean, "userId": string}
ACCOUNT = Selection(required={}, optional=CHOICE)
ACCOUNT_QUERY = Selection(required={}, optional=CHOICE, part="query")
