"""“Your work”: one ordered list of the matters of one person and of those they stand in for.

A row is a matter, for however many reasons it stands there: what was asked of them, reviews and
requests of theirs, alarms, calls, messages. It is ordered by the moment at which somebody must act,
then by the working time to spare (docs/my-work.md). Of all but a page only that is read.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select, text
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import (
    Absence,
    Deadline,
    InboundMessage,
    Request,
    Review,
    User,
    Wait,
    db,
)
from ulss_tracker.models.review import NOT_CLOSED, PAST_FILING
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services.core import paging, tags
from ulss_tracker.services.core.paging import Ordering
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Table
from ulss_tracker.services.deadlines import waiting
from ulss_tracker.services.people import absences
from ulss_tracker.services.search.narrowing import by_words
from ulss_tracker.services.supervision import work_rows
from ulss_tracker.services.supervision.work_rows import WorkRow
from ulss_tracker.services.waiting import lists, matters, reasons
from ulss_tracker.services.waiting.matters import NO_LIMIT, Matter, MatterKind, Turn
from ulss_tracker.services.waiting.reasons import Reason, Why

_LOOK = Column("look", "Look", classes="app-nowrap", only_on_page=True)
_MOMENT = Ordering("moment", Deadline.act_by_at, words="the moment to act by")
WORK_TABLE = Table(
    title="Your work",
    columns=(
        Column("whose", "Whose"),
        Column("to_do", "To do"),
        Column("by", "By", order=_MOMENT, classes="app-by"),
        Column("why", "Why"),
        Column("in_hand", "In hand", classes="app-nowrap", only_on_page=True),
        _LOOK,
    ),
    filters=(
        Filter("why", "Why", choices=Why, blank="Any reason"),
        by_words(review=Review.id, request=Request.id),
        tags.OF_MATTERS,
    ),
    default="moment",
)
# Word for word, or their indexes are not used.
_IS_OPEN: Any = text(f"review.{NOT_CLOSED}")
_IS_PAST_FILING: Any = text(PAST_FILING.format("review."))
_MOST_OVER = 10
_IS_FILED = or_(Review.filed_at.is_not(None), Review.state.in_(AT_COURT))


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A row: one matter, and every reason for which it is there, the most pressing first.

    `at` is when somebody must act. `record` is the review, request or message, and `review`
    the review with its next step. `holder` has it, and `is_own` is whether that is this person or
    somebody they stand in for.
    """

    matter: Matter
    at: datetime
    record: Any
    holder: User | None
    is_own: bool
    review: WorkRow | None
    reasons: Sequence[Reason]

    @property
    def name(self) -> str:
        """The name of whose matter it is: the offender's, or the sender's of a message."""
        if self.matter.kind is MatterKind.MESSAGE:
            return str(self.record.sender_name or self.record.sender_email or "Sender not named")
        return str(self.record.offender_name or "Name not known")

    @property
    def reference(self) -> str:
        """The reference of its case, or of its request; a message's number."""
        if self.matter.kind is MatterKind.MESSAGE:
            return f"Message {self.record.id}"
        return str(self.record.case.reference if self.review else self.record.reference)

    @property
    def deadline(self) -> Deadline | None:
        """The deadline that runs for it, if any."""
        due = None if self.matter.kind is MatterKind.MESSAGE else self.record.deadline
        return due if due is not None and due.ended_at is None else None

    @property
    def main(self) -> Reason | None:
        """The reason by which it is to be done now; None where that is its own next step.

        What has the day by which the row stands comes before that; a message about a request that
        waits is read before a case is opened from it.
        """
        of_day = next((reason for reason in self.reasons if reason.by == self.at), None)
        if of_day is not None and self.is_dated:
            return of_day
        is_request = self.matter.kind is MatterKind.REQUEST and self.deadline is not None
        if is_request or (self.is_own and self.review is not None):
            return next(iter(self.of(Why.MESSAGE) if is_request else ()), None)
        return self.reasons[0]

    @property
    def is_today(self) -> bool:
        """Whether it is to be done by the end of today."""
        return self.at <= clock.end_of(clock.today())

    @property
    def is_dated(self) -> bool:
        """Whether it is to be done on a day of its own, before its time limit if it has any."""
        return self.at != NO_LIMIT and (self.deadline is None or self.at < self.deadline.act_by_at)

    def of(self, why: Why) -> list[Reason]:
        """Its reasons of one kind."""
        return [reason for reason in self.reasons if reason.why is why]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage:
    """A page of the list; `after` is the key of the next.

    `counts` says how many matters there are of each kind of reason, `over` are the first that are
    over, and `to_come` is what begins to wait on a later day. All of it but the rows is of the
    first page.
    """

    rows: Sequence[WorkItem]
    after: str | None
    over: Sequence[WorkItem] = ()
    counts: Mapping[Why, int] = field(default_factory=dict)
    covering: Sequence[Absence] = ()
    to_come: Sequence[Wait] = ()


