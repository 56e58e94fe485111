"""A change of contact details that whoever asked wants on the status page, until it is proved."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Passing

if TYPE_CHECKING:
    from ulss_tracker.models.request import Request


class ContactChangeState(StrEnum):
    """Where a change stands. One that was replaced, or guessed at too often, has ended."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    PUT_BACK = "put_back"
    ENDED = "ended"


class ContactChange(Numbered, Passing):
    """One change of how somebody is reached, asked for on the status page.

    `before` is how they were reached then, whole; `wanted` has what changes, by the same names.
    `email_hash` and `text_hash` are of the one-time codes that went to the contacts known then,
    empty where none went. `call_since` is since when the office is to telephone and decide.
    """

    __tablename__ = "contact_change"
    __table_args__ = (Index(None, "request_id", "id"), Index(None, "asked_at"))

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    asked_at: Mapped[datetime]
    state: Mapped[ContactChangeState] = mapped_column(
        Choice(ContactChangeState), default=ContactChangeState.WAITING
    )
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    wanted: Mapped[dict[str, Any]] = mapped_column(default=dict)
    email_hash: Mapped[str] = mapped_column(String(64), default="")
    text_hash: Mapped[str] = mapped_column(String(64), default="")
    email_given_at: Mapped[datetime | None]
    text_given_at: Mapped[datetime | None]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    call_since: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    request: Mapped["Request"] = relationship()

    @property
    def is_given(self) -> bool:
        """Whether one of its codes was given."""
        return self.email_given_at is not None or self.text_given_at is not None
