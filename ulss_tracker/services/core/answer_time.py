"""By when whoever asks hears whether the sentence can be reviewed: the office's own aim.

It is no limit of law. It is never later than the last day of the 28, while that is still to come.
"""

from datetime import date, datetime

from ulss_tracker import clock
from ulss_tracker.models import Request
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.services.core import office_details


def hear_by(request: Request) -> date | None:
    """The London day by which the office aims to tell this requester; None where it names none.

    So many working days after the day of receipt as the office's setting says. None also for
    somebody who gave no way to be reached, and where the bank holidays are not known so far.
    """
    days = office_details.current().ANSWER_WORKING_DAYS
    if days < 1 or not (request.email or request.telephone or request.postal_address):
        return None
    received_on = clock.day_of(request.received_at)
    try:
        aimed = working_days().add(received_on, days)
        if request.sentenced_on is None:
            return aimed
        last = working_days().on_or_before(deadline.last_day(request.sentenced_on))
    except CalendarUnknown:
        return None
    return min(aimed, last) if last >= received_on else aimed


def may_wait(hear_by: date, received_at: datetime, file_by_at: datetime | None) -> bool:
    """Whether nothing is lost by waiting for that day: the case may still be filed after it.

    Without a moment to file by, what came on the evening of the last day may not wait either.
    """
    if file_by_at is None:
        return hear_by > clock.day_of(received_at)
    return hear_by < clock.day_of(file_by_at)
