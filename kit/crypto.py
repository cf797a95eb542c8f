"""Secrets at rest: AES-256-GCM with keys that can be rotated, and digests of those that are only compared."""

import hashlib
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
PREFIX = "gl1:"  # the format's version, so that a later one can live beside it


class Undecipherable(Exception):
    """No configured key opens the value."""


class FieldCipher:
    """Encrypts with the first key and opens with any of them.

    Args:
        keys: URL-safe base64 of 32 bytes each, newest first.
    """

    def __init__(self, keys: list[str]) -> None:
        raw = [urlsafe_b64decode(key) for key in keys]
        if not raw or any(len(key) != 32 for key in raw):
            raise ValueError("FIELD_ENCRYPTION_KEYS must hold at least one key of 32 bytes in URL-safe base64")
        self._ciphers = [AESGCM(key) for key in raw]

    def encrypt(self, text: str, *, context: str = "") -> str:
        """Seal a text; `context` (which field it belongs to) must be the same to open it."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[0].encrypt(nonce, text.encode(), context.encode())
        return PREFIX + urlsafe_b64encode(nonce + sealed).decode()

    def decrypt(self, token: str, *, context: str = "") -> str:
        """Open a sealed text with whichever key fits.

        Raises:
            Undecipherable: no key fits, or the value was altered.
        """
        return self._open(token, context)[1]

    def is_current(self, token: str, *, context: str = "") -> bool:
        """Tell whether the newest key sealed this value; if not, it is due for rotation."""
        return self._open(token, context)[0] == 0

    def renew(self, token: str, *, context: str = "") -> str:
        """Return the token if the newest key sealed it, else its text sealed anew.

        Raises:
            Undecipherable: no key fits, or the value was altered.
        """
        index, text = self._open(token, context)
        return token if index == 0 else self.encrypt(text, context=context)

    def _open(self, token: str, context: str) -> tuple[int, str]:
        sealed = urlsafe_b64decode(token.removeprefix(PREFIX))
        for index, cipher in enumerate(self._ciphers):
            try:
                return index, cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode()).decode()
            except InvalidTag:
                continue
        raise Undecipherable("no key in FIELD_ENCRYPTION_KEYS opens this value")


def secret_digest(secret: str) -> str:
    """Hash a secret of 256 random bits: it cannot be searched back, so it needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
