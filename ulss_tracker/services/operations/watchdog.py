"""Alarms that a person must be told of when the tracker itself is not doing its work.

It reads the database only, and trusts none of the jobs: they may be what has stopped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from ulss_tracker import clock
from ulss_tracker.models import (
    Message,
    MessageState,
    Request,
    RequestState,
    Review,
    db,
    may_write,
)
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services.operations import clock_jumps, job_status
from ulss_tracker.services.operations.job_status import (
    ALARM_KINDS,
    COULD_NOT_GO,
    REMINDER_KINDS,
    UNSENT,
)

REMINDERS_JOB = "remind"
_ALARM_STUCK = timedelta(minutes=10)
_ALARM_IS_OLD = timedelta(days=3)
_MESSAGE_STUCK = timedelta(minutes=15)
_FIRST_FILE_BY = timedelta(days=20)  # the last day is 28 on; holidays bring file-by before it
_MOST_NAMED = 20
_REFUSED_AT_ONCE = 3
_HOLIDAYS_LEFT = timedelta(days=400)
_TELL_AGAIN = timedelta(hours=4)
_TELL_AGAIN_OF_HOLIDAYS = timedelta(days=7)
_COMES_AND_GOES = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is wrong, in a sentence with numbers and references and nobody's name.

    `about` is what it is about, one by one: told of these, nobody is told again until `again`.
    """

    id: str
    text: str
    about: frozenset[str] = frozenset()
    again: timedelta = _TELL_AGAIN

    @property
    def names(self) -> frozenset[str]:
        """Keys recorded as told: the kind alone, or the kind of each that it is about."""
        return frozenset(f"{self.id} {each}" for each in self.about) or frozenset({self.id})


def still_told(alarms: Iterable[Alarm], told: Mapping[str, datetime]) -> dict[str, datetime]:
    """Keep as told what is still wrong, and all that was told within the hour.

    What comes and goes is told once an hour; what was well for longer is new when it comes again.
    """
    now = clock.now()
    wrong = _names(alarms)
    return {
        name: at
        for name, at in told.items()
        if name in wrong or timedelta(0) <= now - at < _COMES_AND_GOES
    }


def to_tell(alarms: Iterable[Alarm], told: Mapping[str, datetime]) -> bool:
    """Whether a person must hear of these now: something is new, or was told of long ago."""
    now = clock.now()
    return any(
        name not in told or not timedelta(0) <= now - told[name] < alarm.again
        for alarm in alarms
        for name in alarm.names
    )


def told_now(alarms: Iterable[Alarm]) -> dict[str, datetime]:
    """Make the record of these alarms, told now."""
    return dict.fromkeys(_names(alarms), clock.now())


def _names(alarms: Iterable[Alarm]) -> frozenset[str]:
    return frozenset(name for alarm in alarms for name in alarm.names)


def look() -> list[Alarm]:
    """Everything that is wrong now; empty when all is well."""
    found = (
        _jobs(),
        _alarms_unsent(),
        _outbox(),
        _passed(),
        _requests_passed(),
        _clock_moved(),
        _holidays(),
    )
    return [alarm for alarm in found if alarm is not None]


def look_safely() -> list[Alarm]:
    """As `look`; a database that cannot be read is the one thing wrong.

    The database itself refuses whatever would be written, and whoever writes is not waited for.
    """
    db.session.rollback()
    reading = may_write.set(False)
    try:
        return look()
    except SQLAlchemyError as error:
        return [Alarm("database", f"The database cannot be read ({type(error).__name__}).")]
    finally:
        db.session.rollback()
        may_write.reset(reading)


def _jobs() -> Alarm | None:
    """Whether a job has not ended well for too long, by name."""
    now = clock.now()
    found = job_status.jobs()
    late = [job for job in found if job.is_late(now)]
    if found and not late:
        return None
    names = ", ".join(f"{job.name} (since {_since(job.ended_at)})" for job in late)
    which = f"These jobs have not ended well: {names}." if late else "The jobs have never run."
    return Alarm(
        "jobs",
        f"{which} Check that `flask jobs run` is running; `flask jobs status` says more.",
        about=frozenset(job.name for job in late),
    )


def _alarms_unsent() -> Alarm | None:
    """Whether an alarm or a reminder waits for longer than ten minutes, or could not be sent."""
    now = clock.now()
    query = (
        select(Message.id)
        .where(
            Message.kind.in_(ALARM_KINDS + REMINDER_KINDS),
            Message.by_post.is_(False),
            or_(Message.state.in_(UNSENT), COULD_NOT_GO),
            Message.created_at < now - _ALARM_STUCK,
            Message.created_at > now - _ALARM_IS_OLD,
        )
        .order_by(Message.id)
    )
    unsent = list(db.session.scalars(query))
    if not unsent:
        return None
    return Alarm(
        "alarms",
        f"{counted(len(unsent), 'alarm or reminder has', 'alarms and reminders have')} not gone "
        "out for ten minutes or more. Somebody may not know that time is running out: look at the "
        "board, and telephone. Check the jobs and the mail server; the page “Messages” says why.",
        about=frozenset(str(number) for number in unsent),
    )


