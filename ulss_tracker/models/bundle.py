"""The papers of a case bound as one PDF, each version with its order and page numbers."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.request import Document
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class BundleReader(LabelledEnum):
    """The reader of a bundle."""

    LAW_OFFICERS = "law_officers", "The law officers"
    COURT = "court", "The Court of Appeal"

    @property
    def in_sentence(self) -> str:
        """Its words within a sentence: the law officers."""
        return self.label[0].lower() + self.label[1:]


class Bundle(Numbered, Evidence, dated_by="asked_at"):
    """One version of a bundle, as asked for; once made it has its `document`, a file of the case.

    `papers` are in their order (key, section, name, note, numbers of the pages), the numbers once
    it is made. Those given in an earlier version stay, unless it `is_renumbered`. `failure` is why
    it could not be made.
    """

    __tablename__ = "bundle"
    __table_args__ = (UniqueConstraint("case_id", "reader", "version"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    reader: Mapped[BundleReader] = mapped_column(Choice(BundleReader))
    version: Mapped[int]
    papers: Mapped[list[Any]]
    is_renumbered: Mapped[bool]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    begun_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(String(300), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    case: Mapped[Case] = relationship()
    asked_by: Mapped[User] = relationship()
    document: Mapped[Document | None] = relationship()
