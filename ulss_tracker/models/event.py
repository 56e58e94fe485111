"""History: one line for each thing that happened. The database refuses to change a line."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.event_kind import EventKind
from ulss_tracker.models.table_class import Evidence, Passing
from ulss_tracker.models.user import User


class Event(Numbered, Evidence, dated_by="at", once=True):
    """One thing that happened to a request, a case or a review: who, when, before and after."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "case_id", "id"), Index(None, "request_id"))

    kind: Mapped[EventKind] = mapped_column(Choice(EventKind))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by: Mapped[User | None] = relationship()


class PinnedNote(Passing):
    """A note kept at the top of its case. The note itself is a line of history."""

    __tablename__ = "pinned_note"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    pinned_at: Mapped[datetime]
    pinned_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
