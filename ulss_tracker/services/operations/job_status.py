"""How the jobs stand: when each last ran, what waits for them, what is wrong and what to do."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from ulss_tracker import clock
from ulss_tracker.models import (
    BatchState,
    ClockJump,
    Download,
    JobRun,
    LetterBatch,
    Message,
    MessageState,
    Worker,
    db,
)
from ulss_tracker.scheme.time.time_words import counted, london_figures
from ulss_tracker.services.operations import clock_jumps, restored_copy

ALARM_KINDS = ("duty_alarm", "duty_text")
REMINDER_KINDS = ("reminder",)
UNSENT = (MessageState.WAITING, MessageState.SENDING)
# A text is held back where none can be sent; an email, until somebody knows that it should go.
COULD_NOT_GO = or_(
    Message.state == MessageState.FAILED,
    and_(Message.by_text, Message.state == MessageState.HELD),
)
_LATE_AT_LEAST = timedelta(minutes=30)
_LONGEST_RUN = timedelta(hours=2)
_BEAT_LATELY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class JobState:
    """One job: how often it is to run, when it last started, ended well and failed, and of what."""

    name: str
    every: timedelta
    started_at: datetime | None
    ended_at: datetime | None
    failed_at: datetime | None
    error: str
    is_running: bool

    @property
    def seconds(self) -> float | None:
        """How long the last run took that ended, well or not; None while it runs."""
        ends = [each for each in (self.ended_at, self.failed_at) if each is not None]
        if self.is_running or self.started_at is None or not ends:
            return None
        return max(0.0, (max(ends) - self.started_at).total_seconds())

    @property
    def has_failed(self) -> bool:
        """Whether its last run failed."""
        return bool(self.error)

    def is_late(self, now: datetime) -> bool:
        """Whether it has not ended well for three times its pace, or for half an hour.

        While it runs it may take two hours. A clock that was set back makes the last run lie ahead:
        that proves nothing either.
        """
        if self.is_running and self.started_at and abs(now - self.started_at) < _LONGEST_RUN:
            return False
        longest = max(_LATE_AT_LEAST, 3 * self.every)
        return self.ended_at is None or abs(now - self.ended_at) > longest


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many of one thing wait for the jobs, and since when the longest of them."""

    what: str
    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Status:
    """Everything at one moment. `problems` are sentences that say what is wrong and what to do."""

    at: datetime
    workers: int
    jobs: Sequence[JobState]
    waiting: Sequence[Backlog]
    problems: Sequence[str]

    def as_plain(self) -> dict[str, Any]:
        """The same for JSON: instants in ISO form and UTC, paces and lengths in seconds."""
        return {
            "at": self.at.isoformat(),
            "workers": self.workers,
            "jobs": [
                {
                    "name": job.name,
                    "every_seconds": int(job.every.total_seconds()),
                    "started_at": _iso(job.started_at),
                    "ended_at": _iso(job.ended_at),
                    "failed_at": _iso(job.failed_at),
                    "seconds": job.seconds,
                    "is_running": job.is_running,
                    "error": job.error,
                }
                for job in self.jobs
            ],
            "waiting": [
                asdict(backlog) | {"since": _iso(backlog.since)} for backlog in self.waiting
            ],
            "problems": list(self.problems),
        }


def look() -> Status:
    """How the jobs stand now."""
    now = clock.now()
    states = jobs()
    workers = db.session.scalar(select(func.count(Worker.id)).where(_has_beat_lately(now))) or 0
    return Status(now, workers, states, _waiting(), _problems(states, workers, now))


def jobs() -> list[JobState]:
    """Every job by name; empty where the jobs have never run."""
    now = clock.now()
    return [
        JobState(
            run.name,
            timedelta(seconds=run.every_seconds),
            run.started_at,
            run.ended_at,
            run.failed_at,
            run.error,
            is_running=bool(is_running),
        )
        for run, is_running in db.session.execute(
            select(
                JobRun, JobRun.worker_id.in_(select(Worker.id).where(_has_beat_lately(now)))
            ).order_by(JobRun.name)
        )
    ]


