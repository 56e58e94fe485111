"""One letter to everyone who asked: who is in it, and how far it is."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered, Versioned, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.letter import LetterDraft
from ulss_tracker.models.request import Request
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class BatchState(LabelledEnum):
    """Where the letters to everyone stand."""

    RUNNING = "running", "Being issued"
    STOPPED = "stopped", "Stopped"
    DONE = "done", "Finished"


class LetterBatch(Numbered, Versioned, Evidence, dated_by="started_at"):
    """Letters with one text, to each who asked about a case. `sample` is the one it was taken from.

    How far it is, is nowhere kept: a letter is issued when its draft has a letter.
    """

    __tablename__ = "letter_batch"
    __table_args__ = (
        UniqueConstraint("sample_id"),
        Index(None, "case_id"),
        index_where("state = 'running'", "ix_letter_batch_running", "id"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    sample_id: Mapped[int] = mapped_column(ForeignKey("letter_draft.id"))
    state: Mapped[BatchState] = mapped_column(Choice(BatchState), default=BatchState.RUNNING)
    started_at: Mapped[datetime]
    started_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    case: Mapped[Case] = relationship()
    sample: Mapped[LetterDraft] = relationship()
    started_by: Mapped[User] = relationship()


class BatchItem(Numbered, Evidence):
    """One person in it: their letter's draft, or why they get none. One of each, ever."""

    __tablename__ = "letter_batch_item"
    __table_args__ = (UniqueConstraint("batch_id", "request_id"), UniqueConstraint("draft_id"))

    batch_id: Mapped[int] = mapped_column(ForeignKey("letter_batch.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("letter_draft.id"))
    why_not: Mapped[str] = mapped_column(Text, default="")

    batch: Mapped[LetterBatch] = relationship()
    request: Mapped[Request] = relationship()
    draft: Mapped[LetterDraft | None] = relationship()
