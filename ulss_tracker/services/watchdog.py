"""What a person must be told when the tracker itself is not doing its work.

It reads the database only, and trusts none of the jobs: they may be what has stopped.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from ulss_tracker import clock
from ulss_tracker.models import JobRun, Message, MessageState, Review, db, may_write
from ulss_tracker.scheme.calendar import working_days
from ulss_tracker.scheme.workflow import AT_COURT

REMINDERS_JOB = "remind"
_REMINDERS_STALE = timedelta(minutes=30)
_MESSAGE_STUCK = timedelta(hours=1)
_HOLIDAYS_LEFT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is wrong, in a sentence with numbers and references and nobody's name."""

    id: str
    text: str


def look() -> list[Alarm]:
    """Everything that is wrong now; empty when all is well."""
    found = (_reminders(), _outbox(), _passed(), _holidays())
    return [alarm for alarm in found if alarm is not None]


def look_safely() -> list[str]:
    """As `look`, in words; a database that cannot be read is the one thing wrong.

    The database itself refuses whatever would be written, and whoever writes is not waited for.
    """
    db.session.rollback()
    reading = may_write.set(False)
    try:
        return [alarm.text for alarm in look()]
    except SQLAlchemyError as error:
        return [f"The database cannot be read ({type(error).__name__})."]
    finally:
        db.session.rollback()
        may_write.reset(reading)


def _reminders() -> Alarm | None:
    run = db.session.get(JobRun, REMINDERS_JOB)
    ended_at = run.ended_at if run else None
    if ended_at is not None and clock.now() - ended_at <= _REMINDERS_STALE:
        return None
    when = f"since {_moment(ended_at)}" if ended_at else "ever"
    return Alarm(
        "reminders",
        f"Reminders have not run {when}. Check that `flask jobs run` is running.",
    )


def _outbox() -> Alarm | None:
    now = clock.now()
    waits = Message.state.in_([MessageState.WAITING, MessageState.SENDING])
    stuck = db.session.scalar(
        select(func.count()).where(
            waits,
            Message.by_post.is_(False),
            or_(Message.next_try_at < now - _MESSAGE_STUCK, Message.tries >= 3),
        )
    )
    if not stuck:
        return None
    return Alarm(
        "outbox",
        f"{stuck} emails are stuck in the outbox. Check the jobs and the mail server.",
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
        f"{len(passed)} reviews passed their file-by moment undecided: numbers {numbers}. "
        "Until the end of the last day an application can still reach the Registrar.",
    )


def _holidays() -> Alarm | None:
    known_until = working_days().known_until
    if known_until - clock.today() > _HOLIDAYS_LEFT:
        return None
    return Alarm(
        "holidays",
        f"Bank holidays are known only until {known_until:%d/%m/%Y}. Add the next years' "
        "(docs/time-limits.md), or new sentences will have no last day.",
    )


def _moment(instant: object) -> str:
    return f"{instant:%d/%m/%Y %H:%M} UTC"
