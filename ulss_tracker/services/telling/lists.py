"""Who has been told and who has not: for one case, for one person, across all cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import (
    Case,
    Request,
    Review,
    Telling,
    TellingAttempt,
    TellingState,
    User,
    db,
)
from ulss_tracker.services import paging

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Some people to tell, and the key that the next page starts after, if there is one."""

    tellings: Sequence[Telling]
    after: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many tellings wait, and how many of them are overdue."""

    to_tell: int
    overdue: int


def untold(case: Case) -> list[Telling]:
    """Who must still be told something of this case, the most pressing first."""
    query = _to_tell().where(Telling.case_id == case.id)
    return list(db.session.scalars(query.order_by(Telling.due_by_at, Telling.id)))


def first_untold(review: Review) -> list[Telling]:
    """The victims and bereaved families who have not been told: nothing is published before."""
    query = _to_tell().where(Telling.review_id == review.id)
    return [telling for telling in db.session.scalars(query) if telling.party.is_first]


def of_case(case: Case) -> list[Telling]:
    """Everybody to be told of this case, told or not, with each try, in the order of telling."""
    query = (
        _standing()
        .where(Telling.case_id == case.id)
        .options(
            joinedload(Telling.request),
            joinedload(Telling.person),
            joinedload(Telling.review),
            joinedload(Telling.told_by),
            selectinload(Telling.attempts).joinedload(TellingAttempt.by),
        )
    )
    return list(db.session.scalars(query.order_by(Telling.due_by_at, Telling.id)))


def of_person(telling: Telling) -> list[Telling]:
    """All that the same person is still to be told of the same case: one call can tell it all."""
    query = _to_tell().where(
        Telling.case_id == telling.case_id, Telling.person_key == telling.person_key
    )
    query = query.options(joinedload(Telling.review))
    return list(db.session.scalars(query.order_by(Telling.due_by_at, Telling.id)))


def get(telling_id: int) -> Telling:
    """The telling with this id, with who and what it is about. Raises `NotFound`."""
    query = (
        select(Telling)
        .where(Telling.id == telling_id)
        .options(
            joinedload(Telling.case),
            joinedload(Telling.request),
            joinedload(Telling.person),
            joinedload(Telling.review),
            selectinload(Telling.attempts).joinedload(TellingAttempt.by),
        )
    )
    telling = db.session.scalar(query)
    if telling is None:
        raise NotFound("There is no such person to tell")
    return telling


def page(*, after: str | None = None, holder: User | None = None) -> Page:
    """A page of the people to tell across all cases, the longest overdue first.

    `holder` narrows it to the reviews one person holds. An unreadable key gives the first page.
    """
    query = _to_tell().options(
        joinedload(Telling.case),
        joinedload(Telling.request),
        joinedload(Telling.person),
        joinedload(Telling.review).joinedload(Review.holder),
        selectinload(Telling.attempts),
    )
    if holder is not None:
        query = query.join(Review, Telling.review_id == Review.id)
        query = query.where(Review.holder_id == holder.id)
    key = paging.read(after)
    if key is not None:
        later = and_(Telling.due_by_at == key.at, Telling.id > key.number)
        query = query.where(or_(Telling.due_by_at > key.at, later))
    query = query.order_by(Telling.due_by_at, Telling.id).limit(PAGE + 1)
    found = list(db.session.scalars(query))
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], paging.key(last.due_by_at, last.id) if last else None)


def waiting(holder: User | None = None) -> Waiting:
    """How many are to be told, of all cases or of the reviews one person holds."""
    rows = _to_tell().with_only_columns(
        func.count(Telling.id), func.count(Telling.id).filter(Telling.due_by_at < clock.now())
    )
    if holder is not None:
        rows = rows.join(Review, Telling.review_id == Review.id)
        rows = rows.where(Review.holder_id == holder.id)
    return Waiting(*db.session.execute(rows).one())


def who(telling: Telling) -> str:
    """Who is told, as history says it: what they are to the case, and no name."""
    if telling.request is not None:
        return f"{telling.party.label} ({telling.request.reference})"
    return telling.party.label


def _standing() -> Select[Telling]:
    """Tellings that hold: not superseded, and not of a request that has left the case."""
    left = select(Request.id).where(
        Request.id == Telling.request_id,
        or_(Request.case_id.is_(None), Request.case_id != Telling.case_id),
    )
    return select(Telling).where(Telling.superseded_at.is_(None), ~left.exists())


def _to_tell() -> Select[Telling]:
    return _standing().where(Telling.state == TellingState.TO_TELL)
