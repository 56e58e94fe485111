"""Reminding people of what is still to be filed, up a ladder, each once
(scheme/workflow/ladders.py).

It counts to the safest moment of a deadline (services/deadlines), of a review or of a request in no
case: the first sentence's own or, until one is recorded, what those who asked say. A reminder is a
row and an outbox message in one transaction. Nobody acknowledging it, it climbs: to every
supervisor who is there, then to the duty person. Somebody away has a stand-in reminded.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import Case, Deadline, EventKind, Reminder, Request, Review, User, db
from ulss_tracker.permissions import Permission, Role
from ulss_tracker.scheme.time import office_hours
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.workflow.ladder import Level, Rung
from ulss_tracker.scheme.workflow.ladders import REMINDERS
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.deadlines import running
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import compose, duty_calls, paper_mail
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection import holders
from ulss_tracker.services.referral import due_chases

# Nothing further off is on the ladder: five working days and the longest run of holidays.
_HORIZON = timedelta(days=21)
_IS_ABOUT = or_(
    Deadline.review_id == Reminder.review_id, Deadline.request_id == Reminder.request_id
)
# That the last day is over is said within a day of it, and of a backlog not at all.
_SAID_WITHIN = timedelta(days=1)
_DUTY = 0  # the key of the duty person, who has no account


def remind() -> int:
    """Make every reminder that is due now; how many were made. Safe to run at any time, twice."""
    now = clock.now()
    due = _to_be_filed(now)
    made_before = _made(due)
    return sum(_remind_of(row, made_before[row.review_id, row.request_id], now) for row in due)


def chase_papers() -> int:
    """Chase the papers that are late by email, else tell the assignee; how many. Once each chase.

    In office hours only: there is nobody at the CPS to chase outside them.
    """
    now = clock.now()
    try:
        if not office_hours.is_open(now):
            return 0
        waiting = due_chases.of_all(now)
    except CalendarUnknown:
        return 0
    return sum(_chase(due) for due in waiting)


def _chase(due: due_chases.DueChase) -> bool:
    """Chase whom the tracker can, and tell the assignee of whom it cannot."""
    told = len(paper_mail.to_chase(due)) < len(due.wanted) and _tell_to_chase(due)
    return paper_mail.chase(due) or told


@transaction()
def _tell_to_chase(due: due_chases.DueChase) -> bool:
    live = [review for review in due.case.reviews if review.outcome is None and review.file_by_at]
    review = min(live, key=lambda review: review.earliest_file_by_at or review.opened_at)
    first, *_ = _recipients(review.assignee, Level.OWNER, due.case)
    return compose.chase_papers(due, first)


def of_person(user: User) -> list[Reminder]:
    """The latest reminder of each thing that this person has not seen to, soonest to file first.

    Seeing to the latest sees to those before it.
    """
    query = (
        select(Reminder)
        .join(Deadline, _IS_ABOUT)
        .where(
            Reminder.to_id == user.id,
            Reminder.acknowledged_at.is_(None),
            Deadline.ended_at.is_(None),
            Deadline.file_by_at == Reminder.file_by_at,
        )
        .options(
            joinedload(Reminder.review).joinedload(Review.case).selectinload(Case.restrictions),
            joinedload(Reminder.request),
        )
        .order_by(Reminder.file_by_at, Reminder.review_id, Reminder.request_id, Reminder.id)
    )
    latest = {reminder.about: reminder for reminder in db.session.scalars(query)}
    return list(latest.values())


def get(reminder_id: int) -> Reminder:
    """The reminder with this id. Raises `NotFound`."""
    return existing(db.session.get(Reminder, reminder_id), "There is no such reminder")


def acknowledge(reminder: Reminder, by: User) -> None:
    """Record that somebody has seen to it: it climbs no further, and its like to others rest too.

    Somebody else having seen to it meanwhile, there is nothing to do. Raises `Refused` when it is
    another person's, unless a supervisor sees to it.
    """
    require(by, Permission.WORK_CASES)
    if reminder.to_id != by.id and by.role is not Role.SUPERVISOR:
        raise Refused("This reminder is somebody else’s")
    if reminder.acknowledged_at is not None:
        return
    with transaction():
        same = select(Reminder).where(
            Reminder.review_id.is_not_distinct_from(reminder.review_id),
            Reminder.request_id.is_not_distinct_from(reminder.request_id),
            Reminder.file_by_at == reminder.file_by_at,
            Reminder.acknowledged_at.is_(None),
            Reminder.id <= reminder.id,
        )
        for earlier in db.session.scalars(same):
            earlier.acknowledged_at, earlier.acknowledged_by_id = clock.now(), by.id
        history.record(
            EventKind.REMINDER_SEEN_TO,
            by,
            reminder.review,
            reminder.request,
            reminder=reminder.words,
        )


def _to_be_filed(now: datetime) -> list[Deadline]:
    """Deadlines on the ladder, the soonest first: each person is told in that order.

    A day that cannot be right, and that no court gave, is to be found first: nobody is told that
    time has run out by it. Nor is anybody of a request that came after its moment.
    """
    query = (
        select(Deadline)
        .outerjoin(Deadline.review)
        .where(
            Deadline.ended_at.is_(None),
            Deadline.file_by_at <= now + _HORIZON,
            or_(Deadline.find_day_by_at.is_(None), Review.file_by_at.is_not(None)),
            or_(Deadline.request_id.is_(None), Deadline.began_at < Deadline.file_by_at),
        )
        .options(
            contains_eager(Deadline.review).options(
                joinedload(Review.case), joinedload(Review.assignee)
            ),
            joinedload(Deadline.request).joinedload(Request.owner),
        )
        .order_by(Deadline.file_by_at, Deadline.id)
    )
    return list(db.session.scalars(query))


def _made(due: Sequence[Deadline]) -> dict[tuple[int | None, int | None], list[Reminder]]:
    """The reminders made before about the present moments of these, by what they are about."""
    made: dict[tuple[int | None, int | None], list[Reminder]] = defaultdict(list)
    moments = {(row.review_id, row.request_id): row.file_by_at for row in due}
    about = or_(
        Reminder.review_id.in_([row.review_id for row in due if row.review_id]),
        Reminder.request_id.in_([row.request_id for row in due if row.request_id]),
    )
    for reminder in db.session.scalars(select(Reminder).where(about).order_by(Reminder.id)):
        if reminder.file_by_at == moments[reminder.about]:
            made[reminder.about].append(reminder)
    return made


def _remind_of(due: Deadline, made_before: Sequence[Reminder], now: datetime) -> int:
    if due.file_by_at is None or running.is_over(due, now - _SAID_WITHIN):
        return 0
    try:
        rung = REMINDERS.rung_at(now, due.file_by_at)
        if rung is None or not rung.may_call(now):
            return 0
        of_rung = [reminder for reminder in made_before if reminder.rung == rung.id]
        if of_rung and running.is_over(due, now):
            return 0  # said once as it passes, and then a line of other emails
    except CalendarUnknown:
        return 0  # the watchdog tells when holidays run out
    reminded = {reminder.to_key for reminder in of_rung}
    for level in _levels_due(rung, of_rung, now):
        # Nobody is reminded of one rung twice: the assignee may be a supervisor, or nobody.
        people = [
            person
            for person in _recipients(due.holder, level, due.case)
            if _key(person) not in reminded
        ]
        if people:
            return sum(_make(due, rung, level, person, now) for person in people)
    return 0


def _levels_due(rung: Rung, made: Sequence[Reminder], now: datetime) -> Sequence[Level]:
    """The levels to be reminded now: the first of them, or whichever after it has somebody."""
    levels = list(Level)
    if not made:
        return levels
    if any(reminder.acknowledged_at for reminder in made):
        return ()
    last = made[-1]
    if now < REMINDERS.goes_on.over_at(last.made_at, on_last_day=rung.is_last_day):
        return ()
    return levels[levels.index(last.level) + 1 :]


def _key(person: User | None) -> int:
    return person.id if person else _DUTY


def _recipients(owner: User | None, level: Level, case: Case | None) -> Sequence[User | None]:
    """The people of a level to whom the case opens; the next level's where nobody is there.

    None stands for the address that everybody on duty shares.
    """
    if level is Level.OWNER and owner is not None:
        there = absences.stands_in_for(owner, case)
        if there.is_active:
            return [there]
    if level is not Level.DUTY:
        supervisors = holders.who_may_hold(case, duty_calls.supervisors())
        if supervisors:
            return supervisors
    return [None]


def _make(due: Deadline, rung: Rung, level: Level, to: User | None, now: datetime) -> int:
    """Make one reminder and its message; nothing where another worker just has."""
    try:
        with transaction(), db.session.begin_nested():
            reminder = Reminder(
                review_id=due.review_id,
                request_id=due.request_id,
                file_by_at=due.file_by_at,
                rung=rung.id,
                level=level,
                to_id=to.id if to else None,
                to_key=_key(to),
                made_at=now,
            )
            db.session.add(reminder)
            db.session.flush()
            email = duty_calls.email_of_call(to, due.request_id, due.review_id) or compose.remind(
                due, to, once_key=f"reminder:{reminder.id}", words=rung.words
            )
            reminder.message_id = email.id
    except IntegrityError:
        return 0
    return 1
