"""What is remembered while somebody is away at a provider: kept in a row, bound to the browser by a signed cookie.

Both are needed, and the row is taken exactly once, however many callbacks come at the same time.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.gateway.auth import tokens, verifications, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.detours import detour, error_page
from services.gateway.auth.exchange import Incoming

LIFETIME = timedelta(minutes=10)
STATE_LENGTH = 32
VERIFIER_LENGTH = 128
NONCE_LENGTH = 32


class Link(BaseModel):
    """Whose account the provider's is to be linked to, and the session they had; sealed, for the row is no secret."""

    model_config = ConfigDict(populate_by_name=True)

    user_id: str = Field(alias="userId")
    email: str
    session: str | None = Field(default=None, alias="encryptedSessionToken")


class State(BaseModel):
    """BetterAuth's state, member for member; `serverContext` is its plugins' own and never ours."""

    model_config = ConfigDict(populate_by_name=True)

    target: str = Field(alias="callbackURL")
    verifier: str = Field(alias="codeVerifier")
    error_target: str | None = Field(default=None, alias="errorURL")
    new_user_target: str | None = Field(default=None, alias="newUserURL")
    link: Link | None = None
    server_context: dict[str, Any] | None = Field(default=None, alias="serverContext")
    expires_at: float = Field(alias="expiresAt")
    requests_sign_up: bool | None = Field(default=None, alias="requestSignUp")
    nonce: str | None = Field(default=None, alias="idTokenNonce")
    state: str | None = Field(default=None, alias="oauthState")


async def begin(auth: Auth, values: Mapping[str, Any], *, link: Link | None, binds_nonce: bool) -> State:
    """Remember a sign-in that begins, with the places the client wants its person to be sent to afterwards."""
    now = wire.cut(auth.now())
    name = tokens.random_text(STATE_LENGTH)
    state = State(
        target=values.get("callbackURL") or auth.settings.better_auth_url,
        verifier=tokens.random_text(VERIFIER_LENGTH),
        error_target=values.get("errorCallbackURL"),
        new_user_target=values.get("newUserCallbackURL"),
        link=link,
        expires_at=int((now + LIFETIME).timestamp() * 1000),
        requests_sign_up=values.get("requestSignUp"),
        nonce=tokens.random_text(NONCE_LENGTH) if binds_nonce else None,
        state=name,
    )
    async with auth.resources.transactions.begin(None) as transaction:
        await verifications.add(
            transaction,
            identifier=_identifier(name),
            value=_written(state, values.get("additionalData") or {}),
            expires_at=now + LIFETIME,
            now=now,
        )
    return state


async def redeem(auth: Auth, request: Incoming, name: str) -> State:
    """What was remembered, which is then forgotten. Raises Refusal, leading to the page for failures.

    A browser without the cookie takes nothing away from the one that has it.
    """
    fallback = error_page(auth.settings)
    waiting = await verifications.find(auth.resources.pool, _identifier(name))
    if waiting is None:
        raise detour(fallback, "state_mismatch")
    state = _read(waiting.value, fallback)
    failure_target = state.error_target or fallback
    if auth.cookies.state(request.cookie) != name or state.state not in (None, name):
        raise detour(failure_target, "state_mismatch")
    async with auth.resources.transactions.begin(None) as transaction:
        taken = await verifications.consume(transaction, _identifier(name))
    if taken is None:
        raise detour(fallback, "state_mismatch")
    if datetime.fromtimestamp(state.expires_at / 1000, UTC) < auth.now():
        raise detour(failure_target, "state_mismatch", headers=auth.cookies.without_state())
    return state


def _identifier(name: str) -> str:
    return f"auth-state:{name}"


def _written(state: State, additional: Mapping[str, Any]) -> str:
    """The row's text. What a client adds comes first and can name nothing that is ours."""
    ours = {field.alias or name for name, field in State.model_fields.items()}
    added = {name: value for name, value in additional.items() if name not in ours}
    return orjson.dumps(added | state.model_dump(by_alias=True, exclude_none=True)).decode()


def _read(value: str, fallback: str) -> State:
    try:
        return State.model_validate_json(value)
    except ValidationError as fault:
        raise detour(fallback, "internal_server_error") from fault
