"""The inbox: requests by every channel, those that wait in the order in which somebody must act.

That is the safest file-by moment of its deadline or, where the day of sentence is not known or
cannot be right, the moment by which it must be found (services/deadlines).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    Channel,
    Deadline,
    DeadlineBasis,
    Request,
    RequestState,
    User,
    db,
)
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.deadline import Level, time_left
from ulss_tracker.scheme.workflow.standing import Standing
from ulss_tracker.services.assessment import date_warnings
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.matching import list_candidates
from ulss_tracker.services.people import absences
from ulss_tracker.services.people.absences import AwayNow
from ulss_tracker.services.protection import flags as restriction_flags
from ulss_tracker.services.protection.flags import IS_RESTRICTED, Flag
from ulss_tracker.services.requests import triage
from ulss_tracker.services.requests.inbox_filter import IS_UNDATED, InboxFilter

WAITING = frozenset({RequestState.NEW, RequestState.QUARANTINED})
_OFFENCE_WORDS = 200
_RECEIVED = Ordering("received", Request.received_at)
_BY_DEADLINE = Ordering("deadline", Deadline.act_by_at, number=Request.id)
_RUNNING = Ordering("deadline", Deadline.act_by_at, number=Deadline.request_id)
"""The same of those whose deadline runs: by the columns of one index."""
ORDERINGS = (_BY_DEADLINE, _RECEIVED)
"""Of requests that wait, by an index."""
WAITING_ORDERINGS = (
    *ORDERINGS,
    Ordering("offence", Request.offence_text, is_personal=True),
    Ordering("court", Request.court_text, is_personal=True),
    Ordering("sentenced", Request.sentenced_on),
    Ordering("owner", User.name, is_personal=True, number=Request.id, through=Request.owner),
)
"""Every order of those; what people wrote may name anybody, and is in no address."""
ENDED_ORDERINGS = (Ordering("sentenced", Request.sentenced_on), _RECEIVED)
"""Of those that do not: nothing runs for them any more."""

_RUNS = (Deadline.ended_at.is_(None), Deadline.request_id.is_not(None))
_ITS_DEADLINE = and_(Deadline.request_id == Request.id, *_RUNS)
# A deadline that is not there yet hides nothing: the request comes last.
_IS_NOT_MADE = Deadline.request_id.is_(None)
_READ: Select[*tuple[Any, ...]] = select(
    Request.id,
    Request.reference,
    Request.offender_name,
    Request.court_text,
    Request.sentenced_on,
    Request.sentenced_text,
    Request.standing,
    Request.channel,
    Request.state,
    Request.received_at,
    or_(
        Request.may_email.is_(False),
        Request.may_telephone.is_(False),
        Request.may_leave_message.is_(False),
        Request.may_post.is_(False),
        Request.no_contact_reason != "",
    ).label("is_contact_limited"),
    Request.case_id,
    Case.reference.label("case_reference"),
    Request.owner_id,
    User.name.label("owner"),
    Deadline.basis,
    Deadline.act_by_at,
    Deadline.find_day_by_at.is_not(None).label("is_day_wanted"),
    Deadline.may_be_until_on,
    Request.court_id,
    Request.other_offenders,
    Request.offence_id,
    Request.offence_text,
    Request.offence_answers,
    IS_RESTRICTED,
)
_SHOWN = _READ.outerjoin(Deadline, _ITS_DEADLINE).outerjoin(Request.case).outerjoin(Request.owner)
_SHOWN_RUNNING = (
    _READ.select_from(Deadline)
    .join(Deadline.request)
    .outerjoin(Request.case)
    .outerjoin(Request.owner)
    .where(*_RUNS)
)
_COUNTS = (
    select(Request.state, func.count()).where(Request.state.in_(WAITING)).group_by(Request.state)
)
_COUNTS_WITH_UNDATED = _COUNTS.add_columns(func.count().filter(IS_UNDATED)).outerjoin(
    Deadline, _ITS_DEADLINE
)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One request as the list shows it, in plain values.

    `time_left` is until somebody must act, in words, as of when the row was made; `level` is None
    where its deadline is still to be made. `is_day_wanted`: the day of sentence must be found, or
    looked at, before anybody can say by when to file. `may_be_until_on` is the last day of a longer
    limit that a lawyer must check. `away` is the owner's absence today.
    `offence` are the first words about it; `verdict` is what the rules say of the requester's own
    words, `is_date_doubted` whether something speaks against the date they give, `like` the
    reference of the case or request that it may be a duplicate of. `is_contact_limited`: there is
    a way in which they must not be reached.
    """

    id: int
    reference: str
    offender_name: str
    court_text: str
    sentenced_on: date | None
    sentenced_text: str
    standing: Standing
    channel: Channel
    state: RequestState
    received_at: datetime
    is_contact_limited: bool
    case_id: int | None
    case_reference: str | None
    owner_id: int | None
    owner: str | None
    basis: DeadlineBasis | None
    act_by_at: datetime | None
    is_day_wanted: bool
    may_be_until_on: date | None
    flags: tuple[Flag, ...]
    time_left: str
    level: Level | None
    away: AwayNow | None
    offence: str
    verdict: Verdict
    is_date_doubted: bool
    like: str


