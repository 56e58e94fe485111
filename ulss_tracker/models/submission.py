"""Submissions to the law officers, frozen; their passing on, and the questions about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.advice import Advice
from ulss_tracker.models.columns import Numbered, oldest_first
from ulss_tracker.models.database import Choice
from ulss_tracker.models.review import Review
from ulss_tracker.models.table_class import Evidence, Passing
from ulss_tracker.models.user import User
from ulss_tracker.scheme.workflow.stages import LawOfficer


class PassReason(LabelledEnum):
    """Why a law officer does not decide."""

    CONFLICT = "conflict", "A conflict of interest"
    ABSENCE = "absence", "Absence"


class Submission(Numbered, Evidence, dated_by="made_at", once=True):
    """A pack for the law officers, with the hash of all it says. It never changes.

    What has changed since comes in a new version beside it.
    """

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("review_id", "version"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    version: Mapped[int]
    pack: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    addressed_to: Mapped[LawOfficer] = mapped_column(Choice(LawOfficer))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review] = relationship(back_populates="submissions")
    made_by: Mapped[User] = relationship()
    passes: Mapped[list["SubmissionPass"]] = oldest_first("SubmissionPass", "submission")

    @property
    def before(self) -> "Submission | None":
        """The version that a law officer may have read before this one."""
        return self.review.submissions[self.version - 2] if self.version > 1 else None

    @property
    def with_officer(self) -> LawOfficer:
        """The law officer whose decision it now is."""
        return self.passes[-1].to_officer if self.passes else self.addressed_to


class SubmissionPass(Numbered, Evidence, dated_by="at", once=True):
    """That a submission passed to the other law officer, and why. It never changes."""

    __tablename__ = "submission_pass"
    __table_args__ = (Index(None, "submission_id"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    to_officer: Mapped[LawOfficer] = mapped_column(Choice(LawOfficer))
    reason: Mapped[PassReason] = mapped_column(Choice(PassReason))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    submission: Mapped[Submission] = relationship(back_populates="passes")
    by: Mapped[User] = relationship()


class PackQuestion(Numbered, Evidence, dated_by="asked_at"):
    """A question about one paragraph of a submission, and its answer, which is given once.

    `number` counts the questions about the review. `paragraph` is the paragraph's number in that
    submission, `quote` its words; `advice` is what it is a paragraph of, where it is of advice.
    """

    __tablename__ = "pack_question"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    number: Mapped[int]
    paragraph: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    advice_id: Mapped[int | None] = mapped_column(ForeignKey("advice.id"))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review] = relationship()
    submission: Mapped[Submission] = relationship()
    advice: Mapped[Advice | None] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=asked_by_id)
    answered_by: Mapped[User | None] = relationship(foreign_keys=answered_by_id)


class DraftOf(LabelledEnum):
    """A long text that people write over days, and that must not be lost on the way."""

    SUBMISSION = "submission", "Submission to the law officers"
    APPLICATION = "application", "The application for permission to refer"
    WORKSHEET = "worksheet", "The worksheet"


class WrittenDraft(Numbered, Passing):
    """A version of what somebody has written so far, kept as they write or when they say so.

    While one person goes on writing it is their latest version that grows; what another wrote is
    never changed by it.
    """

    __tablename__ = "written_draft"
    __table_args__ = (UniqueConstraint("review_id", "kind", "version"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    kind: Mapped[DraftOf] = mapped_column(Choice(DraftOf))
    version: Mapped[int]
    words: Mapped[dict[str, Any]]
    is_autosaved: Mapped[bool]
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review] = relationship()
    saved_by: Mapped[User] = relationship()
