"""Cases whose papers are to be chased: found by one statement, however many papers are wanted.

When a case is to be chased follows from five values of it. Those are asked for all cases at once;
only the cases that are shown, or told of, are read whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    bindparam,
    case,
    exists,
    func,
    select,
    text,
)
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.models import Case, Paper, PaperChase, Review, db
from ulss_tracker.models.review import NOT_CLOSED
from ulss_tracker.scheme.workflow import chase_schedule
from ulss_tracker.scheme.workflow.chase_schedule import NextChase
from ulss_tracker.scheme.workflow.workflow import AT_COURT

_IS_OPEN = text(f"review.{NOT_CLOSED}")  # word for word, or the index is not used
_AT_ONCE = 200
_IS_TO_FILE = (
    Review.outcome.is_(None),
    Review.filed_at.is_(None),
    Review.state.not_in(AT_COURT),
)
_IS_WANTED = (Paper.received_at.is_(None), Paper.not_applicable_reason == "")


@dataclass(frozen=True, slots=True)
class DueChase:
    """A case whose papers are to be chased: which, and on what rung of the ladder.

    `file_by_at` is the soonest safest moment by which something of the case is still to be filed.
    """

    case: Case
    wanted: Sequence[Paper]
    chase: NextChase
    file_by_at: datetime


@dataclass(frozen=True, slots=True)
class CaseToChase:
    """The same, as a list shows it: the case's reference, and how many of its papers are wanted."""

    reference: str
    papers: int
    chase: NextChase


def of_all(now: datetime) -> list[DueChase]:
    """Every case whose papers are to be chased by `now`, the longest overdue first."""
    return _read(sorted(_due(now, db.session.execute(_OF_ALL).all())))


def of_people(now: datetime, assignees: Sequence[int], most: int) -> tuple[list[CaseToChase], bool]:
    """The first `most` of the cases with a review one of them still works on; if there are more.

    What was asked for first is looked at first, so many cases at once: no chase is due before the
    day on which the papers were asked for, so what comes later can be left.
    """
    given = {"assignees": assignees, "at_once": _AT_ONCE}
    due: list[_Due] = []
    for place in count(0, _AT_ONCE):
        rows = db.session.execute(_OF_PEOPLE, given | {"place": place}).all()
        due = sorted(due + _due(now, rows))
        if len(rows) < _AT_ONCE:
            break
        if len(due) > most and due[most].due_on < clock.day_of(rows[-1].asked_at):
            break
    return _named(due[:most]), len(due) > most


class _Due(NamedTuple):
    """A case to be chased: since when, which, for how many papers, how, and when it is to file."""

    due_on: date
    case_id: int
    papers: int
    chase: NextChase
    file_by_at: datetime


def _wanted(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Those of these cases that want papers, asked for first coming first."""
    asked_at = func.min(Paper.asked_at).label("asked_at")
    return (
        select(
            Paper.case_id,
            asked_at,
            func.count().label("papers"),
            func.count(Paper.promised_by_on).label("promises"),
            func.min(Paper.promised_by_on).label("promised_by_on"),
        )
        .where(*_IS_WANTED, which)
        .group_by(Paper.case_id)
        .order_by(asked_at, Paper.case_id)
    )


def _values(cases: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The values that decide of each of these cases, in their order."""
    wanted = cases.subquery()
    # Looked up for each of the few that are asked about, not worked out for every open case.
    file_by_at = (
        select(func.min(Review.earliest_file_by_at))
        .where(Review.case_id == wanted.c.case_id, *_IS_TO_FILE)
        .scalar_subquery()
    )
    chased = PaperChase.case_id == wanted.c.case_id
    each = select(
        *wanted.c,
        file_by_at.label("file_by_at"),
        select(func.count(PaperChase.id)).where(chased).scalar_subquery().label("times"),
        select(func.max(PaperChase.at)).where(chased).scalar_subquery().label("chased_at"),
    ).subquery()
    return select(
        each.c.case_id,
        each.c.asked_at,
        case((each.c.chased_at > each.c.asked_at, each.c.chased_at), else_=each.c.asked_at).label(
            "since_at"
        ),
        each.c.times,
        each.c.papers,
        # One paper without a promise is reason enough to chase.
        case((each.c.promises == each.c.papers, each.c.promised_by_on)).label("promised_by_on"),
        each.c.file_by_at,
    ).order_by(each.c.asked_at, each.c.case_id)


_OF_ALL = _values(
    _wanted(
        exists().where(
            Review.case_id == Paper.case_id, Review.earliest_file_by_at.is_not(None), *_IS_TO_FILE
        )
    )
)
# Whether something of the case is still to be filed is looked up for the few of them alone.
_OF_PEOPLE = _values(
    _wanted(
        exists().where(
            Review.case_id == Paper.case_id,
            Review.assignee_id.in_(bindparam("assignees", expanding=True)),
            _IS_OPEN,
        )
    )
    .limit(bindparam("at_once", type_=Integer))
    .offset(bindparam("place", type_=Integer))
)


def _due(now: datetime, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[_Due]:
    """Those of these cases that still have something to file and are to be chased by `now`."""
    # Many cases were asked about on the same days, and are to be filed by the same moments.
    next_chase, day = cache(_next_chase), cache(clock.day_of)
    today = clock.day_of(now)
    found = []
    for row in rows:
        if row.file_by_at is None:
            continue
        chase = next_chase(
            clock.day_of(row.since_at), row.times, row.promised_by_on, day(row.file_by_at)
        )
        if chase.due_on <= today:
            found.append(_Due(chase.due_on, row.case_id, row.papers, chase, row.file_by_at))
    return found


def _next_chase(
    since: date, times: int, promised_by_on: date | None, file_by_on: date
) -> NextChase:
    """The next chase of papers asked for or chased last on `since`, and chased so many times."""
    chased = (since,) * times
    return chase_schedule.next_chase(
        since, chased, promised_by_on=promised_by_on, file_by_on=file_by_on
    )


def _named(due: Sequence[_Due]) -> list[CaseToChase]:
    """The same cases by their references, but for those that whoever reads may not see."""
    query = select(Case.id, Case.reference).where(Case.id.in_([each.case_id for each in due]))
    references = {row.id: row.reference for row in db.session.execute(query)}
    return [
        CaseToChase(references[each.case_id], each.papers, each.chase)
        for each in due
        if each.case_id in references
    ]


def _read(due: Sequence[_Due]) -> list[DueChase]:
    """Read the cases, with the papers that are wanted of each."""
    numbers = [each.case_id for each in due]
    wanted = (
        select(Paper)
        .where(Paper.case_id.in_(numbers), *_IS_WANTED)
        .order_by(Paper.id)
        .options(
            joinedload(Paper.case).selectinload(Case.reviews).joinedload(Review.assignee),
            selectinload(Paper.asked_by),
        )
    )
    by_case: dict[int, list[Paper]] = {}
    for paper in db.session.scalars(wanted):
        by_case.setdefault(paper.case_id, []).append(paper)
    return [
        DueChase(papers[0].case, papers, each.chase, each.file_by_at)
        for each in due
        if (papers := by_case.get(each.case_id))
    ]
