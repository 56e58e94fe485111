"""The hand-over at the end of the day: what one person holds, what is promised, and by when."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    Notification,
    NotificationState,
    OutstandingItem,
    Paper,
    PlannedCall,
    Request,
    Review,
    User,
    db,
)
from ulss_tracker.models.review import NOT_CLOSED
from ulss_tracker.services.people import absences
from ulss_tracker.services.supervision import my_work
from ulss_tracker.services.supervision.my_work import MyWork
from ulss_tracker.services.waiting import lists
from ulss_tracker.services.waiting.lists import WaitList

MOST = 200
MOST_HELD = 100
_NOT_CLOSED = text(f"review.{NOT_CLOSED}")


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that is promised by a day: by this person, or to them.

    `case` or `request` is what it is about.
    """

    by_on: date
    words: str
    case: Case | None = None
    request: Request | None = None

    @property
    def is_late(self) -> bool:
        """Whether its day is over."""
        return self.by_on < clock.today()


@dataclass(frozen=True, slots=True)
class Handover:
    """All that somebody who takes over must know: the list, what is held, what is promised."""

    waiting: WaitList
    work: MyWork
    promises: Sequence[Promise]


def of(user: User) -> Handover:
    """The hand-over of this person, with what they stand in for, as it is now."""
    people = [user.id, *(absence.person_id for absence in absences.covered_by(user))]
    promises = [*_calls(people), *_outstanding(people), *_papers(people), *_notifications(people)]
    promises.sort(key=lambda promise: promise.by_on)
    return Handover(lists.of(user, lists.PAGE), my_work.of(user, size=MOST_HELD), promises)


def _held(people: Collection[int]) -> Select[int]:
    return select(Review.case_id).where(Review.assignee_id.in_(people), _NOT_CLOSED)


def _calls(people: Collection[int]) -> list[Promise]:
    query = (
        select(PlannedCall)
        .where(PlannedCall.person_id.in_(people), PlannedCall.ended_at.is_(None))
        .options(joinedload(PlannedCall.case), joinedload(PlannedCall.request))
    )
    return [
        Promise(call.due_on, f"Call: {call.words}", call.case, call.request)
        for call in _first(query, PlannedCall.due_on)
    ]


def _outstanding(people: Collection[int]) -> list[Promise]:
    query = (
        select(OutstandingItem)
        .join(OutstandingItem.request)
        .where(
            OutstandingItem.ended_at.is_(None),
            or_(Request.owner_id.in_(people), Request.case_id.in_(_held(people))),
        )
        .options(joinedload(OutstandingItem.request))
    )
    return [
        Promise(item.wanted_by_on, f"The requester is to send: {item.words}", None, item.request)
        for item in _first(query, OutstandingItem.wanted_by_on)
    ]


def _papers(people: Collection[int]) -> list[Promise]:
    query = (
        select(Paper)
        .where(
            Paper.case_id.in_(_held(people)),
            Paper.promised_by_on.is_not(None),
            Paper.received_at.is_(None),
            Paper.not_applicable_reason == "",
        )
        .options(joinedload(Paper.case))
    )
    return [
        Promise(paper.promised_by_on, f"The CPS is to send: {paper.label}", paper.case)
        for paper in _first(query, Paper.promised_by_on)
    ]


def _notifications(people: Collection[int]) -> list[Promise]:
    """The people to tell in cases that are held, counted by case and day."""
    query = (
        select(Notification)
        .where(
            Notification.case_id.in_(_held(people)),
            Notification.state == NotificationState.TO_TELL,
            Notification.superseded_at.is_(None),
        )
        .options(joinedload(Notification.case))
    )
    counts = Counter(
        (clock.day_of(notification.due_by_at), notification.case)
        for notification in _first(query, Notification.due_by_at)
    )
    return [
        Promise(day, f"{number} {'person' if number == 1 else 'people'} to tell", case)
        for (day, case), number in counts.items()
    ]


def _first(query: Select[Any], by: InstrumentedAttribute[Any]) -> Sequence[Any]:
    """The first of these records by a day or a moment."""
    return db.session.scalars(query.order_by(by, by.class_.id).limit(MOST)).all()
