"""Two-person check: what a second person verified against a court's record, or signed."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered, Versioned, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User
from ulss_tracker.scheme.workflow.two_keys import Opener

if TYPE_CHECKING:
    from ulss_tracker.models.review import Assessment, Review


class Fact(LabelledEnum):
    """A fact that the time limit and the scheme rest on, each verified for itself."""

    SENTENCE_DATE = "sentence_date", "Date of sentence"
    COURT = "court", "Court"
    OFFENCE = "offence", "Offence"


class CourtSource(LabelledEnum):
    """Whose record a fact was verified against."""

    SEALED_ORDER = "sealed_order", "Sealed order of the court"
    COURT_LOG = "court_log", "Court log (Xhibit or Common Platform)"
    REMARKS = "remarks", "Sentencing remarks"
    CPS = "cps", "Crown Prosecution Service record"


class Verification(
    Numbered,
    Evidence,
    dated_by="confirmed_at",
    once=True,
    personal=("source_reference",),
    stays=("confirmed_values",),
):
    """That a second person saw a fact in a court's record. It never changes.

    It is of the values as they then were: once the review's own are others, the fact is
    unverified again. One without values takes back what an earlier one said.
    """

    __tablename__ = "confirmation"
    __table_args__ = (Index(None, "review_id"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    fact: Mapped[Fact] = mapped_column(Choice(Fact))
    confirmed_values: Mapped[list[Any]]
    source: Mapped[CourtSource] = mapped_column(Choice(CourtSource))
    source_reference: Mapped[str] = mapped_column(String(200), default="")
    confirmed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped["Review"] = relationship(back_populates="verifications")
    confirmed_by: Mapped[User] = relationship()


class OverrideSignature(Numbered, Evidence, dated_by="signed_at", once=True):
    """The second supervisor's answer to an override: agreed to, or not. It never changes."""

    __tablename__ = "override_signature"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), unique=True)
    agrees: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    signed_at: Mapped[datetime]
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    assessment: Mapped["Assessment"] = relationship(back_populates="signature")
    signed_by: Mapped[User] = relationship()


class LockOpening(Numbered, Versioned, Evidence, dated_by="opened_at"):
    """That the two-person lock of a review was opened, by whom, by what right and why.

    It is of the facts as they then were (`seen_values`): change one, and the lock is shut again.
    `was_filed_without`: nobody opened it, and the application was filed all the same. The next
    working day (`review_by_on`) a supervisor who did not open it says whether it was right; one
    that is ended (`ended_at`) opens nothing any more.
    """

    __tablename__ = "lock_opening"
    __table_args__ = (
        Index(None, "review_id"),
        index_where("reviewed_at IS NULL", "ix_lock_opening_to_review", "review_by_on", "id"),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    opener: Mapped[Opener] = mapped_column(Choice(Opener))
    was_filed_without: Mapped[bool] = mapped_column(default=False)
    unverified: Mapped[list[Any]]
    seen_values: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text)
    file_by_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review_by_on: Mapped[date]
    ended_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    was_right: Mapped[bool | None]
    review_note: Mapped[str] = mapped_column(Text, default="")
    review: Mapped["Review"] = relationship(back_populates="lock_openings")
    opened_by: Mapped[User] = relationship(foreign_keys=[opened_by_id])
    reviewed_by: Mapped[User | None] = relationship(foreign_keys=[reviewed_by_id])
