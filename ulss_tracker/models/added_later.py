"""Words that somebody added to their request after it was sent."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.table_class import Evidence

if TYPE_CHECKING:
    from ulss_tracker.models.request import Request


class AddedLater(Numbered, Evidence, dated_by="added_at"):
    """Words, files or both, added at one moment by way of the status page.

    The files themselves are documents of the request, like those that came with it.
    """

    __tablename__ = "added_later"
    __table_args__ = (Index(None, "request_id", "added_at"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    words: Mapped[str] = mapped_column(Text)
    files: Mapped[int]
    added_at: Mapped[datetime]

    request: Mapped["Request"] = relationship()
