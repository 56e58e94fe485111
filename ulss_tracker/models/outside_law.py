"""A sentence outside what the law allows, and the clock of the slip rule that it starts."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User

if TYPE_CHECKING:
    from ulss_tracker.models.review import Review
    from ulss_tracker.models.sentence import Sentence


class OutsideLaw(Numbered, Evidence, dated_by="found_at", goes=True):
    """That a recorded sentence is above the maximum, or below what the law requires.

    `reason` says how. `last_day_on` is the last day on which the Crown Court may vary the sentence
    (Sentencing Act 2020 s.385). It is kept until somebody says `how` it is dealt with.
    """

    __tablename__ = "outside_law"
    __table_args__ = (
        index_where("dealt_with_at IS NULL", "ix_outside_law_open", "last_day_on", "id"),
        Index(None, "review_id"),
    )

    sentence_id: Mapped[int] = mapped_column(ForeignKey("sentence.id"), unique=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    reason: Mapped[str] = mapped_column(Text)
    last_day_on: Mapped[date]
    found_at: Mapped[datetime]
    dealt_with_at: Mapped[datetime | None]
    dealt_with_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    how: Mapped[str] = mapped_column(Text, default="")
    sentence: Mapped["Sentence"] = relationship(back_populates="outside_law")
    review: Mapped["Review"] = relationship()
    dealt_with_by: Mapped[User | None] = relationship()
