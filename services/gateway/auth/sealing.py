"""Texts only the server may read, sealed as BetterAuth seals them: XChaCha20-Poly1305, keyed by the secret's digest."""

import hashlib
import secrets
import struct
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 24
PREFIX = "$ba$"
SALT = b"better-auth:oauth-encryption:v1"
CONSTANT = b"expand 32-byte k"


class Unreadable(Exception):
    """The text was not sealed with any of our secrets."""


class Sealer:
    """Seals with the newest secret. A text names its secret's version, or was sealed before there were versions."""

    def __init__(self, versions: Mapping[int, str], single: str) -> None:
        self._versions, self._single = dict(versions), single

    def for_purpose(self, purpose: str) -> "Sealer":
        """A sealer with secrets of its own, derived by HKDF; what one seals, no other opens."""
        derived = {version: _derived(secret, purpose) for version, secret in self._versions.items()}
        return Sealer(derived, _derived(self._single, purpose) if self._single else "")

    def seal(self, text: str) -> str:
        """The sealed text: hex, after its secret's version where there is one."""
        if not self._versions:
            return _encrypted(self._single, text)
        version = next(iter(self._versions))
        return f"{PREFIX}{version}${_encrypted(self._versions[version], text)}"

    def open(self, sealed: str) -> str:
        """The text. Raises Unreadable."""
        version, sign, content = sealed.removeprefix(PREFIX).partition("$")
        named = sealed.startswith(PREFIX) and sign
        secret = self._versions.get(int(version)) if named and version.isdecimal() else self._single
        if not secret:
            raise Unreadable
        try:
            return _decrypted(secret, bytes.fromhex(content if named else sealed))
        except (ValueError, InvalidTag) as fault:
            raise Unreadable from fault


def is_sealed(text: str) -> bool:
    """Whether a text looks sealed: BetterAuth takes any other for one kept before sealing was switched on."""
    digits = set("0123456789abcdefABCDEF")
    return text.startswith(PREFIX) or (bool(text) and len(text) % 2 == 0 and set(text) <= digits)


def _encrypted(secret: str, text: str) -> str:
    nonce = secrets.token_bytes(NONCE)
    return (nonce + _aead(secret, nonce).encrypt(bytes(4) + nonce[16:], text.encode(), None)).hex()


def _decrypted(secret: str, sealed: bytes) -> str:
    nonce, content = sealed[:NONCE], sealed[NONCE:]
    if len(nonce) < NONCE:
        raise ValueError("too short")
    return _aead(secret, nonce).decrypt(bytes(4) + nonce[16:], content, None).decode()


def _aead(secret: str, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(_subkey(hashlib.sha256(secret.encode()).digest(), nonce[:16]))


def _subkey(key: bytes, nonce: bytes) -> bytes:
    """HChaCha20: ChaCha20's block without the addition of its input, which is taken off again here."""
    block = Cipher(ChaCha20(key, nonce), mode=None).encryptor().update(bytes(64))
    added = struct.unpack("<4I", CONSTANT) + struct.unpack("<4I", nonce)
    words = struct.unpack("<16I", block)
    return struct.pack(
        "<8I", *((word - plus) % 2**32 for word, plus in zip(words[:4] + words[12:], added, strict=True))
    )


def _derived(secret: str, purpose: str) -> str:
    info = f"better-auth:{purpose}:v1".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=SALT, info=info).derive(secret.encode()).hex()
