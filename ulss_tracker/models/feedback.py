"""Opinions of the service, apart from every request."""

from datetime import date

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Passing


class Ease(LabelledEnum):
    """How easy somebody found the service to use."""

    VERY_EASY = "very_easy", "Very easy"
    EASY = "easy", "Easy"
    NEITHER = "neither", "Neither easy nor difficult"
    DIFFICULT = "difficult", "Difficult"
    VERY_DIFFICULT = "very_difficult", "Very difficult"


class Feedback(Numbered, Passing):
    """One opinion of the service. Only its day is kept: nothing leads to a request."""

    __tablename__ = "feedback"
    __table_args__ = (Index(None, "given_on", "id"),)

    given_on: Mapped[date]
    ease: Mapped[Ease | None] = mapped_column(Choice(Ease))
    words: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(2))
