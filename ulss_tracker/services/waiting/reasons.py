"""Reasons for which a matter stands on a person's list, besides that it is theirs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from ulss_tracker import clock
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import (
    GIVEN_KINDS,
    Deadline,
    DutyAlarm,
    DutyCall,
    InboundMessage,
    InboundState,
    Request,
    Review,
    User,
    Wait,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.workflow import first_look
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.law import agreement
from ulss_tracker.services.messaging import reminders
from ulss_tracker.services.referral import due_chases
from ulss_tracker.services.waiting import assignment_rules, matters
from ulss_tracker.services.waiting.matters import About, Matter

MOST = 1_000
"""So many records of each kind are read; a person has far fewer."""
_DATED = [kind for kind in WaitKind if kind.is_dated]
ASKED_OF_ONE = (WaitKind.VERIFY, WaitKind.CHECK_LETTER)
"""Checks that were asked of one person, and that whoever else may act can take from them."""


class Why(LabelledEnum):
    """Why a matter is on the list, the most pressing first; the label is of all of a kind."""

    ALARM = "alarm", "Alarms"
    REMINDER = "reminder", "Reminders"
    GIVEN = "given", "Given to you"
    ASKED = "asked", "Asked of you"
    MESSAGE = "message", "Incoming"
    CALL = "call", "Calls and what is owed"
    LAW = "law", "Days that the law would move"
    CHASE = "chase", "Papers to chase"
    TELL = "tell", "People to tell"
    REQUEST = "request", "Requests"
    REVIEW = "review", "To be filed"
    LETTER = "letter", "Letters to finish"
    OVER = "over", "Over: at the court, or to close"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, and the record that it comes from; `by` is a day of its own, where it has one.

    `is_of_other`: it was asked of somebody else, from whom it may be taken.
    """

    why: Why
    record: Any
    about: About
    by: datetime = matters.NO_LIMIT
    is_of_other: bool = False


def of_own_day(user: User, people: Sequence[int]) -> dict[Matter, list[Reason]]:
    """The reasons that have a day of their own, or of which one person has few, by their matter.

    `people` are this person and whom they stand in for.
    """
    today = clock.end_of(clock.today())
    found = [Reason(Why.CALL, wait, _about(wait), today) for wait in _dated_waits(user)]
    if may(user.role, Permission.WORK_CASES):
        found += _of_work(user, people, today)
    if may(user.role, Permission.OVERRIDE_ASSESSMENT):
        moves = agreement.to_agree(size=MOST).rows
        moves = [move for move in moves if not agreement.why_not_agree(move, user)]
        found += [Reason(Why.LAW, move, _about(move)) for move in moves]
    matter_of = matters.of_records({reason.about for reason in found})
    by_matter: defaultdict[Matter, list[Reason]] = defaultdict(list)
    for reason in found:
        if reason.about in matter_of:
            by_matter[matter_of[reason.about]].append(reason)
    return by_matter


def _of_work(user: User, people: Sequence[int], today: datetime) -> list[Reason]:
    """The same of whoever works on cases.

    What is late is to be done by the end of today; a message is read by the end of the next working
    day, as a request is first looked at.
    """
    found = [Reason(Why.ALARM, alarm, _about(alarm.deadline)) for alarm in _alarms(user, people)]
    found += [Reason(Why.REMINDER, item, _about(item)) for item in reminders.of_person(user)]
    found += [
        Reason(Why.LETTER, draft, _about(draft)) for draft in letters.unfinished_of(people, MOST)
    ]
    for due in due_chases.of_people(clock.now(), people):
        found.append(Reason(Why.CHASE, due, About(case_id=due.case.id), today))
    for untold in notifying.untold_of(assignees=people).values():
        by = max(untold.due_by_at, today)
        found.append(Reason(Why.TELL, untold, About(review_id=untold.review_id), by))
    for message in _messages():
        by = max(first_look.look_by(message.received_at, None), today)
        request = message.request
        about = About(message_id=message.id)
        if request is not None:
            about = About(None, request.case_id, request.id)
        found.append(Reason(Why.MESSAGE, message, about, by))
    return found


