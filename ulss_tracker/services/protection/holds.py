"""Legal holds: placed, reviewed and ended by a person; asked by every door that erases.

`is_held` is the question. A doubt holds: a name that may be the person's, spelt otherwise or by an
initial, is held with theirs; a hold of a family name alone keeps everybody of that name, and one
of a case every case that was joined to it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Unpack

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import (
    Case,
    CaseMerge,
    Draft,
    EventKind,
    InboundMessage,
    LegalHold,
    Request,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core.email_addresses import comparable
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_entered, check_version
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.matching.name_similarity import fit_names
from ulss_tracker.services.matching.names import read_names
from ulss_tracker.services.protection.access_filter import reading_as_office

ENDED = "ended"
MAY_BE_THEIRS = 5.5
"""A fit of two names, in the units of matching, from which they may be one person's: that of a
family name and an initial."""
Record = Case | Request | InboundMessage | Draft
_NAMES = ("offender_name", "other_offenders", "requester_name", "sender_name")
_FIGURES = 9  # of a telephone number: before them stands a 0 or +44
TABLE = Table(
    title="Legal holds",
    columns=(
        Column("matter", "Matter"),
        Column("of", "Held"),
        Column("placed", "Placed", order=Ordering("placed", LegalHold.placed_at)),
        Column("review", "Review by", order=Ordering("review", LegalHold.review_on)),
    ),
    filters=(Filter("which", "Show", choices=[(ENDED, "Ended")], blank="In force"),),
    default="review",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldInput:
    """A hold as a person places it: for which matter, of whom or which case, why, until when."""

    matter: str
    why: str
    review_on: date
    case: Case | None = None
    person: str = ""
    contact: str = ""


def in_force() -> Sequence[LegalHold]:
    """Every hold that has not ended, those of sealed cases too: not to be shown as they are."""
    with reading_as_office():
        return list(db.session.scalars(select(LegalHold).where(LegalHold.ended_at.is_(None))))


def is_held(record: Record) -> bool:
    """Whether a hold keeps this record, and all that belongs to it, from being erased."""
    return bool(of(record, in_force()))


def of(record: Record, among: Sequence[LegalHold]) -> list[LegalHold]:
    """Those of the holds `in_force` that keep a record, and all that belongs to it."""
    if not among:
        return []
    with reading_as_office():
        rows = _rows(record)
        cases = _joined({number for row in rows if (number := _case_of(row))})
        words = "\n".join(str(value) for row in rows for value in _values(row))
    names = [getattr(row, name, "") for row in rows for name in _NAMES]
    return [hold for hold in among if hold.case_id in cases or _names(hold, names, words)]


def of_person(names: Iterable[str], contacts: Iterable[str] = ()) -> list[LegalHold]:
    """The holds of a person who is known by these names, addresses and telephone numbers."""
    known = list(names)
    words = "\n".join([*known, *contacts])
    return [hold for hold in in_force() if _names(hold, known, words)]


def _names(hold: LegalHold, names: Iterable[str], words: str) -> bool:
    """Whether names, or words around them, may be of the person of a hold."""
    if hold.contact and _mark(hold.contact, hold.contact) in _mark(hold.contact, words):
        return True
    if hold.person and _spaced(hold.person) in _spaced(words):
        return True
    return any(
        fit_names(theirs, name).weight >= MAY_BE_THEIRS
        for theirs in read_names(hold.person)
        for text in names
        for name in read_names(text)
    )


def _mark(contact: str, words: str) -> str:
    """The words as they are compared with an address; with a number, by the end of its figures."""
    if "@" in contact:
        return "".join(comparable(words).split())
    figures = "".join(figure for figure in words if figure.isdecimal())
    return figures[-_FIGURES:] if words == contact else figures


def _spaced(words: str) -> str:
    return " ".join(["", *re.findall(r"\w+", words.casefold()), ""])


def _rows(record: Record) -> list[Any]:
    """The rows of a record that may name a person."""
    if isinstance(record, Case):
        return [record, *record.reviews, *record.requests]
    if isinstance(record, InboundMessage) and record.request is not None:
        return [record, record.request]
    return [record]


def _case_of(row: Any) -> int | None:
    return row.id if isinstance(row, Case) else getattr(row, "case_id", None)


def _values(row: Any) -> Iterator[object]:
    return (getattr(row, column.key) for column in row.__mapper__.column_attrs)


def _joined(numbers: set[int]) -> set[int]:
    """These cases, with every other that one of them was joined to, or that was joined to it."""
    cases, new = set(numbers), numbers
    while new:
        of_new = CaseMerge.case_id.in_(new) | CaseMerge.into_id.in_(new)
        pairs = db.session.execute(select(CaseMerge.case_id, CaseMerge.into_id).where(of_new))
        new = {number for pair in pairs for number in pair} - cases
        cases |= new
    return cases


def place(said: HoldInput, by: User) -> LegalHold:
    """Place a hold. Raises `Refused` without a matter, a reason, or whom or what it holds."""
    require(by, Permission.HOLD_RECORDS)
    check_entered(said.matter, "Enter the matter")
    check_entered(said.why, "Enter why nothing may be erased")
    if said.case is None and not said.person.strip() and not said.contact.strip():
        raise Refused("Enter a case, a person, or how a person is reached")
    _check_ahead(said.review_on)
    with transaction():
        hold = LegalHold(
            matter=said.matter.strip(),
            case_id=said.case.id if said.case else None,
            person=said.person.strip(),
            contact=said.contact.strip(),
            why=said.why.strip(),
            review_on=said.review_on,
            placed_at=clock.now(),
            placed_by_id=by.id,
        )
        db.session.add(hold)
        db.session.flush()
        kind = EventKind.LEGAL_HOLD_PLACED
        history.record(kind, by, said.case, hold=hold.id, review_on=hold.review_on)
    return hold


def review(hold: LegalHold, review_on: date | None, note: str, by: User, *, version: int) -> None:
    """Record that a hold was reviewed: it stays until another day, or ends where there is none.

    Raises `Refused` without a reason, and for a hold that has ended.
    """
    require(by, Permission.HOLD_RECORDS)
    check_version(hold, version)
    check_entered(note, "Enter why")
    if hold.ended_at is not None:
        raise Refused("This hold has ended")
    if review_on is not None:
        _check_ahead(review_on)
    with transaction():
        hold.reviewed_at, hold.reviewed_by_id, hold.review_note = clock.now(), by.id, note.strip()
        hold.review_on = review_on or hold.review_on
        hold.ended_at = None if review_on else clock.now()
        history.record(
            EventKind.LEGAL_HOLD_REVIEWED,
            by,
            hold.case,
            hold=hold.id,
            review_on=review_on,
            is_ended=review_on is None,
        )


def _check_ahead(day: date) -> None:
    if day <= clock.today():
        raise Refused("The day of the next review must be in the future")


def get(number: int) -> LegalHold:
    """The hold with this number. Raises `NotFound`, also where the reader may not see its case."""
    query = select(LegalHold).where(LegalHold.id == number).options(*_SHOWN)
    return existing(db.session.scalar(query), "There is no such hold")


def page(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[LegalHold]:
    """A page of the holds in force, or of those that ended."""
    is_in_force = LegalHold.ended_at.is_(None)
    query = select(LegalHold).options(*_SHOWN)
    query = query.where(~is_in_force if filters.get("which") == ENDED else is_in_force)
    return TABLE.rows(query, filters, **place)


def to_review() -> Sequence[LegalHold]:
    """The holds whose day of review has come, the longest ago first."""
    query = select(LegalHold).where(LegalHold.ended_at.is_(None))
    query = query.where(LegalHold.review_on <= clock.today())
    return list(db.session.scalars(query.order_by(LegalHold.review_on, LegalHold.id)))


_SHOWN = (
    joinedload(LegalHold.case),
    joinedload(LegalHold.placed_by),
    joinedload(LegalHold.reviewed_by),
)
