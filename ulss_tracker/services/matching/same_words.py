"""Many requests about one sentence in the same words: found, counted, and told from the others.

Whether one needs a look follows from its words and from what came with it, never from what a reader
took its writer for.
"""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, not_, or_, select, true

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import (
    Campaign,
    Channel,
    Deadline,
    Document,
    Event,
    EventKind,
    InboundMessage,
    Request,
    RequesterBackground,
    RequestState,
    RequestWording,
    SafeContact,
    db,
)
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core.table import Filter, FilterKind
from ulss_tracker.services.matching.scoring import Subject
from ulss_tracker.services.matching.wording import Wording, own_words, wording

_WORDINGS: Any = RequestWording.__table__
LEAST = 5
"""So many requests in the same words are one row."""
EACH = Filter("each", "Each of many in the same words", lambda _: true(), kind=FilterKind.TICK)


class LookReason(LabelledEnum):
    """Why a request about a sentence of many must be looked at by itself."""

    OWN_WORDS = "own_words", "Own words"
    ROLE = "role", "No member of the public"
    WARNING = "warning", "How to reach them"
    FILES = "files", "Files"
    LANGUAGE = "language", "Another language"
    WAY = "way", "An MP, the CPS, a letter or a call"
    HELD = "held", "Held, or nobody to answer"
    BEGUN = "begun", "Somebody has begun with it"


_SAFE_WORDS = (
    SafeContact.times,
    SafeContact.safe_person,
    SafeContact.interpreter,
    SafeContact.words_to_use,
)
_IS_BY_FORM = Request.channel == Channel.FORM
_CONDITIONS: dict[LookReason, ColumnElement[bool]] = {
    # Of an email a reader said it, from its words: these are the same.
    LookReason.ROLE: or_(
        and_(_IS_BY_FORM, Request.standing != RequesterRole.PUBLIC),
        exists().where(RequesterBackground.request_id == Request.id),
    ),
    LookReason.WARNING: or_(
        Request.support_needs != "",
        Request.no_contact_reason != "",
        *(
            way.is_(False)
            for way in (
                Request.may_email,
                Request.may_telephone,
                Request.may_text,
                Request.may_leave_message,
                Request.may_post,
            )
        ),
        exists().where(
            SafeContact.request_id == Request.id, or_(*(words != "" for words in _SAFE_WORDS))
        ),
    ),
    LookReason.FILES: exists().where(Document.request_id == Request.id),
    LookReason.LANGUAGE: Request.language != "en",
    LookReason.WAY: Request.channel.not_in((Channel.FORM, Channel.EMAIL)),
    LookReason.HELD: or_(
        Request.state != RequestState.NEW,
        and_(Request.channel == Channel.EMAIL, Request.email == ""),
    ),
    LookReason.BEGUN: or_(
        Request.looked_at.is_not(None),
        Request.owner_id.is_not(None),
        Request.withdraws_at.is_not(None),
        exists().where(Event.request_id == Request.id, Event.kind == EventKind.REQUEST_TAKEN_OUT),
    ),
}
IS_PLAIN = not_(or_(*_CONDITIONS.values()))
"""Whether nothing of a request but its words may ask for a look."""


@dataclass(frozen=True, slots=True)
class SameWords:
    """So many requests in the same words that need no look, and the first of them."""

    words: str
    count: int
    first: Request


@dataclass(frozen=True, slots=True)
class Group:
    """Requests about one sentence that wait, many in the same words.

    `first` is the first of `same`, or of all where a person has said already where such words
    belong: then that is `campaign`. `total` counts all that name the sentence alike, those in the
    same words with them, from `first_at` to `latest_at`; of one of them somebody must act by
    `act_by_at`.
    """

    sentence: str
    first: Request
    same: Sequence[SameWords]
    total: int
    first_at: datetime
    latest_at: datetime
    act_by_at: datetime | None
    campaign: Campaign | None = None

    @property
    def count(self) -> int:
        """How many need no look."""
        return sum(words.count for words in self.same)

    @property
    def to_look_at(self) -> int:
        """How many need a look each."""
        return self.total - self.count


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """A request of a group that needs a look: why, and what it says that the others do not."""

    request: Request
    reasons: Sequence[LookReason]
    own_words: Sequence[str]
    message_id: int | None


def groups() -> list[Group]:
    """Every sentence about which many ask, or asked, in the same words; most of them first."""
    same = _same()
    query = select(Campaign).where(Campaign.ended_at.is_(None), Campaign.joins_later)
    campaigns = {row.sentence: row for row in db.session.scalars(query)}
    sentences = same.keys() | campaigns.keys()
    if not sentences:
        return []
    totals = (
        select(
            RequestWording.sentence,
            func.count().label("total"),
            func.min(Request.id).label("first"),
            func.min(Request.received_at).label("first_at"),
            func.max(Request.received_at).label("latest_at"),
            func.min(Deadline.act_by_at).label("act_by_at"),
        )
        .join(Request, Request.id == RequestWording.request_id)
        .outerjoin(Deadline, Deadline.request_id == Request.id)
        .where(RequestWording.sentence.in_(sentences))
        .group_by(RequestWording.sentence)
    )
    made = [
        Group(
            row.sentence,
            same[row.sentence][0].first
            if row.sentence in same
            else db.session.get_one(Request, row.first),
            same.get(row.sentence, ()),
            row.total,
            row.first_at,
            row.latest_at,
            row.act_by_at,
            campaigns.get(row.sentence),
        )
        for row in db.session.execute(totals)
    ]
    return sorted(made, key=lambda group: -group.total)


