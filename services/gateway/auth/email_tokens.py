"""The tokens in mailed links about an e-mail address: JWTs (RFC 7519) with HS256, as BetterAuth makes and reads them.

No row stands behind one, so whoever acts on one marks it spent. What it is for is part of it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Final, Literal, NamedTuple

from joserfc import jwt
from joserfc.errors import BadSignatureError, ExpiredTokenError, JoseError
from joserfc.jwk import OctKey
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.gateway.auth import validation
from services.gateway.auth.errors import refusal

RequestType = Literal["change-email-confirmation", "change-email-verification"]
CONFIRM_CHANGE: Final = "change-email-confirmation"
"""Sent to the address that an account has."""
VERIFY_CHANGE: Final = "change-email-verification"
"""Sent to the address that it is to have."""


def _address(value: str) -> str:
    if not validation.is_email(value):
        raise ValueError("not an e-mail address")
    return value.lower()


Address = Annotated[str, AfterValidator(_address)]


class EmailToken(BaseModel):
    """What a token says. One without `update_to` proves an address; one with it changes an address.

    An older BetterAuth changed it without saying so in `request_type`.
    """

    model_config = ConfigDict(frozen=True, strict=True, populate_by_name=True, hide_input_in_errors=True)

    email: Address
    update_to: Address | None = Field(default=None, alias="updateTo")
    request_type: RequestType | None = Field(default=None, alias="requestType")
    user_id: str | None = Field(default=None, alias="userId")


class Followed(NamedTuple):
    """A token that came back: what its signature covers, what it says, and when it ends."""

    signed: str
    token: EmailToken
    ends_at: datetime


class EmailTokens:
    """Makes tokens with the first secret, and reads those made with any of them."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [OctKey.import_key(secret.encode()) for secret in secrets]

    def made(self, token: EmailToken, *, now: datetime, lifetime: int) -> str:
        """The text of a token that is good for `lifetime` seconds."""
        issued = int(now.timestamp())
        claims = token.model_dump(by_alias=True, exclude_none=True) | {"iat": issued, "exp": issued + lifetime}
        return jwt.encode({"alg": "HS256"}, claims, self._keys[0], algorithms=["HS256"], default_type=None)

    def read(self, text: str, *, now: datetime) -> Followed:
        """What a token says. Raises Refusal for an expired one, and for what is none."""
        try:
            claims = self._claims(text)
            jwt.JWTClaimsRegistry(now=int(now.timestamp()), exp={"essential": True}).validate(claims)
            token, ends = EmailToken.model_validate(claims), datetime.fromtimestamp(claims["exp"], UTC)
        except ExpiredTokenError as fault:
            raise refusal(401, "TOKEN_EXPIRED") from fault
        except (JoseError, OverflowError, RecursionError, ValueError) as fault:
            raise refusal(401, "INVALID_TOKEN") from fault
        if token.request_type and not token.update_to:
            raise refusal(401, "INVALID_TOKEN")
        return Followed(text.rpartition(".")[0], token, ends)

    def _claims(self, text: str) -> jwt.Claims:
        for key in self._keys:
            try:
                return jwt.decode(text, key, algorithms=["HS256"]).claims
            except BadSignatureError:
                continue
        raise refusal(401, "INVALID_TOKEN")
