"""Random identifiers and tokens in BetterAuth's alphabet, from the operating system's randomness."""

import secrets
import string

ALPHABET = string.ascii_letters + string.digits


def random_text(length: int = 32) -> str:
    """`length` letters and digits: a row id or a session token."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
