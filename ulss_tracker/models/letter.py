"""Letters as issued, and the record of their reaching the court and the offender."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.database import Choice, Model
from ulss_tracker.models.review import Review
from ulss_tracker.models.user import User


class LetterKind(StrEnum):
    """The documents the tracker issues."""

    REFERRAL = "referral"
    OFFENDER_NOTICE = "offender_notice"

    @property
    def label(self) -> str:
        return {
            "referral": "Application for permission to refer",
            "offender_notice": "Notice to the offender",
        }[self]


class Letter(Model):
    """An issued document: the values it was made from, its PDF and hash. It never changes."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("review_id", "kind", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    kind: Mapped[LetterKind] = mapped_column(Choice(LetterKind))
    version: Mapped[int]
    values: Mapped[dict[str, Any]]
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review] = relationship(back_populates="letters")
    issued_by: Mapped[User] = relationship()


class FilingKind(StrEnum):
    """Filing is the application reaching the Registrar; service, reaching the defendant."""

    FILING = "filing"
    SERVICE = "service"

    @property
    def label(self) -> str:
        return {"filing": "Filed with the Registrar", "service": "Served on the offender"}[self]


class Filing(Model):
    """That a letter reached the Registrar (filing) or the offender (service), when and how."""

    __tablename__ = "filing"
    __table_args__ = (Index(None, "review_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    kind: Mapped[FilingKind] = mapped_column(Choice(FilingKind))
    at: Mapped[datetime]
    method: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review] = relationship(back_populates="filings")
