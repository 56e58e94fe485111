"""Triage of a request before a case is opened: the scheme and the time, on what was said."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from ulss_tracker import clock
from ulss_tracker.models import Deadline, Request
from ulss_tracker.scheme.courts.courts import find_court
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import Assessment, ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offence_forms import Form, chosen_form
from ulss_tracker.scheme.offences.offences import find_offence, load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.reading import read_offences, tells_of_more
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.deadline import TimeLeft, time_left
from ulss_tracker.scheme.time.time_limits import time_answer
from ulss_tracker.services.deadlines import waiting
from ulss_tracker.services.requests import eligibility_checker


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """The deadline that runs for a request, and how long is left to act on it.

    That is to file or, while the day of sentence must be found, to find it.
    """

    deadline: Deadline
    left: TimeLeft


@dataclass(frozen=True, slots=True)
class _RuleInput:
    """As much of a request as the rules ask about; `answers` as JSON, so that it is hashable."""

    court_id: str | None
    court_text: str
    sentenced_on: date | None
    offence_id: str | None
    offence_text: str
    answers: str

    @property
    def offence_answers(self) -> dict[str, Any]:
        """The answers to the facts that decide."""
        answers: dict[str, Any] = json.loads(self.answers)
        return answers


def assess_request(request: Request) -> Assessment:
    """Ask the rules about a request as it came. Nothing is stored: the case will ask again."""
    return _assess(_rule_input(request))


def is_no(request: Request, assessment: Assessment) -> bool:
    """Whether the answer to a request is "no" by what it says: out of the scheme, or of time."""
    is_outside = assessment.verdict is Verdict.NOT_IN_SCHEME
    if is_outside or request.sentenced_on is None:
        return is_outside
    try:
        answer = time_answer(
            request.sentenced_on,
            request.standing,
            is_verified=request.is_standing_verified,
            received_at=request.received_at,
            now=clock.now(),
        )
    except (CalendarUnknown, OverflowError, ValueError):
        return False
    return answer.is_over_for_them


def verdict_of(row: Any) -> Verdict:
    """The rules' answer on a row with the columns of a request that they ask about.

    Remembered, as it follows from those and the catalogue alone: asked again each time, a list of
    fifty takes 23 ms longer.
    """
    return _verdict(_rule_input(row), load_catalogue().version)


def _rule_input(request: Any) -> _RuleInput:
    return _RuleInput(
        request.court_id,
        request.court_text,
        request.sentenced_on,
        request.offence_id,
        request.offence_text,
        json.dumps(request.offence_answers, sort_keys=True),
    )


@lru_cache(maxsize=2_000)
def _verdict(rule_input: _RuleInput, _catalogue_version: str) -> Verdict:
    return _assess(rule_input).verdict


def _assess(rule_input: _RuleInput) -> Assessment:
    facts = Facts(
        court_id=rule_input.court_id,
        court_text=rule_input.court_text,
        sentenced_on=rule_input.sentenced_on,
        convictions=_convictions(rule_input),
    )
    return assess(facts, load_catalogue())


def time_limit(request: Request) -> TimeLimit | None:
    """The deadline of a request that waits; None where none runs."""
    deadline = waiting.of_request(request)
    if deadline is None or deadline.ended_at is not None:
        return None
    return TimeLimit(deadline, time_left(clock.now(), deadline.act_by_at))


def time_limits(requests: Collection[Request]) -> dict[int, TimeLimit]:
    """The deadline to act on soonest for each request, or for its case, by the request's id."""
    now = clock.now()
    rows = waiting.pressing_by_request(requests)
    return {key: TimeLimit(row, time_left(now, row.act_by_at)) for key, row in rows.items()}


def answered(request: Request) -> list[tuple[str, str]]:
    """The questions about the offence that the requester answered, with their answers, in words."""
    return eligibility_checker.answered(request.offence_id, request.offence_answers)


def meant(request: Request) -> tuple[str, str]:
    """The court and the offence chosen for the requester's words, or that these certainly mean.

    "" where there is none, or the words are its name.
    """
    court, offence = find_court(request.court_id), find_offence(request.offence_id)
    form = chosen_form(request.offence_answers)
    title = offence.title if offence else ""
    return (
        court.name if court and court.name != request.court_text else "",
        f"{form.label}: {title}" if form else title if title != request.offence_text else "",
    )


def _convictions(request: _RuleInput) -> tuple[ConvictionFacts, ...]:
    """The offences in the requester's words; where they chose one, what they meant by them."""
    if request.offence_id is None:
        words = request.offence_text
        facts = ConvictionFacts(None, answers=request.offence_answers, text=words)
        return (facts,) if words else ()
    readings = read_offences(request.offence_text, load_catalogue(), on=request.sentenced_on)
    chosen = chosen_form(request.offence_answers)
    convictions = []
    is_chosen_read = False
    for reading in readings:
        offence_id = reading.candidates[0].id if reading.certainty == "sure" else None
        form = reading.form
        answers: Mapping[str, str] = reading.answers
        if request.offence_id in {offence.id for offence in reading.candidates}:
            is_chosen_read, offence_id = True, request.offence_id
            form = chosen or form
        if is_chosen_read or len(readings) == 1:
            answers = {**reading.answers, **request.offence_answers}
        convictions.append(ConvictionFacts(offence_id, form, answers, reading.text))
    if not is_chosen_read:
        alone = ConvictionFacts(
            request.offence_id,
            chosen or Form.FULL,
            request.offence_answers,
            request.offence_text,
        )
        # The words of a single offence say the same thing otherwise; of several, they say more.
        return (alone, *convictions) if len(convictions) > 1 else (alone, *_more_said(request))
    return (*convictions, *(_more_said(request) if len(convictions) == 1 else ()))


def _more_said(request: _RuleInput) -> tuple[ConvictionFacts, ...]:
    """The requester's words, where they tell of more than the offence outside that was chosen."""
    law, offence = load_catalogue(), find_offence(request.offence_id)
    words, on = request.offence_text, request.sentenced_on
    if offence is None or offence.in_scheme or not tells_of_more(words, offence, law, on):
        return ()
    return (ConvictionFacts(None, text=words),)
