"""Versions of each review over time, so that yesterday's figure can be made again."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.deadline import THE_28_DAYS
from ulss_tracker.models.review import Review
from ulss_tracker.models.table_class import Derived
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome, State


class ReviewVersion(Numbered, Derived):
    """One review as it stood from `from_at` until just before `to_at`; empty while it still does.

    `received_at` is when the first request arrived, `filed_at` when the application reached the
    Registrar, `ended_at` when an outcome was reached. `days_taken` runs from the first to the
    last of these. `hours_to_spare` runs from filing to the end of the last day.
    """

    __tablename__ = "review_version"
    __table_args__ = (
        index_where("to_at IS NULL", "ix_review_version_now", "review_id", unique=True),
        # The rows behind a figure, review by review. A figure itself is counted over all of them.
        Index(None, "review_id", "from_at"),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    state: Mapped[State] = mapped_column(Choice(State))
    outcome: Mapped[Outcome | None] = mapped_column(Choice(Outcome))
    verdict: Mapped[Verdict | None] = mapped_column(Choice(Verdict))
    court_id: Mapped[str | None] = mapped_column(String(80))
    family: Mapped[str] = mapped_column(String(80), default="")
    standing: Mapped[RequesterRole | None] = mapped_column(Choice(RequesterRole))
    sentenced_on: Mapped[date | None]
    last_day_on: Mapped[date | None]
    limit_name: Mapped[str] = mapped_column(
        String(40), default=THE_28_DAYS, server_default=THE_28_DAYS
    )
    received_at: Mapped[datetime | None]
    received_on: Mapped[date | None]
    received_after_hours: Mapped[bool] = mapped_column(default=False)
    filed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]
    days_taken: Mapped[int | None]
    hours_to_spare: Mapped[int | None]
    is_historical: Mapped[bool] = mapped_column(default=False)
    review: Mapped[Review] = relationship()