@dataclass(frozen=True, slots=True)
class _Standing:
    """The whole list, of which only what orders it was read: each matter's turn and reasons.

    The `turns` are in order, and `own_day` are the reasons that were read whole.
    """

    covering: Sequence[Absence]
    people: Sequence[int]
    turns: Mapping[Matter, Turn]
    whys: Mapping[Matter, Collection[Why]]
    own_day: Mapping[Matter, Sequence[Reason]]


def page(
    user: User,
    why: Why | None = None,
    after: str | None = None,
    size: int = paging.PAGE,
    filters: Mapping[str, Any] = NO_FILTERS,
) -> WorkPage:
    """A page of this person's work, in a fixed number of queries; an unreadable key is the first.

    `why` leaves the matters that are there for that reason, with all the others of theirs. Of the
    `filters` the words leave those that have every one of them, a tag those that have it.
    """
    standing = _standing(user, filters)
    start = Turn.read(after)
    later = [
        matter
        for matter, turn in standing.turns.items()
        if (start is None or turn > start) and _is_shown(standing.whys[matter], why)
    ]
    is_whole = start is None and why is None
    over = [matter for matter in standing.turns if is_whole and Why.OVER in standing.whys[matter]]
    over = over[:_MOST_OVER]
    items = _rows(user, standing, [*later[:size], *over])  # read at once
    rows = [item for item in items if item.matter not in over]
    next_key = standing.turns[rows[-1].matter].key if rows and len(later) > size else None
    if start is not None:
        return WorkPage(rows=rows, after=next_key)
    counts = Counter(why for whys in standing.whys.values() for why in whys)
    return WorkPage(
        rows=rows,
        after=next_key,
        over=[item for item in items if item.matter in over],
        counts={why: counts[why] for why in Why if counts[why]},
        covering=standing.covering,
        to_come=lists.to_come(user),
    )


def _is_shown(whys: Collection[Why], why: Why | None) -> bool:
    return Why.OVER not in whys if why is None else why in whys


def find(user: User, words: Collection[str]) -> list[WorkItem]:
    """The rows of this person's list that are of the matters with these words, in its order."""
    standing = _standing(user)
    return _rows(user, standing, [matter for matter in standing.turns if matter.word in words])


