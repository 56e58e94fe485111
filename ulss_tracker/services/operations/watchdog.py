"""Alarms that a person must be told of when the tracker itself is not doing its work.

It reads the database only, and trusts none of the jobs: they may be what has stopped.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, func, or_, select, text
from sqlalchemy.exc import SQLAlchemyError

from ulss_tracker import clock
from ulss_tracker.models import Document, JobRun, Message, MessageState, db, may_write
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.time_words import counted, utc_figures
from ulss_tracker.services.core import law_in_force, office_details
from ulss_tracker.services.operations import (
    access_watch,
    backup_store,
    clock_jumps,
    history_watch,
    job_status,
    lacks,
    reachability,
    restored_copy,
    watched_deadlines,
)
from ulss_tracker.services.operations.alarm import Alarm, about_each
from ulss_tracker.services.operations.job_status import (
    ALARM_KINDS,
    COULD_NOT_GO,
    REMINDER_KINDS,
    UNSENT,
)

REMINDERS_JOB = "remind"
MAILBOX_JOB = "fetch the mailbox"
HOLIDAYS_JOB = "fetch bank holidays"
_ALARM_STUCK = timedelta(minutes=10)
_ALARM_IS_OLD = timedelta(days=3)
_MESSAGE_STUCK = timedelta(minutes=15)
_REFUSED_AT_ONCE = 3
_MAILBOX_UNREAD = timedelta(minutes=15)
_HOLIDAYS_LEFT = timedelta(days=400)
_TELL_AGAIN_OF_HOLIDAYS = timedelta(days=7)
_COMES_AND_GOES = timedelta(hours=1)
_ARCHIVING_FAILS = text(
    "SELECT coalesce(last_archived_time, stats_reset) FROM pg_stat_archiver "
    "WHERE current_setting('archive_mode') <> 'off' "
    "AND last_failed_time > coalesce(last_archived_time, '-infinity')"
)


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
    return [
        *_restored(),
        *_jobs(),
        *_alarms_unsent(),
        *_outbox(),
        *watched_deadlines.look(),
        *_mailbox(),
        *_files_changed(),
        *_clock_moved(),
        *_holidays(),
        *_holidays_unfetched(),
        *_law(),
        *_counter(),
        *not_archived(db.session.connection()),
        *lacks.alarms(),
        *backup_store.alarms(),
        *history_watch.alarms(),
        *access_watch.alarms(),
    ]


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


def _restored() -> Iterator[Alarm]:
    """Whether this is a restored copy that nobody has confirmed."""
    if words := restored_copy.problem():
        yield Alarm("restored", words)


def _jobs() -> Iterator[Alarm]:
    """Whether a job has not ended well for too long, by name."""
    now = clock.now()
    states = job_status.jobs()
    late = [job for job in states if job.is_late(now)]
    if late or not states:
        names = ", ".join(f"{job.name} (since {_since(job.ended_at)})" for job in late)
        which = f"These jobs have not ended well: {names}." if late else "The jobs have never run."
        yield Alarm(
            "jobs",
            f"{which} Check that `flask jobs run` is running; `flask jobs status` says more.",
            about=frozenset(job.name for job in late),
        )


def _alarms_unsent() -> Iterator[Alarm]:
    """Whether an alarm or a reminder waits for longer than ten minutes, or could not be sent."""
    now = clock.now()
    query = (
        select(Message.id)
        .where(
            Message.kind.in_(ALARM_KINDS + REMINDER_KINDS),
            ~Message.by_hand,
            or_(Message.state.in_(UNSENT), COULD_NOT_GO),
            Message.created_at < now - _ALARM_STUCK,
            Message.created_at > now - _ALARM_IS_OLD,
        )
        .order_by(Message.id)
    )
    return about_each(
        "alarms",
        db.session.scalars(query).all(),
        ("alarm or reminder has", "alarms and reminders have"),
        "not gone out for ten minutes or more. Somebody may not know that time is running out: "
        "look at the board, and telephone. Check the jobs and the mail server; the page “Outgoing” "
        "says why.",
    )


def _outbox() -> Iterator[Alarm]:
    """Whether emails and texts do not go out: nobody tries, or every try fails.

    One address that takes nothing while others do is no fault of the outbox; its case says so.
    """
    now = clock.now()
    last_sent = select(func.max(Message.sent_at)).where(~Message.by_hand)
    nothing_since = func.coalesce(last_sent.scalar_subquery() < Message.created_at, True)
    waits = Message.state.in_(UNSENT)
    is_stuck = or_(
        Message.next_try_at < now - _MESSAGE_STUCK,
        and_(Message.tries > 1, Message.created_at < now - _MESSAGE_STUCK, nothing_since),
    )
    was_refused = and_(Message.state == MessageState.FAILED, nothing_since)
    counts = select(
        func.count().filter(and_(waits, is_stuck)), func.count().filter(was_refused)
    ).where(~Message.by_hand, or_(waits, Message.state == MessageState.FAILED))
    stuck, refused = db.session.execute(counts).one()
    if refused < _REFUSED_AT_ONCE:
        refused = 0
    if stuck + refused:
        yield Alarm(
            "outbox",
            f"{counted(stuck + refused, 'message is', 'messages are')} stuck in the outbox. "
            "Check the jobs and the mail server.",
        )


def _mailbox() -> Iterator[Alarm]:
    """Whether the mailbox has not been fetched for a quarter of an hour, where there is one."""
    if office_details.current().IMAP_URL is None:
        return
    job = db.session.get(JobRun, MAILBOX_JOB)
    ended_at, error = (job.ended_at, job.error) if job is not None else (None, "")
    if ended_at is None or abs(clock.now() - ended_at) > _MAILBOX_UNREAD:
        yield Alarm(
            "mailbox",
            f"The mailbox has not been fetched since {_since(ended_at)}. Requests may wait there "
            "that nobody sees: look into it with a mail program. "
            f"{error or 'Check that the jobs run; `flask jobs status` says what failed'}.",
        )


def _files_changed() -> Iterator[Alarm]:
    """Whether a stored file is not as it was stored."""
    query = select(Document.id).where(Document.tampered_at.is_not(None)).order_by(Document.id)
    return about_each(
        "files",
        db.session.scalars(query).all(),
        ("file is", "files are"),
        "not as stored: number {}. Nobody can open them. Somebody or something has written past "
        "the tracker: look at who can reach the database, and put them back from a backup.",
    )


def _clock_moved() -> Iterator[Alarm]:
    if (jump := clock_jumps.latest()) is not None:
        words = job_status.words_of_jump(jump)
        yield Alarm("clock", words, about=frozenset({str(jump.id)}), again=timedelta(days=1))


def _counter() -> Iterator[Alarm]:
    """Whether nobody counts who guesses codes and passwords, or asks too much."""
    if words := reachability.counter(office_details.current()):
        yield Alarm(
            "counter",
            f"{words}. Until it does, pages let everybody through, however often they ask or "
            "guess; sign-in still counts by itself.",
        )


def not_archived(connection: Connection) -> Iterator[Alarm]:
    """Whether PostgreSQL, told to archive its changes, failed the last time that it tried."""
    if connection.dialect.name != "postgresql":
        return
    if since := connection.scalar(_ARCHIVING_FAILS):
        yield Alarm(
            "archive",
            f"PostgreSQL's changes are not archived since {utc_figures(since)}: what is recorded "
            "can be brought back only from the backups. Read PostgreSQL's log, and look whether "
            "the disk of pgBackRest is full (docs/operations.md).",
        )


def _holidays() -> Iterator[Alarm]:
    known_until = working_days().known_until
    if known_until - clock.today() <= _HOLIDAYS_LEFT:
        yield Alarm(
            "holidays",
            f"Bank holidays are known only until {known_until:%d/%m/%Y}. Add the next years' "
            "(docs/time-limits.md), or new sentences will have no last day.",
            again=_TELL_AGAIN_OF_HOLIDAYS,
        )


def _holidays_unfetched() -> Iterator[Alarm]:
    """Whether GOV.UK's list could not be fetched the last time, where a setting allows it."""
    run = db.session.get(JobRun, HOLIDAYS_JOB)
    if run is None or run.failed_at is None:
        return
    if run.ended_at is None or run.ended_at < run.failed_at:
        yield Alarm(
            "bank holidays",
            f"The job “{HOLIDAYS_JOB}” failed at {_since(run.failed_at)}: a bank holiday made "
            "since may not be known here. Look at BANK_HOLIDAYS_URL, or compare by hand "
            "(docs/time-limits.md).",
            again=_TELL_AGAIN_OF_HOLIDAYS,
        )


def _law() -> Iterator[Alarm]:
    """Whether changes that were signed are not obeyed, because they do not hold together."""
    if fault := law_in_force.fault():
        yield Alarm(
            "law",
            "The changes of the law that were signed are not obeyed: they do not hold together "
            f"with the law of this release ({fault}). Everybody works by the law of the files "
            "until a lawyer has the change undone (docs/law.md).",
        )


def _since(instant: datetime | None) -> str:
    return utc_figures(instant) if instant else "ever"
