"""Matters on a person's list, each once, and where one stands among the others.

A matter is a review, a request in no case, or a message. What is about a whole case stands at the
first of its reviews to act on.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from ulss_tracker import clock
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import Case, Deadline, Request, Review, db
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.scheme.workflow.stages import State

NO_LIMIT = datetime(9999, 1, 1, tzinfo=UTC)
"""The moment of what no time runs for: after everything else."""
_NAMELESS = ""
_DEADLINES = Deadline.__table__
"""Read past what is hidden from the reader: the reviews and requests themselves are narrowed."""


class MatterKind(LabelledEnum):
    """The kind of record that a matter is."""

    MESSAGE = "message"
    REQUEST = "request"
    REVIEW = "review"


class Matter(NamedTuple):
    """The subject of a row: the kind of its record, and the record's id."""

    kind: MatterKind
    number: int

    @property
    def word(self) -> str:
        """The word by which a form or an address names it."""
        return f"{self.kind}-{self.number}"


class Turn(NamedTuple):
    """Where a matter stands: by the moment to act by, then by the working time to spare until it.

    `ahead` are the minutes of work to be done before `at`, below nothing: of one moment, whoever
    has more work has less to spare, however the clock moves on.
    """

    at: datetime
    ahead: int
    word: str

    @property
    def key(self) -> str:
        """The turn as the address of the next page says it."""
        return f"{self.at.astimezone(UTC).isoformat()}_{self.ahead}_{self.word}"

    @classmethod
    def read(cls, key: str | None) -> "Turn | None":
        """The turn that an address says; None where it cannot be read."""
        try:
            at, ahead, word = (key or "").split("_")
            return cls(datetime.fromisoformat(at).astimezone(UTC), int(ahead), word)
        except (ValueError, OverflowError):
            return None


class About(NamedTuple):
    """The review, the case and the request that a record is about, as far as there are.

    Or the message, which is about none of them.
    """

    review_id: int | None = None
    case_id: int | None = None
    request_id: int | None = None
    message_id: int | None = None


def columns(review_id: Any, case_id: Any, request_id: Any) -> tuple[ColumnElement[int], ...]:
    """The columns of a matter, one of which it has: its review, or its request."""
    review: ColumnElement[Any] = func.coalesce(review_id, _first_review_of(case_id))
    return review.label("review_id"), case((review.is_(None), request_id)).label("request_id")


def of_columns(review_id: int | None, request_id: int | None) -> Matter:
    """The matter that these columns have."""
    if review_id is not None:
        return Matter(MatterKind.REVIEW, review_id)
    return Matter(MatterKind.REQUEST, request_id or 0)


def of_records(records: Collection[About]) -> dict[About, Matter]:
    """The matter of each of these, but for those of cases hidden from whoever reads."""
    case_ids = {about.case_id for about in records if about.review_id is None} - {None}
    query = select(Case.id, _first_review_of(Case.id)).where(Case.id.in_(case_ids))
    first: dict[int | None, int] = dict(iter(db.session.execute(query))) if case_ids else {}
    return {
        about: Matter(MatterKind.MESSAGE, about.message_id)
        if about.message_id
        else of_columns(about.review_id or first.get(about.case_id), about.request_id)
        for about in records
        if about.review_id is not None or about.case_id is None or about.case_id in first
    }


def source(review_id: Any, request_id: Any, name: str) -> Any:
    """Records that are matters themselves, as a source of this name: reviews or requests."""
    return select(
        cast(review_id, Integer).label("review_id"),
        cast(request_id, Integer).label("request_id"),
        literal(str(name)).label("name"),
    )


def in_turn(
    sources: Collection[Select[Any]],
    days: Mapping[Matter, datetime],
    conditions: Collection[ColumnElement[bool]] = (),
) -> Iterator[tuple[Matter, Turn, str]]:
    """Every matter of these sources, its turn, and the name of its source; in one statement.

    And of those that have days of their own, by which they are to be done at the latest: under no
    name. What is hidden from whoever reads is left out, and what the `conditions` of its review or
    its request leave out; of a message none is asked.
    """
    numbers = {kind: [m.number for m in days if m.kind is kind] for kind in MatterKind}
    parts = [
        *sources,
        source(Review.id, None, _NAMELESS).where(Review.id.in_(numbers[MatterKind.REVIEW])),
        source(None, Request.id, _NAMELESS).where(Request.id.in_(numbers[MatterKind.REQUEST])),
    ]
    its = union_all(*parts).subquery()
    of_review, of_request = _DEADLINES.alias(), _DEADLINES.alias()
    query = (
        select(
            its.c.review_id,
            its.c.request_id,
            its.c.name,
            Review.state,
            Review.earliest_file_by_at.is_(None),
            func.coalesce(of_review.c.act_by_at, of_request.c.act_by_at),
        )
        .select_from(its)
        .outerjoin(Review, Review.id == its.c.review_id)
        .outerjoin(
            of_review,
            and_(of_review.c.review_id == its.c.review_id, of_review.c.ended_at.is_(None)),
        )
        .outerjoin(
            of_request,
            and_(of_request.c.request_id == its.c.request_id, of_request.c.ended_at.is_(None)),
        )
    )
    if conditions:
        query = query.outerjoin(Request, Request.id == its.c.request_id).where(*conditions)
    for review_id, request_id, name, state, is_unsettled, limit in db.session.execute(query):
        matter = of_columns(review_id, request_id)
        day = days.get(matter, NO_LIMIT)
        if state is not None and is_unsettled and slack.work_left(state):
            # Until its sentence is recorded nobody is sure how long is left.
            day = min(day, clock.end_of(clock.today()))
        yield matter, _turn(matter, state, limit or NO_LIMIT, day), name
    for matter, day in days.items():
        if matter.kind is MatterKind.MESSAGE:
            yield matter, Turn(day, 0, matter.word), _NAMELESS


def _turn(matter: Matter, state: State | None, limit: datetime, day: datetime) -> Turn:
    work = slack.work_left(state)
    if day < limit:
        try:
            work -= slack.working_time(day, limit)
        except CalendarUnknown:
            work = timedelta(0)
    return Turn(min(day, limit), -(work // timedelta(minutes=1)), matter.word)


def _first_review_of(case_id: Any) -> ScalarSelect[Any]:
    """The first of a case's reviews to act on."""
    review, deadline = aliased(Review), _DEADLINES.alias()
    is_its = and_(deadline.c.review_id == review.id, deadline.c.ended_at.is_(None))
    return (
        select(review.id)
        .outerjoin(deadline, is_its)
        .where(review.case_id == case_id)
        .order_by(func.coalesce(deadline.c.act_by_at, NO_LIMIT), review.id)
        .limit(1)
        .scalar_subquery()
    )
