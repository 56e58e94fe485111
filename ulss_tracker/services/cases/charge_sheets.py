"""Recording the offences of a charge sheet: those ticked as convictions, all at once."""

from datetime import date

from ulss_tracker.models import Conviction, Review, Sentence, User
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.reading.offence_reading import OffenceReading
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.services.cases.convictions import ConvictionInput, record_convictions
from ulss_tracker.services.requests import lookups

_LONGEST_OFFENCE = 300


def pasted_before(review: Review) -> str:
    """The words of the first request of the case that list several offences; "" where none do."""
    listed = (
        request.offence_text
        for request in review.case.requests
        if lookups.several_offences(request.offence_text, request.sentenced_on)
    )
    return next(listed, "")


def record(
    review: Review, sentence: Sentence, text: str, ticks: str, by: User, version: int
) -> list[Conviction]:
    """Record each offence ticked, and in its own words what was left over and may decide."""
    convicted = convictions_ticked(text, ticks, sentence.sentenced_on)
    return record_convictions(review, sentence, convicted, by, version)


def convictions_ticked(text: str, ticks: str, sentenced_on: date) -> list[ConvictionInput]:
    """The offences ticked in a charge sheet, as they are recorded by `record`."""
    readings = read_offences(text, load_catalogue(), on=sentenced_on, ticks=ticks)
    return [_conviction(reading) for reading in readings]


def _conviction(reading: OffenceReading) -> ConvictionInput:
    words = reading.text[:_LONGEST_OFFENCE]
    if reading.certainty != "sure":
        return ConvictionInput(offence_id=None, text=words)
    (offence,) = reading.candidates
    ids = {question.id for question in offence.questions}
    answers = {question: answer for question, answer in reading.answers.items() if question in ids}
    return ConvictionInput(offence_id=offence.id, form=reading.form, answers=answers, text=words)
