"""Messages that came to the mailbox, whole, and what was read of each."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.request import Request
from ulss_tracker.models.table_class import Evidence, Passing


class InboundState(LabelledEnum):
    """Where a message stands: whether a person has yet to say what it is for."""

    WAITING = "waiting", "Waiting for a person"
    FILED = "filed", "Filed by itself"
    ACCEPTED = "accepted", "Accepted"


class InboundMessage(
    Numbered, Evidence, dated_by="taken_at", personal=("message_id", "sender_name", "sender_email")
):
    """One message as it came, and the proposal that was read of it.

    `once_key` is unique: of its Message-ID and what it says, so that the same message is taken
    once however often it is fetched. `sha256` is of its bytes, which are kept whole in parts.
    `received_at` is when a server of the office had it. `kind` is blank where it could not be read;
    `faults` names why, or what of it was left unread. `proposal` has each value with its words, the
    place of them, and who said it: the machine until a person does. `request` is the one it made
    or is about. `thread_id` is the first message of the conversation, where this one goes on with
    it by answering one of ours. `forgotten_at` is when everything that anybody wrote was deleted.
    """

    __tablename__ = "inbound_message"
    __table_args__ = (
        Index(None, "state", "received_at", "id"),
        Index(None, "request_id"),
        Index(None, "message_id"),
        Index(None, "thread_id"),
    )

    once_key: Mapped[str] = mapped_column(String(64), unique=True)
    message_id: Mapped[str] = mapped_column(String(500), default="")
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    received_at: Mapped[datetime]
    taken_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sender_name: Mapped[str] = mapped_column(String(200), default="")
    sender_email: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="", deferred=True)
    kind: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[InboundState] = mapped_column(Choice(InboundState), default=InboundState.WAITING)
    faults: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'"))
    proposal: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("inbound_message.id"))
    forgotten_at: Mapped[datetime | None]
    request: Mapped[Request | None] = relationship()


class InboundPart(Passing):
    """A part of a message's bytes, in their order."""

    __tablename__ = "inbound_part"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("inbound_message.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
