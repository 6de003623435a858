"""Field encryption for ID numbers, phones and bank accounts, and a blind index for exact search."""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from common.settings import CipherSettings

NONCE_BYTES = 12


class CannotDecrypt(Exception):
    """The stored value was made with an unknown key, for another field, or was tampered with."""


class Cipher:
    """AES-256-GCM with key versions. The field's name is authenticated, so a value cannot be moved to another field."""

    def __init__(self, settings: CipherSettings) -> None:
        self._keys = {v: AESGCM(base64.b64decode(k.get_secret_value())) for v, k in settings.keys.items()}
        self._current = max(self._keys)
        self._index_key = base64.b64decode(settings.index_key.get_secret_value())

    def encrypt(self, value: str, field: str) -> str:
        """Text that `decrypt` turns back: `v<key version>:<base64 of nonce and ciphertext>`."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._keys[self._current].encrypt(nonce, value.encode(), field.encode())
        return f"v{self._current}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, stored: str, field: str) -> str:
        """The plain text.

        Raises:
            CannotDecrypt: unknown key version, another field's value, or a changed one.
        """
        version, _, body = stored.partition(":")
        try:
            key = self._keys[int(version.removeprefix("v"))]
            raw = base64.b64decode(body, validate=True)
            return key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], field.encode()).decode()
        except (KeyError, ValueError, InvalidTag) as fault:
            raise CannotDecrypt(field) from fault

    def blind_index(self, value: str, field: str) -> str:
        """A keyed fingerprint (HMAC-SHA256, hex) by which equal values are found without being read."""
        return hmac.new(self._index_key, f"{field}\0{value}".encode(), hashlib.sha256).hexdigest()