_FIELDS = frozenset(field.name for field in fields(InboxRow))


def page(
    state: RequestState | None,
    by: Ordering,
    *,
    descending: bool = False,
    after: str | None = None,
    asked: InboxFilter | None = None,
) -> Rows[InboxRow]:
    """A page of the requests in `state` (None: of all that wait), narrowed by what is asked.

    An unreadable key gives the first page.
    """
    wanted = [
        Request.state == state if state else Request.state.in_(WAITING),
        *(asked or InboxFilter()).conditions,
    ]
    if by is _BY_DEADLINE:
        found = _by_deadline(wanted, descending=descending, after=after)
    else:
        query = _SHOWN.where(*wanted)
        found = paging.rows(query, by, descending=descending, after=after, of_columns=True)
    return Rows(_rows(found.rows), found.after)


def _by_deadline(
    wanted: Sequence[ColumnElement[bool]], *, descending: bool, after: str | None
) -> Rows[Any]:
    """A page in the order of the index; what has no running deadline fills up the last pages."""
    start = paging.place(_BY_DEADLINE, after)
    is_past_running = start is not None and start[0] is None
    found: list[Any] = []
    if not is_past_running:
        running = _SHOWN_RUNNING.where(*wanted)
        query = paging.asked(running, _RUNNING, descending=descending, after=after)
        found += db.session.execute(query)
    if len(found) <= paging.PAGE:
        others, last = _SHOWN.where(*wanted, _IS_NOT_MADE), after if is_past_running else None
        query = paging.asked(others, _BY_DEADLINE, descending=descending, after=last)
        found += db.session.execute(query)
    return paging.cut(found, _BY_DEADLINE)


def waiting_counts() -> dict[RequestState, int]:
    """How many requests there are in each state in which they wait for somebody.

    Those in other states become more for ever and ask nothing of anybody: they are not counted.
    """
    found = dict.fromkeys((state for state in RequestState if state in WAITING), 0)
    for state, count in db.session.execute(_COUNTS):
        found[state] = count
    return found


def counts_with_undated() -> tuple[dict[RequestState, int], dict[RequestState, int]]:
    """The same, and how many of those in each state want their day of sentence found."""
    rows = db.session.execute(_COUNTS_WITH_UNDATED).all()
    none = dict.fromkeys((state for state in RequestState if state in WAITING), 0)
    return (
        none | {state: count for state, count, _undated in rows},
        none | {state: undated for state, _count, undated in rows},
    )


def _rows(found: Sequence[Any]) -> list[InboxRow]:
    in_cases = restriction_flags.in_cases({each.case_id for each in found if each.is_restricted})
    is_owned = any(each.owner_id and each.state in WAITING for each in found)
    away = absences.away_now() if is_owned else {}
    now = clock.now()
    like = list_candidates.likeliest({each.id: each for each in found if each.state in WAITING})
    moments = {at: _left(now, at) for at in {each.act_by_at for each in found}}
    return [
        _row(each, in_cases, moments[each.act_by_at], away, like.get(each.id, "")) for each in found
    ]


def _row(
    each: Any,
    in_cases: restriction_flags.Flags,
    left: tuple[str, Level | None],
    away: Mapping[int, AwayNow],
    like: str,
) -> InboxRow:
    if each.case_id is None:
        flags = restriction_flags.of_offence(each.offence_id, each.offence_text)
    else:
        flags = in_cases.of_case(each.case_id)
    words, level = left
    if each.is_day_wanted:  # nobody can say yet that it is not the most pressing of all
        level = Level.URGENT
    doubts = each.sentenced_on and date_warnings.warnings_of_request(
        each.sentenced_on, each.received_at
    )
    return InboxRow(
        **{name: value for name, value in each._mapping.items() if name in _FIELDS},
        flags=flags,
        time_left=words,
        level=level,
        away=away.get(each.owner_id),
        offence=each.offence_text[:_OFFENCE_WORDS],
        verdict=triage.verdict_of(each),
        is_date_doubted=bool(doubts),
        like=like,
    )


def _left(now: datetime, at: datetime | None) -> tuple[str, Level | None]:
    if at is None:
        return "Not worked out yet", None
    left = time_left(now, at)
    return left.words, left.level
