"""By when a complaint about the office's own service is acknowledged and answered.

The lengths are the office's own practice, counted in working days. No published source gives them,
so none is claimed; they have nothing to do with the time limits of a review.
"""

from datetime import datetime, timedelta

from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.scheme.time.office_hours import LONDON, closes_at

ACKNOWLEDGE_WITHIN = 5
ANSWER_WITHIN = 20


def acknowledge_by(received_at: datetime) -> datetime:
    """Five o'clock in London on the fifth working day after it was received."""
    return _by(received_at, ACKNOWLEDGE_WITHIN)


def answer_by(received_at: datetime) -> datetime:
    """Five o'clock in London on the twentieth working day after it was received."""
    return _by(received_at, ANSWER_WITHIN)


def _by(received_at: datetime, within: int) -> datetime:
    """Where the holidays are not known every day counts: sooner, and never too late."""
    received_on = received_at.astimezone(LONDON).date()
    try:
        day = working_days().add(received_on, within)
    except CalendarUnknown:
        day = received_on + timedelta(days=within)
    return closes_at(day)
