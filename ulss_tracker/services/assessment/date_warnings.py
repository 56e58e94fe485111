"""Warnings about a date of sentence, judged against the records of a case."""

from dataclasses import dataclass
from datetime import date, datetime

from ulss_tracker import clock
from ulss_tracker.models import Review, Sentence
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.time.date_warnings import DatedOffence, DateWarning, warnings_about_date


@dataclass(frozen=True, slots=True)
class Grounds:
    """The facts a date of sentence is judged against, besides the day it is typed on.

    `received_on` is the London date on which the first request came; the offences are those of the
    catalogue that the sentence was passed for.
    """

    received_on: date | None = None
    offence_ids: tuple[str, ...] = ()


def warnings_about(sentenced_on: date, grounds: Grounds) -> tuple[DateWarning, ...]:
    """Find the warnings about a date of sentence. Each is a question; none refuses the date.

    Behind what is shown as a date is typed and what is asked before it is saved.
    """
    date_warnings = (
        doubt
        for offence in _offences(grounds)
        for doubt in warnings_about_date(
            sentenced_on,
            today=clock.today(),
            received_on=grounds.received_on,
            offence=offence,
        )
    )
    return tuple(dict.fromkeys(date_warnings))


def warnings_of(
    review: Review, sentenced_on: date, sentence: Sentence | None = None
) -> tuple[DateWarning, ...]:
    """Find the warnings about a date of sentence of this review, or of a changed `sentence`."""
    return warnings_about(sentenced_on, grounds_of(review, sentence))


def grounds_of(review: Review, sentence: Sentence | None = None) -> Grounds:
    """Read the grounds from a review: its first request, and the offences of `sentence`."""
    received = [clock.day_of(request.received_at) for request in review.case.requests]
    convictions = sentence.convictions if sentence else []
    return Grounds(
        received_on=min(received, default=None),
        offence_ids=tuple(
            conviction.offence_id for conviction in convictions if conviction.offence_id
        ),
    )


def warnings_of_request(sentenced_on: date, received_at: datetime) -> tuple[DateWarning, ...]:
    """Find the warnings about the date that somebody gives who asks at that moment."""
    return warnings_about(sentenced_on, Grounds(clock.day_of(received_at)))


def _offences(grounds: Grounds) -> list[DatedOffence | None]:
    """The offences it was passed for; one that is not known, where none is."""
    offences = (find_offence(offence_id) for offence_id in grounds.offence_ids)
    return [offence for offence in offences if offence] or [None]
