"""Words and areas of a paper that nobody outside may read, and the copy made without them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.paper import Paper
from ulss_tracker.models.request import Document
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class RedactionReason(LabelledEnum):
    """The reason for which words or an area are redacted."""

    ANONYMITY = "anonymity", "Anonymity, by law or by order of the court"
    CONTACT = "contact", "Address or contact details"
    PERSONAL = "personal", "Personal data of somebody whom the case is not about"
    PRIVILEGE = "privilege", "Legal professional privilege"
    SENSITIVE = "sensitive", "Sensitive material that is not disclosed"
    OTHER = "other", "Something else"


class Redaction(Numbered, Evidence, dated_by="asked_at"):
    """All that is redacted in a paper's file, as one person left it: a new version for each change.

    `marks` are words, or a page and its area in per cent, each with reason, who, when, and who
    withdrew it; once its `copy` is made, the pages of its places. `failure` is why there is none.
    """

    __tablename__ = "redaction"
    __table_args__ = (UniqueConstraint("document_id", "version"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    version: Mapped[int]
    marks: Mapped[list[Any]]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    begun_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(String(300), default="")
    copy_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    case: Mapped[Case] = relationship()
    paper: Mapped[Paper] = relationship()
    asked_by: Mapped[User] = relationship()
    copy: Mapped[Document | None] = relationship(foreign_keys=copy_id)

    @property
    def standing(self) -> list[dict[str, Any]]:
        """The marks that are not withdrawn."""
        return [mark for mark in self.marks if not mark["withdrawn"]]
