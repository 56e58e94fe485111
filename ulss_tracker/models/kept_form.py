"""Forms that staff sent after their session had ended: kept until they are sent, for a day."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.table_class import Passing


class KeptForm(Numbered, Passing):
    """One form: the address it was sent to, and its fields, encrypted.

    `mark` tells the same form from another without reading either. Files are never kept:
    `has_files` says that some were chosen.
    """

    __tablename__ = "kept_form"
    __table_args__ = (
        UniqueConstraint("user_id", "path", "mark"),
        Index(None, "kept_at"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    path: Mapped[str] = mapped_column(String(300))
    mark: Mapped[str] = mapped_column(String(64))
    fields: Mapped[str] = mapped_column(Text)
    has_files: Mapped[bool]
    kept_at: Mapped[datetime]
