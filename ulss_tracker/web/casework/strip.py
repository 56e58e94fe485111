"""The strip above every page of a review: whose, which case, and how long is left."""

from ulss_tracker import clock
from ulss_tracker.models import Review
from ulss_tracker.scheme.deadline import time_left


def strip(review: Review) -> dict[str, object]:
    """What the strip's template needs."""
    left = time_left(clock.now(), review.file_by_at) if review.file_by_at else None
    return {"review": review, "case": review.case, "left": left}
