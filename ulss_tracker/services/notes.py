"""Notes on a case. A note is a line of history, so it never changes; it can be kept at the top."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Case, Event, EventKind, PinnedNote, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services import history, paging
from ulss_tracker.services.saving import saving
from ulss_tracker.services.users import require

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """The pinned notes, some of the others, and the key that the next page starts after."""

    pinned: Sequence[Event]
    notes: Sequence[Event]
    after: str | None


def page(case: Case, *, after: str | None = None) -> Page:
    """The notes of a case, pinned ones apart, newest first. An unreadable key: the first page."""
    query = (
        select(Event)
        .where(Event.case_id == case.id, Event.kind == EventKind.NOTE_ADDED)
        .options(joinedload(Event.by))
        .order_by(Event.id.desc())
    )
    kept = select(PinnedNote.event_id).where(PinnedNote.case_id == case.id)
    others = query.where(Event.id.not_in(kept))
    key = paging.read(after)
    if key is not None:
        others = others.where(Event.id < key.number)
    found = list(db.session.scalars(others.limit(PAGE + 1)))
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(
        pinned=list(db.session.scalars(query.where(Event.id.in_(kept)))),
        notes=found[:PAGE],
        after=paging.key(last.at, last.id) if last else None,
    )


def add(case: Case, note: str, by: User, *, review: Review | None = None) -> Event:
    """Write a note on a case, or on one offender's review. Raises `Refused` for an empty one."""
    require(by, Permission.WORK_CASES)
    if not note.strip():
        raise Refused("Enter the note")
    with saving():
        return history.record(
            EventKind.NOTE_ADDED, by=by, case=case, review=review, after={"note": note}
        )


def pin(case: Case, note_id: int, by: User) -> None:
    """Keep a note at the top of its case; one that is there already stays there.

    Raises `NotFound` when the case has no such note.
    """
    note = _get(case, note_id, by)
    with saving():
        if db.session.get(PinnedNote, note.id) is not None:
            return
        db.session.add(
            PinnedNote(event_id=note.id, case_id=case.id, pinned_at=clock.now(), pinned_by_id=by.id)
        )
        history.record(EventKind.NOTE_PINNED, by=by, case=case, after={"note": note.after["note"]})


def unpin(case: Case, note_id: int, by: User) -> None:
    """Put a note back among the others. Raises `NotFound` when the case has no such note."""
    note = _get(case, note_id, by)
    with saving():
        pinned = db.session.get(PinnedNote, note.id)
        if pinned is None:
            return
        db.session.delete(pinned)
        history.record(
            EventKind.NOTE_UNPINNED, by=by, case=case, after={"note": note.after["note"]}
        )


def _get(case: Case, note_id: int, by: User) -> Event:
    require(by, Permission.WORK_CASES)
    note = db.session.get(Event, note_id)
    if note is None or note.case_id != case.id or note.kind is not EventKind.NOTE_ADDED:
        raise NotFound("There is no such note on this case")
    return note
