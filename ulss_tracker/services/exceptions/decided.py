"""Exceptions in what is done: filed at the last, and the same offence decided both ways."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.models import (
    Conviction,
    Decision,
    DecisionChoice,
    Filing,
    FilingKind,
    Review,
    Sentence,
    db,
)
from ulss_tracker.scheme.deadline import time_left
from ulss_tracker.scheme.filing import timeliness
from ulss_tracker.scheme.offences import UnknownOffence, load_catalogue
from ulss_tracker.services.exceptions.group import Group, Item, item_of

_NEAR_MISSES_FOR = timedelta(days=90)
_BOTH_WAYS_FOR = timedelta(days=365)
_BOTH_WAYS_OF = 2_000  # the latest decisions: more than the office takes in a year


def near_misses(shown: int) -> Group:
    """Applications filed within 24 hours of the end, or after it, and why."""
    filed = and_(
        Review.is_historical.is_(False),
        Review.filed_at >= clock.now() - _NEAR_MISSES_FOR,
        Review.file_by_at.is_not(None),
    )
    order = (Review.filed_at.desc(), Review.id.desc())
    times = (Review.filed_at, Review.file_by_at, Review.last_day_on)
    query = select(Review.id, *times).where(filed).order_by(*order)
    near = [
        number
        for number, filed_at, file_by_at, last_day_on in db.session.execute(query)
        if _is_near_miss(filed_at, file_by_at, last_day_on)
    ]
    some = (
        select(Review)
        .where(Review.id.in_(near[:shown]))
        .options(joinedload(Review.case), selectinload(Review.filings))
        .order_by(*order)
    )
    return Group(
        "near_misses",
        "Near misses",
        "Filed within 24 hours of the file-by moment, or after it, in the last 90 days.",
        [item_of(review, _near_miss_words(review)) for review in db.session.scalars(some)],
        len(near),
    )


def _is_near_miss(
    filed_at: datetime | None, file_by_at: datetime | None, last_day_on: date | None
) -> bool:
    if filed_at is None or file_by_at is None or last_day_on is None:
        return False
    return timeliness(filed_at, file_by_at=file_by_at, last_day_on=last_day_on).wants_reason


def _near_miss_words(review: Review) -> str:
    assert review.filed_at and review.file_by_at  # noqa: S101 - the query asks for both
    left = time_left(review.filed_at, review.file_by_at).words
    reasons = [each.late_reason for each in review.filings if _is_filing(each)]
    return f"Filed with {left}. Why: {(reasons and reasons[-1]) or 'no reason is recorded'}"


def _is_filing(filing: Filing) -> bool:
    return filing.kind is FilingKind.FILING


def both_ways(shown: int) -> Group:
    """The same offence referred in one case and not in another. That may be right: look.

    A review that was reopened is counted by its latest decision alone.
    """

    def count_of(choice: DecisionChoice) -> ColumnElement[int]:
        chosen = case((Decision.choice == choice, Decision.review_id))
        return func.count(func.distinct(chosen))

    referred, not_referred = count_of(DecisionChoice.REFER), count_of(DecisionChoice.DO_NOT_REFER)
    latest = (
        select(func.max(Decision.id))
        .where(Decision.decided_at >= clock.now() - _BOTH_WAYS_FOR)
        .group_by(Decision.review_id)
        .order_by(func.max(Decision.id).desc())
        .limit(_BOTH_WAYS_OF)
    )
    query = (
        select(Conviction.offence_id, referred, not_referred)
        .join(Sentence, Sentence.id == Conviction.sentence_id)
        .join(Decision, Decision.review_id == Sentence.review_id)
        .where(Decision.id.in_(latest), Conviction.offence_id.is_not(None))
        .group_by(Conviction.offence_id)
        .having(and_(referred > 0, not_referred > 0))
        .order_by((referred + not_referred).desc(), Conviction.offence_id)
    )
    found = list(db.session.execute(query))
    return Group(
        "both_ways",
        "The same offence decided both ways",
        "In the last year. It may be right: the sentences differ.",
        [
            Item(
                reference=_title(offence_id),
                why=f"{yes} referred, {no} not referred",
                offence_id=offence_id,
            )
            for offence_id, yes, no in found[:shown]
            if offence_id
        ],
        len(found),
    )


def _title(offence_id: str) -> str:
    try:
        return load_catalogue().get(offence_id).title
    except UnknownOffence:
        return offence_id
