"""Complaints about the office's own service, each with a clock of its own."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered, Versioned, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.request import Channel
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class Finding(LabelledEnum):
    """The finding on a complaint."""

    UPHELD = "upheld", "Upheld"
    PARTLY_UPHELD = "partly_upheld", "Partly upheld"
    NOT_UPHELD = "not_upheld", "Not upheld"
    WITHDRAWN = "withdrawn", "Withdrawn by the person who complained"


class Complaint(Numbered, Versioned, Evidence, dated_by="recorded_at", label="name"):
    """One complaint: who complained of what, by when it must be answered, and how it was.

    `case` is empty where it is about no case, or nobody knows yet about which.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        Index(None, "case_id"),
        Index(None, "received_at", "id"),
        index_where("answered_at IS NULL", "ix_complaint_to_answer", "answer_by_at", "id"),
    )

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    channel: Mapped[Channel] = mapped_column(Choice(Channel))
    name: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    acknowledge_by_at: Mapped[datetime]
    answer_by_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    finding: Mapped[Finding | None] = mapped_column(Choice(Finding))
    answer: Mapped[str] = mapped_column(Text, default="")
    case: Mapped[Case | None] = relationship()
    recorded_by: Mapped[User] = relationship(foreign_keys=[recorded_by_id])
    acknowledged_by: Mapped[User | None] = relationship(foreign_keys=[acknowledged_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
