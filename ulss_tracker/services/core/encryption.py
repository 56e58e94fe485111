"""Secrets that must be read again are encrypted where they are stored.

A key may be several with blanks between, the newest first: it encrypts, and all of them read.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
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


def encrypt_again(token: str, *, key: str, purpose: str) -> str:
    """Read what an older key made, and encrypt it with the newest. Raises `Unreadable`."""
    return encrypt(decrypt(token, key=key, purpose=purpose), key=key, purpose=purpose)


def _cipher(keys: str, purpose: str) -> MultiFernet:
    return MultiFernet([_of_one(key, purpose) for key in keys.split()])


def _of_one(key: str, purpose: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(key.encode())))
