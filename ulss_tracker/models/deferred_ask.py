"""Asks that wait for a job, where a page's time must not tell whether it found anything."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Passing


class AskKind(StrEnum):
    """The kind of what was asked for."""

    PASSWORD_LINK = "password_link"  # noqa: S105 - a kind's name
    CODE_BY_POST = "code_by_post"


class DeferredAsk(Numbered, Passing):
    """One thing asked for, until a job has done it: `subject` is the address or reference given.

    `wants_factor` is whether a password link needs a second factor set up. `page`, `address`,
    `device` and `request_id` are where it was asked, for the security log.
    """

    __tablename__ = "deferred_ask"

    kind: Mapped[AskKind] = mapped_column(Choice(AskKind))
    subject: Mapped[str] = mapped_column(String(254))
    wants_factor: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    page: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    device: Mapped[str] = mapped_column(String(64), default="")
    request_id: Mapped[str] = mapped_column(String(32), default="")
