"""From which day a deadline is counted, and how well that day is known.

The surest knowledge counts: confirmed by two people, recorded, stated, read in the requester's
words. Of several as sure, and of a range, the earliest day counts: nobody can extend the 28 days
(CJA 1988 Sch 3 para 1), so a day too early costs some haste and a day too late the whole case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ulss_tracker import clock
from ulss_tracker.models import DeadlineBasis, Request, Review
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.time.calendar import CalendarUnknown

_SATURDAY = 5
_SUREST_FIRST = list(DeadlineBasis)


@dataclass(frozen=True, slots=True)
class Known:
    """The days of sentence that are possible, how they are known, and the moments that follow.

    `file_by_at` is the safest moment; `later_file_by_at` the one that later sentences or a
    variation may allow, where that is another. A day that nobody knows gives neither.
    """

    basis: DeadlineBasis
    earliest_on: date | None = None
    latest_on: date | None = None
    file_by_at: datetime | None = None
    later_file_by_at: datetime | None = None


NOTHING_KNOWN = Known(DeadlineBasis.UNKNOWN)


def of_request(request: Request) -> Known:
    """Give what a request says of the day of sentence: the day stated, or read in its words."""
    return as_said(request.sentenced_on, request.sentenced_text, request.received_at)


def as_said(sentenced_on: date | None, sentenced_text: str, received_at: datetime) -> Known:
    """The same of a day stated, or of words that were written when they were received."""
    if sentenced_on is not None:
        return _counted(DeadlineBasis.STATED, sentenced_on, sentenced_on)
    if not sentenced_text.strip():
        return NOTHING_KNOWN
    written_on = received_at.astimezone(clock.LONDON).date()
    span = read_sentence_day(sentenced_text, written_on)
    if span is None:
        return NOTHING_KNOWN
    is_one_day = span.earliest == span.latest
    basis = DeadlineBasis.IN_WORDS if is_one_day else DeadlineBasis.EARLIEST_OF_RANGE
    return _counted(basis, span.earliest, span.latest)


def of_review(review: Review) -> Known:
    """Give the days of the sentences recorded; until one is, what those who asked say of it.

    Where nobody asked about this offender, what is said of the others counts: they were sentenced
    in one proceeding.
    """
    if not review.sentences or review.earliest_file_by_at is None:
        requests = review.case.requests
        about = [each for each in requests if each.is_about(review)]
        return _surest(of_request(each) for each in about or requests)
    days = [sentence.sentenced_on for sentence in review.sentences]
    is_confirmed = review.unconfirmed_since_at is None
    is_later = review.file_by_at != review.earliest_file_by_at
    return Known(
        DeadlineBasis.CONFIRMED if is_confirmed else DeadlineBasis.RECORDED,
        min(days),
        max(days),
        review.earliest_file_by_at,
        review.file_by_at if is_later else None,
    )


def _surest(found: Iterable[Known]) -> Known:
    return min(
        found,
        key=lambda known: (_SUREST_FIRST.index(known.basis), known.earliest_on or date.max),
        default=NOTHING_KNOWN,
    )


def _counted(basis: DeadlineBasis, earliest_on: date, latest_on: date) -> Known:
    try:
        last_day_on = deadline.last_day(earliest_on)
        file_by_at = _file_by(last_day_on)
    except OverflowError:  # the last days of the calendar
        return NOTHING_KNOWN
    return Known(basis, earliest_on, latest_on, file_by_at)


def _file_by(last_day_on: date) -> datetime:
    """The file-by moment; where no holidays are known, on the last weekday."""
    try:
        return deadline.file_by(last_day_on)
    except CalendarUnknown:
        day = last_day_on - timedelta(days=max(0, last_day_on.weekday() - _SATURDAY + 1))
        return datetime.combine(day, deadline.OFFICE_CLOSES, tzinfo=clock.LONDON)
