"""Who has been told and who has not: for one case, for one person, across all cases."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.errors import existing
from ulss_tracker.models import (
    Case,
    Notification,
    NotificationAttempt,
    NotificationState,
    Request,
    Review,
    User,
    db,
)
from ulss_tracker.scheme.time.time_words import clock_words, day_words
from ulss_tracker.scheme.workflow.notifying import About, Party, hearing_of
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.core import teams
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.search.narrowing import by_words

MINE = "mine"


def _assigned_to(who_has_it: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of a review that these have: looked up for each that waits, not for all of theirs."""
    held = select(Review.id).where(Review.id == Notification.review_id, who_has_it)
    return held.exists()


def _is_of_team(number: int) -> ColumnElement[bool]:
    return _assigned_to(Review.assignee_id.in_(teams.members_of(number)))


TABLE = Table(
    title="People to tell",
    columns=(
        Column("who", "Who"),
        Column("due", "Due", order=Ordering("due", Notification.due_by_at), classes="app-nowrap"),
        Column("what", "What"),
        Column("case", "Case"),
        Column("assigned", "Assigned to"),
        Column("tries", "Tries"),
        Column("letter", "Letter"),
        Column("tick", "Tick", classes="app-nowrap"),
    ),
    filters=(
        by_words(case=Notification.case_id, request=Notification.request_id),
        Filter("party", "Who", Notification.party, Party, "Anybody"),
        Filter("about", "About", Notification.about, About, "Anything"),
        Filter("whose", "Whose reviews", None, [(MINE, "Assigned to me")], "Everybody’s"),
        Filter("team", "Team", _is_of_team, teams.names, "Any team", int),
    ),
    default="due",
)


@dataclass(frozen=True, slots=True)
class NotificationCounts:
    """The number of notifications that wait, and how many of them are overdue."""

    to_tell: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Untold:
    """How many people are still to be told of one review, and by when the first of them is."""

    review_id: int
    people: int
    due_by_at: datetime


def untold(case: Case) -> list[Notification]:
    """Who must still be told something of this case, the most pressing first."""
    query = _to_tell().where(Notification.case_id == case.id)
    return list(db.session.scalars(query.order_by(Notification.due_by_at, Notification.id)))


def untold_of(
    *, reviews: Collection[int] = (), assignees: Collection[int] = ()
) -> dict[int, Untold]:
    """Who must still be told of each of these reviews, or of those that these people have."""
    is_theirs = _assigned_to(Review.assignee_id.in_(assignees))
    query = (
        _to_tell()
        .where(or_(Notification.review_id.in_(reviews), is_theirs))
        .with_only_columns(
            Notification.review_id,
            func.count(Notification.person_key.distinct()),
            func.min(Notification.due_by_at),
        )
        .group_by(Notification.review_id)
    )
    rows = db.session.execute(query)
    return {number: Untold(number, people, by) for number, people, by in rows if number is not None}


def first_untold(review: Review) -> list[Notification]:
    """The victims and bereaved families who have not been told: nothing is published before."""
    query = _to_tell().where(Notification.review_id == review.id)
    query = query.order_by(Notification.due_by_at, Notification.id)
    query = query.options(joinedload(Notification.request), joinedload(Notification.person))
    return [
        notification for notification in db.session.scalars(query) if notification.party.is_first
    ]


def untried_first(case: Case) -> list[Notification]:
    """The victims and families of the case still to be told, whom nobody has tried to reach."""
    tried = select(NotificationAttempt.id).where(NotificationAttempt.telling_id == Notification.id)
    query = _to_tell().where(Notification.case_id == case.id, ~tried.exists())
    return [
        notification for notification in db.session.scalars(query) if notification.party.is_first
    ]


def has_anything_to_tell(case: Case) -> bool:
    """Whether anything has come of the case that people are told of."""
    query = select(Notification.id).where(Notification.case_id == case.id, _stands())
    return db.session.scalar(query.limit(1)) is not None


