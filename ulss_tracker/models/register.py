"""The office's old register as it was kept: every file, row and query, beside what they became."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.review import Review
from ulss_tracker.models.table_class import Evidence, Passing
from ulss_tracker.models.user import User


class RegisterState(LabelledEnum):
    """How far the import of a file has come."""

    READ = "read", "Read, not imported yet"
    IMPORTING = "importing", "Being imported"
    IMPORTED = "imported", "Imported"


class RegisterFile(Numbered, Evidence, dated_by="brought_at"):
    """A register somebody uploaded. Its bytes are kept, so that it can be read again.

    `has_categories`: its offences are categories and not convictions, so that no label of it takes
    a case out of the scheme.
    """

    __tablename__ = "register_file"

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[RegisterState] = mapped_column(Choice(RegisterState))
    rows: Mapped[int]
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_new: Mapped[int] = mapped_column(default=0)
    has_categories: Mapped[bool] = mapped_column(default=False, server_default=false())
    brought_at: Mapped[datetime]
    brought_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    imported_at: Mapped[datetime | None]
    brought_by: Mapped[User | None] = relationship()


class RegisterRow(Numbered, Evidence, once=True):
    """One row as written, and the review made from it. It never changes.

    `cells` holds the ten cells to the letter; `position` is the row's place in the whole register,
    in which it is exported.
    """

    __tablename__ = "register_row"
    __table_args__ = (Index(None, "reference"), Index(None, "position"))

    file_id: Mapped[int] = mapped_column(ForeignKey("register_file.id"))
    position: Mapped[int]
    number: Mapped[int]
    reference: Mapped[str] = mapped_column(String(200))
    cells: Mapped[dict[str, Any]]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)
    review: Mapped[Review] = relationship()
    file: Mapped[RegisterFile] = relationship()


class RegisterDoubt(Numbered, Passing):
    """One query about a cell, until somebody resolves it."""

    __tablename__ = "register_doubt"
    __table_args__ = (Index(None, "file_id", "row_number", "id"), Index(None, "review_id"))

    file_id: Mapped[int] = mapped_column(ForeignKey("register_file.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    row_number: Mapped[int]
    reference: Mapped[str] = mapped_column(String(200))
    column_name: Mapped[str] = mapped_column(String(40))
    read: Mapped[str] = mapped_column(Text)
    proposed: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    settled_how: Mapped[str] = mapped_column(Text, default="")


class CorrectedFact(LabelledEnum):
    """A fact of a review from the old register that may be corrected."""

    OFFENDER = "offender", "Offender"
    COURT = "court", "Court"
    SENTENCED_ON = "sentenced_on", "Date of sentence"
    OFFENCE = "offence", "Offence"
    SENTENCE = "sentence", "Sentence"
    OUTCOME = "outcome", "Outcome"
    HEARING = "hearing", "Court hearing date"
    REVISED = "revised", "Revised sentence"


class Correction(Numbered, Evidence, dated_by="at", once=True):
    """A fact put right after it was counted: what it was, what it is, and why. Kept for ever."""

    __tablename__ = "correction"
    __table_args__ = (Index(None, "at", "id"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    doubt_id: Mapped[int | None] = mapped_column(ForeignKey("register_doubt.id"))
    fact: Mapped[CorrectedFact] = mapped_column(Choice(CorrectedFact))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review] = relationship()
    by: Mapped[User] = relationship()
