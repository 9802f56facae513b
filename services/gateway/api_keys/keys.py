"""The text of an API key and what is kept of it, as BetterAuth's api-key plugin has them."""

import base64
import hashlib
import secrets
import string

LENGTH = 64


def make(prefix: str) -> str:
    """A new key: the prefix and 64 random letters."""
    return prefix + "".join(secrets.choice(string.ascii_letters) for _ in range(LENGTH))


def hashed(text: str) -> str:
    """What is kept of a key: its SHA-256, in unpadded base64url."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode("ascii")
