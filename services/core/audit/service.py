"""The log written out, and its seal: read page by page, so that no connection is held while somebody downloads."""

from collections.abc import AsyncIterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.core.audit import lines, repository
from services.core.audit.lines import Head
from shared.contracts.principal import Principal
from shared.db.read import Reader
from shared.settings import Settings, derived_secret
from shared.types import now

PURPOSE = "audit-seal"


def key_of(settings: Settings) -> Ed25519PrivateKey:
    """The key of this installation's seals."""
    return lines.signing_key(derived_secret(settings, PURPOSE))


async def head(reader: Reader, caller: Principal) -> Head:
    """How far the log of the caller's workspace goes."""
    rows = await reader.rows(caller, repository.HEAD, workspace_id=caller.workspace_id)
    return Head(*rows[0]) if rows else Head(0, lines.GENESIS)


async def sealed_head(reader: Reader, caller: Principal, key: Ed25519PrivateKey) -> dict[str, Any]:
    """The head with its seal, and what that is checked with."""
    sealed = lines.seal(caller.workspace_id, await head(reader, caller), key, at=now())
    return sealed | {"public_key": lines.public_key_of(key)}


async def written(reader: Reader, caller: Principal, key: Ed25519PrivateKey) -> AsyncIterator[bytes]:
    """The whole log up to now, a page of lines at a time, from header to seal."""
    goes_to = await head(reader, caller)
    yield lines.canonical(lines.header(caller.workspace_id, key)) + b"\n"
    for after in range(0, goes_to.count, repository.PAGE):
        rows = await reader.rows(
            caller, repository.LINES, workspace_id=caller.workspace_id, after=after, until=goes_to.count
        )
        yield "".join(f"{row[0]}\n" for row in rows).encode()
    yield lines.canonical(lines.seal(caller.workspace_id, goes_to, key, at=now())) + b"\n"
