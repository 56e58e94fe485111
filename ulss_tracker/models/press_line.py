"""Press lines: what the office says of a case to the press, once it may."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered, Versioned, index_where
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class PressLine(Numbered, Versioned, Evidence):
    """One line about one case. It may be rewritten until it is released, and not afterwards."""

    __tablename__ = "press_line"
    __table_args__ = (
        Index(None, "case_id", "id"),
        # One at a time is being written.
        index_where("released_at IS NULL", "ix_press_line_unreleased", "case_id", unique=True),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    case: Mapped[Case] = relationship()
    written_by: Mapped[User] = relationship(foreign_keys=[written_by_id])
    released_by: Mapped[User | None] = relationship(foreign_keys=[released_by_id])
