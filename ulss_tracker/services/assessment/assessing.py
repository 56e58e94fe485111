"""Asking the scheme's rules about a review, and keeping what they said.

The rules are pure; here their facts are gathered from the tables, and their answer is stored with
the version of the catalogue that gave it.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from typing import TypedDict

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    THE_28_DAYS,
    Assessment,
    Case,
    EventKind,
    Request,
    Review,
    Sentence,
    User,
    db,
)
from ulss_tracker.scheme.offences import eligibility
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts, OrderKind
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.proceedings import SameCase, SentencePassed, explain, that_count
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time import deadline, time_words
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.deadline import Deadline, Step
from ulss_tracker.scheme.time.policies import Policy, load_policies, table_version
from ulss_tracker.scheme.time.time_limits import TimeAnswer, TimeVerdict, time_answer
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assessment import deadline_changes, outside_law, verification
from ulss_tracker.services.core import limits
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history


def facts_of(review: Review) -> tuple[Facts, ...]:
    """Gather the facts the scheme's rules need of a review: one set for each sentence.

    Each offence is judged by the date of its own sentence; without one there is only the court.
    """
    case = review.case
    if not review.sentences:
        return (Facts(case.court_id, None, (), court_text=case.court_text),)
    return tuple(
        Facts(
            court_id=case.court_id,
            court_text=case.court_text,
            sentenced_on=sentence.sentenced_on,
            convictions=tuple(
                ConvictionFacts(
                    offence_id=conviction.offence_id,
                    form=conviction.form,
                    answers=conviction.answers,
                    text=conviction.text,
                    is_category=conviction.is_category,
                )
                for conviction in sentence.convictions
            ),
            order_kind=sentence.order_kind,
            came_by=sentence.came_by,
        )
        for sentence in review.sentences
    )


def _best(verdicts: Sequence[Verdict]) -> Verdict:
    """One sentence in the scheme brings the offender's case in (CJA 1988 s.36(1), (3))."""
    order = (Verdict.IN_SCHEME, Verdict.MUST_CHECK, Verdict.NOT_IN_SCHEME)
    return next(verdict for verdict in order if verdict in verdicts)


def deadline_of(review: Review) -> Deadline | None:
    """The review's deadline with its explanation; None until a sentence is recorded.

    Raises `Refused` when a date lies beyond the bank holidays that are known.
    """
    if not review.sentences:
        return None
    counted = _next_to_file(review)
    options: _WorkOut = {
        "varied_on": _varied_on(counted),
        "deferred": _is_deferred(counted),
        "confiscation_postponed": _is_confiscation_postponed(counted),
    }
    try:
        due = deadline.work_out(_sentenced_on(counted), **options)
        limit = limits.of_case(review, due.runs_from_on).leading
        if not limit.standings:
            return deadline.work_out(_sentenced_on(counted), **options, limit=limit)
        longer = deadline.work_out(_sentenced_on(counted), **options, limit=limit)
        return replace(longer, steps=(*_why_longer(review, due, limit), *longer.steps))
    except CalendarUnknown as error:
        raise Refused(str(error)) from error


def _why_longer(review: Review, due: Deadline, limit: Policy) -> Iterator[Step]:
    """Everyone's last day, which a longer limit leaves on the record, and whom it is for."""
    text = time_words.everyones_limit(due.last_day_on)
    yield Step("everyones_limit", text, load_policies()[0].provision)
    for request in review.case.requests:
        if request.standing_verified_at and limit.is_surely_for(
            request.standing, request.is_standing_verified
        ):
            on = time_words.day_words(clock.day_of(request.standing_verified_at))
            text = f"{request.reference}: {request.standing.label.lower()}, verified on {on}."
            yield Step("who_asked", text, limit.provision)


class _WorkOut(TypedDict):
    varied_on: date | None
    deferred: bool
    confiscation_postponed: bool


def time_of(review: Review) -> TimeAnswer | None:
    """Whether the review is in time as things stand; None until a sentence is recorded.

    Of several cases of the offender the last to run out answers: while it can be referred, the
    review is not out of time. Of several who asked, whoever has the best answer answers.
    """
    answers = list(_times(review))
    if not answers:
        return None
    best = min(_BEST_FIRST.index(answer.verdict) for answer in answers)
    as_good = [answer for answer in answers if _BEST_FIRST.index(answer.verdict) == best]
    return max(as_good, key=lambda answer: answer.last_day_on)


