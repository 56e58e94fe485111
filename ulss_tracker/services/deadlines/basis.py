"""From which day a deadline is counted, and how well that day is known.

The surest knowledge counts: confirmed by two people, recorded, stated, read in the requester's
words. Of several as sure, of a range, and where those who asked contradict one another, the
earliest day that can be right counts: nobody can extend the 28 days (CJA 1988 Sch 3 para 1), so a
day too early costs some haste and a day too late the whole case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ulss_tracker import clock
from ulss_tracker.models import DeadlineBasis, Request, Review
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.limits import Asker, Limits, limits_for
from ulss_tracker.scheme.time.office_hours import closes_at
from ulss_tracker.services.core import limits

_SATURDAY = 5
_SUREST_FIRST = list(DeadlineBasis)


@dataclass(frozen=True, slots=True)
class KnownDays:
    """The days of sentence that are possible, how they are known, and the moments that follow.

    `limits` are the limit that leads and the one that may help; every moment is of the first.
    `file_by_at` is the safest moment; `later_file_by_at` the one that later sentences or a
    variation may allow, where that is another. A day that nobody knows gives neither.
    """

    basis: DeadlineBasis
    earliest_on: date | None = None
    latest_on: date | None = None
    file_by_at: datetime | None = None
    later_file_by_at: datetime | None = None
    limits: Limits | None = None


NOTHING_KNOWN = KnownDays(DeadlineBasis.UNKNOWN)


def of_request(request: Request) -> KnownDays:
    """Give what a request says of the day of sentence: the day stated, or read in its words."""
    return of_details(
        request.sentenced_on,
        request.sentenced_text,
        request.received_at,
        [limits.asker(request)],
    )


def of_details(
    sentenced_on: date | None,
    sentenced_text: str,
    received_at: datetime,
    askers: Sequence[Asker] = (),
) -> KnownDays:
    """The same of a day stated, or of words that were written when they were received.

    Under everyone's limit, unless the `askers` may have a longer one.
    """
    if sentenced_on is not None:
        return _counted(DeadlineBasis.STATED, sentenced_on, sentenced_on, askers)
    if not sentenced_text.strip():
        return NOTHING_KNOWN
    written_on = clock.day_of(received_at)
    span = read_sentence_day(sentenced_text, written_on)
    if span is None:
        return NOTHING_KNOWN
    is_one_day = span.earliest == span.latest
    basis = DeadlineBasis.IN_WORDS if is_one_day else DeadlineBasis.EARLIEST_OF_RANGE
    return _counted(basis, span.earliest, span.latest, askers)


def of_review(review: Review) -> KnownDays:
    """Give the days of the sentences recorded; until one is, what those who asked say of it.

    Where nobody asked about this offender, what is said of the others counts: they were sentenced
    in one proceeding.
    """
    if not review.sentences or review.earliest_file_by_at is None:
        requests = review.case.requests
        about = [request for request in requests if request.is_about(review)]
        known = _together([(of_request(each), each.received_at) for each in about or requests])
        if known.earliest_on is None or known.latest_on is None:
            return known
        # The best limit of anybody who asked counts for the case.
        return _counted(known.basis, known.earliest_on, known.latest_on, limits.askers(requests))
    days = [sentence.sentenced_on for sentence in review.sentences]
    is_verified = review.unconfirmed_since_at is None
    is_later = review.file_by_at != review.earliest_file_by_at
    return KnownDays(
        DeadlineBasis.CONFIRMED if is_verified else DeadlineBasis.RECORDED,
        min(days),
        max(days),
        review.earliest_file_by_at,
        review.file_by_at if is_later else None,
        limits.of_review(review),
    )


def can_be_right(known: KnownDays, received_at: datetime) -> bool:
    """Whether the day was not still to come, nor its last day over, when somebody wrote to us.

    A year mistyped makes either, and hides a request that has time: a person must look at it. A day
    that the court gave is right however long ago it was, and none to come can be recorded.
    """
    if known.basis.is_of_court:
        return True
    if known.earliest_on is None:
        return False
    received_on = clock.day_of(received_at)
    last_day_on = known.limits.last_day_on if known.limits else deadline.last_day(known.earliest_on)
    return known.earliest_on <= received_on <= last_day_on


def _together(candidates: Sequence[tuple[KnownDays, datetime]]) -> KnownDays:
    """Give what several say, each at its moment: the surest, unless another contradicts it earlier.

    A day within the range that another gives makes that range narrower, and contradicts nothing.
    """
    right = [known for known, received_at in candidates if can_be_right(known, received_at)]
    several = right or [known for known, _ in candidates]
    surest = min(several, key=_surest_and_earliest, default=NOTHING_KNOWN)
    others = [known for known in several if _contradicts(known, surest)]
    return min([surest, *others], key=_earliest)


def _surest_and_earliest(known: KnownDays) -> tuple[int, date]:
    return _SUREST_FIRST.index(known.basis), _earliest(known)


def _earliest(known: KnownDays) -> date:
    return known.earliest_on or date.max


def _contradicts(known: KnownDays, surest: KnownDays) -> bool:
    if known.earliest_on is None or known.latest_on is None:
        return False
    return not known.earliest_on <= _earliest(surest) <= known.latest_on


def _counted(
    basis: DeadlineBasis, earliest_on: date, latest_on: date, askers: Sequence[Asker]
) -> KnownDays:
    try:
        asker_limits = limits_for(earliest_on, askers)
        file_by_at = _file_by(asker_limits.last_day_on)
    except (OverflowError, ValueError):  # the last days of the calendar
        return NOTHING_KNOWN
    return KnownDays(basis, earliest_on, latest_on, file_by_at, limits=asker_limits)


def _file_by(last_day_on: date) -> datetime:
    """The file-by moment; where no holidays are known, on the last weekday."""
    try:
        return deadline.file_by(last_day_on)
    except CalendarUnknown:
        day = last_day_on - timedelta(days=max(0, last_day_on.weekday() - _SATURDAY + 1))
        return closes_at(day)