def _about(record: Any) -> About:
    """The review, the case and the request that a record names."""
    return About(*(getattr(record, name, None) for name in ("review_id", "case_id", "request_id")))


def _alarms(user: User, people: Sequence[int]) -> Iterable[DutyAlarm]:
    """The alarms that are going about the work of these people, or that called this one."""
    called = select(DutyCall.id).where(
        DutyCall.alarm_id == DutyAlarm.id, DutyCall.person_id == user.id
    )
    is_theirs = or_(Review.assignee_id.in_(people), Request.owner_id.in_(people), called.exists())
    query = (
        select(DutyAlarm)
        .join(DutyAlarm.deadline)
        .outerjoin(Deadline.review)
        .outerjoin(Deadline.request)
        .where(DutyAlarm.ended_at.is_(None), is_theirs)
        .options(contains_eager(DutyAlarm.deadline), joinedload(DutyAlarm.answered_by))
        .order_by(DutyAlarm.about_at, DutyAlarm.id)
    )
    return db.session.scalars(query)


def _messages() -> Iterable[InboundMessage]:
    """The messages that wait in the mailbox, the longest first."""
    query = (
        select(InboundMessage)
        .where(InboundMessage.state == InboundState.WAITING, InboundMessage.forgotten_at.is_(None))
        .options(joinedload(InboundMessage.request))
        .order_by(InboundMessage.received_at, InboundMessage.id)
        .limit(MOST)
    )
    return db.session.scalars(query)


def _dated_waits(user: User) -> Iterable[Wait]:
    """Calls to make and what requesters still owe: to be done by the end of the day."""
    query = (
        select(Wait)
        .join(User, User.id == user.id)
        .where(assignment_rules.waits_for(user.id), Wait.kind.in_(_DATED))
        .options(joinedload(Wait.for_person), joinedload(Wait.by), joinedload(Wait.request))
        .order_by(Wait.from_at, Wait.id)
        .limit(MOST)
    )
    return db.session.scalars(query)


def waits(user: User) -> Select[Any]:
    """Things given to a person or waiting for them, with no day of its own: as a source."""
    is_given = Wait.kind.in_(GIVEN_KINDS)
    name = case((is_given, str(Why.GIVEN)), else_=str(Why.ASKED))
    columns = matters.columns(Wait.review_id, Wait.case_id, Wait.request_id)
    query: Any = select(*columns, name.label("name")).join(User, User.id == user.id)
    return query.where(_is_on_list(user)).distinct()  # type: ignore[no-any-return]


def of_waits(
    user: User, people: Sequence[int], case_ids: Sequence[int], request_ids: Sequence[int]
) -> dict[Matter, list[Reason]]:
    """Everything of `waits` in these cases or about these requests, by its matter."""
    columns = matters.columns(Wait.review_id, Wait.case_id, Wait.request_id)
    is_one = or_(Wait.case_id.in_(case_ids), Wait.request_id.in_(request_ids))
    query = (
        select(Wait, *columns)
        .join(User, User.id == user.id)
        .where(_is_on_list(user), is_one)
        .options(
            joinedload(Wait.case),
            joinedload(Wait.request),
            joinedload(Wait.for_person),
            joinedload(Wait.by),
            joinedload(Wait.taken_by),
        )
        .order_by(Wait.since_at, Wait.id)
    )
    asked: defaultdict[Matter, list[Reason]] = defaultdict(list)
    for wait, *of_matter in db.session.execute(query):
        why = Why.GIVEN if wait.kind.is_given else Why.ASKED
        is_of_other = wait.for_id not in {None, *people} and wait.taken_by_id != user.id
        reason = Reason(why, wait, _about(wait), is_of_other=is_of_other)
        asked[matters.of_columns(*of_matter)].append(reason)
    return asked


def _is_on_list(user: User) -> ColumnElement[bool]:
    is_own = assignment_rules.waits_for(user.id)
    may_be_taken = and_(assignment_rules.waits_for_another(is_own), Wait.kind.in_(ASKED_OF_ONE))
    return and_(or_(is_own, may_be_taken), Wait.kind.not_in(_DATED))
