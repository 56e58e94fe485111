"""The inbox: requests by every channel, those that wait in the order in which somebody must act.

That is the safest file-by moment of its deadline or, where the day of sentence is not known or
cannot be right, the moment by which it must be found (services/deadlines).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Unpack

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
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.time.deadline import Level, TimeLeft
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assessment import date_warnings
from ulss_tracker.services.assignment import holdings
from ulss_tracker.services.core import paging, tags
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import (
    NO_FILTERS,
    Column,
    Filter,
    Place,
    Table,
    read,
    read_columns,
)
from ulss_tracker.services.matching import list_candidates, same_words
from ulss_tracker.services.matching.same_words import Group
from ulss_tracker.services.people import absences
from ulss_tracker.services.people.absences import AwayNow
from ulss_tracker.services.protection import flags as restriction_flags
from ulss_tracker.services.protection.flags import IS_RESTRICTED, Flag
from ulss_tracker.services.requests import triage
from ulss_tracker.services.requests.inbox_filter import FILTERS, IS_UNDATED
from ulss_tracker.services.search.narrowing import by_words

WAITING = frozenset({RequestState.NEW, RequestState.QUARANTINED})
_OFFENCE_WORDS = 200
_RUNS = (Deadline.ended_at.is_(None), Deadline.request_id.is_not(None))
_ITS_DEADLINE = and_(Deadline.request_id == Request.id, *_RUNS)
# A deadline that is not there yet hides nothing: the request comes last.
_IS_NOT_MADE = Deadline.request_id.is_(None)


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """One request as the list shows it, in plain values.

    `is_day_wanted`: the day of sentence must be found, or looked at, before anybody can say by when
    to file. `may_be_until_on` is the last day of a longer limit that a lawyer must check. `away` is
    the owner's absence today, `like` the reference of the case or request that it may be a
    duplicate of. `is_contact_limited`: there is a way in which they must not be reached. Words of
    time are as of `now`, when the row was made.
    """

    id: int = read(Request.id)
    reference: str = read(Request.reference)
    offender_name: str = read(Request.offender_name)
    court_text: str = read(Request.court_text)
    sentenced_on: date | None = read(Request.sentenced_on)
    sentenced_text: str = read(Request.sentenced_text)
    standing: RequesterRole = read(Request.standing)
    channel: Channel = read(Request.channel)
    state: RequestState = read(Request.state)
    received_at: datetime = read(Request.received_at)
    is_contact_limited: bool = read(
        or_(
            Request.may_email.is_(False),
            Request.may_telephone.is_(False),
            Request.may_leave_message.is_(False),
            Request.may_post.is_(False),
            Request.no_contact_reason != "",
        )
    )
    case_id: int | None = read(Request.case_id)
    case_reference: str | None = read(Case.reference)
    owner_id: int | None = read(Request.owner_id)
    owner: str | None = read(User.name)
    basis: DeadlineBasis | None = read(Deadline.basis)
    act_by_at: datetime | None = read(Deadline.act_by_at)
    is_day_wanted: bool = read(Deadline.find_day_by_at.is_not(None))
    may_be_until_on: date | None = read(Deadline.may_be_until_on)
    court_id: str | None = read(Request.court_id)
    other_offenders: Any = read(Request.other_offenders)
    offence_id: str | None = read(Request.offence_id)
    offence_text: str = read(Request.offence_text)
    offence_answers: Any = read(Request.offence_answers)
    is_restricted: bool = read(IS_RESTRICTED)
    tag: str | None = read(tags.OF_ROW)
    flags: tuple[Flag, ...]
    away: AwayNow | None
    like: str
    now: datetime

    @cached_property
    def left(self) -> TimeLeft | None:
        """The time until somebody must act; None where its deadline is still to be made."""
        return deadline.time_left(self.now, self.act_by_at) if self.act_by_at else None

    @property
    def time_left(self) -> str:
        """The same in words."""
        return self.left.words if self.left else "Not worked out yet"

    @property
    def level(self) -> Level | None:
        """How pressing it is; while the day must be found, it may be the most pressing of all."""
        if self.is_day_wanted:
            return Level.URGENT
        return self.left.level if self.left else None

    @property
    def offence(self) -> str:
        """The first words about the offence."""
        return self.offence_text[:_OFFENCE_WORDS]

    @property
    def verdict(self) -> Verdict:
        """The rules' answer on the requester's own words."""
        return triage.verdict_of(self)

    @property
    def is_date_doubted(self) -> bool:
        """Whether something speaks against the date they give."""
        if self.sentenced_on is None:
            return False
        return bool(date_warnings.warnings_of_request(self.sentenced_on, self.received_at))


RECEIVED = Ordering("received", Request.received_at)
BY_DEADLINE = Ordering("deadline", Deadline.act_by_at, number=Request.id)
_RUNNING = Ordering("deadline", Deadline.act_by_at, number=Deadline.request_id)
"""The same of those whose deadline runs: by the columns of one index."""
_OFFENDER = Column("offender", "Offender", lambda row: row.offender_name)
_ACT_BY = Column("act_by", "Act by", lambda row: row.act_by_at, BY_DEADLINE)
_OWNER = Column(
    "owner",
    "Owner",
    order=Ordering("owner", User.name, is_personal=True, number=Request.id, through=Request.owner),
)
_CAME = Column("received", "Received", order=RECEIVED, classes="app-nowrap")
_DETAIL_COLUMNS = (
    Column("scheme", "In scheme?", lambda row: row.verdict, classes="app-nowrap"),
    Column("look_out", "Look out for", lambda row: row.like),
    Column(
        "court",
        "Court",
        lambda row: row.court_text,
        Ordering("court", Request.court_text, is_personal=True),
    ),
    Column("sentenced", "Sentenced", order=Ordering("sentenced", Request.sentenced_on)),
    Column("standing", "Who asked"),
    _CAME,
)
_OFFENCE = Column(
    "offence", "Offence", order=Ordering("offence", Request.offence_text, is_personal=True)
)
_TRIAGE_LINK = Column("look", "Look", classes="app-nowrap", only_on_page=True)
_BESIDE = ("offence", "scheme", "court")
WAITING_TABLE = Table(
    title="Requests",
    columns=(
        _OFFENDER,
        _ACT_BY,
        _OWNER,
        _OFFENCE,
        *_DETAIL_COLUMNS,
        _TRIAGE_LINK,
    ),
    filters=FILTERS,
    default="deadline",
    first=("offender", "act_by"),
    beside=_BESIDE,
    last=("look",),
)
ENDED_TABLE = Table(
    title="Requests",
    columns=(
        _OFFENDER,
        *(
            replace(column, order=None) if column.order and column.order.is_personal else column
            for column in (_OFFENCE, *_DETAIL_COLUMNS)
        ),
        _TRIAGE_LINK,
        Column("reference", "Reference", classes="app-nowrap"),
    ),
    filters=[filter_ for filter_ in FILTERS if filter_.name not in {"owner", "team", "tag"}],
    default="-received",
    first=("offender",),
    beside=_BESIDE,
    last=("look", "reference"),
)
"""Of requests that do not wait: nobody has them, and nothing runs for them any more."""

TO_GIVE_TABLE = Table(
    title="Waiting requests",
    columns=(
        Column("give", "Give"),
        _OFFENDER,
        replace(_ACT_BY, heading="Time left"),
        replace(_OWNER, order=None),
        Column("state", "Status"),
        replace(_CAME, name="received_at", classes=""),
    ),
    filters=(
        Filter("owner", "Owner", None, lambda: holdings.holders(Request), coerce=int),
        by_words(request=Request.id),
    ),
    default="deadline",
    heads="offender",
)
"""Of one person's waiting requests, to give them to others."""


