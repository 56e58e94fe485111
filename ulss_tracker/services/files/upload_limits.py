"""Limits on how many files come from one sender in an hour, counted in the database.

A file takes room, and nobody needs one to ask: the request itself is never refused. Counted in
the database, the limits hold whichever worker or machine answers, and through a restart.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from ulss_tracker import clock
from ulss_tracker.models import UploadCount, db, inserting
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files.receiving import N_

_MEGABYTE = 1_000_000
_HOUR = 3_600
_KEPT_HOURS = 24


@dataclass(frozen=True, slots=True)
class Limit:
    """How many files and megabytes in one hour, and what to say to whoever brings more."""

    files: int
    megabytes: int
    sentence: str


OF_ADDRESS = Limit(
    200,
    1_000,
    N_(
        "Very many files have come from your network in the last hour. Send your request without"
        " this one, or give a link to it."
    ),
)
# Five are kept at a time; but whoever takes them away and adds others goes on for ever.
OF_DRAFT = Limit(
    30,
    200,
    N_(
        "You have added very many files in the last hour. Send your request without this one, or"
        " give a link to it."
    ),
)


def count(*, address: str, draft_key: str, size: int) -> str:
    """Count a file of so many bytes; "" or why it is one too many in this hour.

    `address` is a secret hash of where it came from: the address itself is not kept.
    """
    megabytes = -(-size // _MEGABYTE)  # a file of a few bytes counts as one
    with transaction():
        for limit, sender in ((OF_ADDRESS, address), (OF_DRAFT, _hash(draft_key))):
            if not _is_within(limit, sender, megabytes):
                return limit.sentence
    return ""


def forget_old() -> int:
    """Delete the counts of a day ago; how many there were."""
    before = _hour(clock.now()) - _KEPT_HOURS
    old = delete(UploadCount).where(UploadCount.hour < before).returning(UploadCount.hour)
    with transaction():
        return len(db.session.execute(old).all())


def _is_within(limit: Limit, sender: str, megabytes: int) -> bool:
    """Add one file, in one statement, whoever else counts at the same moment."""
    adding = inserting(UploadCount).values(
        sender=sender, hour=_hour(clock.now()), files=1, megabytes=megabytes
    )
    counted = adding.on_conflict_do_update(
        index_elements=["sender", "hour"],
        set_={
            "files": UploadCount.files + 1,
            "megabytes": UploadCount.megabytes + megabytes,
        },
    ).returning(UploadCount.files, UploadCount.megabytes)
    files, total = db.session.execute(counted).one()
    return bool(files <= limit.files and total <= limit.megabytes)


def _hour(instant: datetime) -> int:
    return int(instant.timestamp()) // _HOUR


def _hash(key: str) -> str:
    return hashlib.sha256(f"draft:{key}".encode()).hexdigest()
