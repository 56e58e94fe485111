"""Events at the Court of Appeal: the respondent's notice, the hearing, the decision.

None of these rows changes: a correction comes after it, and the latest counts.
"""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.review import Review
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User
from ulss_tracker.scheme.workflow.stages import Outcome


class RespondentsNotice(Numbered, Evidence, dated_by="recorded_at", once=True):
    """That the offender served a notice in answer (CrimPR r.41.4)."""

    __tablename__ = "respondents_notice"
    __table_args__ = (Index(None, "review_id"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    served_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review] = relationship(back_populates="respondents_notices")
    recorded_by: Mapped[User] = relationship()


class Hearing(Numbered, Evidence, dated_by="recorded_at", once=True):
    """When, where and before whom the application is to be heard.

    `time_of_day` is London's. Without one, `is_time_awaited` says that the court has not given it
    yet; where neither is recorded, nobody has asked.
    """

    __tablename__ = "hearing"
    __table_args__ = (Index(None, "review_id"), Index(None, "heard_on"))

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    heard_on: Mapped[date]
    time_of_day: Mapped[time | None]
    is_time_awaited: Mapped[bool] = mapped_column(default=False, server_default=false())
    court: Mapped[str] = mapped_column(String(200))
    constitution: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review] = relationship(back_populates="hearings")
    recorded_by: Mapped[User] = relationship()


class CourtDecision(Numbered, Evidence, dated_by="recorded_at", once=True):
    """A decision of the Court of Appeal: leave, the outcome, and the sentence as revised.

    `decided_on` is None for one from the old register, which does not say when the court decided.
    """

    __tablename__ = "court_decision"
    __table_args__ = (Index(None, "review_id"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    decided_on: Mapped[date | None]
    outcome: Mapped[Outcome] = mapped_column(Choice(Outcome))
    revised_sentence: Mapped[str] = mapped_column(Text, default="")
    citation: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review] = relationship(back_populates="court_decisions")
    recorded_by: Mapped[User] = relationship()

    @property
    def is_leave_granted(self) -> bool:
        """Whether the court gave leave to refer (CJA 1988 s.36(1))."""
        return self.outcome is not Outcome.LEAVE_REFUSED
