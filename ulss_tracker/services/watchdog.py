"""What a person must be told when the tracker itself is not doing its work.

It reads the database only, and trusts none of the jobs: they may be what has stopped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from ulss_tracker import clock
from ulss_tracker.models import JobRun, Message, MessageState, Review, db, may_write
from ulss_tracker.scheme.calendar import working_days
from ulss_tracker.scheme.time_words import counted
from ulss_tracker.scheme.workflow import AT_COURT

REMINDERS_JOB = "remind"
_REMINDERS_STALE = timedelta(minutes=30)
_MESSAGE_STUCK = timedelta(hours=1)
_TRIES_OF_A_STUCK_ONE = 3
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
        """What is kept as told: the kind alone, or the kind of each that it is about."""
        return frozenset(f"{self.id} {each}" for each in self.about) or frozenset({self.id})


def still_told(alarms: Iterable[Alarm], told: Mapping[str, datetime]) -> dict[str, datetime]:
    """What stays kept as told: what is still wrong, and all that was told within the hour.

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
    """What is kept as told once a person has been told of these."""
    return dict.fromkeys(_names(alarms), clock.now())


def _names(alarms: Iterable[Alarm]) -> frozenset[str]:
    return frozenset(name for alarm in alarms for name in alarm.names)


def look() -> list[Alarm]:
    """Everything that is wrong now; empty when all is well."""
    found = (_reminders(), _outbox(), _passed(), _holidays())
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


def _reminders() -> Alarm | None:
    run = db.session.get(JobRun, REMINDERS_JOB)
    ended_at = run.ended_at if run else None
    # A clock that was set back makes the last run lie ahead: that proves nothing either.
    if ended_at is not None and abs(clock.now() - ended_at) <= _REMINDERS_STALE:
        return None
    when = f"since {_moment(ended_at)}" if ended_at else "ever"
    return Alarm(
        "reminders",
        f"Reminders have not run {when}. Check that `flask jobs run` is running.",
    )


def _outbox() -> Alarm | None:
    """Whether emails do not go out: nobody tries, or every try fails.

    One address that takes nothing while others do is no fault of the outbox; its case says so.
    """
    now = clock.now()
    last_sent = select(func.max(Message.sent_at)).where(Message.by_post.is_(False))
    nothing_since = func.coalesce(last_sent.scalar_subquery() < Message.created_at, True)
    waits = Message.state.in_([MessageState.WAITING, MessageState.SENDING])
    is_stuck = or_(
        Message.next_try_at < now - _MESSAGE_STUCK,
        and_(Message.tries >= _TRIES_OF_A_STUCK_ONE, nothing_since),
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
        f"{counted(stuck + refused, 'email is', 'emails are')} stuck in the outbox. Check the jobs "
        "and the mail server.",
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
    numbers = ", ".join(str(number) for number in passed[:20])
    return Alarm(
        "passed",
        f"{counted(len(passed), 'review')} passed the file-by moment undecided: numbers {numbers}. "
        "Until the end of the last day an application can still reach the Registrar.",
        about=frozenset(str(number) for number in passed),
    )


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


def _moment(instant: datetime) -> str:
    return f"{instant:%d/%m/%Y %H:%M} UTC"
