"""Who has been told and who has not: for one case, for one person, across all cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
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
from ulss_tracker.scheme.time.time_words import clock_words, day_words
from ulss_tracker.scheme.workflow.notifying import About, Party, hearing_of
from ulss_tracker.scheme.workflow.workflow import Outcome
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows

ORDERINGS = (Ordering("due", Telling.due_by_at),)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The number of notifications that wait, and how many of them are overdue."""

    to_tell: int
    overdue: int


def untold(case: Case) -> list[Telling]:
    """Who must still be told something of this case, the most pressing first."""
    query = _to_tell().where(Telling.case_id == case.id)
    return list(db.session.scalars(query.order_by(Telling.due_by_at, Telling.id)))


def untold_counts(review_ids: Sequence[int]) -> dict[int, int]:
    """How many people must still be told something of each of these reviews."""
    query = (
        _to_tell()
        .where(Telling.review_id.in_(review_ids))
        .with_only_columns(Telling.review_id, func.count(Telling.person_key.distinct()))
        .group_by(Telling.review_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def first_untold(review: Review) -> list[Telling]:
    """The victims and bereaved families who have not been told: nothing is published before."""
    query = _to_tell().where(Telling.review_id == review.id)
    query = query.options(joinedload(Telling.request), joinedload(Telling.person))
    return [telling for telling in db.session.scalars(query) if telling.party.is_first]


def untried_first(case: Case) -> list[Telling]:
    """The victims and families of the case still to be told, whom nobody has tried to reach."""
    tried = select(TellingAttempt.id).where(TellingAttempt.telling_id == Telling.id)
    query = _to_tell().where(Telling.case_id == case.id, ~tried.exists())
    return [telling for telling in db.session.scalars(query) if telling.party.is_first]


def has_anything_to_tell(case: Case) -> bool:
    """Whether anything has come of the case that people are told of."""
    query = select(Telling.id).where(Telling.case_id == case.id, _stands())
    return db.session.scalar(query.limit(1)) is not None


def of_case(case: Case) -> list[Telling]:
    """Everybody to be told of this case, told or not, with each try, in the order of notifying.

    What somebody was told stays, though the review was reopened or the hearing moved since.
    """
    was_told = and_(Telling.state == TellingState.TOLD, Telling.told_at.is_not(None))
    query = (
        select(Telling)
        .where(Telling.case_id == case.id, or_(_stands(), was_told))
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
    """Return the notification with this id, with who and what it is about. Raises `NotFound`."""
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


def page(
    *,
    assignee: User | None = None,
    party: Party | None = None,
    about: About | None = None,
    by: Ordering = ORDERINGS[0],
    descending: bool = False,
    after: str | None = None,
) -> Rows[Telling]:
    """A page of the people to tell across all cases, the longest overdue first.

    `assignee` narrows it to the reviews assigned to one person.
    """
    query = _to_tell().options(
        joinedload(Telling.case).selectinload(Case.restrictions),
        joinedload(Telling.request),
        joinedload(Telling.person),
        joinedload(Telling.review).joinedload(Review.assignee),
        selectinload(Telling.attempts),
    )
    if assignee is not None:
        query = query.where(_assigned_to(assignee))
    if party is not None:
        query = query.where(Telling.party == party)
    if about is not None:
        query = query.where(Telling.about == about)
    return paging.rows(query, by, descending=descending, after=after)


def waiting(assignee: User | None = None) -> Waiting:
    """Count who is to be told, of all cases or of the reviews assigned to one person."""
    rows = _to_tell().with_only_columns(
        func.count(Telling.id), func.count(Telling.id).filter(Telling.due_by_at < clock.now())
    )
    if assignee is not None:
        rows = rows.where(_assigned_to(assignee))
    return Waiting(*db.session.execute(rows).one())


def who(telling: Telling) -> str:
    """Who is told, as history says it: what they are to the case, and no name."""
    if telling.request is not None:
        return f"{telling.party.label} ({telling.request.reference})"
    return telling.party.label


def name(telling: Telling) -> str:
    """Who is told, by name, for a screen of the office; what they are, where they have none."""
    if telling.request is not None:
        return telling.request.requester_name or "Name not given"
    if telling.person is not None:
        return telling.person.name
    if telling.party is Party.OFFENDER:
        return telling.review.offender_name
    return telling.party.label


def about_words(telling: Telling) -> str:
    """Say what they are told, in words: the outcome itself, or the hearing's day."""
    if telling.about is About.OUTCOME:
        return f"The outcome: {Outcome(telling.detail).label.lower()}"
    if telling.about is About.HEARING:
        day, at = hearing_of(telling.detail)
        return f"The hearing {f'at {clock_words(at)} ' if at else ''}on {day_words(day)}"
    return telling.about.label


def _assigned_to(assignee: User) -> ColumnElement[bool]:
    """Of a review assigned to this person: looked up for each that waits, not for all of theirs."""
    held = select(Review.id).where(
        Review.id == Telling.review_id, Review.assignee_id == assignee.id
    )
    return held.exists()


def _stands() -> ColumnElement[bool]:
    """Whether it stands: not superseded, and not of a request that has left the case."""
    left = select(Request.id).where(
        Request.id == Telling.request_id,
        or_(Request.case_id.is_(None), Request.case_id != Telling.case_id),
    )
    return and_(Telling.superseded_at.is_(None), ~left.exists())


def _to_tell() -> Select[Telling]:
    return select(Telling).where(_stands(), Telling.state == TellingState.TO_TELL)
