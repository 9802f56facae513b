"""Secret addresses: a token names its workspace, so that its reader is introduced to the policies like anybody else."""

import base64
import hashlib
import re
import secrets
from uuid import UUID

SECRET_BYTES = 32
TOKEN = re.compile("[A-Za-z0-9_-]{64}")


def make(workspace_id: UUID) -> str:
    """A new token: 16 bytes that say where, 32 that nobody can guess, as 64 characters of a URL."""
    return base64.urlsafe_b64encode(workspace_id.bytes + secrets.token_bytes(SECRET_BYTES)).decode()


def workspace_of(token: str) -> UUID | None:
    """The workspace a token names; None for what is no token."""
    if not TOKEN.fullmatch(token):
        return None
    return UUID(bytes=base64.urlsafe_b64decode(token)[:16])


def hash_of(token: str) -> bytes:
    """What is kept of a token: its SHA-256."""
    return hashlib.sha256(token.encode()).digest()
