"""Cases whose papers are to be chased: found by one statement, however many papers are wanted.

When a case is to be chased follows from five values of it. Those are asked for all cases at once;
only the cases that are shown, or told of, are read whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select, text
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.models import Case, Paper, PaperChase, Review, db
from ulss_tracker.models.review import NOT_CLOSED
from ulss_tracker.scheme.workflow import chase_schedule
from ulss_tracker.scheme.workflow.chase_schedule import NextChase
from ulss_tracker.scheme.workflow.workflow import AT_COURT

_IS_OPEN = text(f"review.{NOT_CLOSED}")  # word for word, or the index is not used
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
    is_to_file = exists().where(
        Review.case_id == Paper.case_id, Review.earliest_file_by_at.is_not(None), *_IS_TO_FILE
    )
    return _read(_due(now, is_to_file))


def of_people(now: datetime, assignees: Sequence[int], most: int) -> tuple[list[CaseToChase], bool]:
    """The first `most` of the cases with a review one of them still works on; if there are more."""
    is_theirs = exists().where(
        Review.case_id == Paper.case_id, Review.assignee_id.in_(assignees), _IS_OPEN
    )
    due = _due(now, is_theirs)
    return _named(due[:most]), len(due) > most


class _Due(NamedTuple):
    """A case to be chased: since when, which, for how many papers, how, and when it is to file."""

    due_on: date
    case_id: int
    papers: int
    chase: NextChase
    file_by_at: datetime


def _due(now: datetime, which: ColumnElement[bool]) -> list[_Due]:
    """The cases of these with something to file whose papers are to be chased by `now`."""
    found = []
    for row in db.session.execute(_values(which)):
        since = clock.day_of(max(row.asked_at, row.chased_at or row.asked_at))
        # One paper without a promise is reason enough to chase.
        promised_by_on = row.promised_by_on if row.promises == row.papers else None
        chase = _next_chase(since, row.times, promised_by_on, clock.day_of(row.file_by_at))
        if chase.due_on <= clock.day_of(now):
            found.append(_Due(chase.due_on, row.case_id, row.papers, chase, row.file_by_at))
    return sorted(found)


def _values(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The values that decide of each of these cases, where something is still to be filed."""
    of_case = PaperChase.case_id == Paper.case_id
    to_file = (
        select(Review.case_id, func.min(Review.earliest_file_by_at).label("file_by_at"))
        .where(*_IS_TO_FILE, Review.earliest_file_by_at.is_not(None))
        .group_by(Review.case_id)
        .subquery()
    )
    return (
        select(
            Paper.case_id,
            func.min(Paper.asked_at).label("asked_at"),
            func.count().label("papers"),
            func.count(Paper.promised_by_on).label("promises"),
            func.min(Paper.promised_by_on).label("promised_by_on"),
            select(func.count(PaperChase.id)).where(of_case).scalar_subquery().label("times"),
            select(func.max(PaperChase.at)).where(of_case).scalar_subquery().label("chased_at"),
            to_file.c.file_by_at,
        )
        .join(to_file, to_file.c.case_id == Paper.case_id)
        .where(*_IS_WANTED, which)
        .group_by(Paper.case_id, to_file.c.file_by_at)
    )


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
