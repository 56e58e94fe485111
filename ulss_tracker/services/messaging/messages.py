"""Messages to read: all of them, those that need a person, those to one person.

Sending is queue.py.
"""

from collections.abc import Mapping
from typing import Any, Unpack

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from ulss_tracker.errors import existing
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import Case, Message, MessageState, Request, db
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import (
    NO_FILTERS,
    Column,
    Filter,
    FilterKind,
    Place,
    Table,
    days,
)
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.operations.job_status import COULD_NOT_GO, UNSENT
from ulss_tracker.services.protection import audit, security_log
from ulss_tracker.services.search.narrowing import by_words

WORTH_SHOWING = 3
"""A message is still being tried in the ordinary way until it was tried so often."""


class Way(LabelledEnum):
    """How a message goes."""

    EMAIL = "email", "Email"
    TEXT = "text", "Text message"
    POST = "post", "Post"


_WAYS: dict[Way, ColumnElement[bool]] = {
    Way.EMAIL: and_(Message.by_post.is_(False), Message.by_text.is_(False)),
    Way.TEXT: Message.by_text.is_(True),
    Way.POST: Message.by_post.is_(True),
}


class Need(LabelledEnum):
    """Why a message needs a person."""

    FAILED = "failed", "Could not be sent"
    TO_PRINT = "to_print", "To print and post"
    DELAYED = "delayed", "Still being tried"


_IS_TO_REQUESTER = Message.kind.not_in(compose.OFFICE_KINDS)
_IS_TRIED = and_(Message.state.in_(UNSENT), Message.tries >= WORTH_SHOWING)
_NEEDS: dict[Need, ColumnElement[bool]] = {
    Need.FAILED: COULD_NOT_GO,
    Need.TO_PRINT: and_(Message.by_hand, Message.state == MessageState.WAITING),
    # As two, each of which an index answers: what is not by hand goes by post too.
    Need.DELAYED: or_(
        and_(_IS_TRIED, Message.by_post.is_(False)),
        and_(_IS_TRIED, Message.by_post, Message.postage.is_not(None)),
    ),
}


_WRITTEN = Column("written", "Written", order=Ordering("written", Message.id))
_WORDS = by_words(Message.subject, request=Message.request_id, case=Message.case_id)
_DAYS = days(Message.created_at, ("written_from", "Written from"), ("written_to", "Written to"))
NEEDING_TABLE = Table(
    title="Messages that need a person",
    columns=(
        Column("posted", "Posted"),
        Column("message", "Message"),
        Column("to", "To"),
        _WRITTEN,
        Column("next_try", "Next try"),
        Column("again", "What to do"),
    ),
    filters=(Filter("need", "Need", kind=FilterKind.KEPT), _WORDS, *_DAYS),
    default="written",
    heads="message",
)
WRITTEN_TABLE = Table(
    title="Everything that was written",
    columns=(
        _WRITTEN,
        Column("message", "Message"),
        Column("to", "To"),
        Column("became", "What became of it"),
    ),
    filters=(
        _WORDS,
        Filter("state", "What became of it", Message.state, MessageState, "Anything"),
        Filter("way", "How it goes", lambda way: _WAYS[way], Way, "Any way"),
        *_DAYS,
    ),
    default="-written",
    heads="message",
)


def needing(
    need: Need, filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]
) -> Rows[Message]:
    """A page of the messages that need a person for this reason, the longest waiting first."""
    return NEEDING_TABLE.rows(select(Message).where(_NEEDS[need]), filters, **place)


def needs() -> dict[Need, int]:
    """How many messages need a person for each reason."""
    counted = [func.count(Message.id).filter(condition) for condition in _NEEDS.values()]
    counts = db.session.execute(select(*counted).where(or_(*_NEEDS.values()))).one()
    return dict(zip(_NEEDS, counts, strict=True))


def written(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[Message]:
    """A page of everything written, whatever became of it, the newest first."""
    return WRITTEN_TABLE.rows(select(Message), filters, **place)


def get(message_id: int) -> Message:
    """The message with this id. Raises `NotFound`."""
    message = existing(db.session.get(Message, message_id), "There is no such message")
    security_log.note_view("message", message.id)
    request = request_of(message)
    if request is not None:
        audit.note_opening(request)
    return message


def request_of(message: Message) -> Request | None:
    """The request that the message answers; None when it is about no request."""
    return db.session.get(Request, message.request_id) if message.request_id else None


def of_request(request: Request) -> list[Message]:
    """List the messages to the requester, oldest first; none when only a call can reach them."""
    query = select(Message).where(Message.request_id == request.id, _IS_TO_REQUESTER)
    return list(db.session.scalars(query.order_by(Message.id)))


def to_requesters(case: Case, most: int) -> list[Message]:
    """The newest messages to those who asked in this case, at most so many, the newest first."""
    query = _of_case(case)
    return list(db.session.scalars(query.order_by(Message.id.desc()).limit(most)))


def failed_of_case(case: Case) -> list[Message]:
    """The emails to those who asked in this case that could not be sent, the first first."""
    query = _of_case(case).where(_NEEDS[Need.FAILED])
    return list(db.session.scalars(query.order_by(Message.id)))


def _of_case(case: Case) -> Select[Message]:
    requests = select(Request.id).where(Request.case_id == case.id)
    return select(Message).where(Message.request_id.in_(requests), _IS_TO_REQUESTER)
