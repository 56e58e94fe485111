"""The duty desk: who is on duty, what they were alarmed of, and what became of each call."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered, Versioned, index_where, oldest_first
from ulss_tracker.models.database import Choice
from ulss_tracker.models.deadline import Deadline
from ulss_tracker.models.message import Message
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User
from ulss_tracker.scheme.workflow.ladders import words_of


class DutyShift(Numbered, Versioned, Evidence, dated_by="made_at", goes=True):
    """One person on duty from one moment to another. The lowest `place` is called first.

    `public_telephone` is shown to people who ask, for the hours of the shift; None shows none.
    """

    __tablename__ = "duty_shift"
    __table_args__ = (Index(None, "ends_at", "place"), Index(None, "person_id"))

    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[int] = mapped_column(default=1)
    public_telephone: Mapped[str | None] = mapped_column(String(40))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    person: Mapped[User] = relationship(foreign_keys=[person_id])


class AlarmReason(LabelledEnum):
    """Why the person on duty is called."""

    TIME_RUNS_OUT = "time_runs_out", "Time to file is running out"
    NOT_LOOKED_AT = "not_looked_at", "Nobody has looked at the request"
    DAY_NOT_KNOWN = "day_not_known", "The day of sentence is not known"
    NOT_PICKED_UP = "not_picked_up", "Nobody has picked up what was handed over"
    SLIP_RULE = "slip_rule", "The 56 days of the slip rule are running out"

    @property
    def to_do(self) -> str:
        """The words before the moment that the alarm warns of: the thing to do by then."""
        return {
            "time_runs_out": "File by",
            "not_looked_at": "Look at it by",
            "day_not_known": "Find the day by",
            "not_picked_up": "Pick it up by",
            "slip_rule": "Deal with it by",
        }[self]


class DutyAlarm(Numbered, Evidence, dated_by="raised_at"):
    """One alarm about one deadline. Only a changed state ends it: `ended_at`, with why in words.

    `stage` is the moment of the ladder that raised it; `about_at` the moment it warns of, so that
    a moved deadline is a new alarm; `stands` the state in which it was raised. `calls` counts the
    rounds of calls made so far, the latest at `called_at` (to
    everybody there is, where `called_everybody`), and `turn` those since somebody last
    acknowledged it (`answered_by`, at `answered_at`). `next_call_at` is when it goes on to the next
    person unless somebody acknowledges it, and when it comes back after somebody did.
    """

    __tablename__ = "duty_alarm"
    __table_args__ = (
        Index("ix_duty_alarm_once", "deadline_id", "reason", "stage", "about_at", unique=True),
        index_where("ended_at IS NULL", "ix_duty_alarm_going", "next_call_at", "id"),
    )

    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"))
    reason: Mapped[AlarmReason] = mapped_column(Choice(AlarmReason))
    stage: Mapped[str] = mapped_column(String(20))
    about_at: Mapped[datetime]
    stands: Mapped[str] = mapped_column(String(80))
    raised_at: Mapped[datetime]
    calls: Mapped[int] = mapped_column(default=0)
    turn: Mapped[int] = mapped_column(default=0)
    called_at: Mapped[datetime | None]
    called_everybody: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    next_call_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    why_ended: Mapped[str] = mapped_column(String(200), default="")
    deadline: Mapped[Deadline] = relationship()
    answered_by: Mapped[User | None] = relationship()
    made_calls: Mapped[list["DutyCall"]] = oldest_first("DutyCall", "alarm")

    @property
    def words(self) -> str:
        """The warning in a few words."""
        return words_of(self.stage)

    @property
    def is_in_hand(self) -> bool:
        """Whether somebody acknowledged it since the latest call; that holds until the next."""
        return self.ended_at is None and self.answered_at is not None and self.turn == 0


class DutyCall(Numbered, Evidence, dated_by="called_at"):
    """One call of an alarm to one person, or to the office's own address (`person_id` is empty).

    `email` and `text` are the messages by which it went: they say whether each was sent and
    delivered. `number` is which call of the alarm it was.
    """

    __tablename__ = "duty_call"
    __table_args__ = (
        Index("ix_duty_call_once", "alarm_id", "number", "to_key", unique=True),
        Index(None, "person_id", "acknowledged_at"),
    )

    alarm_id: Mapped[int] = mapped_column(ForeignKey("duty_alarm.id"))
    number: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    to_key: Mapped[int]
    email_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    text_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    called_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    alarm: Mapped[DutyAlarm] = relationship(back_populates="made_calls")
    person: Mapped[User | None] = relationship(foreign_keys=[person_id])
    acknowledged_by: Mapped[User | None] = relationship(foreign_keys=[acknowledged_by_id])
    email: Mapped[Message | None] = relationship(foreign_keys=[email_id])
    text: Mapped[Message | None] = relationship(foreign_keys=[text_id])