def table_of(state: RequestState) -> Table:
    """The list of the requests in this state."""
    return WAITING_TABLE if state in WAITING else ENDED_TABLE


def page(
    state: RequestState | None,
    filters: Mapping[str, Any] = NO_FILTERS,
    groups: Sequence[Group] = (),
    **place: Unpack[Place],
) -> Rows[InboxRow]:
    """A page of the requests in `state` (None: of all that wait), narrowed by the filters' values.

    Unless asked, in the order in which somebody must act. An unreadable key gives the first page.
    Of `groups`, which have rows of their own, only those that need a look are on it.
    """
    conditions = [
        same_words.apart(groups, filters),
        Request.state == state if state else Request.state.in_(WAITING),
        *WAITING_TABLE.conditions(filters),
    ]
    if place.get("by", BY_DEADLINE) is BY_DEADLINE:
        result = _by_deadline(conditions, place.get("descending", False), place.get("after"))
    else:
        result = paging.rows(_every().where(*conditions), **place)
    return Rows(_rows(result.rows), result.after)


def _every() -> Select[*tuple[Any, ...]]:
    """The statement of every request with its deadline, if it has one that runs."""
    query = select(*read_columns(InboxRow)).select_from(Request).outerjoin(Deadline, _ITS_DEADLINE)
    return query.outerjoin(Request.case).outerjoin(Request.owner)


