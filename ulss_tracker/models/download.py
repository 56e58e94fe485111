"""Lists that take longer to make than somebody waits: made some rows at a time, then downloaded."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Passing
from ulss_tracker.models.user import User


class DownloadKind(LabelledEnum):
    """The list that is downloaded."""

    CASE_UPDATE = "case_update", "Case update"
    REGISTER = "register", "Register as it is now"

    @property
    def file_name(self) -> str:
        """The name of its file, without its ending: nothing of anybody."""
        return {"case_update": "case-update", "register": "register"}[self]


class Download(Numbered, Passing):
    """One list, from when it is asked for until it is a day old.

    `rows` is how many there were to read when it was asked for, `rows_read` how many were read, the
    last of them with the key `last_key`. What happened after the event `last_event_id` may have
    changed a row since it was read.
    """

    __tablename__ = "export"

    kind: Mapped[DownloadKind] = mapped_column(Choice(DownloadKind))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    last_event_id: Mapped[int]
    rows: Mapped[int]
    rows_read: Mapped[int] = mapped_column(default=0)
    last_key: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None]
    asked_by: Mapped[User] = relationship()


class DownloadPart(Numbered, Passing):
    """Some rows of a list as they were read: of each the review's id and its cells.

    It begins after the row with the key `after`. Whoever reads the same rows twice keeps them once.
    """

    __tablename__ = "export_part"
    __table_args__ = (UniqueConstraint("export_id", "after"),)

    export_id: Mapped[int] = mapped_column(ForeignKey("export.id", ondelete="CASCADE"))
    after: Mapped[int]
    lines: Mapped[list[Any]]
