"""Signatures of checkpoints: Ed25519, with keys in PEM files as OpenSSL makes them.

The library is imported as it is used: a web worker signs nothing.
"""

import base64
import re
from pathlib import Path
from typing import Any

_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)


class SignatureError(RuntimeError):
    """A key cannot be read; the message says which and why."""


def sign(words: str, key_file: Path) -> str:
    """Sign these words with the private key in a file; in base64. Raises `SignatureError`."""
    signature: bytes = _private(key_file).sign(words.encode())
    return base64.b64encode(signature).decode()


def is_signed(words: str, signature: str, key_files: tuple[Path, ...]) -> bool:
    """Whether one of the keys in these files, private or public, signed the words.

    A file may hold several public keys, so that what an older key signed can be verified. Raises
    `SignatureError`.
    """
    from cryptography.exceptions import InvalidSignature

    try:
        given = base64.b64decode(signature, validate=True)
    except ValueError:
        return False
    for key in [key for file in key_files for key in _public(file)]:
        try:
            key.verify(given, words.encode())
        except InvalidSignature:
            continue
        return True
    return False


def _private(file: Path) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise SignatureError(f"The key in {file} cannot be read: {type(error).__name__}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SignatureError(f"The key in {file} is no Ed25519 key")
    return key


def _public(file: Path) -> list[Any]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        written = _PEM.findall(file.read_bytes())
        keys = [load_pem_public_key(each) for each in written]
    except (OSError, ValueError) as error:
        raise SignatureError(f"The key in {file} cannot be read: {type(error).__name__}") from error
    if not keys:
        return [_private(file).public_key()]
    return [key for key in keys if isinstance(key, Ed25519PublicKey)]
