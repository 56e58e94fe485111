"""Parts of files as objects of the object store: encrypted, each named by the SHA-256 of its bytes.

The same part encrypted again is another object, so no name comes twice; and whoever keeps the store
can compare what it holds without any key.
"""

import hashlib

from config import Office
from ulss_tracker.adapters.object_store import Bucket
from ulss_tracker.errors import ServiceFault
from ulss_tracker.models import db
from ulss_tracker.services.core import encryption, office_details

KEPT, SET_ASIDE = "files/", "set-aside/"
_PURPOSE = "files in the object store"


class Damaged(Exception):
    """An object is not there, or not as it was stored."""


def bucket_of(office: Office) -> Bucket | None:
    """The bucket of the settings; None where they name none."""
    if not (office.OBJECT_STORE_BUCKET and office.FILES_KEY):
        return None
    return Bucket(
        office.OBJECT_STORE_URL,
        office.OBJECT_STORE_REGION,
        office.OBJECT_STORE_BUCKET,
        office.OBJECT_STORE_KEY_ID,
        office.OBJECT_STORE_SECRET,
    )


def bucket() -> Bucket:
    """The bucket, to be asked between transactions. Raises `ServiceFault` where none is named."""
    if db.session().info.get("transaction"):
        raise RuntimeError("The object store is asked within a transaction")
    named = bucket_of(office_details.current())
    if named is None:
        raise ServiceFault(
            "Files cannot be reached: they are in the object store, and OBJECT_STORE_BUCKET or "
            "FILES_KEY is not set"
        )
    return named


def put(content: bytes) -> str:
    """Keep a part of a file, read it back and compare it; its name.

    Raises `ServiceFault`, also where the store gives back other bytes.
    """
    key = office_details.current().FILES_KEY
    own = bucket()
    sealed = encryption.seal(content, key=key, purpose=_PURPOSE)
    name = hashlib.sha256(sealed).hexdigest()
    own.put(KEPT + name, sealed)
    if own.get(KEPT + name) != sealed:
        raise ServiceFault("The object store gives back other bytes than it was given")
    return name


def get(name: str) -> bytes:
    """The part of a file that this object is, its hash compared.

    One that was set aside is as good: a restored backup may need it. Raises `Damaged`, and
    `ServiceFault` where the store or the key is away.
    """
    own = bucket()
    sealed = own.get(KEPT + name) or own.get(SET_ASIDE + name)
    if sealed is None or hashlib.sha256(sealed).hexdigest() != name:
        raise Damaged
    try:
        return encryption.unseal(sealed, key=office_details.current().FILES_KEY, purpose=_PURPOSE)
    except encryption.Unreadable:
        raise ServiceFault(
            "Files cannot be read: put back the key in FILES_KEY that they were encrypted with"
        ) from None
