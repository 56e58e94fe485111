"""Secrets that must be read again are encrypted where they are stored.

A key may be several with blanks between, the newest first: it encrypts, and all of them read.
"""

import base64
import os
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ulss_tracker import clock

_NONCE = 12  # bytes


class Unreadable(Exception):
    """The text was encrypted with another key, or changed since."""


def encrypt(text: str, *, key: str, purpose: str) -> str:
    """Encrypt `text` with a key of its own for `purpose`, derived from `key`."""
    return _cipher(key, purpose).encrypt_at_time(text.encode(), _now()).decode()


def decrypt(token: str, *, key: str, purpose: str) -> str:
    """Read what `encrypt` made with the same key and purpose. Raises `Unreadable`."""
    try:
        return _cipher(key, purpose).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def is_older(token: str, age: timedelta, *, key: str, purpose: str) -> bool:
    """Whether `encrypt` made this longer ago than `age`. Raises `Unreadable`."""
    try:
        made_at = _cipher(key, purpose).extract_timestamp(token.encode())
    except InvalidToken as error:
        raise Unreadable from error
    return _now() - made_at > age.total_seconds()


def encrypt_again(token: str, *, key: str, purpose: str) -> str:
    """Encrypt with the newest key what an older made; its age stays. Raises `Unreadable`."""
    try:
        return _cipher(key, purpose).rotate(token.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def seal(content: bytes, *, key: str, purpose: str) -> bytes:
    """Encrypt bytes with a key of its own for `purpose` (AES-256-GCM, after a nonce of 96 bits)."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_derived(key.split()[0], purpose)).encrypt(nonce, content, None)


def unseal(sealed: bytes, *, key: str, purpose: str) -> bytes:
    """Read what `seal` made with one of the keys, for the same purpose. Raises `Unreadable`."""
    for one in key.split():
        try:
            return AESGCM(_derived(one, purpose)).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
        except InvalidTag:
            continue
    raise Unreadable


def _now() -> int:
    return int(clock.now().timestamp())


def _cipher(keys: str, purpose: str) -> MultiFernet:
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(_derived(key, purpose))) for key in keys.split()]
    )


def _derived(key: str, purpose: str) -> bytes:
    """The 32 bytes for one purpose alone."""
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return derivation.derive(key.encode())
