"""The mailbox as staff see it: what waits, one message and its proposal, what a person says."""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any, Unpack

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, undefer

from ulss_tracker.adapters.mailbox import file_words
from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.errors import ChangedMeanwhile, NotFound, existing
from ulss_tracker.models import (
    Case,
    EventKind,
    InboundMessage,
    InboundState,
    Request,
    RequestState,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import (
    NO_FILTERS,
    Column,
    Filter,
    FilterKind,
    SizedPlace,
    Table,
)
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import require
from ulss_tracker.services.correspondence import (
    as_request,
    corrections,
    enclosures,
    taking,
    thread,
)
from ulss_tracker.services.correspondence.kinds import UNWANTED, MailKind
from ulss_tracker.services.correspondence.proposal import propose
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import audit, security_log
from ulss_tracker.services.requests import held_requests

TABLE = Table(
    title="Incoming",
    columns=(
        Column("subject", "Subject"),
        Column("sender", "From"),
        Column("kind", "What it seems to be"),
        Column("request", "Request"),
        Column("left", "Time left"),
        Column("received", "Received", order=Ordering("received", InboundMessage.received_at)),
    ),
    filters=(Filter("state", "Status", kind=FilterKind.KEPT),),
    default="-received",
)


def page(state: InboundState, **place: Unpack[SizedPlace]) -> Rows[InboundMessage]:
    """A page of the messages in one state, the newest first."""
    query = (
        select(InboundMessage)
        .where(InboundMessage.state == state, InboundMessage.forgotten_at.is_(None))
        .options(joinedload(InboundMessage.request))
    )
    return TABLE.rows(query, NO_FILTERS, **place)


def how_many_wait() -> int:
    """How many messages wait for a person."""
    waits = InboundMessage.state == InboundState.WAITING
    query = select(func.count(InboundMessage.id)).where(
        waits, InboundMessage.forgotten_at.is_(None)
    )
    return db.session.scalar(query) or 0


def counts() -> dict[InboundState, int]:
    """How many messages are in each state."""
    query = select(InboundMessage.state, func.count(InboundMessage.id)).where(
        InboundMessage.forgotten_at.is_(None)
    )
    return dict(iter(db.session.execute(query.group_by(InboundMessage.state))))


def get(message_id: int) -> InboundMessage:
    """The message with that number, its words with it. Raises `NotFound`."""
    query = select(InboundMessage).where(InboundMessage.id == message_id)
    case = joinedload(InboundMessage.request).joinedload(Request.case)
    query = query.options(undefer(InboundMessage.words), case.selectinload(Case.restrictions))
    message = existing(db.session.scalar(query), "There is no such message")
    if message.forgotten_at is not None:
        raise NotFound("This message was kept as long as it may be, and what it said is deleted")
    security_log.note_view("message to us", message.id)
    if message.request is not None:
        audit.note_opening(message.request)
    return message


def marked(message: InboundMessage) -> list[tuple[str, bool]]:
    """The words of a message in pieces, and whether the proposal was read from each."""
    text = message.words
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, last in sorted(_spans(text, message.proposal)):
        if last <= end:
            continue
        pieces += [(text[end:start], False), (text[max(start, end) : last], True)]
        end = last
    pieces.append((text[end:], False))
    return [piece for piece in pieces if piece[0]]


def as_page(message: InboundMessage) -> str:
    """The message as the page it was written as, made safe; blank where it was written as words.

    Of one that was forwarded whole, the pages of the messages inside it follow.
    """
    from ulss_tracker.adapters.mailbox import mime, safe_page

    return safe_page.clean("<hr>".join(_pages(mime.read(taking.whole(message)))))


def _pages(mail: MailMessage) -> Iterator[str]:
    if mail.html:
        yield mail.html
    for inner in mail.messages:
        yield from _pages(inner)


def accept(
    message: InboundMessage,
    kind: MailKind,
    by: User,
    *,
    seen: InboundState,
    about: Request | None = None,
) -> None:
    """Record what a person says the message is for, and which request it is `about`.

    One said to be a new request becomes one, where it is none yet: with what was read of it, as if
    they had logged it, and an acknowledgement only where one may go by itself. The files of one
    that a person wrote about a request land with its papers. Raises `ChangedMeanwhile` when
    somebody else was faster, `NotAllowed`.
    """
    from ulss_tracker.adapters.mailbox import mime

    require(by, Permission.WORK_CASES)
    with ExitStack() as stack:
        is_read = _is_read_again(message, kind, about)
        mail = mime.read(taking.whole(message)) if is_read else None
        proposal = propose(mail, thread.sent_log(mail), file_words.read(mail)) if mail else None
        files, refused = enclosures.receive(mail, stack) if mail else ([], [])
        with locked(message):
            _check_seen(message, seen)
            if about is not None and not message.proposal.get("made_request"):
                message.request_id = about.id
            if proposal is not None and mail is not None and _becomes_request(message, kind):
                message.request_id = as_request.receive(
                    proposal, mail, message.received_at, logged_by=by
                )
                message.proposal = message.proposal | {"made_request": True}
                corrections.follow(message, corrections.said_by_people(message), by)
            if message.request is not None:
                if (
                    kind is MailKind.NEW_REQUEST
                    and message.request.state is RequestState.QUARANTINED
                ):
                    held_requests.release(message.request, by)
                assignment.mark_triaged(message.request, by)
            added = 0
            if message.request_id:
                added = enclosures.hand_over(message)
                added += enclosures.put_with(message, files, message.request_id)
            if refused:
                message.proposal = message.proposal | {"files_not_taken": refused}
            _note(message, kind.value, InboundState.ACCEPTED, by, files=added)


def take_back(message: InboundMessage, by: User, *, seen: InboundState) -> None:
    """Let a message that was filed or accepted wait for a person again. Raises as `accept`."""
    require(by, Permission.WORK_CASES)
    with locked(message):
        _check_seen(message, seen)
        _note(message, message.kind, InboundState.WAITING, by)


def _is_read_again(message: InboundMessage, kind: MailKind, about: Request | None) -> bool:
    """Whether it becomes a request, or its files go with the papers of one."""
    is_about_one = (
        (about is not None or message.request_id is not None)
        and not message.proposal.get("made_request")
        and kind not in UNWANTED
    )
    return _becomes_request(message, kind) or is_about_one


def _becomes_request(message: InboundMessage, kind: MailKind) -> bool:
    return kind is MailKind.NEW_REQUEST and message.request_id is None


def _check_seen(message: InboundMessage, seen: InboundState) -> None:
    if message.state is not seen:
        raise ChangedMeanwhile("Somebody else has dealt with this message meanwhile.")


def _note(
    message: InboundMessage, kind: str, state: InboundState, by: User, *, files: int = 0
) -> None:
    before = {"email_kind": message.kind, "email_state": message.state}
    message.kind, message.state = kind, state
    message.proposal = message.proposal | {"kind_said_by": by.name}
    db.session.flush()
    history.record(
        EventKind.MESSAGE_SORTED,
        by,
        message.request.case if message.request else None,
        message.request,
        before=before,
        message=message.id,
        email_kind=kind,
        email_state=state,
        email_files=files,
    )


def _spans(text: str, proposal: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Where each value stands in a text; else where the words stand from which it was read."""
    marks = [
        *proposal.get("offenders", []),
        *proposal.get("offences", []),
        *proposal.get("warnings", []),
        *filter(None, [proposal.get("court"), proposal.get("sentenced_on")]),
    ]
    for mark in marks:
        found = _find(text, mark["value"]) or _find(text, mark["words"])
        if found:
            yield found.span()


def _find(text: str, words: str) -> "re.Match[str] | None":
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return re.search(pattern, text) if pattern else None