def _standing(user: User, filters: Mapping[str, Any] = NO_FILTERS) -> _Standing:
    covering = absences.covered_by(user)
    people = [user.id, *(absence.person_id for absence in covering)]
    own_day = reasons.of_own_day(user, people)
    narrowing = {name: filters[name] for name in ("search", "tag") if filters.get(name)}
    if narrowing:
        own_day = {
            matter: found
            for matter, found in own_day.items()
            if matter.kind is not MatterKind.MESSAGE or _has_all(found[0].record, narrowing)
        }
    conditions = WORK_TABLE.conditions(narrowing)
    days = {matter: min(reason.by for reason in found) for matter, found in own_day.items()}
    turns: dict[Matter, Turn] = {}
    whys: dict[Matter, set[Why]] = {}
    for matter, turn, name in matters.in_turn(_sources(user, people), days, conditions):
        turns[matter] = turn
        whys.setdefault(matter, {reason.why for reason in own_day.get(matter, ())})
        if name and (name != Why.OVER or not whys[matter]):
            whys[matter].add(Why(name))
    in_order = dict(sorted(turns.items(), key=lambda item: item[1]))
    return _Standing(covering, people, in_order, whys, own_day)


def _has_all(message: InboundMessage, narrowing: Mapping[str, Any]) -> bool:
    """Whether a message has all the words; no message has a tag."""
    written = f"{message.sender_name} {message.sender_email} {message.subject}".lower()
    words = str(narrowing.get("search", "")).lower().split()
    return "tag" not in narrowing and all(word in written for word in words)


def _sources(user: User, people: Sequence[int]) -> list[Select[Any]]:
    """The parts of the list that have no day of their own."""
    asked = reasons.waits(user)
    if not may(user.role, Permission.WORK_CASES):
        return [asked]
    is_own = Review.assignee_id.in_(people)
    is_to_file = (is_own, _IS_OPEN, Review.outcome.is_(None), ~_IS_FILED)
    is_over = or_(_IS_PAST_FILING, Review.state == State.TO_TELL)
    own = waiting.request_ids(Request.owner_id.in_(people))
    of_nobody = waiting.pressing_of_nobody().limit(reasons.MOST)
    is_request = or_(Request.id.in_(own), Request.id.in_(of_nobody))
    return [
        asked,
        matters.source(Review.id, None, Why.REVIEW).where(*is_to_file),
        matters.source(None, Request.id, Why.REQUEST).where(is_request),
        matters.source(Review.id, None, Why.OVER).where(is_own, _IS_OPEN, is_over),
    ]


def _numbers(found: Iterable[Matter], kind: MatterKind) -> list[int]:
    return [matter.number for matter in found if matter.kind is kind]


def _rows(user: User, standing: _Standing, shown: Collection[Matter]) -> list[WorkItem]:
    """A row for each of these; one that is gone meanwhile is left out."""
    is_caseworker = may(user.role, Permission.WORK_CASES)
    read_reviews = work_rows.read if is_caseworker else work_rows.read_plain
    reviews = read_reviews(_numbers(shown, MatterKind.REVIEW))
    own_requests = _requests(_numbers(shown, MatterKind.REQUEST))
    case_ids = [row.review.case_id for row in reviews.values()]
    asked = reasons.of_waits(user, standing.people, case_ids, list(own_requests))
    rows = []
    for matter in shown:
        its = [*standing.own_day.get(matter, ()), *asked.get(matter, ())]
        its.sort(key=lambda reason: tuple(Why).index(reason.why))
        review = reviews.get(matter.number) if matter.kind is MatterKind.REVIEW else None
        record: Any = review.review if review else None
        if matter.kind is MatterKind.REQUEST:
            record = own_requests.get(matter.number)
        elif matter.kind is MatterKind.MESSAGE:
            record = its[0].record
        if record is not None:
            at, holder = standing.turns[matter].at, _holder(record)
            is_own = holder is not None and holder.id in standing.people
            rows.append(WorkItem(matter, at, record, holder, is_own, review, its))
    return rows


def _requests(numbers: Collection[int]) -> dict[int, Request]:
    query = select(Request).where(Request.id.in_(numbers))
    query = query.options(joinedload(Request.owner), joinedload(Request.deadline))
    return {request.id: request for request in db.session.scalars(query)} if numbers else {}


def _holder(record: Review | Request | InboundMessage) -> User | None:
    if isinstance(record, Review):
        return record.assignee
    return record.owner if isinstance(record, Request) else None