def _by_deadline(
    conditions: Sequence[ColumnElement[bool]], descending: bool, after: str | None
) -> Rows[Any]:
    """A page in the order of the index; what has no running deadline fills up the last pages."""
    start = paging.place(BY_DEADLINE, after)
    is_past_running = start is not None and start[0] is None
    rows: list[Any] = []
    if not is_past_running:
        running = (
            select(*read_columns(InboxRow))
            .select_from(Deadline)
            .join(Deadline.request)
            .outerjoin(Request.case)
            .outerjoin(Request.owner)
            .where(*_RUNS, *conditions)
        )
        query = paging.page_query(running, _RUNNING, descending=descending, after=after)
        rows += db.session.execute(query)
    if len(rows) <= paging.PAGE:
        others, last = _every().where(*conditions, _IS_NOT_MADE), after if is_past_running else None
        query = paging.page_query(others, BY_DEADLINE, descending=descending, after=last)
        rows += db.session.execute(query)
    return paging.cut(rows, BY_DEADLINE)


def counts_with_undated() -> tuple[dict[RequestState, int], dict[RequestState, int]]:
    """How many requests wait in each state, and how many of those want their day found.

    Those in other states become more for ever and ask nothing of anybody: they are not counted.
    """
    query = (
        select(Request.state, func.count(), func.count().filter(IS_UNDATED))
        .outerjoin(Deadline, _ITS_DEADLINE)
        .where(Request.state.in_(WAITING))
        .group_by(Request.state)
    )
    rows = db.session.execute(query).all()
    none = dict.fromkeys((state for state in RequestState if state in WAITING), 0)
    return (
        none | {state: count for state, count, _undated in rows},
        none | {state: undated for state, _count, undated in rows},
    )


def _rows(rows: Sequence[Any]) -> list[InboxRow]:
    in_cases = restriction_flags.in_cases({row.case_id for row in rows if row.is_restricted})
    is_owned = any(row.owner_id and row.state in WAITING for row in rows)
    away = absences.away_now() if is_owned else {}
    now = clock.now()
    candidates = list_candidates.likeliest({row.id: row for row in rows if row.state in WAITING})
    return [
        InboxRow(
            **row._mapping,
            flags=restriction_flags.of_offence(row.offence_id, row.offence_text)
            if row.case_id is None
            else in_cases.of_case(row.case_id),
            away=away.get(row.owner_id),
            like=candidates.get(row.id, ""),
            now=now,
        )
        for row in rows
    ]
