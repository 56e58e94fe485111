"""Two-person check: what a second person confirmed against a court's record, or signed."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.database import Choice, Model
from ulss_tracker.models.user import User

if TYPE_CHECKING:
    from ulss_tracker.models.review import Assessment, Review


class Fact(StrEnum):
    """A fact that the time limit and the scheme rest on, each confirmed for itself."""

    SENTENCE_DATE = "sentence_date"
    COURT = "court"
    OFFENCE = "offence"

    @property
    def label(self) -> str:
        return {
            "sentence_date": "Date of sentence",
            "court": "Court",
            "offence": "Offence",
        }[self]


class CourtSource(StrEnum):
    """Whose record a fact was confirmed against."""

    SEALED_ORDER = "sealed_order"
    COURT_LOG = "court_log"
    REMARKS = "remarks"
    CPS = "cps"

    @property
    def label(self) -> str:
        return {
            "sealed_order": "Sealed order of the court",
            "court_log": "Court log (Xhibit or Common Platform)",
            "remarks": "Sentencing remarks",
            "cps": "Crown Prosecution Service record",
        }[self]


class Verification(Model):
    """That a second person saw a fact in a court's record. It never changes.

    It is of the values as they then were: once the review's own are others, the fact is
    unconfirmed again. One without values takes back what an earlier one said.
    """

    __tablename__ = "confirmation"
    __table_args__ = (Index(None, "review_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    fact: Mapped[Fact] = mapped_column(Choice(Fact))
    confirmed_values: Mapped[list[Any]]
    source: Mapped[CourtSource] = mapped_column(Choice(CourtSource))
    source_reference: Mapped[str] = mapped_column(String(200), default="")
    confirmed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped["Review"] = relationship(back_populates="confirmations")
    confirmed_by: Mapped[User] = relationship()


class OverrideSignature(Model):
    """The second supervisor's answer to an override: agreed to, or not. It never changes."""

    __tablename__ = "override_signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), unique=True)
    agrees: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    signed_at: Mapped[datetime]
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    assessment: Mapped["Assessment"] = relationship(back_populates="signature")
    signed_by: Mapped[User] = relationship()
