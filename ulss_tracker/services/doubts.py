"""Doubts about a date of sentence, as the records of a case give cause for them."""

from datetime import date, datetime

from ulss_tracker import clock
from ulss_tracker.models import Review, Sentence
from ulss_tracker.scheme.doubts import DatedOffence, Doubt, date_doubts
from ulss_tracker.scheme.offences import load_catalogue


def doubts_of(
    review: Review, sentenced_on: date, sentence: Sentence | None = None
) -> tuple[Doubt, ...]:
    """What looks wrong about a date of sentence: against the day, the first request, the offences.

    Each is a question for a person; none refuses the date. `sentence` is the one being changed.
    """
    received = [asked.received_at.astimezone(clock.LONDON).date() for asked in review.case.requests]
    found = (
        doubt
        for offence in _offences(sentence)
        for doubt in date_doubts(
            sentenced_on,
            today=clock.today(),
            received_on=min(received, default=None),
            offence=offence,
        )
    )
    return tuple(dict.fromkeys(found))


def doubts_of_request(sentenced_on: date, received_at: datetime) -> tuple[Doubt, ...]:
    """What looks wrong about the date that somebody gives who asks at that moment."""
    received_on = received_at.astimezone(clock.LONDON).date()
    return date_doubts(sentenced_on, today=clock.today(), received_on=received_on)


def _offences(sentence: Sentence | None) -> list[DatedOffence | None]:
    """The offences it was passed for; one that is not known, where none is recorded."""
    convictions = sentence.convictions if sentence else []
    known = [load_catalogue().get(each.offence_id) for each in convictions if each.offence_id]
    return [*known] or [None]