def _times(review: Review) -> Iterator[TimeAnswer]:
    """The time limit of each who asked; nothing until a sentence is recorded."""
    if not review.sentences:
        return
    # The first of each standing, and the last: a limit may run from a late request.
    requests: dict[tuple[RequesterRole, bool, str], Request] = {}
    for request in sorted(review.case.requests, key=lambda request: request.received_at):
        requests.setdefault((request.standing, request.is_standing_verified, "first"), request)
        requests[request.standing, request.is_standing_verified, "last"] = request
    counted = _cases(review)[-1]
    if not requests:
        yield _time_answer(counted, None)
    for request in requests.values():
        yield _time_answer(counted, request)


def time_of_request(review: Review, request: Request) -> TimeAnswer | None:
    """The same for one of those who asked, whoever else did; None until a sentence is recorded."""
    if not review.sentences:
        return None
    return _time_answer(_cases(review)[-1], request)


def _time_answer(counted: Sequence[Sentence], request: Request | None) -> TimeAnswer:
    return time_answer(
        _sentenced_on(counted),
        now=clock.now(),
        standing=request.standing if request else RequesterRole.OTHER,
        is_verified=request is not None and request.is_standing_verified,
        received_at=request.received_at if request else None,
        varied_on=_varied_on(counted),
        deferred=_is_deferred(counted),
        confiscation_postponed=_is_confiscation_postponed(counted),
    )


_BEST_FIRST = (TimeVerdict.IN_TIME, TimeVerdict.MUST_CHECK, TimeVerdict.OUT_OF_TIME)


def may_be_until(review: Review) -> date | None:
    """The last day of a longer limit that may help, for a lawyer to check; None without one."""
    review_limits = limits.of_review(review)
    return review_limits.may_be_until_on if review_limits else None


def keep_limits(case: Case, by: User | None) -> None:
    """Count the open reviews of a case again, where those who ask now have another limit.

    In the caller's transaction. A day beyond the known holidays is left as it is.
    """
    for review in case.reviews:
        review_limits = limits.of_review(review) if is_to_be_counted(review) else None
        if review_limits is not None and review_limits.leading.id != review.limit_name:
            with suppress(Refused):
                _bring_up_to_date(review, review.verdict, by)


def is_to_be_counted(review: Review) -> bool:
    """Whether the review is still to be filed, and has moments to be counted."""
    is_open = review.outcome is None and not review.is_filed and not review.is_historical
    return is_open and review.last_day_on is not None


def _cases(review: Review) -> list[Sequence[Sentence]]:
    """The review's sentences in the cases that may be reviewed, the first to run out first.

    One case, but where a judge's words make a later sentence a case of its own: it gives no later
    day to another (CJA 1988 Sch 3 para 1).
    """
    sentences = review.sentences
    if all(sentence.same_case is not SameCase.SEPARATE for sentence in sentences):
        return [sentences]
    verdicts = [eligibility.assess(facts, load_catalogue()).verdict for facts in facts_of(review)]
    return [
        [sentences[place] for place in proceeding.places]
        for proceeding in that_count(_passed(review, verdicts))
    ]


def _next_to_file(review: Review) -> Sequence[Sentence]:
    """The case that runs out first of those that have not yet; the last of them, if all have."""
    cases, today = _cases(review), clock.today()
    running = (case for case in cases if _last_day(review, max(_sentenced_on(case))) >= today)
    return next(running, cases[-1])


def _last_day(review: Review, sentenced_on: date) -> date:
    return limits.of_case(review, sentenced_on).last_day_on


def _passed(review: Review, verdicts: Sequence[Verdict]) -> list[SentencePassed]:
    """The sentences with their own answers, to tell which are one case."""
    return [
        SentencePassed(sentence.sentenced_on, sentence.same_case, verdict)
        for sentence, verdict in zip(review.sentences, verdicts, strict=True)
    ]


