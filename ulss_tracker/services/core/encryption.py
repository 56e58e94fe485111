"""Secrets that must be read again are encrypted where they are stored."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Unreadable(Exception):
    """The text was encrypted with another key, or changed since."""


def encrypt(text: str, *, key: str, purpose: str) -> str:
    """Encrypt `text` with a key of its own for `purpose`, derived from `key`."""
    return _cipher(key, purpose).encrypt(text.encode()).decode()


def decrypt(token: str, *, key: str, purpose: str) -> str:
    """Read what `encrypt` made with the same key and purpose. Raises `Unreadable`."""
    try:
        return _cipher(key, purpose).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _cipher(key: str, purpose: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(key.encode())))