def of_case(case: Case) -> list[Notification]:
    """Everybody to be told of this case, told or not, with each try, in the order of notifying.

    What somebody was told stays, though the review was reopened or the hearing moved since.
    """
    was_told = and_(Notification.state == NotificationState.TOLD, Notification.told_at.is_not(None))
    query = (
        select(Notification)
        .where(Notification.case_id == case.id, or_(_stands(), was_told))
        .options(
            joinedload(Notification.request),
            joinedload(Notification.person),
            joinedload(Notification.review),
            joinedload(Notification.told_by),
            selectinload(Notification.attempts).joinedload(NotificationAttempt.by),
        )
    )
    return list(db.session.scalars(query.order_by(Notification.due_by_at, Notification.id)))


def of_person(notification: Notification) -> list[Notification]:
    """All that the same person is still to be told of the same case: one call can tell it all."""
    query = _to_tell().where(
        Notification.case_id.is_not_distinct_from(notification.case_id),
        Notification.person_key == notification.person_key,
    )
    query = query.options(joinedload(Notification.review))
    return list(db.session.scalars(query.order_by(Notification.due_by_at, Notification.id)))


def get(notification_id: int) -> Notification:
    """Return the notification with this id, with who and what it is about. Raises `NotFound`."""
    query = (
        select(Notification)
        .where(Notification.id == notification_id)
        .options(
            joinedload(Notification.case),
            joinedload(Notification.request),
            joinedload(Notification.person),
            joinedload(Notification.review),
            selectinload(Notification.attempts).joinedload(NotificationAttempt.by),
        )
    )
    return existing(db.session.scalar(query), "There is no such person to tell")


def page(
    filters: Mapping[str, Any] = NO_FILTERS,
    *,
    reader: User | None = None,
    **place: Unpack[Place],
) -> Rows[Notification]:
    """A page of the people to tell across all cases, the longest overdue first.

    `reader` is whose reviews `MINE` are.
    """
    query = _to_tell().options(
        joinedload(Notification.case).selectinload(Case.restrictions),
        joinedload(Notification.request),
        joinedload(Notification.person),
        joinedload(Notification.review).joinedload(Review.assignee),
        selectinload(Notification.attempts),
    )
    if reader is not None and filters.get("whose") == MINE:
        query = query.where(_assigned_to(Review.assignee_id == reader.id))
    return TABLE.rows(query, filters, **place)


def waiting() -> NotificationCounts:
    """Count who is to be told, of all cases."""
    query = _to_tell().with_only_columns(
        func.count(Notification.id),
        func.count(Notification.id).filter(Notification.due_by_at < clock.now()),
    )
    return NotificationCounts(*db.session.execute(query).one())


def who(notification: Notification) -> str:
    """Who is told, as history says it: what they are to the case, and no name."""
    if notification.request is not None:
        return f"{notification.party.label} ({notification.request.reference})"
    return notification.party.label


def name(notification: Notification) -> str:
    """Who is told, by name, for a screen of the office; what they are, where they have none."""
    if notification.request is not None:
        return notification.request.requester_name or "Name not given"
    if notification.person is not None:
        return notification.person.name
    if notification.party is Party.OFFENDER:
        return notification.offender_name
    return notification.party.label


def about_words(notification: Notification) -> str:
    """Say what they are told, in words: the outcome itself, or the hearing's day."""
    if notification.about is About.OUTCOME:
        return f"The outcome: {Outcome(notification.detail).label.lower()}"
    if notification.about is About.HEARING:
        day, at = hearing_of(notification.detail)
        return f"The hearing {f'at {clock_words(at)} ' if at else ''}on {day_words(day)}"
    if notification.about is About.LAW:
        return f"{About.LAW.label} ({notification.detail})"
    return notification.about.label


def _stands() -> ColumnElement[bool]:
    """Whether it stands: not superseded, and not of a request that has left the case."""
    left = select(Request.id).where(
        Request.id == Notification.request_id,
        or_(Request.case_id.is_(None), Request.case_id != Notification.case_id),
    )
    is_of_it = or_(Notification.case_id.is_(None), ~left.exists())
    return and_(Notification.superseded_at.is_(None), is_of_it)


def _to_tell() -> Select[Notification]:
    return select(Notification).where(_stands(), Notification.state == NotificationState.TO_TELL)
