"""Questions of the figures that people keep: to be asked again, at the same moment or a new one."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered, Versioned
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class SavedReport(Numbered, Versioned, Evidence, dated_by="kept_at"):
    """One question, as it was asked: by what it divides, what narrows it, and at what moment.

    `number` and `words` are those of the parliamentary question it answers, where there is one.
    `definition` and `figures` are what was answered when it was kept: an answer made again at the
    same moment is held against them. A question that is deleted stays, with who deleted it.
    """

    __tablename__ = "saved_report"
    __table_args__ = (
        Index(None, "kept_at", "id"),
        Index(None, "name", "id"),
        Index(None, "as_at", "id"),
    )

    name: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(40), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    divided_by: Mapped[str] = mapped_column(String(40))
    divided_across: Mapped[str | None] = mapped_column(String(40))
    after_hours_only: Mapped[bool] = mapped_column(default=False)
    received_from: Mapped[date | None]
    received_to: Mapped[date | None]
    with_old_register: Mapped[bool] = mapped_column(default=True)
    as_at: Mapped[datetime]
    definition: Mapped[str] = mapped_column(Text)
    figures: Mapped[list[Any]]
    kept_at: Mapped[datetime]
    kept_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    deleted_at: Mapped[datetime | None]
    deleted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    kept_by: Mapped[User] = relationship(foreign_keys=[kept_by_id])
    deleted_by: Mapped[User | None] = relationship(foreign_keys=[deleted_by_id])
