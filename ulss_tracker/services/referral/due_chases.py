"""Cases whose papers are to be chased: all of them, or those of some people's reviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import selectinload

from ulss_tracker import clock
from ulss_tracker.models import Case, Paper, Review, db
from ulss_tracker.models.review import NOT_CLOSED
from ulss_tracker.scheme.workflow.ladder import NextChase
from ulss_tracker.services.referral import papers

_IS_OPEN = text(f"review.{NOT_CLOSED}")  # word for word, or the index is not used

_IS_WANTED = Paper.received_at.is_(None) & (Paper.not_applicable_reason == "")


@dataclass(frozen=True, slots=True)
class DueChase:
    """A case whose papers are to be chased: which, and on what rung of the ladder.

    `file_by_at` is the soonest safest moment by which something of the case is still to be filed.
    """

    case: Case
    wanted: Sequence[Paper]
    chase: NextChase
    file_by_at: datetime

    @property
    def reference(self) -> str:
        """The case's reference."""
        return self.case.reference

    @property
    def order(self) -> tuple[date, int]:
        """The longest overdue first."""
        return self.chase.due_on, self.case.id


def of_all(now: datetime) -> list[DueChase]:
    """Every case whose papers are to be chased by `now`, the longest overdue first."""
    return _due(now, Review.outcome.is_(None) & Review.earliest_file_by_at.is_not(None))


def of_people(now: datetime, assignees: Sequence[int]) -> list[DueChase]:
    """Those of the cases with a review that one of these people still works on."""
    return _due(now, Review.assignee_id.in_(assignees) & _IS_OPEN)


def _due(now: datetime, which: ColumnElement[bool]) -> list[DueChase]:
    """Those of the cases with such a review whose papers are to be chased by `now`."""
    query = (
        select(Case)
        .where(
            Case.id.in_(select(Review.case_id).where(which)),
            Case.id.in_(select(Paper.case_id).where(_IS_WANTED)),
        )
        .options(
            selectinload(Case.reviews),
            selectinload(Case.papers),
            selectinload(Case.paper_chases),
        )
    )
    due = []
    for case in db.session.scalars(query):
        chase = papers.next_chase(case, case.papers, case.paper_chases)
        file_by_at = papers.first_to_file(case)
        if chase and file_by_at and chase.due_on <= clock.day_of(now):
            wanted = [paper for paper in case.papers if paper.is_wanted]
            due.append(DueChase(case, wanted, chase, file_by_at))
    return sorted(due, key=lambda chase: chase.order)
