"""The security log: sign-ins, refusals, factors, accounts, exports, views; ids, nothing personal.

A service notes what happened (`note`); once the answer is made, `access_records.py` records it. An
answer that cannot be recorded is not given.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import ColumnElement, insert, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Case, SecurityEvent, SecurityKind, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core import record_hashes, users
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import (
    Column,
    Filter,
    FilterKind,
    SizedPlace,
    Table,
    days,
    in_file,
)
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require

_STREAMED = ("at", "by_id", "about_id", "request_id", "page", "detail")
# For whoever gathers the events of many systems. The network address is in the proxy's log.
_stream = logging.getLogger("ulss_tracker.security")
_EVENTS: Any = SecurityEvent.__table__
_KEEPING = insert(_EVENTS).returning(*_EVENTS.columns)


@dataclass(frozen=True, slots=True)
class Noted:
    """One thing to record: by whom, about whose account, and a word of ours."""

    kind: SecurityKind
    by_id: int | None = None
    about_id: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where something came from: network address, browser, web request and page, who is signed in.

    All empty at a terminal, but for the name of the command as its page.
    """

    page: str
    address: str = ""
    device: str = ""
    request_id: str = ""
    by_id: int | None = None


# None outside a web request and a command: jobs act for nobody.
_noted: ContextVar[tuple[Noted, ...] | None] = ContextVar(
    "noted for the security log", default=None
)


# What the page that is being made shows, as words of ours: "case 12".
_viewed: ContextVar[tuple[str, ...]] = ContextVar("viewed on this page", default=())


def begin() -> None:
    """Begin to take notes: a web request or a command has begun, and nothing has happened in it."""
    _noted.set(())
    _viewed.set(())


def note_view(what: str, number: int) -> None:
    """Note that a record is shown on the page that is being made; each once for a page."""
    word = f"{what} {number}"
    if _noted.get() is not None and word not in _viewed.get():
        _viewed.set((*_viewed.get(), word))


def viewed() -> tuple[str, ...]:
    """Return what this page shows."""
    return _viewed.get()


def note(
    kind: SecurityKind, *, by: User | None = None, about: User | None = None, detail: str = ""
) -> None:
    """Note what has happened: after the transaction that did it, so that nothing undone is told.

    Without `by` it is of whoever is signed in.
    """
    noted = _noted.get()
    if noted is not None:
        line = Noted(kind, by.id if by else None, about.id if about else None, detail)
        _noted.set((*noted, line))


def anything_noted() -> bool:
    """Whether anything was noted that is not recorded yet."""
    return bool(_noted.get())


def take_noted() -> tuple[Noted, ...]:
    """Return what was noted and is not recorded yet, and forget it."""
    noted = _noted.get() or ()
    begin()
    return noted


def end() -> None:
    """Take no more notes, and forget what was not recorded."""
    _noted.set(None)


def of_command(name: str, by: User | None = None) -> AbstractContextManager[None]:
    """Record what happens in the block as done by a command, at a terminal."""
    return of_source(Source(name, by_id=by.id if by else None))


@contextmanager
def of_source(source: Source) -> Iterator[None]:
    """Record what happens in the block as asked for from there, though nobody waits for it."""
    begin()
    try:
        yield
        keep_noted(source)
    finally:
        end()


def keep_noted(source: Source) -> None:
    """Record what was noted, in a transaction of its own, and forget it."""
    write(take_noted(), source, clock.now())


def write(noted: Sequence[Noted], source: Source, at: datetime) -> None:
    """Record what was noted of one source, as of its own moment."""
    if not noted:
        return
    lines = [
        {
            "kind": entry.kind,
            "at": at,
            "by_id": source.by_id if entry.by_id is None else entry.by_id,
            "about_id": entry.about_id,
            "address": source.address,
            "device": source.device,
            "request_id": source.request_id,
            "page": source.page,
            "detail": entry.detail,
        }
        for entry in noted
    ]
    with transaction():
        rows = db.session.connection().execute(_KEEPING, lines).mappings()
        record_hashes.add_rows(SecurityEvent, rows)
    for entry, line in zip(noted, lines, strict=True):
        _stream.info(entry.kind.value, extra={name: line[name] for name in _STREAMED})


def _of_person(number: int) -> ColumnElement[bool]:
    return or_(SecurityEvent.by_id == number, SecurityEvent.about_id == number)


def _of_record(reference: str) -> ColumnElement[bool]:
    return SecurityEvent.detail == _record_of(reference)


TABLE = Table(
    title="Security log",
    columns=(
        in_file("number", "Number", lambda row: row.id),
        Column("at", "When", order=Ordering("at", SecurityEvent.at), only_on_page=True),
        in_file("moment", "When (UTC)", lambda row: row.at.isoformat(timespec="seconds")),
        Column("event", "What", lambda row: row.kind.value),
        Column("by", "By", lambda row: row.by.name if row.by else "", only_on_page=True),
        Column(
            "about", "About", lambda row: row.about.name if row.about else "", only_on_page=True
        ),
        in_file("by_id", "By account"),
        in_file("about_id", "About account"),
        Column("address", "From", file_heading="Network address"),
        in_file("device", "Device"),
        in_file("request_id", "Request"),
        Column("page", "Page"),
        in_file("detail", "Detail"),
    ),
    filters=(
        Filter("record", "Record", kind=FilterKind.KEPT),
        Filter("kind", "What", SecurityEvent.kind, SecurityKind, "Everything"),
        Filter("person", "By or about", _of_person, users.names, "Everybody", int),
        Filter("address", "Network address", SecurityEvent.address, kind=FilterKind.WORDS),
        Filter("device", "Device", SecurityEvent.device, kind=FilterKind.WORDS),
        Filter("reference", "Case reference", _of_record, kind=FilterKind.WORDS),
        *days(SecurityEvent.at, ("from_on", "On or after"), ("to_on", "On or before")),
    ),
    default="-at",
    heads="event",
)


def page(
    filters: Mapping[str, Any], reader: User, **place: Unpack[SizedPlace]
) -> Rows[SecurityEvent]:
    """A page of the log with people's names, newest first unless asked. Raises `NotAllowed`."""
    require(reader, Permission.SEE_SECURITY_LOG)
    query = select(SecurityEvent).options(
        joinedload(SecurityEvent.by), joinedload(SecurityEvent.about)
    )
    return TABLE.rows(query, filters, **place)


def _record_of(reference: str) -> str:
    """The word that stands for the case with this reference; one that nothing has, where none is.

    A sealed case is there only for those who are named on it.
    """
    case_id = db.session.scalar(select(Case.id).where(Case.reference == reference.upper()))
    return f"case {case_id}" if case_id is not None else "no case"
