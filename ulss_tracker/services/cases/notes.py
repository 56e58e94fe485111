"""Notes on a case. A note is a line of history, so it never changes; it can be kept at the top."""

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import Case, Event, EventKind, PinnedNote, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import mentions
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.table import NO_FILTERS, SizedPlace, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history

_WRITTEN = Ordering("written", Event.id)
TABLE = Table(
    title="Notes", columns=(), orders=(_WRITTEN,), filters=history.FILTERS, default="-written"
)


def pinned(case: Case) -> Sequence[Event]:
    """The notes that are kept at the top of the case, newest first."""
    return list(db.session.scalars(_written(case, is_pinned=True).order_by(Event.id.desc())))


def page(
    case: Case, filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[SizedPlace]
) -> Rows[Event]:
    """A page of the notes of a case that are not pinned, newest first unless asked otherwise.

    Narrowed, the pinned ones are among them: whoever looks for one should find it.
    """
    narrowed = TABLE.conditions(filters)
    query = _written(case, is_pinned=None if narrowed else False).where(*narrowed)
    return TABLE.rows(query, filters, **place)


def _written(case: Case, *, is_pinned: bool | None) -> Select[Event]:
    """The notes of a case, each with who wrote it: pinned, not pinned, or (None) both."""
    query = (
        select(Event)
        .where(Event.case_id == case.id, Event.kind == EventKind.NOTE_ADDED)
        .options(joinedload(Event.by))
    )
    if is_pinned is None:
        return query
    pinned = Event.id.in_(select(PinnedNote.event_id).where(PinnedNote.case_id == case.id))
    return query.where(pinned if is_pinned else ~pinned)


def add(
    case: Case,
    note: str,
    by: User,
    *,
    review: Review | None = None,
    mentioned: Sequence[User] = (),
) -> Event:
    """Write a note on a case, or on one offender's review, for those it mentions to read.

    Those are `mentioned`, and whoever is named with “@”. Raises `Refused` for an empty one, and for
    the mention of somebody who has left or may not see the case.
    """
    require(by, Permission.WORK_CASES)
    check_entered(note, "Enter the note")
    for person in mentioned:
        mentions.check_may_read(case, person)
    people = [*mentioned, *mentions.named_in(note, case)]
    with transaction():
        event = history.record(EventKind.NOTE_ADDED, by, case, review, note=note)
        mentions.keep(event, case, people, by)
        return event


def pin(case: Case, note_id: int, by: User) -> None:
    """Keep a note at the top of its case; one that is there already stays there.

    Raises `NotFound` when the case has no such note.
    """
    note = _get(case, note_id, by)
    with transaction():
        if db.session.get(PinnedNote, note.id) is not None:
            return
        db.session.add(
            PinnedNote(event_id=note.id, case_id=case.id, pinned_at=clock.now(), pinned_by_id=by.id)
        )
        history.record(EventKind.NOTE_PINNED, by, case, note=note.after.get("note", ""))


def unpin(case: Case, note_id: int, by: User) -> None:
    """Put a note back among the others. Raises `NotFound` when the case has no such note."""
    note = _get(case, note_id, by)
    with transaction():
        pinned = db.session.get(PinnedNote, note.id)
        if pinned is None:
            return
        db.session.delete(pinned)
        history.record(EventKind.NOTE_UNPINNED, by, case, note=note.after.get("note", ""))


def _get(case: Case, note_id: int, by: User) -> Event:
    require(by, Permission.WORK_CASES)
    note = db.session.get(Event, note_id)
    if note is None or note.case_id != case.id or note.kind is not EventKind.NOTE_ADDED:
        raise NotFound("There is no such note on this case")
    return note