def _outbox() -> Alarm | None:
    """Whether emails and texts do not go out: nobody tries, or every try fails.

    One address that takes nothing while others do is no fault of the outbox; its case says so.
    """
    now = clock.now()
    last_sent = select(func.max(Message.sent_at)).where(Message.by_post.is_(False))
    nothing_since = func.coalesce(last_sent.scalar_subquery() < Message.created_at, True)
    waits = Message.state.in_(UNSENT)
    is_stuck = or_(
        Message.next_try_at < now - _MESSAGE_STUCK,
        and_(Message.tries > 1, Message.created_at < now - _MESSAGE_STUCK, nothing_since),
    )
    was_refused = and_(Message.state == MessageState.FAILED, nothing_since)
    counts = select(
        func.count().filter(and_(waits, is_stuck)), func.count().filter(was_refused)
    ).where(Message.by_post.is_(False), or_(waits, Message.state == MessageState.FAILED))
    stuck, refused = db.session.execute(counts).one()
    if refused < _REFUSED_AT_ONCE:
        refused = 0
    if not stuck + refused:
        return None
    return Alarm(
        "outbox",
        f"{counted(stuck + refused, 'message is', 'messages are')} stuck in the outbox. "
        "Check the jobs and the mail server.",
    )


def _passed() -> Alarm | None:
    query = (
        select(Review.id)
        .where(
            Review.outcome.is_(None),
            Review.filed_at.is_(None),
            Review.state.not_in(AT_COURT),
            Review.is_historical.is_(False),
            Review.file_by_at < clock.now(),
        )
        .order_by(Review.file_by_at, Review.id)
    )
    passed = list(db.session.scalars(query))
    if not passed:
        return None
    numbers = _list([str(number) for number in passed])
    return Alarm(
        "passed",
        f"{counted(len(passed), 'review')} passed the file-by moment undecided: numbers {numbers}. "
        "Until the end of the last day an application can still reach the Registrar.",
        about=frozenset(str(number) for number in passed),
    )


def _requests_passed() -> Alarm | None:
    """Whether a request nobody has opened passed its file-by moment while it waited here."""
    now = clock.now()
    waiting = (
        select(Request.reference, Request.sentenced_on, Request.received_at)
        .where(
            Request.state.in_([RequestState.NEW, RequestState.QUARANTINED]),
            Request.sentenced_on <= clock.today() - _FIRST_FILE_BY,
        )
        .order_by(Request.sentenced_on, Request.id)
    )
    passed = [
        reference
        for reference, sentenced_on, received_at in db.session.execute(waiting)
        if sentenced_on is not None and received_at < _file_by(sentenced_on) < now
    ]
    if not passed:
        return None
    return Alarm(
        "requests passed",
        f"{counted(len(passed), 'request', 'requests')} passed the file-by moment unopened: "
        f"{_list(passed)}. Open each now: until the end of the last day an application can still "
        "reach the Registrar.",
        about=frozenset(passed),
    )


def _file_by(sentenced_on: date) -> datetime:
    """The file-by moment; 5pm on the last day itself where no holidays are known."""
    last_day_on = deadline.last_day(sentenced_on)
    try:
        return deadline.file_by(last_day_on)
    except CalendarUnknown:
        return datetime.combine(last_day_on, time(17), tzinfo=clock.LONDON)


def _clock_moved() -> Alarm | None:
    jump = clock_jumps.latest()
    if jump is None:
        return None
    words = job_status.words_of_jump(jump)
    return Alarm("clock", words, about=frozenset({str(jump.id)}), again=timedelta(days=1))


def _holidays() -> Alarm | None:
    known_until = working_days().known_until
    if known_until - clock.today() > _HOLIDAYS_LEFT:
        return None
    return Alarm(
        "holidays",
        f"Bank holidays are known only until {known_until:%d/%m/%Y}. Add the next years' "
        "(docs/time-limits.md), or new sentences will have no last day.",
        again=_TELL_AGAIN_OF_HOLIDAYS,
    )


def _list(names: list[str]) -> str:
    """The first twenty, and how many more there are."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _since(instant: datetime | None) -> str:
    return f"{instant:%d/%m/%Y %H:%M} UTC" if instant else "ever"
