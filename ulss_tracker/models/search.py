"""The search index: one row for each review and each request."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.table_class import Derived


class SearchEntry(Numbered, Derived):
    """The words by which a review or a request is found, as plain Latin letters.

    `names` are people's, `keys` how those names sound, `words` everything else. They are written
    in the transaction of the change, and the full-text indexes follow the row in the database.
    """

    __tablename__ = "search_entry"
    __table_args__ = (Index(None, "case_id"), Index(None, "at", "id"))

    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"), unique=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), unique=True)
    names: Mapped[str] = mapped_column(Text)
    keys: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    court_id: Mapped[str | None] = mapped_column(String(80))
    sentenced_on: Mapped[date | None]
    at: Mapped[datetime]