def is_out_of_time(review: Review) -> bool:
    """Whether the time limit has certainly passed, by the rules or by an override of two people.

    Doubt is not certainty. No answer moves the last day itself.
    """
    if review.assessment and review.assessment.time_verdict is TimeVerdict.OUT_OF_TIME:
        return True
    # One who asked in time is enough: the others are not looked at.
    is_out = (answer.verdict is TimeVerdict.OUT_OF_TIME for answer in _times(review))
    return bool(review.sentences) and all(is_out)


def assess_review(review: Review, by: User | None) -> Assessment:
    """Ask the rules again, keep their answer, and bring the review's dates up to date.

    `by` is None where the tracker asks by itself. Whatever a person said over the rules before
    counts no longer.
    """
    with transaction():
        facts = facts_of(review)
        assessments = [eligibility.assess(fact, load_catalogue()) for fact in facts]
        verdicts = [each.verdict for each in assessments]
        tests = dict.fromkeys(test for each in assessments for test in each.tests)
        if review.sentences:
            tests |= dict.fromkeys(explain(_passed(review, verdicts)))
        questions = dict.fromkeys(question for each in assessments for question in each.questions)
        assessment = Assessment(
            review=review,
            verdict=_best(verdicts),
            tests=history.plain([asdict(test) for test in tests]),
            questions=history.plain([asdict(question) for question in questions]),
            facts={"sentences": history.plain([asdict(fact) for fact in facts])},
            catalogue_version=assessments[0].catalogue_version,
            made_at=clock.now(),
            made_by_id=by.id if by else None,
        )
        db.session.add(assessment)
        outside_law.keep(review, by)
        _bring_up_to_date(review, assessment.verdict, by)
    return assessment


def redate(review: Review) -> None:
    """Bring the moments up to date that a bank holiday moved; no answer, and no override, changes.

    Raises `Refused` when a date lies beyond the bank holidays that are known.
    """
    with transaction():
        _bring_up_to_date(review, review.verdict, None)


def _bring_up_to_date(review: Review, verdict: Verdict | None, by: User | None) -> None:
    """Give the review its answer and the moments of its sentences; what they were is kept."""
    was_last_day_on, was_file_by_at = review.last_day_on, review.file_by_at
    was_verdict = review.verdict
    due = deadline_of(review)
    review.last_day_on = due.last_day_on if due else None
    review.file_by_at = due.file_by_at if due else None
    review.earliest_file_by_at = due.earliest_file_by_at if due else None
    review.limit_name = _limit_name(review, due)
    review.law_version = table_version()
    review.verdict = verdict
    review.changed_at = clock.now()
    verification.keep_since(review)
    deadline_changes.note(review, was_last_day_on, was_file_by_at, by, was_verdict=was_verdict)
    history.record(
        EventKind.ASSESSED,
        by,
        review,
        before={
            "verdict": was_verdict,
            "last_day_on": was_last_day_on,
            "file_by_at": was_file_by_at,
        },
        verdict=verdict,
        last_day_on=review.last_day_on,
        file_by_at=review.file_by_at,
    )


def _limit_name(review: Review, due: Deadline | None) -> str:
    return limits.of_case(review, due.runs_from_on).leading.id if due else THE_28_DAYS


def _sentenced_on(sentences: Sequence[Sentence]) -> list[date]:
    return [sentence.sentenced_on for sentence in sentences]


def _varied_on(sentences: Sequence[Sentence]) -> date | None:
    varied = [sentence.varied_on for sentence in sentences if sentence.varied_on]
    return max(varied, default=None)


def _is_deferred(sentences: Sequence[Sentence]) -> bool:
    return any(sentence.order_kind is OrderKind.DEFERRED for sentence in sentences)


def _is_confiscation_postponed(sentences: Sequence[Sentence]) -> bool:
    """Whether a confiscation order was made on a day when nothing else was passed."""
    others = {
        sentence.sentenced_on
        for sentence in sentences
        if sentence.order_kind is not OrderKind.CONFISCATION
    }
    return any(
        sentence.sentenced_on not in others
        for sentence in sentences
        if sentence.order_kind is OrderKind.CONFISCATION
    )
