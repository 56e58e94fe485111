"""Tables that watch over the reviews: reminders, the jobs and who runs them, and calendars."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.request import Request
from ulss_tracker.models.review import Review
from ulss_tracker.models.table_class import Evidence, Passing, Secret
from ulss_tracker.models.user import User
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.ladder import Level
from ulss_tracker.scheme.workflow.ladders import words_of


class Reminder(Numbered, Evidence, dated_by="made_at"):
    """One reminder to one person, of a review or of a request in no case.

    `to_id` is None for the duty person. `rung` is the ladder's: the same rung of the same file-by
    moment reminds a person once. When the moment moves, the ladder begins again.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        Index(
            "ix_reminder_once",
            "review_id",
            "file_by_at",
            "rung",
            "level",
            "to_key",
            unique=True,
        ),
        Index(
            "ix_reminder_of_request_once",
            "request_id",
            "file_by_at",
            "rung",
            "level",
            "to_key",
            unique=True,
        ),
        Index(None, "to_id", "acknowledged_at"),
    )

    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    file_by_at: Mapped[datetime]
    rung: Mapped[str] = mapped_column(String(20))
    level: Mapped[Level] = mapped_column(Choice(Level))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    to_key: Mapped[int]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    made_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review | None] = relationship()
    request: Mapped[Request | None] = relationship()

    @property
    def about(self) -> tuple[int | None, int | None]:
        """Which review or request it is about."""
        return self.review_id, self.request_id

    @property
    def words(self) -> str:
        """The reminder in a few words."""
        return words_of(self.rung)


class DeadlineChange(Numbered, Evidence, dated_by="at"):
    """A review's moments moved, or the rules' answer did: before, after, and who has signed for it.

    `changed_by` is None where the tracker itself found that the law or a holiday had changed.
    """

    __tablename__ = "redating"
    __table_args__ = (
        Index(None, "review_id"),
        index_where("signed_at IS NULL", "ix_redating_to_sign", "at", "id"),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    was_last_day_on: Mapped[date | None]
    was_file_by_at: Mapped[datetime | None]
    was_verdict: Mapped[Verdict | None] = mapped_column(Choice(Verdict))
    last_day_on: Mapped[date | None]
    file_by_at: Mapped[datetime | None]
    verdict: Mapped[Verdict | None] = mapped_column(Choice(Verdict))
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review] = relationship()
    changed_by: Mapped[User | None] = relationship(foreign_keys=[changed_by_id])

    @property
    def is_sooner(self) -> bool:
        """Whether there is less time than was believed, which is what hurts."""
        if self.file_by_at is None or self.was_file_by_at is None:
            return False
        return self.file_by_at < self.was_file_by_at

    @property
    def has_moved(self) -> bool:
        """Whether a moment moved, and not the answer alone."""
        was = (self.was_last_day_on, self.was_file_by_at)
        return was != (self.last_day_on, self.file_by_at)

    @property
    def is_answered_otherwise(self) -> bool:
        """Whether the rules' answer is another than it was."""
        return self.was_verdict is not self.verdict


class JobRun(Passing):
    """A job: which worker does it now, when it last started, ended well and failed, and of what.

    `worker_id` is empty while nobody does it. `error` is what the last run failed of.
    """

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    every_seconds: Mapped[int]
    worker_id: Mapped[str | None] = mapped_column(String(32))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(200), default="")


class Worker(Passing):
    """A process that runs jobs. It is alive while `beats` grows; `beat_at` is only to be shown."""

    __tablename__ = "worker"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    beats: Mapped[int]
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime]


class ClockJump(Numbered, Passing):
    """The time of day was set back or forward by so many seconds.

    One that is not `is_certain` may be a time in which the jobs did not run.
    """

    __tablename__ = "clock_jump"

    noticed_at: Mapped[datetime]
    seconds: Mapped[int]
    is_certain: Mapped[bool]


class CalendarFeed(Secret, goes=True):
    """A person's secret calendar address, kept only as a hash. Making a new one ends the old."""

    __tablename__ = "calendar_feed"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    user: Mapped[User] = relationship()
