"""Exceptions in what is done: filed at the last, and the same offence decided both ways."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Unpack

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    Conviction,
    Decision,
    DecisionChoice,
    FilingKind,
    Review,
    Sentence,
    db,
)
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.time.deadline import time_left
from ulss_tracker.scheme.time.filing import Timeliness, timeliness
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.supervision.exceptions.group import (
    Found,
    Item,
    Part,
    item_of,
    key_of,
    kind,
)

TABLE = Table(
    title="Decisions",
    columns=(
        Column("decided", "Decided", order=Ordering("decided", Decision.decided_at)),
        Column("offender", "Offender"),
        Column("sentence", "Sentence", classes="app-list__words"),
        Column("choice", "Decision"),
        Column("by", "By", lambda row: row.decided_by.name),
    ),
    filters=(Filter("choice", "Decision", Decision.choice, DecisionChoice, "Either"),),
    default="-decided",
    heads="offender",
)

_NEAR_MISSES_FOR = timedelta(days=90)
_BOTH_WAYS_FOR = timedelta(days=365)
_BOTH_WAYS_OF = 2_000  # the latest decisions: more than the office takes in a year
_MOST = 999_999  # the offences most often decided come first: their keys count down from it


@kind(
    "Near misses", "Filed within 24 hours of the file-by moment, or after it, in the last 90 days."
)
def near_misses(part: Part) -> Found:
    """Applications filed within 24 hours of the end, or after it, and why."""
    filed = and_(
        Review.is_historical.is_(False),
        Review.filed_at >= clock.now() - _NEAR_MISSES_FOR,
        Review.file_by_at.is_not(None),
        Review.last_day_on.is_not(None),
    )
    query = (
        select(Review)
        .where(filed)
        .options(joinedload(Review.case), selectinload(Review.filings))
        .order_by(Review.filed_at.desc(), Review.id.desc())
    )
    return part.of(
        [review for review in db.session.scalars(query) if _timeliness(review).wants_reason],
        lambda review: key_of(review.filed_at, review.id),
        # Whether it was near is asked of the moment that the law gave.
        lambda review: replace(
            item_of(review, _near_miss_words(review)), file_by_at=review.file_by_at
        ),
        descending=True,
    )


def _timeliness(review: Review) -> Timeliness:
    assert review.filed_at and review.file_by_at and review.last_day_on  # noqa: S101 - as asked for
    return timeliness(review.filed_at, file_by_at=review.file_by_at, last_day_on=review.last_day_on)


def _near_miss_words(review: Review) -> str:
    assert review.filed_at and review.file_by_at  # noqa: S101 - as asked for
    filed_in = _timeliness(review)
    left = time_left(review.filed_at, review.file_by_at)
    words = f"Filed with {left.words}" if filed_in.is_in_hours else filed_in.label
    reasons = [filing.late_reason for filing in review.filings if filing.kind is FilingKind.FILING]
    return f"{words}. Why: {(reasons and reasons[-1]) or 'no reason is recorded'}"


@kind(
    "The same offence decided both ways",
    "In the last year. It may be right: the sentences differ. Open one to see them beside each "
    "other.",
)
def both_ways(part: Part) -> Found:
    """The same offence referred in one case and not in another. That may be right: look.

    A review that was reopened is counted by its latest decision alone.
    """

    def count_of(choice: DecisionChoice) -> ColumnElement[int]:
        chosen = case((Decision.choice == choice, Decision.review_id))
        return func.count(func.distinct(chosen))

    referred, not_referred = count_of(DecisionChoice.REFER), count_of(DecisionChoice.DO_NOT_REFER)
    query = (
        select(Conviction.offence_id, referred, not_referred)
        .join(Sentence, Sentence.id == Conviction.sentence_id)
        .join(Decision, Decision.review_id == Sentence.review_id)
        .where(Decision.id.in_(_latest()), Conviction.offence_id.is_not(None))
        .group_by(Conviction.offence_id)
        .having(and_(referred > 0, not_referred > 0))
        .order_by((referred + not_referred).desc(), Conviction.offence_id)
    )
    found = [
        (offence_id, yes, no) for offence_id, yes, no in db.session.execute(query) if offence_id
    ]
    return part.of(
        found,
        lambda each: f"{_MOST - each[1] - each[2]:06}_{each[0]}",
        lambda each: Item(
            reference=_title(each[0]),
            why=f"{each[1]} referred, {each[2]} not referred",
            offence_id=each[0],
        ),
    )


def decisions_on(
    offence_id: str, filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]
) -> Rows[Decision]:
    """A page of the decisions that `both_ways` counts of one offence, the latest first.

    Each has the sentences it was taken on.
    """
    with_it = (
        select(Sentence.review_id)
        .join(Conviction, Conviction.sentence_id == Sentence.id)
        .where(Conviction.offence_id == offence_id)
    )
    query = (
        select(Decision)
        .where(Decision.id.in_(_latest()), Decision.review_id.in_(with_it))
        .options(
            joinedload(Decision.decided_by),
            joinedload(Decision.review).joinedload(Review.case).selectinload(Case.restrictions),
            joinedload(Decision.review).selectinload(Review.sentences),
        )
    )
    return TABLE.rows(query, filters, **place)


def _latest() -> Select[int | None]:
    """The latest decision of each review, of a year; no more than an office takes in one."""
    latest = func.max(Decision.id)
    return (
        select(latest)
        .where(Decision.decided_at >= clock.now() - _BOTH_WAYS_FOR)
        .group_by(Decision.review_id)
        .order_by(latest.desc())
        .limit(_BOTH_WAYS_OF)
    )


def _title(offence_id: str) -> str:
    offence = find_offence(offence_id)
    return offence.title if offence else offence_id
