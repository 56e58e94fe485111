"""Letters as whoever asked reads them on the status page."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ulss_tracker.models.database import Choice
from ulss_tracker.models.letter import LetterKind
from ulss_tracker.models.table_class import Evidence


class PublishedLetter(Evidence, dated_by="published_at"):
    """The words of one issued letter for the status page of the request that it answers.

    `text` is the letter's own HTML without the address in its window: whoever else holds the
    reference and the code must not read there where the person lives.
    """

    __tablename__ = "published_letter"
    __table_args__ = (Index(None, "request_id"),)

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    kind: Mapped[LetterKind] = mapped_column(Choice(LetterKind))
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
