"""The short check: what can be said at once of a court, an offence and a date, for anybody.

It answers in names and moments, never in sentences: the public pages hold the words, in two
languages. It never turns anyone away, and "cannot tell" never becomes "no".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from ulss_tracker import clock
from ulss_tracker.models import Request
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import court_kind
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day
from ulss_tracker.scheme.dates.spans import Span
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import Assessment, ConvictionFacts, Facts, NextQuestion
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import find_offence, load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.reading import read_offences, tells_of_more
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.date_warnings import DateWarning, warnings_about_date
from ulss_tracker.scheme.time.deadline import Deadline, TimeLeft
from ulss_tracker.scheme.time.policies import Policy, load_policies
from ulss_tracker.scheme.time.time_limits import may_have_longer
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core import answer_time
from ulss_tracker.services.requests.time_check import Time, how_time_stands

_NOT_OF_THE_OFFENCE = frozenset({"court", "sentenced_on", "offence"})
# What people who were not in court may know, and can be asked without hurting them. The rest is
# for a lawyer with the papers.
_ASKED_OF_ANYONE = frozenset(
    {
        "adult",
        "aggravation_charged",
        "drink_or_drugs",
        "home_violence",
        "kidnap",
        "life_endangered",
        "main_offence",
        "prohibited_firearm",
        "terror_connection",
    }
)
# Courts under a law of their own: not a no, until a lawyer has looked.
_FOR_A_LAWYER = frozenset({CourtKind.COURT_MARTIAL})


class Outlook(StrEnum):
    """The checker's three answers."""

    LOOKS_IN = "looks_in"
    MAY_NOT = "may_not"
    CANNOT_TELL = "cannot_tell"


class Why(StrEnum):
    """The reason for the outlook: the pages have a sentence for each."""

    IN_SCHEME = "in_scheme"
    COURT_ELSEWHERE = "court_elsewhere"
    COURT_UNKNOWN = "court_unknown"
    OFFENCE_NOT_IN = "offence_not_in"
    OFFENCE_UNKNOWN = "offence_unknown"
    FACTS_UNKNOWN = "facts_unknown"
    DATE_UNKNOWN = "date_unknown"
    NOT_SETTLED = "not_settled"


