"""The two-person lock of a review as it stands: verified, opened, outside it, or shut."""

from ulss_tracker import clock
from ulss_tracker.models import Review
from ulss_tracker.scheme.workflow import two_keys
from ulss_tracker.scheme.workflow.two_keys import Keys, Lock
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.assessment.verification import FactStatus


def of_review(review: Review) -> Keys:
    """How the lock stands now, by the facts themselves and not by what is stored of them."""
    now = clock.now()
    file_by = (review.earliest_file_by_at, review.file_by_at)
    shut_by = unverified(review)
    return Keys(
        lock=_lock(review, shut_by),
        unverified=tuple(status.fact.label for status in shut_by),
        opener=two_keys.opener(now, file_by=file_by, last_day_on=review.last_day_on),
        is_filing_warned=two_keys.is_filing_warned(now, file_by=file_by),
    )


def unverified(review: Review) -> list[FactStatus]:
    """The facts that nobody has verified as they now are."""
    return [status for status in verification.statuses(review) if not status.verification]


def _lock(review: Review, shut_by: list[FactStatus]) -> Lock:
    if not shut_by:
        return Lock.VERIFIED
    if review.origin.is_outside_lock:
        return Lock.OUTSIDE
    needed = {status.fact.value: status.values for status in shut_by}
    is_opened = any(
        opening.ended_at is None
        and not opening.was_filed_without
        and all(opening.seen_values.get(fact) == values for fact, values in needed.items())
        for opening in review.lock_openings
    )
    return Lock.OPENED if is_opened else Lock.SHUT
