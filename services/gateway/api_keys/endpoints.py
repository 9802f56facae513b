"""Making, changing, showing and removing API keys. Always by session: a key never reaches these."""

from datetime import timedelta

import orjson

from services.gateway.api_keys import keys, repository, schemas, wire
from services.gateway.api_keys.errors import refusal
from services.gateway.api_keys.records import KeyRecord
from services.gateway.auth import presence, tokens
from services.gateway.auth import wire as auth_wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.records import Identity
from services.gateway.auth.routing import Values
from services.gateway.proxy.areas import AREAS

CONFIG = "default"
DAY = 86_400
LONGEST_DAYS = 365
LONGEST_NAME = LONGEST_PREFIX = 32
MOST = 100
"""Keys of one person."""


async def create(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A new API key for the workspace one works in, shown this once. Raises Refusal, also in somebody else's place."""
    identity = await presence.find(auth, request)
    if values.get("remaining") is not None or not schemas.SERVER_ONLY.keys().isdisjoint(values):
        raise refusal(400, "SERVER_ONLY_PROPERTY")
    if identity is None or identity.session.impersonated_by or "userId" in values:
        raise refusal(401, "UNAUTHORIZED_SESSION")
    if values.get("metadata"):
        raise refusal(400, "METADATA_DISABLED")
    _check_life(values.get("expiresIn"))
    if len(values.get("prefix", "")) > LONGEST_PREFIX:
        raise refusal(400, "INVALID_PREFIX_LENGTH")
    if len(values.get("name", "")) > LONGEST_NAME:
        raise refusal(400, "INVALID_NAME_LENGTH")
    text = keys.make(values.get("prefix", ""))
    record = _record(auth, identity, values, text)
    async with auth.resources.transactions.begin(None) as transaction:
        await repository.remove_expired(transaction, identity.user.id, now=record.created_at)
        if await repository.count(transaction, identity.user.id) >= MOST:
            raise refusal(403, "TOO_MANY_KEYS")
        await repository.add(transaction, record)
    request.subject = record.id
    return answer(wire.key(record, text=text))


async def update(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A key with another name, life, or switched on or off. Raises Refusal."""
    identity = await presence.find(auth, request)
    if identity is None or str(values.get("userId", identity.user.id)) != identity.user.id:
        raise refusal(401, "UNAUTHORIZED_SESSION")
    if "remaining" in values or not schemas.SERVER_ONLY.keys().isdisjoint(values):
        raise refusal(400, "SERVER_ONLY_PROPERTY")
    record = await _owned(auth, request, identity, values["keyId"])
    changes = _changes(auth, values)
    async with auth.resources.transactions.begin(None) as transaction:
        changed = await repository.change(transaction, record.id, changes)
    if changed is None:
        raise refusal(404, "KEY_NOT_FOUND")
    return answer(wire.key(changed))


async def delete(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A key gone for good. Raises Refusal."""
    if request.identity.user.banned:
        raise refusal(401, "USER_BANNED")
    record = await _owned(auth, request, request.identity, values["keyId"])
    async with auth.resources.transactions.begin(None) as transaction:
        if not await repository.remove(transaction, record.id):
            raise refusal(404, "KEY_NOT_FOUND")
    return answer({"success": True})


async def get(auth: Auth, request: Incoming, values: Values) -> Answer:
    """One of one's own keys. Raises Refusal."""
    return answer(wire.key(await _owned(auth, request, request.identity, values["id"])))


async def list_(auth: Auth, request: Incoming, values: Values) -> Answer:
    """One's own keys. Raises Refusal."""
    if values.get("organizationId"):
        raise refusal(403, "USER_NOT_MEMBER_OF_ORGANIZATION")
    sort = values.get("sortBy", "createdAt")
    if sort not in repository.SORTS:
        known = "|".join(f'"{name}"' for name in repository.SORTS)
        raise Refusal(400, "VALIDATION_ERROR", f"[query.sortBy] Invalid option: expected one of {known}")
    descending = values.get("sortDirection") == "desc"
    found = await repository.of(auth.resources.pool, request.identity.user.id, sort=sort, descending=descending)
    shown = {name: int(float(values[name])) for name in ("limit", "offset") if name in values}
    first = shown.get("offset", 0)
    page = found[first : first + shown["limit"]] if "limit" in shown else found[first:]
    return answer({"apiKeys": [wire.key(record) for record in page], "total": len(found), **shown})


async def _owned(auth: Auth, request: Incoming, identity: Identity, id_: str) -> KeyRecord:
    record = await repository.find(auth.resources.pool, id_)
    if record is None or record.reference_id != identity.user.id:
        raise refusal(404, "KEY_NOT_FOUND")
    request.subject = record.id
    return record


def _record(auth: Auth, identity: Identity, values: Values, text: str) -> KeyRecord:
    now, life = auth_wire.cut(auth.now()), values.get("expiresIn")
    return KeyRecord(
        config_id=CONFIG,
        name=values.get("name"),
        start=text[:6],
        reference_id=identity.user.id,
        prefix=values.get("prefix"),
        refill_interval=None,
        refill_amount=None,
        last_refill_at=None,
        enabled=True,
        rate_limit_enabled=True,
        rate_limit_time_window=auth.settings.api_key_rate_limit_time_window,
        rate_limit_max=auth.settings.api_key_rate_limit_max,
        request_count=0,
        remaining=None,
        last_request=None,
        expires_at=now + timedelta(seconds=life) if life else None,
        created_at=now,
        updated_at=now,
        permissions=_permissions(values),
        metadata_=None,
        id=tokens.random_text(),
        hashed=keys.hashed(text),
        organization_id=identity.session.active_organization_id if identity.member_role else None,
    )


def _permissions(values: Values) -> str | None:
    scopes = values.get("scopes")
    if scopes is None:
        return None
    for area, allowed in scopes.items():
        if area not in AREAS or not set(allowed) <= {"read", "write"}:
            known = ", ".join(sorted(AREAS))
            raise Refusal(400, "SCOPES_UNKNOWN", f"A scope is one of {known} with read, write or both, not '{area}'.")
    return orjson.dumps(scopes).decode()


def _changes(auth: Auth, values: Values) -> dict[str, object]:
    changes: dict[str, object] = {}
    if "name" in values:
        if not 1 <= len(values["name"]) <= LONGEST_NAME:
            raise refusal(400, "INVALID_NAME_LENGTH")
        changes["name"] = values["name"]
    if "enabled" in values:
        changes["enabled"] = values["enabled"]
    if "expiresIn" in values:
        life = values["expiresIn"]
        _check_life(life)
        changes["expires_at"] = auth_wire.cut(auth.now()) + timedelta(seconds=life) if life else None
    if not changes:
        raise refusal(400, "NO_VALUES_TO_UPDATE")
    return changes


def _check_life(seconds: float | None) -> None:
    if seconds is None:
        return
    if seconds < DAY:
        raise refusal(400, "EXPIRES_IN_IS_TOO_SMALL")
    if seconds > LONGEST_DAYS * DAY:
        raise refusal(400, "EXPIRES_IN_IS_TOO_LARGE")
