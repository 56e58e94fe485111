"""Opinions of the service, apart from every request."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ulss_tracker.models.database import Choice, Model


class Ease(StrEnum):
    """How easy somebody found the service to use."""

    VERY_EASY = "very_easy"
    EASY = "easy"
    NEITHER = "neither"
    DIFFICULT = "difficult"
    VERY_DIFFICULT = "very_difficult"

    @property
    def label(self) -> str:
        return {
            "very_easy": "Very easy",
            "easy": "Easy",
            "neither": "Neither easy nor difficult",
            "difficult": "Difficult",
            "very_difficult": "Very difficult",
        }[self]


class Feedback(Model):
    """One opinion of the service. Only its day is kept: nothing leads to a request."""

    __tablename__ = "feedback"
    __table_args__ = (Index(None, "given_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    given_on: Mapped[date]
    ease: Mapped[Ease | None] = mapped_column(Choice(Ease))
    words: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(2))
