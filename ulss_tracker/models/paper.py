"""The papers that the CPS holds of a case: asked for, promised, received; and each chase."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered, Versioned, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class PaperKind(LabelledEnum):
    """A kind of paper that the law officers need before they can decide."""

    REPORT = "report", "CPS report on the case"
    INDICTMENT = "indictment", "Indictment"
    SENTENCING_REMARKS = "sentencing_remarks", "Sentencing remarks"
    PRE_SENTENCE_REPORT = "pre_sentence_report", "Pre-sentence report"
    VICTIM_STATEMENT = "victim_statement", "Victim personal statement"
    ANTECEDENTS = "antecedents", "Antecedents"
    GUIDELINE = "guideline", "Sentencing guideline relied on"
    OTHER = "other", "Something else"


class Paper(Numbered, Versioned, Evidence, goes=True):
    """One paper of a case. It is wanted until it is received or does not apply.

    `document` is the file of the case that it came as, where somebody has said which.
    """

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "name"),
        # What is still to come of each case, with all that its chase follows from.
        index_where(
            "received_at IS NULL",
            "ix_paper_not_received",
            "case_id",
            "asked_at",
            "promised_by_on",
            "not_applicable_reason",
        ),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[PaperKind] = mapped_column(Choice(PaperKind))
    name: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    promised_by_on: Mapped[date | None]
    received_at: Mapped[datetime | None]
    late_reason: Mapped[str] = mapped_column(Text, default="")
    not_applicable_reason: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    case: Mapped[Case] = relationship()
    asked_by: Mapped[User] = relationship()

    @property
    def label(self) -> str:
        """The name of the paper, in words."""
        return self.name or self.kind.label

    @property
    def is_wanted(self) -> bool:
        """Whether it is still to come."""
        return self.received_at is None and not self.not_applicable_reason


class PaperChase(Numbered, Evidence, dated_by="recorded_at", once=True):
    """That the CPS was chased for what was still wanted of a case. It never changes."""

    __tablename__ = "paper_chase"
    __table_args__ = (Index(None, "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    at: Mapped[datetime]
    rung: Mapped[int]
    spoke_to: Mapped[str] = mapped_column(String(200))
    answer: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    recorded_by: Mapped[User] = relationship()
