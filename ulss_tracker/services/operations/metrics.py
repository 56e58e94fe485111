"""The figures that a monitor of machines reads: how much waits, and the age of what must be young.

Counts and seconds alone, by names of our own.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from ulss_tracker import clock
from ulss_tracker.models import LANES, TO_SEND, Deadline, DutyAlarm, Message, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.operations import backup_store, job_status

MAILBOX_JOB = "fetch the mailbox"
_LANES = ("waited for", "to one", "to many", "copies")  # those of the outbox, in its order
_A_DAY = timedelta(days=1)
_ARCHIVED_AT = text("SELECT last_archived_time FROM pg_stat_archiver")


class Collector:
    """The figures of the office and its jobs, looked up when they are asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Each figure; of a database that does not answer, that alone."""
        try:
            families = list(_families(clock.now()))
        except SQLAlchemyError:
            db.session.rollback()
            families = []
        yield _family("database_up", "Whether the database answers", bool(families))
        yield from families


def _families(now: datetime) -> Iterator[GaugeMetricFamily]:
    status = job_status.look()
    ended = {job.name: job.ended_at for job in status.jobs}
    yield _family("workers", "Processes that run jobs", status.workers)
    waiting = {name: _waiting(lane) for name, lane in zip(_LANES, LANES, strict=True)}
    counts = {name: count for name, (count, _) in waiting.items()}
    yield _by("outbox", "Emails and texts that wait", "lane", counts)
    yield _ages("outbox_oldest", "lane", {name: since for name, (_, since) in waiting.items()}, now)
    yield _ages("job", "job", ended, now)
    yield _by(
        "job_failed",
        "Whether its last run failed",
        "job",
        {job.name: job.has_failed for job in status.jobs},
    )
    going = select(func.count(DutyAlarm.id)).where(DutyAlarm.ended_at.is_(None))
    yield _family("alarms_going", "Alarms that nothing has ended", db.session.scalar(going) or 0)
    pressing = select(func.count(Deadline.request_id), func.count(Deadline.review_id)).where(
        Deadline.ended_at.is_(None), Deadline.act_by_at < now + _A_DAY
    )
    counts = dict(zip(("requests", "reviews"), db.session.execute(pressing).one(), strict=True))
    yield _by("less_than_a_day", "With less than a day to act", "of", counts)
    yield _ages("newest", "of", _newest(ended.get(MAILBOX_JOB)), now)


def _waiting(lane: str) -> tuple[int, datetime | None]:
    """How many wait in this lane of the outbox, and since when the oldest does."""
    waiting = select(func.count(), func.min(Message.created_at)).where(text(TO_SEND), text(lane))
    count, since = db.session.execute(waiting).one()
    return count, since


def _newest(mailbox: datetime | None) -> dict[str, datetime | None]:
    """When what must be young was last made: only what the settings ask for."""
    office = office_details.current()
    newest: dict[str, datetime | None] = {}
    if office.BACKUP_DIRECTORY:
        backups = backup_store.stored(office.BACKUP_DIRECTORY)
        newest["backup"] = backups[0].at if backups else None
    if office.OFFSITE_FILE:
        newest["off-site copy"] = backup_store.copied_at(office.OFFSITE_FILE)
    if office.IMAP_URL:
        newest["mailbox"] = mailbox
    if db.engine.dialect.name == "postgresql":
        newest["archive"] = db.session.scalar(_ARCHIVED_AT)
    return newest


def _ages(
    name: str, label: str, moments: Mapping[str, datetime | None], now: datetime
) -> GaugeMetricFamily:
    ages = {key: (now - at).total_seconds() for key, at in moments.items() if at}
    return _by(f"{name}_age_seconds", "Seconds since then", label, ages)


def _by(name: str, words: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"tracker_{name}", words, labels=[label])
    for key, value in values.items():
        family.add_metric([key], float(value))
    return family


def _family(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"tracker_{name}", words, value=float(value))
