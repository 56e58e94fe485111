"""A new secret code that goes by post, in a letter that holds nothing else."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Secret

if TYPE_CHECKING:
    from ulss_tracker.models.request import Request


class PostedCodeState(StrEnum):
    """Where it stands. One that was replaced, or was not to be sent, has ended."""

    WAITING = "waiting"
    MADE = "made"
    USED = "used"
    ENDED = "ended"


class PostedCode(Numbered, Secret, dated_by="asked_at", goes=True):
    """That somebody is to have a new code by post, and the letter that was made for it.

    `asked_by_id` is who of the office asked for it; None where the requester did, on the page for
    a lost code. The letter holds the code and is kept nowhere. `code_hash` and `address_hash` are
    of what it holds and of where it went: should they be reached elsewhere by then, it opens
    nothing. It works until the end of `works_until_on`.
    """

    __tablename__ = "posted_code"
    __table_args__ = (Index(None, "request_id", "id"), Index(None, "asked_at"))

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[PostedCodeState] = mapped_column(
        Choice(PostedCodeState), default=PostedCodeState.WAITING
    )
    code_hash: Mapped[str] = mapped_column(String(64), default="")
    address_hash: Mapped[str] = mapped_column(String(64), default="")
    made_at: Mapped[datetime | None]
    works_until_on: Mapped[date | None]

    request: Mapped["Request"] = relationship()
