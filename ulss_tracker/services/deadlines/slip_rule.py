"""The clocks of the slip rule: sentences outside the law with which nobody has dealt.

The Crown Court may vary a sentence within 56 days beginning with the day of sentence (Sentencing
Act 2020 s.385). Such a clock runs beside the 28 days and after them, whatever became of the review,
until somebody says how it is dealt with. What was imported is over, and what was opened by mistake
was never a case.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Deadline, OutsideLaw, Review, db
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.deadline import file_by
from ulss_tracker.scheme.time.office_hours import closes_at
from ulss_tracker.scheme.workflow.stages import VOID

RUNS: tuple[ColumnElement[bool], ...] = (
    OutsideLaw.dealt_with_at.is_(None),
    Review.is_historical.is_(False),
    or_(Review.outcome.is_(None), Review.outcome.not_in(VOID)),
)


def running() -> Sequence[OutsideLaw]:
    """Every clock that runs, the first due first."""
    query = (
        select(OutsideLaw)
        .join(Review, Review.id == OutsideLaw.review_id)
        .where(*RUNS)
        .options(
            joinedload(OutsideLaw.review).joinedload(Review.case),
            joinedload(OutsideLaw.review).joinedload(Review.assignee),
        )
        .order_by(OutsideLaw.last_day_on, OutsideLaw.id)
    )
    return db.session.scalars(query).all()


def runs_out_by(day: date) -> ColumnElement[bool]:
    """Whether the review of a deadline has a clock whose last day is this day or before."""
    reviews = (
        select(OutsideLaw.review_id)
        .join(Review, Review.id == OutsideLaw.review_id)
        .where(*RUNS, OutsideLaw.last_day_on <= day)
    )
    return Deadline.review_id.in_(reviews)


def alarmed_of(row: Deadline) -> list[OutsideLaw]:
    """The clocks of a deadline's review that may alarm, the first due first.

    None whose last day was over when the sentence was found: there is nothing left to run out.
    """
    review = row.review
    if review is None or review.is_historical or review.outcome in VOID:
        return []
    return [each for each in row.outside_law if clock.day_of(each.found_at) <= each.last_day_on]


def act_by_at(finding: OutsideLaw) -> datetime:
    """The moment by which a court and the CPS can last be asked, in UTC: 5pm in London.

    Of the last working day on or before the last of the 56 days (Sentencing Act 2020 s.385), or of
    that day itself where the holidays are not known.
    """
    try:
        return file_by(finding.last_day_on).astimezone(UTC)
    except CalendarUnknown:
        return closes_at(finding.last_day_on).astimezone(UTC)
