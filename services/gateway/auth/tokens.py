"""Random identifiers and tokens in BetterAuth's alphabet, from the operating system's randomness."""

import re
import secrets
import string

SESSION_TOKEN = re.compile("[a-zA-Z0-9]{32}")
ALPHABET = string.ascii_letters + string.digits


def random_text(length: int = 32) -> str:
    """`length` letters and digits: a row id or a session token."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def may_be_session(text: str) -> bool:
    """Whether a text has the form of a session token: a signed text that has not was signed for something else."""
    return SESSION_TOKEN.fullmatch(text) is not None
