"""Keeping what is believed of each review, moment by moment, in the transaction that changes it.

It is handed what changed just before a transaction commits (changed_records.py). A figure of any
earlier moment can so be made again.
"""

from datetime import datetime, timedelta
from typing import Any

from ulss_tracker import clock
from ulss_tracker.models import FilingKind, Review, ReviewVersion
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.workflow.requester_role import strongest
from ulss_tracker.services.core import lead_offence
from ulss_tracker.services.core.changed_records import Changed
from ulss_tracker.services.history import versions
from ulss_tracker.services.history.versions import days_between, in_london, is_after_hours


def sync(changed: Changed) -> None:
    """Keep what is now believed of the reviews that changed, where it is not what it was."""
    reviews = changed.reviews_with_facts()
    if not reviews:
        return
    now = clock.now()
    known = versions.known(ReviewVersion.review_id, [review.id for review in reviews])
    for review in reviews:
        before = known.get(review.id)
        versions.keep(
            ReviewVersion.review_id,
            review.id,
            before,
            _believed(review, before, now),
            first_known_at=review.opened_at,
            now=now,
        )


def _believed(review: Review, before: ReviewVersion | None, now: datetime) -> dict[str, Any]:
    """Every fact of the review that a figure may be made from."""
    received_at = min((request.received_at for request in review.case.requests), default=None)
    filed_at = min(
        (filing.at for filing in review.filings if filing.kind is FilingKind.FILING), default=None
    )
    ended_at = _ended_at(review, before, now)
    return {
        "case_id": review.case_id,
        "state": review.state,
        "outcome": review.outcome,
        "verdict": review.verdict,
        "court_id": review.case.court_id,
        "family": _family(review),
        "standing": strongest(request.standing for request in review.case.requests),
        "sentenced_on": max((sentence.sentenced_on for sentence in review.sentences), default=None),
        "last_day_on": review.last_day_on,
        "limit_name": review.limit_name,
        "received_at": received_at,
        "received_on": in_london(received_at).date() if received_at else None,
        "received_after_hours": received_at is not None
        and is_after_hours(received_at, review.last_day_on),
        "filed_at": filed_at,
        "ended_at": ended_at,
        "ended_on": in_london(ended_at).date() if ended_at else None,
        "days_taken": days_between(received_at, ended_at) if ended_at and received_at else None,
        "hours_to_spare": _hours_to_spare(review, filed_at),
        "is_historical": review.is_historical,
    }


def _ended_at(review: Review, before: ReviewVersion | None, now: datetime) -> datetime | None:
    """When the outcome was reached. Of a review from the old register it is not known."""
    if review.outcome is None or review.is_historical:
        return None
    if before is not None and before.outcome is not None and before.ended_at is not None:
        return before.ended_at
    return now


def _family(review: Review) -> str:
    """The family of the review's first offence, those in the scheme before those that are not."""
    offences = (find_offence(conviction.offence_id) for conviction in lead_offence.in_order(review))
    return next((offence.family for offence in offences if offence), "")


def _hours_to_spare(review: Review, filed_at: datetime | None) -> int | None:
    """Whole hours from filing to the end of the last day; below nought when it was late."""
    if filed_at is None or review.last_day_on is None:
        return None
    return int((clock.end_of(review.last_day_on) - filed_at) // timedelta(hours=1))
