"""The record of all that one answer showed or did, for the security log and the audit of reading.

It is recorded once the answer is made, in a short transaction of its own, so that it stays where
what was asked for is undone. A database that is busy keeps no page waiting: the record is then kept
on the disk before the page is sent, and recorded by a job (ADR 0020).
"""

import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError

from ulss_tracker import clock
from ulss_tracker.models import AuditKind, SecurityEvent, SecurityKind, db, waits_for_lock
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.core.kept_on_disk import Shelf
from ulss_tracker.services.core.unit_of_work import DatabaseRefused, rollback, transaction
from ulss_tracker.services.operations.alarm import Alarm
from ulss_tracker.services.protection import audit, security_log
from ulss_tracker.services.protection.audit import Reading
from ulss_tracker.services.protection.security_log import Noted, Source

_SHELF = Shelf("looks that the database did not take at once", "looks")
_WAITS_LONG = timedelta(minutes=15)

log = logging.getLogger("ulss_tracker.outage")


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """All that was noted while one web request was answered."""

    source: Source
    at: datetime
    noted: tuple[Noted, ...]
    readings: tuple[Reading, ...] = ()


def record(access: AccessRecord) -> None:
    """Write a record now; where the database refuses, keep it on the disk until it does not.

    Where it cannot be kept on the disk, the page waits for the database. Raises what that raised in
    the end: the answer must not be given.
    """
    try:
        _write(access)
    except DatabaseRefused:
        rollback()
        try:
            _SHELF.keep(access.source.request_id, asdict(access))
        except OSError:
            _write_when_free(access)


def take_in() -> int:
    """Write each record that was kept on the disk, as of its own moment and once; how many.

    One that the database does not take stays, is told of by `alarms`, and holds up no other.
    """
    done = 0
    for name, access in _waiting():
        if access is None:
            continue
        try:
            if not _is_recorded(access):
                _write(access)
        except (DataError, IntegrityError) as error:
            rollback()
            log.error("a look cannot be recorded: %s", type(error).__name__)
            continue
        _SHELF.forget(name)
        done += 1
    return done


def alarms() -> list[Alarm]:
    """Tell a person of records that wait on the disk, or cannot be read; from the files alone."""
    before = clock.now() - _WAITS_LONG
    late = sum(access is None or access.at < before for _, access in _waiting())
    if not late:
        return []
    return [
        Alarm(
            "looks",
            f"{counted(late, 'look', 'looks')} at records are not in the security log yet, though "
            "kept on the disk. Check the database and the jobs, and that OUTAGE_KEY (or "
            "SECRET_KEY) is the one that was set then.",
        )
    ]


def _write(access: AccessRecord) -> None:
    source = access.source
    with transaction():
        if access.readings and source.by_id is not None:
            audit.keep_readings(access.readings, by_id=source.by_id, page=source.page, at=access.at)
            db.session.flush()
        security_log.write(access.noted, source, access.at)


def _write_when_free(access: AccessRecord) -> None:
    waited = waits_for_lock.set(True)
    try:
        _write(access)
    finally:
        waits_for_lock.reset(waited)


def _is_recorded(access: AccessRecord) -> bool:
    """Whether a run that was cut off before it forgot the file has recorded it."""
    same = select(SecurityEvent.id).where(
        SecurityEvent.at == access.at, SecurityEvent.request_id == access.source.request_id
    )
    return db.session.scalar(same.limit(1)) is not None


def _waiting() -> Iterator[tuple[str, AccessRecord | None]]:
    for name, content in _SHELF.waiting():
        yield name, _from_disk(content) if content is not None else None


def _from_disk(content: dict[str, object]) -> AccessRecord:
    noted, readings = content["noted"], content["readings"]
    return AccessRecord(
        Source(**content["source"]),  # type: ignore[arg-type]  # as `record` wrote them
        datetime.fromisoformat(str(content["at"])),
        tuple(Noted(**line | {"kind": SecurityKind(line["kind"])}) for line in noted),  # type: ignore[attr-defined]
        tuple(Reading(**line | {"kind": AuditKind(line["kind"])}) for line in readings),  # type: ignore[attr-defined]
    )
