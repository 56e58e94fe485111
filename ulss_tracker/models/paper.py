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
    """A kind of paper that the law officers need before they can decide.

    The CPS's guidance "Unduly Lenient Sentences" (of 3 April 2024; cps.gov.uk, read 1 December
    2026) has its Areas report to its Appeals and Review Unit, which goes on with this office; its
    template for advocates (11 January 2017) has a note of the remarks, the opening, the pleas and
    the antecedents. Its list of required documentation was not to hand: the office must check.
    """

    REPORT = "report", "CPS report on the case"
    INDICTMENT = "indictment", "Indictment"
    SENTENCING_REMARKS = "sentencing_remarks", "Sentencing remarks"
    OPENING_NOTE = "opening_note", "Opening note"
    PRE_SENTENCE_REPORT = "pre_sentence_report", "Pre-sentence report"
    VICTIM_STATEMENT = "victim_statement", "Victim personal statement"
    ANTECEDENTS = "antecedents", "Antecedents"
    GUIDELINE = "guideline", "Sentencing guideline relied on"
    OTHER = "other", "Something else"

    @property
    def is_of_court(self) -> bool:
        """Whether the court has it, and not the CPS: the transcript of the judge's remarks."""
        return self is PaperKind.SENTENCING_REMARKS


class PaperContact(Numbered, Versioned, Evidence, dated_by="kept_at"):
    """Where papers are asked for. `area` is a CPS area, `NATIONAL`, or the name of a Crown Court.

    `since_on` is since when it is known to be so. What changed of it is history
    (`EventKind.CONTACT_KEPT`); one that has ended is offered nowhere.
    """

    __tablename__ = "paper_contact"
    __table_args__ = (
        index_where("ended_at IS NULL", "ix_paper_contact_kept", "area", "unit", unique=True),
    )

    area: Mapped[str] = mapped_column(String(100))
    unit: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    manager_email: Mapped[str] = mapped_column(String(254), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    telephone: Mapped[str] = mapped_column(String(60), default="")
    hours: Mapped[str] = mapped_column(String(100), default="")
    since_on: Mapped[date]
    kept_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def label(self) -> str:
        """Its name in a few words."""
        return f"{self.unit}, {self.area}" if self.unit else self.area


class Paper(Numbered, Versioned, Evidence, goes=True, personal=("said_by",)):
    """One paper of a case. It is wanted until all of it is received, or it will not come.

    `document` is the file of the case that it came as, where somebody has said which. It is asked
    of `contact`, to come by `wanted_by_on`. `incomplete_reason` says what is missing of one of
    which a part has come; `not_applicable_reason` why it will not come: where it `is_refused`,
    they have it and will not send it. `said_by` is who said so.
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
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("paper_contact.id"))
    wanted_by_on: Mapped[date | None]
    incomplete_reason: Mapped[str | None] = mapped_column(Text)
    is_refused: Mapped[bool | None]
    said_by: Mapped[str | None] = mapped_column(String(200))
    case: Mapped[Case] = relationship()
    asked_by: Mapped[User] = relationship()
    contact: Mapped[PaperContact | None] = relationship()

    @property
    def label(self) -> str:
        """The name of the paper, in words."""
        return self.name or self.kind.label

    @property
    def is_wanted(self) -> bool:
        """Whether it is still to come."""
        return self.received_at is None and not self.not_applicable_reason


class PaperChase(Numbered, Evidence, dated_by="recorded_at", once=True, personal=("spoke_to",)):
    """That somebody was chased for what was still wanted of a case. It never changes.

    One that the tracker sent by itself has its message, and is recorded by whoever asked.
    """

    __tablename__ = "paper_chase"
    __table_args__ = (Index(None, "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    at: Mapped[datetime]
    rung: Mapped[int]
    spoke_to: Mapped[str] = mapped_column(String(200))
    answer: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    recorded_by: Mapped[User] = relationship()