def _has_beat_lately(now: datetime) -> ColumnElement[bool]:
    """Whether a worker has said so within half a minute: to be shown, and to judge nothing by."""
    return Worker.beat_at.between(now - _BEAT_LATELY, now + _BEAT_LATELY)


def in_words(status: Status) -> str:
    """The same for a person at a terminal."""
    lines = [f"{counted(status.workers, 'process runs', 'processes run')} the jobs", ""]
    for job in status.jobs:
        length = "" if job.seconds is None else f", took {job.seconds:.1f} s"
        state = "running" if job.is_running else f"ended {_moment(job.ended_at)}{length}"
        lines.append(f"{job.name}: started {_moment(job.started_at)}, {state}")
    lines.append("")
    for backlog in status.waiting:
        since = f", the oldest since {_moment(backlog.since)}" if backlog.since else ""
        lines.append(f"waiting: {backlog.count} {backlog.what}{since}")
    lines += ["", *(status.problems or ["All is well"])]
    return "\n".join(lines)


def _waiting() -> list[Backlog]:
    unsent = (Message.state.in_(UNSENT), ~Message.by_hand)
    named = Message.kind.in_(ALARM_KINDS + REMINDER_KINDS)
    return [
        _count("alarms", Message.created_at, *unsent, Message.kind.in_(ALARM_KINDS)),
        _count("reminders", Message.created_at, *unsent, Message.kind.in_(REMINDER_KINDS)),
        _count("other messages", Message.created_at, *unsent, ~named),
        _count(
            "letters to everyone",
            LetterBatch.started_at,
            LetterBatch.state == BatchState.RUNNING,
        ),
        _count("downloads", Download.asked_at, Download.made_at.is_(None)),
    ]


def _count(what: str, since: Any, *where: ColumnElement[bool]) -> Backlog:
    number, oldest = db.session.execute(select(func.count(), func.min(since)).where(*where)).one()
    return Backlog(what, number, oldest)


def _problems(states: Sequence[JobState], workers: int, now: datetime) -> list[str]:
    said = [words] if (words := restored_copy.problem()) else []
    if not workers:
        said.append(
            "No process runs the jobs: nothing is sent, reminded or alarmed. Start `flask jobs run`"
            " (the service is called tracker-jobs) and read its log."
        )
    for job in states:
        if job.has_failed:
            said.append(
                f"“{job.name}” failed at {_moment(job.failed_at)} ({job.error}). It is tried again "
                "by itself. If it fails again, read the log at that time (docs/jobs.md)."
            )
        elif job.is_late(now) and workers and job.started_at is not None:
            said.append(
                f"“{job.name}” has not ended well since {_moment(job.ended_at)}. Read the log of "
                "the jobs; starting them again does no harm."
            )
    failed = _count("messages", Message.created_at, COULD_NOT_GO)
    if failed.count:
        said.append(
            f"{counted(failed.count, 'message', 'messages')} could not be sent, the oldest of "
            f"{_moment(failed.since)}. The page “Outgoing” says why; send them again there."
        )
    if (jump := clock_jumps.latest()) is not None:
        said.append(words_of_jump(jump))
    return said


def words_of_jump(jump: ClockJump) -> str:
    """Say that the clock moved, and what follows."""
    hours = jump.seconds / 3600
    long = "a day" if jump.is_certain else "six hours"
    if hours < 0:
        way = f"The clock was set back by {-hours:.1f} hours"
    elif jump.is_certain:
        way = f"The clock was set forward by {hours:.1f} hours"
    else:
        way = f"The jobs did not run for {hours:.1f} hours, or the clock was set forward"
    return (
        f"{way} (noticed at {_moment(jump.noticed_at)}). Check the machine’s clock. Nothing is "
        f"deleted for {long}; all else goes on."
    )


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _moment(instant: datetime | None) -> str:
    return london_figures(instant) if instant else "never"