def _same() -> dict[str, list[SameWords]]:
    """The words in which many ask, by their sentence."""
    counted = (
        select(
            RequestWording.sentence,
            RequestWording.words,
            func.count().label("same"),
            func.min(Request.id).label("first"),
        )
        .join(Request, Request.id == RequestWording.request_id)
        .where(IS_PLAIN)
        .group_by(RequestWording.sentence, RequestWording.words)
        .having(func.count() >= LEAST)
        .order_by(func.count().desc())
    )
    rows = db.session.execute(counted).all()
    query = select(Request).where(Request.id.in_([row.first for row in rows]))
    requests = {request.id: request for request in db.session.scalars(query)} if rows else {}
    same: dict[str, list[SameWords]] = {}
    for row in rows:
        found = SameWords(row.words, row.same, requests[row.first])
        same.setdefault(row.sentence, []).append(found)
    return same


def group_of(request: Request) -> Group | None:
    """The group in which a request stands; None where it stands in none."""
    query = select(RequestWording.sentence).where(RequestWording.request_id == request.id)
    sentence = db.session.scalar(query)
    return next((group for group in groups() if group.sentence == sentence), None)


def apart(groups: Collection[Group], filters: Mapping[str, Any]) -> ColumnElement[bool]:
    """Whether a request is none of those for which a row of these groups stands in a list.

    It is none where each is asked for, or words are looked for.
    """
    words = [same.words for group in groups for same in group.same]
    if not words or EACH.name in filters or "search" in filters:
        return true()
    return not_(has_words(words))


def has_words(words: Collection[str]) -> ColumnElement[bool]:
    """Whether a request is in one of these words, and nothing else of it needs a look."""
    same = select(RequestWording.request_id).where(RequestWording.words.in_(words))
    return and_(Request.id.in_(same), IS_PLAIN)


def to_look_at(group: Group, most: int) -> list[ToLookAt]:
    """Those of a group that need a look, at most so many, the oldest first."""
    is_same = RequestWording.words.in_([same.words for same in group.same])
    reasons = {LookReason.OWN_WORDS: not_(is_same), **_CONDITIONS}
    query = (
        select(Request, *(condition.label(reason) for reason, condition in reasons.items()))
        .join(RequestWording, RequestWording.request_id == Request.id)
        .where(RequestWording.sentence == group.sentence, not_(and_(is_same, IS_PLAIN)))
        .order_by(Request.received_at, Request.id)
        .limit(most)
    )
    rows = db.session.execute(query).all()
    requests = {row.Request.id: row.Request for row in rows} | {
        same.first.id: same.first for same in group.same
    }
    mail = _mail_of(list(requests))
    texts = {key: _words_of(request, mail.get(key)) for key, request in requests.items()}
    known = " ".join(texts[same.first.id] for same in group.same)
    return [
        ToLookAt(
            row.Request,
            [reason for reason in reasons if getattr(row, reason)],
            own_words(texts[row.Request.id], known, row.Request.requester_name),
            mail[row.Request.id].id if row.Request.id in mail else None,
        )
        for row in rows
    ]


def keep(
    requests: Mapping[int, Request], subjects: Mapping[int, Subject], new_ones: Set[int]
) -> None:
    """Write the hashes of these requests, in the transaction that changed them.

    One that waits no longer has none, and `new_ones` have none yet.
    """
    mail = _mail_of([key for key, request in requests.items() if request.channel != Channel.FORM])
    new = {
        key: made
        for key, request in requests.items()
        if request.state.is_waiting and (made := _wording(request, subjects[key], mail.get(key)))
    }
    if before := list(requests.keys() - new_ones):
        db.session.execute(delete(_WORDINGS).where(_WORDINGS.c.request_id.in_(before)))
    if rows := [{"request_id": key, **made._asdict()} for key, made in new.items()]:
        db.session.execute(insert(_WORDINGS), rows)


def _mail_of(request_ids: Collection[int]) -> dict[int, Any]:
    """The message that made each of these requests, as far as its words are compared."""
    if not request_ids:
        return {}
    query = select(
        InboundMessage.id,
        InboundMessage.request_id,
        InboundMessage.subject,
        InboundMessage.words,
        InboundMessage.sender_name,
        InboundMessage.faults,
        InboundMessage.proposal,
    ).where(InboundMessage.request_id.in_(request_ids))
    rows = db.session.execute(query)
    return {row.request_id: row for row in rows if row.proposal.get("made_request")}


def _wording(request: Request, subject: Subject, mail: Any) -> Wording | None:
    if mail is None:
        return wording(subject, "", _words_of(request, None), request.requester_name)
    is_plain = not mail.faults and mail.proposal.get("is_plain")
    return wording(subject, mail.subject, mail.words, mail.sender_name) if is_plain else None


def _words_of(request: Request, mail: Any) -> str:
    """The words in which somebody asks: of their message, else of all that they typed."""
    if mail is not None:
        return str(mail.words)
    court = "" if request.court_id else request.court_text
    typed = (request.reason, request.offence_text, request.sentenced_text, request.links, court)
    return "\n".join(typed)
