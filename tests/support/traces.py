"""Traces that an act left in the database: the events of it, or nothing at all."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from tests.support.databases import which_have_rows
from ulss_tracker.models import Event, EventKind, RecordHash, SecurityEvent, db

_HASHES, _REFUSALS = RecordHash.__tablename__, SecurityEvent.__tablename__


def everything(left_out: Collection[str] = (_REFUSALS,)) -> dict[str, list[str]]:
    """Every row of every table that has any, as words to compare.

    Not of the tables left out, and not the hashes of their rows: by default, that somebody was
    refused. The driver is asked for the rows as they are kept: hundreds of tests read them twice.
    """
    db.session.rollback()
    hashed = ", ".join(f"'{each}'" for each in left_out)
    narrowed = {_HASHES: f" WHERE table_name NOT IN ({hashed})"}
    cursor = db.session.connection().connection.cursor()
    cursor.execute(which_have_rows())
    found = {}
    for name in [name for (name,) in cursor.fetchall() if name not in left_out]:
        cursor.execute(f'SELECT * FROM "{name}"{narrowed.get(name, "")}')  # noqa: S608
        found[name] = sorted(repr(row) for row in cursor.fetchall())
    cursor.close()
    return found


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Inside the block nothing may be added, changed or removed, in any table."""
    before = everything()
    yield
    after = everything()
    changed = {
        name: (before.get(name), after.get(name))
        for name in before | after
        if before.get(name) != after.get(name)
    }
    assert not changed


@contextmanager
def events_left() -> Iterator[list[Event]]:
    """A list that holds, after the block, the events that were kept inside it, in order."""
    db.session.rollback()
    last = db.session.scalar(select(func.max(Event.id))) or 0
    found: list[Event] = []
    yield found
    db.session.rollback()  # only what was committed counts
    found += db.session.scalars(select(Event).where(Event.id > last).order_by(Event.id))


def kinds(events: list[Event]) -> list[EventKind]:
    """List the kinds of these events."""
    return [event.kind for event in events]
