"""A passkey as a security key holds it: it answers challenges as a browser hands them on."""

import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

from tests.support.checked_client import CheckedClient
from ulss_tracker.models import Passkey, User
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import passkeys
from ulss_tracker.services.people.passkeys import Site

HOME = Site("localhost", "http://localhost")
PRESENT, WITH_CREDENTIAL = 0x01, 0x40


class Key:
    """One security key, at home at `origin`; `count` is how often it has signed."""

    def __init__(self, origin: str = HOME.origin) -> None:
        self.origin = origin
        self.id = secrets.token_bytes(32)
        self.count = 0
        self._private = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: str) -> str:
        """The answer to what `passkeys.options_to_add` asks."""
        asked = json.loads(options)
        numbers = self._private.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        credential = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(public)
        data = self._data(asked["rp"]["id"], PRESENT | WITH_CREDENTIAL) + credential
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", asked["challenge"])
        return self._answer(clientDataJSON=said, attestationObject=attestation)

    def sign(self, options: str) -> str:
        """The answer to what `passkeys.options_to_check` asks."""
        asked = json.loads(options)
        self.count += 1
        data = self._data(asked["rpId"], PRESENT)
        said = self._said("webauthn.get", asked["challenge"])
        signed = data + hashlib.sha256(said).digest()
        signature = self._private.sign(signed, ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signature)

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _said(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **parts: bytes) -> str:
        response: dict[str, Any] = {k: bytes_to_base64url(v) for k, v in parts.items()}
        own = bytes_to_base64url(self.id)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": response})


def added(user: User, name: str = "Blue key") -> tuple[Key, Passkey]:
    """A passkey that `user` has."""
    key = Key()
    passkeys.add(user, key.make(passkeys.options_to_add(user, HOME)), name=name, site=HOME)
    with transaction():
        return key, passkeys.of(user)[-1]


def challenge(client: CheckedClient, kind: str = "check") -> str:
    """What the page's script is given to ask a passkey with; `kind` is check or add."""
    page = client.page
    assert page is not None
    part = page.one(f"[data-passkey={kind}]")
    token = page.select("input[name=csrf_token]")[0].get("value")
    answer = client.open(
        str(part.get("data-options")), method="POST", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 200, answer.status
    return str(answer.get_data(as_text=True))
