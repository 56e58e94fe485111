"""Triage of a request before a case is opened: the scheme and the time, on what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ulss_tracker import clock
from ulss_tracker.models import Deadline, Request
from ulss_tracker.scheme.offences.eligibility import Assessment, ConvictionFacts, Facts, assess
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.reading.charge_sheet import Count
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.reading.words_read import WordsRead
from ulss_tracker.scheme.time.deadline import TimeLeft, time_left
from ulss_tracker.services.deadlines import waiting
from ulss_tracker.services.requests import eligibility_checker


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """The deadline that runs for a request, and how long is left to act on it.

    That is to file or, while the day of sentence must be found, to find it.
    """

    deadline: Deadline
    left: TimeLeft


def look_at(request: Request) -> Assessment:
    """Ask the rules about a request as it came. Nothing is stored: the case will ask again."""
    facts = Facts(
        court_id=request.court_id,
        court_text=request.court_text,
        sentenced_on=request.sentenced_on,
        convictions=_convictions(request),
    )
    return assess(facts, load_catalogue())


def time_limit(request: Request) -> TimeLimit | None:
    """The deadline of a request that waits; None where none runs."""
    found = waiting.of_request(request)
    if found is None or found.ended_at is not None:
        return None
    return TimeLimit(found, time_left(clock.now(), found.act_by_at))


def answered(request: Request) -> list[tuple[str, str]]:
    """The questions about the offence that the requester answered, with their answers, in words."""
    return eligibility_checker.answered(request.offence_id, request.offence_answers)


def words_read(request: Request) -> Sequence[WordsRead]:
    """Return the words of the request about the offence and what each was read as."""
    return eligibility_checker.how_read(
        request.offence_text, request.sentenced_on, request.offence_answers
    )


def ticked(request: Request) -> Sequence[Count] | None:
    """The offences that the requester ticked in a charge sheet; None where nobody was asked."""
    return eligibility_checker.ticked_offences(
        request.offence_text, request.sentenced_on, request.offence_answers
    )


def _convictions(request: Request) -> tuple[ConvictionFacts, ...]:
    """The offences in the requester's words; where they chose one, what they meant by them."""
    if request.offence_id is None:
        words = request.offence_text
        told = ConvictionFacts(None, answers=request.offence_answers, text=words)
        return (told,) if words else ()
    readings = read_offences(request.offence_text, load_catalogue(), on=request.sentenced_on)
    found = []
    is_chosen_read = False
    for reading in readings:
        offence_id = reading.candidates[0].id if reading.certainty == "sure" else None
        answers: Mapping[str, str] = reading.answers
        if request.offence_id in {offence.id for offence in reading.candidates}:
            is_chosen_read, offence_id = True, request.offence_id
        if is_chosen_read or len(readings) == 1:
            answers = {**reading.answers, **request.offence_answers}
        found.append(ConvictionFacts(offence_id, reading.form, answers, reading.text))
    if not is_chosen_read:
        chosen = ConvictionFacts(
            request.offence_id, answers=request.offence_answers, text=request.offence_text
        )
        # The words of a single offence say the same thing otherwise; of several, they say more.
        return (chosen, *found) if len(found) > 1 else (chosen,)
    return tuple(found)
