"""The outbox: what the office sends, written in the same transaction as its cause."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    and_,
    false,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship
from structlog.contextvars import get_contextvars

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Evidence

if TYPE_CHECKING:
    from ulss_tracker.models.request import Document

TO_SEND = (
    "state NOT IN ('sent', 'failed', 'stopped', 'held') AND (NOT by_post OR postage IS NOT NULL)"
)
"""All that has yet to go by itself, in the words of the indexes: neither database uses them for
other words, or for values as parameters. By the states that it has, SQLite would choose the index
of states, and read and sort all that waits."""
_FIRST = "'duty_alarm', 'duty_text', 'one_time_code', 'account'"
_TO_MANY, _COPIES = "'acknowledgement', 'news'", "'daily_list', 'checkpoint'"
LANES = (
    f"kind IN ({_FIRST})",
    f"kind NOT IN ({_FIRST}, {_TO_MANY}, {_COPIES})",
    f"kind IN ({_TO_MANY})",
    f"kind IN ({_COPIES})",
)
"""Which kinds go first: alarms, codes and links that somebody waits for; what is written to one
person; what everybody gets who asks, thousands at times; copies of what the tracker shows."""


class MessageState(LabelledEnum):
    """Where a message stands. A letter `by_hand` waits for a person to print and post it.

    One is stopped that has not gone when what it says no longer holds: it never goes.
    One held back is sent only when a person says so; `last_error` says why.
    """

    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Could not be sent"
    STOPPED = "stopped", "Stopped before it was sent"
    HELD = "held", "Held back"

    @property
    def needs_person(self) -> bool:
        """Whether it goes only when somebody says so."""
        return self in {MessageState.HELD, MessageState.FAILED}


class Message(
    Numbered,
    Evidence,
    left_out={
        "code": "secret, and gone once it is sent",
        **dict.fromkeys(
            ("state", "tries", "next_try_at", "claimed_by", "last_error"),
            "how far the sending is",
        ),
        "trace": "leads to lines of logs",
    },
    personal=("subject", "file_name", "last_error", "code"),
):
    """One message. `once_key` is unique: the same cause never sends the same thing twice.

    `code` is the secret code that goes into the body's place for it as the email leaves; it is kept
    apart so that nobody who reads a message reads the code, and is gone once the email is sent.
    `taken_as` is the id by which GOV.UK Notify took it, where that is how it went; `delivered_at`
    is when we learned that it arrived. `file` goes with it, under `file_name`, and `document`, a
    file of the case. `claimed_by` is the worker that is sending it. One `by_text` goes to a mobile
    number. A letter (`by_post`) with `postage`, first or second class, is printed and posted by
    Notify, at `delivered_at`; Notify has it from `sent_at` on. A reply answers the message
    `answers_id`, and `thread` has the Message-IDs of the conversation, the one it answers last.
    `trace` is the number of the web request or run of a job that wrote it.
    `came_back_at` is when a mail server said that its address could not be reached.

    What is written to staff of a case has `case_id`, of a request `request_id`: whoever may not
    open that does not read it either (services/protection/access_filter.py). One with `reader_id`
    is that person's alone.
    """

    __tablename__ = "message"
    __table_args__ = (
        # What needs a person, whatever else waits.
        Index(None, "state", "by_post", "tries", "id"),
        Index(None, "request_id"),
        Index(None, "answers_id"),
        index_where(TO_SEND, "ix_message_to_send", "next_try_at", "id"),
        *(
            index_where(f"{TO_SEND} AND {lane}", f"ix_message_lane_{place}", "next_try_at", "id")
            for place, lane in enumerate(LANES)
        ),
        # Whether anything earlier to the same person has yet to go.
        index_where(TO_SEND, "ix_message_unsent_to", "recipient", "id"),
        index_where(
            "delivered_at IS NULL AND taken_as <> '' AND state = 'sent'",
            "ix_message_on_its_way",
            "sent_at",
        ),
    )

    once_key: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    by_post: Mapped[bool] = mapped_column(default=False)
    by_text: Mapped[bool] = mapped_column(default=False, server_default=false())
    postage: Mapped[str | None] = mapped_column(String(10))
    recipient: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2), default="en")
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(
        String(20), default="", server_default=text("''"), deferred=True
    )
    state: Mapped[MessageState] = mapped_column(Choice(MessageState), default=MessageState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    claimed_by: Mapped[str] = mapped_column(String(32), default="", server_default=text("''"))
    sent_at: Mapped[datetime | None]
    taken_as: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    delivered_at: Mapped[datetime | None]
    file_name: Mapped[str] = mapped_column(String(80), default="", server_default=text("''"))
    file_type: Mapped[str] = mapped_column(String(80), default="", server_default=text("''"))
    file: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    last_error: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("inbound_message.id"))
    thread: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    came_back_at: Mapped[datetime | None]
    trace: Mapped[str] = mapped_column(
        String(32),
        default=lambda: get_contextvars().get("request", ""),
        server_default=text("''"),
    )
    document: Mapped["Document | None"] = relationship()

    @hybrid_property
    def by_hand(self) -> bool:
        """Whether it is a letter that a person prints and posts."""
        return self.by_post and self.postage is None

    @by_hand.inplace.expression
    @classmethod
    def _by_hand(cls) -> ColumnElement[bool]:
        return and_(cls.by_post, cls.postage.is_(None))

    @hybrid_property
    def is_being_posted(self) -> bool:
        """Whether GOV.UK Notify has it to print and post, and has not said that it is posted."""
        is_taken = self.state is MessageState.SENT and self.postage is not None
        return is_taken and self.delivered_at is None

    @is_being_posted.inplace.expression
    @classmethod
    def _is_being_posted(cls) -> ColumnElement[bool]:
        return and_(
            cls.state == MessageState.SENT,
            cls.taken_as != "",
            cls.postage.is_not(None),
            cls.delivered_at.is_(None),
        )
