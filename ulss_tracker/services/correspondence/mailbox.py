"""The mailbox as staff see it: what waits, one message and its proposal, what a person says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import pairwise
from typing import Any, Unpack

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import joinedload, undefer

from ulss_tracker.adapters.mailbox import reading
from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.errors import ChangedMeanwhile, NotFound, Refused, existing
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
from ulss_tracker.services.cases import duplicates
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.redirects import remaining_of
from ulss_tracker.services.core.table import (
    NO_FILTERS,
    Column,
    Filter,
    FilterKind,
    SizedPlace,
    Table,
)
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.correspondence import (
    as_request,
    corrections,
    enclosures,
    taking,
)
from ulss_tracker.services.correspondence.corrections import Field
from ulss_tracker.services.correspondence.kinds import ABOUT_A_REQUEST, UNWANTED, MailKind
from ulss_tracker.services.history import history
from ulss_tracker.services.matching import same_words
from ulss_tracker.services.matching.same_words import Group
from ulss_tracker.services.protection import audit, security_log
from ulss_tracker.services.requests import held_requests
from ulss_tracker.services.search.narrowing import by_words

_SENDER = InboundMessage.sender_name + "\n" + InboundMessage.sender_email
_TEXT = InboundMessage.subject + "\n" + _SENDER + "\n" + InboundMessage.words
TABLE = Table(
    title="Incoming",
    columns=(
        Column("subject", "Subject"),
        Column("sender", "From"),
        Column("kind", "What it seems to be"),
        Column("request", "Request"),
        Column("left", "Time left", classes="app-by"),
        Column("received", "Received", order=Ordering("received", InboundMessage.received_at)),
    ),
    filters=(
        Filter("state", "Status", kind=FilterKind.KEPT),
        by_words(_TEXT, request=InboundMessage.request_id),
        same_words.EACH,
    ),
    default="-received",
)
_IS_KEPT = InboundMessage.forgotten_at.is_(None)
_WAITS = and_(InboundMessage.state == InboundState.WAITING, _IS_KEPT)


def page(
    state: InboundState,
    filters: Mapping[str, Any] = NO_FILTERS,
    groups: Sequence[Group] = (),
    **place: Unpack[SizedPlace],
) -> Rows[InboundMessage]:
    """A page of the messages in one state that these filters leave, the newest first.

    Of `groups`, which have rows of their own, only those that need a look are on it.
    """
    query = select(InboundMessage).where(InboundMessage.state == state, _IS_KEPT)
    query = query.where(_is_apart(groups, filters))
    query = query.options(joinedload(InboundMessage.request))
    return TABLE.rows(query, filters, **place)


def _is_apart(groups: Sequence[Group], filters: Mapping[str, Any]) -> ColumnElement[bool]:
    """Whether a message made none of the requests for which a row of these groups stands."""
    requests = select(Request.id).where(not_(same_words.apart(groups, filters)))
    return or_(InboundMessage.request_id.is_(None), InboundMessage.request_id.not_in(requests))


def counts() -> dict[InboundState, int]:
    """How many messages are in each state."""
    query = select(InboundMessage.state, func.count(InboundMessage.id)).where(_IS_KEPT)
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


def next_waiting(message: InboundMessage) -> InboundMessage | None:
    """The message that waits next after this one as they came; after the last, the first."""
    query = select(InboundMessage).where(_WAITS, InboundMessage.id != message.id)
    query = query.where(_is_apart(same_words.groups(), NO_FILTERS))
    query = query.order_by(InboundMessage.id < message.id, InboundMessage.id)
    return db.session.scalar(query.limit(1))


def marked(words: str, proposal: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Words in pieces, each with what was read from it, blank for nothing.

    proposal: as a message keeps it.
    """
    spans = sorted(_spans(words, proposal), key=lambda span: span[1] - span[0])
    edges = sorted({0, len(words)}.union(*(span[:2] for span in spans)))
    return [
        (
            words[start:end],
            next((what for a, b, what in spans if a <= start < end <= b), ""),
        )
        for start, end in pairwise(edges)
    ]


