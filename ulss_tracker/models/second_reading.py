"""Second readings: a "no" that somebody was told, read again by another person."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered, Versioned
from ulss_tracker.models.database import Choice
from ulss_tracker.models.review import Review
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User
from ulss_tracker.scheme.workflow.stages import Outcome


class SecondView(LabelledEnum):
    """The second reader's view of the answer."""

    AGREES = "agrees", "The answer was right"
    DISAGREES = "disagrees", "The answer was wrong"
    CANNOT_SAY = "cannot_say", "A lawyer must check"

    @property
    def is_doubt(self) -> bool:
        """Whether somebody must look at the review again."""
        return self is not SecondView.AGREES


class SecondReading(Numbered, Versioned, Evidence, dated_by="drawn_at"):
    """One answer of a month's sample: what was answered and, once it is read, what is thought."""

    __tablename__ = "second_reading"
    __table_args__ = (
        Index(None, "review_id", "month", unique=True),
        Index(None, "month", "id"),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    month: Mapped[str] = mapped_column(String(7))
    outcome: Mapped[Outcome] = mapped_column(Choice(Outcome))
    drawn_at: Mapped[datetime]
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    read_at: Mapped[datetime | None]
    view: Mapped[SecondView | None] = mapped_column(Choice(SecondView))
    reason: Mapped[str] = mapped_column(Text, default="")
    review: Mapped[Review] = relationship()
    reader: Mapped[User | None] = relationship()