@dataclass(frozen=True, kw_only=True)
class EligibilityInput:
    """The facts a person has given the checker so far. None and blank are not known.

    `days_said` are the days of sentence that their words allow, where they state no day.
    """

    court_id: str | None = None
    court_text: str = ""
    standing: RequesterRole | None = None
    sentenced_on: date | None = None
    days_said: Span | None = None
    offence_id: str | None = None
    offence_form: Form = Form.FULL
    offence_text: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EligibilityAnswer:
    """The check's answer.

    `limit` is the limit that decides for this person, `last_day_on` and `file_by_at` are of it.
    `last_day_on` is None without a date of sentence; `deadline` and `left` also where the bank
    holidays of so long ago are not known. Where `days_said` is given no day is stated: `time` and
    `left` are then those of the earliest, to be acted on, and no last day is promised.
    `may_have_longer`: a limit of the table that does not decide here may help this person.
    """

    outlook: Outlook
    why: Why
    court_kind: CourtKind | None
    time: Time
    last_day_on: date | None
    deadline: Deadline | None
    left: TimeLeft | None
    limit: Policy
    file_by_at: datetime | None = None
    days_said: Span | None = None
    may_have_longer: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the sentence looks to be in the scheme, of a day given, and there is time."""
        is_in = self.outlook is Outlook.LOOKS_IN
        return is_in and self.time is Time.ENOUGH and self.days_said is None

    def may_wait(self, hear_by: date, received_at: datetime) -> bool:
        """Whether nothing is lost by waiting to hear until that day, before they telephone."""
        if self.time is Time.ENOUGH:
            return answer_time.may_wait(hear_by, received_at, self.file_by_at)
        return self.time not in {Time.SHORT, Time.AFTER_HOURS}


def check(entered: EligibilityInput, *, now: datetime | None = None) -> EligibilityAnswer:
    """Answer for what has been told, as things stand at `now`."""
    now = now or clock.now()
    kind = court_kind(entered.court_id, entered.court_text)
    outlook, why = _outlook(entered, kind)
    days_said = _days_to_act_on(entered, now)
    sentenced_on = days_said.earliest if days_said else entered.sentenced_on
    time, time_answer = how_time_stands(sentenced_on, entered.standing, now)
    limit = time_answer.policy if time_answer else load_policies()[0]
    answer = EligibilityAnswer(
        outlook,
        why,
        kind,
        time,
        last_day_on=None,
        deadline=None,
        left=deadline.time_left(now, time_answer.file_by_at) if time_answer else None,
        limit=limit,
        days_said=days_said,
        may_have_longer=may_have_longer(entered.standing, sentenced_on, limit),
    )
    if days_said or entered.sentenced_on is None:
        return answer
    return replace(
        answer,
        last_day_on=limit.last_day(entered.sentenced_on),
        deadline=deadline.work_out(entered.sentenced_on) if time_answer else None,
        file_by_at=time_answer.file_by_at if time_answer else None,
    )


def _days_to_act_on(entered: EligibilityInput, now: datetime) -> Span | None:
    """The days that the words allow, where no day is stated and the earliest has come."""
    if entered.sentenced_on or entered.days_said is None:
        return None
    has_come = entered.days_said.earliest <= clock.day_of(now)
    return entered.days_said if has_come else None


def date_as_sent(request: Request) -> EligibilityInput:
    """Who asks, and the date of sentence that a request gives or the days that its words allow."""
    written_on = clock.day_of(request.received_at)
    return EligibilityInput(
        standing=request.standing,
        sentenced_on=request.sentenced_on,
        days_said=read_sentence_day(request.sentenced_text, written_on),
    )


def next_question(entered: EligibilityInput, asked_ids: Sequence[str]) -> NextQuestion | None:
    """The next question about the offence that would help to decide, of those not asked yet."""
    for question in _assess(entered).questions:
        if question.id in _ASKED_OF_ANYONE and question.id not in asked_ids:
            return question
    return None


def question(entered: EligibilityInput, question_id: str) -> NextQuestion | None:
    """The question about the offence with this id, while it would help to decide."""
    answers = {key: value for key, value in entered.answers.items() if key != question_id}
    unanswered = EligibilityInput(**{**vars(entered), "answers": answers})
    matches = (each for each in _assess(unanswered).questions if each.id == question_id)
    return next(matches, None)


def answered(offence_id: str | None, answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """The offence's questions that were answered, with their answers, in the catalogue's words."""
    offence = find_offence(offence_id)
    return [
        (question.text, answer.text)
        for question in (offence.questions if offence else ())
        if (answer := question.answer(answers.get(question.id, "")))
    ]


def date_warnings(sentenced_on: date, offence_id: str | None) -> Sequence[DateWarning]:
    """The warnings about a date of sentence: to be confirmed, never refused."""
    return warnings_about_date(
        sentenced_on,
        today=clock.today(),
        offence=find_offence(offence_id),
        days=working_days(),
    )


def _outlook(entered: EligibilityInput, kind: CourtKind | None) -> tuple[Outlook, Why]:
    if kind in _FOR_A_LAWYER:
        return Outlook.CANNOT_TELL, Why.COURT_ELSEWHERE
    if kind not in {None, CourtKind.CROWN_COURT}:
        return Outlook.MAY_NOT, Why.COURT_ELSEWHERE
    assessment = _assess(entered)
    by_offence = [test.verdict for test in assessment.tests if test.test == "offence"]
    if assessment.verdict is Verdict.IN_SCHEME:
        return Outlook.LOOKS_IN, Why.IN_SCHEME
    if assessment.verdict is Verdict.NOT_IN_SCHEME and _tells_of_more(entered):
        return Outlook.CANNOT_TELL, Why.NOT_SETTLED
    if assessment.verdict is Verdict.NOT_IN_SCHEME:
        return Outlook.MAY_NOT, Why.OFFENCE_NOT_IN
    if Verdict.IN_SCHEME in by_offence and kind is None:
        return Outlook.CANNOT_TELL, Why.COURT_UNKNOWN
    return Outlook.CANNOT_TELL, _what_is_missing(entered, assessment)


def _tells_of_more(entered: EligibilityInput) -> bool:
    """Whether the words tell of more than the offence that the person chose for them."""
    offence = find_offence(entered.offence_id)
    law = load_catalogue()
    return offence is not None and tells_of_more(
        entered.offence_text, offence, law, entered.sentenced_on
    )


def _what_is_missing(entered: EligibilityInput, assessment: Assessment) -> Why:
    missing = {question.id for question in assessment.questions}
    if "offence" in missing or not (entered.offence_id or entered.offence_text):
        return Why.OFFENCE_UNKNOWN
    if "sentenced_on" in missing:
        return Why.DATE_UNKNOWN
    if missing - _NOT_OF_THE_OFFENCE:
        return Why.FACTS_UNKNOWN
    return Why.NOT_SETTLED


def _stated(entered: EligibilityInput) -> Mapping[str, str]:
    """Return the answers that the person's own words give about the offence they chose."""
    if not entered.offence_id:
        return {}
    readings = read_offences(entered.offence_text, load_catalogue(), on=entered.sentenced_on)
    return {
        question: answer
        for reading in readings
        if entered.offence_id in {offence.id for offence in reading.candidates}
        for question, answer in reading.answers.items()
    }


def _assess(entered: EligibilityInput) -> Assessment:
    conviction = ConvictionFacts(
        entered.offence_id,
        entered.offence_form,
        {**_stated(entered), **entered.answers},
        entered.offence_text,
    )
    has_offence = bool(entered.offence_id or entered.offence_text)
    facts = Facts(
        court_id=entered.court_id,
        court_text=entered.court_text,
        sentenced_on=entered.sentenced_on,
        convictions=(conviction,) if has_offence else (),
    )
    return assess(facts, load_catalogue())