def as_page(message: InboundMessage) -> str:
    """The message as the page it was written as, made safe; blank where it was written as words.

    Of one that was forwarded whole, the pages of the messages inside it follow.
    """
    return "<hr>".join(_pages(reading.read(taking.whole(message))))


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
    require(by, Permission.WORK_CASES)
    with ExitStack() as stack:
        is_read = _is_read_again(message, kind, about)
        mail = reading.read(taking.whole(message)) if is_read else None
        proposal = taking.read_proposal(mail) if mail else None
        files, refused = enclosures.receive(mail, stack) if mail else ([], {})
        with locked(message):
            _check_seen(message, seen)
            if about is not None and not message.proposal.get("made_request"):
                message.request_id = about.id
            becomes_request = kind is MailKind.NEW_REQUEST and message.request_id is None
            if proposal is not None and mail is not None and becomes_request:
                message.request_id = as_request.receive(
                    proposal,
                    mail,
                    message.received_at,
                    logged_by=by,
                    places_not_taken=refused,
                )
                message.proposal = message.proposal | {"made_request": True}
                corrections.follow(message, corrections.said_by_people(message), by)
            if message.request is not None:
                is_held = message.request.state is RequestState.QUARANTINED
                if is_held and kind is MailKind.NEW_REQUEST:
                    held_requests.release(message.request, by)
                assignment.mark_triaged(message.request, by)
            added = 0
            if message.request_id:
                added = enclosures.hand_over(message)
                added += enclosures.put_with(message, files, message.request_id)
            if refused:
                message.proposal = message.proposal | {
                    "files_not_taken": list(refused.values()),
                    "places_not_taken": list(refused),
                }
            _note(message, kind.value, InboundState.ACCEPTED, by, files=added)


def put_with(message: InboundMessage, reference: str, by: User, *, seen: InboundState) -> None:
    """Accept a message as one about the request or the case with this reference.

    A message that is a request itself joins the case; any other stands with the request, or with
    the first request of the case. Raises as `accept`, `NotFound`, and `Refused` where the request
    that it is may not join, or the other one is in no case.
    """
    about = existing(
        taking.request_named(reference.strip().upper()),
        "There is no case and no request with this reference",
    )
    audit.note_opening(about)
    if not message.proposal.get("made_request"):
        kind = message.kind if message.kind in ABOUT_A_REQUEST else MailKind.MORE_INFORMATION
        accept(message, MailKind(kind), by, seen=seen, about=about)
        return
    if about.case is None or message.request is None:
        raise Refused(f"{about.reference} is in no case yet: open one, then join this request")
    with transaction():
        if seen is InboundState.WAITING:
            accept(message, MailKind.NEW_REQUEST, by, seen=seen)
        duplicates.join_many([message.request], remaining_of(about.case), by)


def take_back(message: InboundMessage, by: User, *, seen: InboundState) -> None:
    """Let a message that was filed or accepted wait for a person again. Raises as `accept`."""
    require(by, Permission.WORK_CASES)
    with locked(message):
        _check_seen(message, seen)
        _note(message, message.kind, InboundState.WAITING, by)


def _is_read_again(message: InboundMessage, kind: MailKind, about: Request | None) -> bool:
    """Whether it becomes a request, or its files go with the papers of one."""
    if message.proposal.get("made_request") or kind in UNWANTED:
        return False
    return kind is MailKind.NEW_REQUEST or about is not None or message.request_id is not None


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


def _spans(words: str, proposal: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """Where each value stands in the words, else those it was read from; and what it is."""
    for name, what in _READ.items():
        values = proposal.get(name) or []
        for value in values if isinstance(values, list) else [values]:
            mark = {"value": value, "words": ""} if isinstance(value, str) else value
            span = _find(words, mark["value"]) or _find(words, mark["words"])
            if span and name == Field.SENTENCED_ON:
                span = _DAY.search(words, *span.span()) or span
            if span:
                yield *span.span(), what


_READ = {
    "offenders": "offender",
    "sentenced_on": "date of sentence",
    "court": "court",
    "offences": "offence",
    "requester": "who asks",
    "warnings": "warning",
}
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?(?: of)?[ /.-]\w+[ /.-]\d{2,4}\b")


def _find(text: str, words: str) -> "re.Match[str] | None":
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return re.search(pattern, text) if pattern else None
