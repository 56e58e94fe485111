"""Acts, Orders, Bills and rules: as the file has them, and as lawyers wrote them again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import EventKind, User, db
from ulss_tracker.models import LawRecord as Row
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.law.records import LawRecord, records
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history

_NAMES = tuple(field.name for field in fields(LawRecord))
_LONGEST_KEY = 50


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """A record, with who wrote it last and when; None for one that is as the file has it."""

    record: LawRecord
    written_by: User | None = None
    written_at: datetime | None = None


def every() -> Sequence[RecordVersion]:
    """Every record, those of the file first, each as it was last written."""
    newest = select(func.max(Row.id)).group_by(Row.key)
    query = select(Row).where(Row.id.in_(newest)).options(joinedload(Row.written_by))
    written = {row.key: _kept(row) for row in db.session.scalars(query.order_by(Row.id))}
    known = {record.key: RecordVersion(record) for record in records()}
    return list({**known, **written}.values())


def get(key: str) -> RecordVersion:
    """The record with this key. Raises `NotFound`."""
    return existing(
        next(
            (record_version for record_version in every() if record_version.record.key == key), None
        ),
        "The law desk has no such record",
    )


def earlier(key: str) -> Sequence[RecordVersion]:
    """All that was written of a record, the newest first; then as the file has it."""
    query = select(Row).where(Row.key == key).options(joinedload(Row.written_by))
    rows = [_kept(row) for row in db.session.scalars(query.order_by(Row.id.desc()))]
    return [*rows, *(RecordVersion(record) for record in records() if record.key == key)]


def write(record: LawRecord, by: User) -> None:
    """Write a record again, or a new one; what it was stays. Raises `Refused` for a blank."""
    require(by, Permission.KEEP_LAW)
    if not all(str(getattr(record, name)).strip() for name in _NAMES):
        raise Refused("Fill in everything: “not known” is an answer")
    with transaction():
        values = {name: getattr(record, name) for name in _NAMES}
        db.session.add(Row(**values, written_at=clock.now(), written_by_id=by.id))
        history.record(
            EventKind.LAW_RECORD_WRITTEN,
            by,
            record=record.key,
            title=record.title,
            status=record.status,
        )


def new_key(title: str) -> str:
    """A key for a new record, made of its title, that no other has."""
    words = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:_LONGEST_KEY] or "record"
    held = {version.record.key for version in every()}
    key, number = words, 2
    while key in held:
        key, number = f"{words}-{number}", number + 1
    return key


def _kept(row: Row) -> RecordVersion:
    record = LawRecord(**{name: getattr(row, name) for name in _NAMES})
    return RecordVersion(record, row.written_by, row.written_at)
