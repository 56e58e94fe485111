"""Traces that an act left in the database: the events of it, or nothing at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select, Table, func, select

from ulss_tracker.models import Event, EventKind, RecordHash, SecurityEvent, db

_REFUSALS = SecurityEvent.__tablename__


def everything() -> dict[str, list[str]]:
    """Every row of every table, as words to compare; but that somebody was refused is kept."""
    db.session.rollback()
    return {
        table.name: sorted(repr(tuple(row)) for row in db.session.execute(_rows(table)))
        for table in db.metadata.sorted_tables
        if table.name != _REFUSALS
    }


def _rows(table: Table) -> Select[Any]:
    if table.name == RecordHash.__tablename__:
        return select(table).where(table.c.table_name != _REFUSALS)
    return select(table)


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Inside the block nothing may be added, changed or removed, in any table."""
    before = everything()
    yield
    after = everything()
    changed = {name: after[name] for name in after if after[name] != before[name]}
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
