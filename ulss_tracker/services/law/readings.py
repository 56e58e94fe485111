"""Who read the law of a row of the catalogue, when, in which copy and in which words.

Each is a line of history and changes no answer: what a row says is changed at the law desk. Two
lawyers make a row read, as long as it says what they read it for.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker.errors import Refused
from ulss_tracker.models import Event, EventKind, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history

READERS = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """That somebody read the law of a row: `text` is quoted from `copy`.

    `row` is the fingerprint of what the row said then.
    """

    by: User
    at: datetime
    copy: str
    text: str
    row: str

    def is_of(self, offence: Offence) -> bool:
        """True if the row still says what it said when this was read."""
        return self.row == fingerprint(offence)


def fingerprint(offence: Offence) -> str:
    """A short hash of what a row says of the law: another basis, day or source has another."""
    days = (offence.sentenced_from, offence.sentenced_to, offence.conduct_from)
    says = (offence.citation, offence.basis, offence.paragraph, *days, offence.source)
    return sha256("\0".join(map(str, says)).encode()).hexdigest()[:12]


def every() -> Mapping[str, Sequence[Reading]]:
    """Every reading by the id of its row, the newest first; one query."""
    query = (
        select(Event)
        .where(Event.case_id.is_(None), Event.kind == EventKind.LAW_ROW_READ)
        .options(joinedload(Event.by))
        .order_by(Event.id.desc())
    )
    by_row: defaultdict[str, list[Reading]] = defaultdict(list)
    for event in db.session.scalars(query):
        if event.by is not None:
            said = event.after
            reading = Reading(event.by, event.at, said["copy"], said["text"], said["row"])
            by_row[said["offence"]].append(reading)
    return by_row


def why_not(offence: Offence, readings: Sequence[Reading], by: User) -> str:
    """Why this person cannot say that they read the row, in words; empty when they can."""
    if any(reading.by.id == by.id and reading.is_of(offence) for reading in readings):
        return "You have read this row as it stands: another lawyer reads it next"
    return ""


def read(offence: Offence, copy: str, text: str, by: User) -> None:
    """Record that this lawyer read the law of the row. Raises `Refused` for a blank or a second."""
    require(by, Permission.KEEP_LAW)
    check_entered(copy, "Enter which copy you read")
    check_entered(text, "Enter the words you read")
    if refusal := why_not(offence, every()[offence.id], by):
        raise Refused(refusal)
    with transaction():
        history.record(
            EventKind.LAW_ROW_READ,
            by,
            offence=offence.id,
            row=fingerprint(offence),
            copy=copy.strip(),
            text=text.strip(),
        )


def is_read(offence: Offence, readings: Sequence[Reading]) -> bool:
    """True if two different people read the row as it stands."""
    return len({reading.by.id for reading in readings if reading.is_of(offence)}) >= READERS
