"""A log written out: a header, a line an entry, a seal; each line one canonical JSON object that bears its own hash.

Canonical: members sorted by code point, no spaces, UTF-8 with nothing escaped that JSON lets stand, integers only. The
SQL function `canonical_json` makes the same bytes. A line's `hash` is the SHA-256 of the rest of the object, so that a
changed byte is found in its own line; the seal is signed with Ed25519 (RFC 8032), so that none can be made anew. Pure.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = "canvass-audit-log"
VERSION = 1
GENESIS = ""
"""What the first entry has for the hash of the one before."""
PROOF = ("hash", "signature")
"""Members that no hash covers: it cannot cover itself, and the signature is of the hash."""

HEADER = frozenset({"format", "hash", "public_key", "version", "workspace_id"})
SEAL = frozenset({"count", "hash", "head", "sealed_at", "signature", "workspace_id"})
ENTRY = frozenset(
    {
        "action", "actor", "after_hash", "before_hash", "campaign_id", "details", "hash", "id", "number", "occurred_at",
        "previous_hash", "reason", "recorded_at", "subject_id", "subject_kind", "workspace_id",
    }
)  # fmt: skip

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """How far a log goes: its number of entries and the hash of the last."""

    count: int
    hash: str


def canonical(value: Any) -> bytes:
    """The one way of writing a JSON value. Raises ValueError for what has none, such as NaN."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def hash_of(line: Line) -> str:
    """The SHA-256 of a line, hexadecimal, its proof left out."""
    return hashlib.sha256(canonical({name: value for name, value in line.items() if name not in PROOF})).hexdigest()


def signing_key(secret: str) -> Ed25519PrivateKey:
    """The key that seals an installation's logs, made of a secret of its own."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(secret.encode()).digest())


def public_key_of(key: Ed25519PrivateKey) -> str:
    """What a seal is checked with: 32 bytes, hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def header(workspace_id: UUID, key: Ed25519PrivateKey) -> dict[str, Any]:
    """The first line: of which workspace, and with which key it is sealed."""
    return _hashed(
        {"format": FORMAT, "version": VERSION, "workspace_id": str(workspace_id), "public_key": public_key_of(key)}
    )


def seal(workspace_id: UUID, head: Head, key: Ed25519PrivateKey, *, at: datetime) -> dict[str, Any]:
    """The last line: how many entries there are, the hash of the last, when that was so, and the signature of it."""
    sealed = _hashed(
        {
            "workspace_id": str(workspace_id),
            "count": head.count,
            "head": head.hash,
            "sealed_at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
    )
    return sealed | {"signature": key.sign(sealed["hash"].encode()).hex()}


def is_signed(sealed: Line, public_key: str) -> bool:
    """Whether the seal's signature is that key's."""
    try:
        signature = bytes.fromhex(sealed["signature"])
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(signature, sealed["hash"].encode())
    except (InvalidSignature, ValueError):
        return False
    return bool(signature.hex() == sealed["signature"])


def _hashed(line: Line) -> dict[str, Any]:
    return {**line, "hash": hash_of(line)}
