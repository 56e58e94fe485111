"""Asking the rules again when the law has changed: a catalogue with another version is another law.

A bank holiday proclaimed or taken away moves a file-by moment, and a time limit confirmed moves the
last day, so those are asked about too.

A change of facts asks them at once (`assessing.assess_review`); a change of law is this one's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, Refused
from ulss_tracker.models import Assessment, Case, Review, db
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.scheme.time.policies import table_version
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.core import limits
from ulss_tracker.services.core.unit_of_work import transaction

_AT_ONCE = 10


@dataclass(slots=True)
class Reassessed:
    """The result of asking the rules again, by case reference.

    `overridden` stand on a person's own answer, which new law does not undo by itself: a
    supervisor looks. `failed` could not be asked: a date beyond the bank holidays that are known.
    `left` reviews were being changed by somebody else: the next run asks about them.
    """

    asked: int = 0
    changed: list[str] = field(default_factory=list)
    overridden: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    left: int = 0


def reassess() -> Reassessed:
    """Ask the rules about each open review last asked under other law, in one transaction each.

    Then move the moments that a bank holiday or another time limit moved, whoever answered: no
    override moves them.
    """
    result = Reassessed()
    for review_id in _assessed_under_other_law():
        _one(review_id, result, _assess)
    under_another_limit = _under_another_limit(result)
    for review_id in dict.fromkeys([*under_another_limit, *_moved_by_holidays()]):
        _one(review_id, result, _redate)
    return result


def _one(review_id: int, result: Reassessed, ask: Callable[[Review, Reassessed], None]) -> None:
    review = db.session.get_one(Review, review_id)
    reference = review.case.reference
    try:
        ask(review, result)
    except Refused:
        result.failed.append(reference)
    except ChangedMeanwhile:
        result.left += 1


def _assess(review: Review, result: Reassessed) -> None:
    if review.assessment and review.assessment.overrides:
        result.overridden.append(review.case.reference)
        return
    was = review.verdict
    assessing.assess_review(review, by=None)
    result.asked += 1
    if review.verdict is not was:
        result.changed.append(review.case.reference)


def _redate(review: Review, result: Reassessed) -> None:
    assessing.redate(review)
    result.asked += 1


def _under_another_limit(result: Reassessed) -> list[int]:
    """The open reviews that the table of limits, changed since they were counted, moves.

    Those it leaves where they are have that recorded, and are not asked about again.
    """
    numbers = list(
        db.session.scalars(
            select(Review.id)
            .where(
                Review.outcome.is_(None),
                Review.filed_at.is_(None),
                Review.is_historical.is_(False),
                Review.last_day_on.is_not(None),
                Review.law_version != table_version(),
            )
            .order_by(Review.id)
        )
    )
    moved = []
    for first in range(0, len(numbers), _AT_ONCE):
        some = numbers[first : first + _AT_ONCE]
        try:
            moved += _moved_of(some)
        except ChangedMeanwhile:
            result.left += len(some)
    return moved


def _moved_of(numbers: Sequence[int]) -> list[int]:
    query = (
        select(Review)
        .where(Review.id.in_(numbers))
        .options(
            selectinload(Review.sentences), joinedload(Review.case).selectinload(Case.requests)
        )
        .order_by(Review.id)
    )
    moved, left = [], []
    for review in db.session.scalars(query):
        review_limits = limits.of_review(review)
        if review_limits is not None and (review_limits.leading.id, review_limits.last_day_on) != (
            review.limit_name,
            review.last_day_on,
        ):
            moved.append(review.id)
        else:
            left.append(review)
    with transaction():
        for review in left:
            review.law_version = table_version()
    return moved


def _moved_by_holidays() -> list[int]:
    """The open reviews of which a moment is another by the holidays that are known now."""
    query = select(
        Review.id, Review.last_day_on, Review.file_by_at, Review.earliest_file_by_at
    ).where(
        Review.outcome.is_(None),
        Review.filed_at.is_(None),
        Review.is_historical.is_(False),
        Review.last_day_on.is_not(None),
    )
    known: dict[date, datetime | None] = {}
    moved = []
    for review_id, last_day_on, file_by_at, earliest_file_by_at in db.session.execute(query):
        if last_day_on is not None and last_day_on not in known:
            known[last_day_on] = _file_by(last_day_on)
        now_by = known.get(last_day_on) if last_day_on else None
        is_moved = now_by is not None and now_by != file_by_at
        if is_moved or _is_closed_at(earliest_file_by_at):
            moved.append(review_id)
    return moved


def _is_closed_at(moment: datetime | None) -> bool:
    """Whether the office is closed on that day: a moment to file by cannot stand there."""
    try:
        return moment is not None and not working_days().is_working_day(clock.day_of(moment))
    except CalendarUnknown:
        return False


def _file_by(last_day_on: date) -> datetime | None:
    try:
        return deadline.file_by(last_day_on)
    except CalendarUnknown:
        return None


def _assessed_under_other_law() -> list[int]:
    """The open reviews whose latest assessment rests on another version of the catalogue."""
    latest = select(func.max(Assessment.id)).group_by(Assessment.review_id)
    query = (
        select(Review.id)
        .join(Assessment, Assessment.review_id == Review.id)
        .join(Case, Case.id == Review.case_id)
        .where(
            Review.outcome.is_(None),
            Assessment.id.in_(latest),
            Assessment.catalogue_version != load_catalogue().version,
        )
        .order_by(Case.reference, Review.id)
    )
    return list(db.session.scalars(query))
