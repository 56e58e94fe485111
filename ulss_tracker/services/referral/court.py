"""At the Court of Appeal: the respondent's notice, the hearing, and what the court decided."""

from dataclasses import dataclass
from datetime import date, time

from ulss_tracker import clock
from ulss_tracker.clock import day_of
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    CourtDecision,
    EventKind,
    FilingKind,
    Hearing,
    RespondentsNotice,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.appeal_deadlines import (
    CountedLimit,
    respondents_notice,
    supreme_court_application,
)
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.scheme.workflow.stages import Outcome, Step
from ulss_tracker.services import notifying
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.referral import progress

_STEPS = {
    Outcome.LEAVE_REFUSED: Step.RECORD_LEAVE_REFUSED,
    Outcome.UNCHANGED: Step.RECORD_UNCHANGED,
    Outcome.INCREASED: Step.RECORD_INCREASED,
}
OUTCOMES = tuple(_STEPS)


class BeforeFiling(Refused):
    """A day at the court before the application was there: a date mistyped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingInput:
    """When, where and before which judges it is heard. No `at`: the court has not given a time."""

    on: date
    at: time | None
    court: str
    constitution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtDecisionInput:
    """The Court of Appeal's decision, as recorded, and its day; None where that is not known."""

    on: date | None
    outcome: Outcome
    revised_sentence: str = ""
    citation: str = ""


def record_respondents_notice(
    review: Review, served_on: date, note: str, by: User, *, version: int
) -> RespondentsNotice:
    """Record that the offender answered with a notice (CrimPR r.41.4). Late ones are recorded too.

    Raises `Refused` for a day in the future or before the filing, and before the sentence was
    referred.
    """
    require(by, Permission.WORK_CASES)
    check_version(review, version)
    if served_on > clock.today():
        raise Refused("The day it was served must be today or in the past")
    _check_filed_by(review, served_on, "The day it was served")
    with transaction():
        progress.take(review, Step.RECORD_RESPONDENTS_NOTICE, by)
        notice = RespondentsNotice(
            review=review,
            served_on=served_on,
            note=note.strip(),
            recorded_at=clock.now(),
            recorded_by_id=by.id,
        )
        db.session.add(notice)
        history.record(
            EventKind.RESPONDENTS_NOTICE_RECORDED, by, review, served_on=served_on, note=notice.note
        )
    return notice


def list_hearing(review: Review, listed: HearingInput, by: User, *, version: int) -> Hearing:
    """Record when the application is to be heard; a new date or time stands beside the old.

    Everyone who must hear of it is put down to be told. Raises `Refused` for a day before
    the filing, and before the sentence was referred.
    """
    require(by, Permission.WORK_CASES)
    check_version(review, version)
    _check_filed_by(review, listed.on, "The day of the hearing")
    with transaction():
        progress.take(review, Step.LIST_HEARING, by)
        hearing = add_hearing(review, listed, by, is_time_awaited=listed.at is None)
        if listed.on >= clock.today():
            notifying.plan_for_hearing(review, hearing, by)
    return hearing


def record_decision(
    review: Review, decided: CourtDecisionInput, by: User, *, version: int
) -> CourtDecision:
    """Record what the court decided: leave refused, or leave given and the sentence as it is now.

    Raises `Refused` for a day in the future or before the filing, for an increase without the new
    sentence in words, and for a decision on the sentence before a hearing was recorded.
    """
    require(by, Permission.WORK_CASES)
    check_version(review, version)
    if decided.on is None or decided.on > clock.today():
        raise Refused("The day it was decided must be today or in the past")
    _check_filed_by(review, decided.on, "The day it was decided")
    if decided.outcome is Outcome.INCREASED and not decided.revised_sentence.strip():
        raise Refused("Enter the sentence as the court increased it")
    with transaction():
        progress.take(review, _STEPS[decided.outcome], by, note=decided.citation.strip())
        return add_decision(review, decided, by)


def add_hearing(
    review: Review, listed: HearingInput, by: User, *, is_time_awaited: bool
) -> Hearing:
    """Keep a hearing and its event, in the caller's transaction. The latest counts."""
    hearing = Hearing(
        review=review,
        heard_on=listed.on,
        time_of_day=listed.at,
        is_time_awaited=is_time_awaited,
        court=listed.court.strip(),
        constitution=listed.constitution.strip(),
        recorded_at=clock.now(),
        recorded_by_id=by.id,
    )
    db.session.add(hearing)
    no_time = "not given by the court yet" if is_time_awaited else ""
    history.record(
        EventKind.HEARING_LISTED,
        by,
        review,
        heard_on=listed.on,
        time_of_day=f"{listed.at:%H:%M}" if listed.at else no_time,
        court=hearing.court,
        constitution=hearing.constitution,
    )
    return hearing


def add_decision(review: Review, decided: CourtDecisionInput, by: User) -> CourtDecision:
    """Keep a decision and its event, in the caller's transaction. The latest counts."""
    decision = CourtDecision(
        review=review,
        decided_on=decided.on,
        outcome=decided.outcome,
        revised_sentence=decided.revised_sentence.strip(),
        citation=decided.citation.strip(),
        recorded_at=clock.now(),
        recorded_by_id=by.id,
    )
    db.session.add(decision)
    history.record(
        EventKind.COURT_DECIDED,
        by,
        review,
        decided_on=decided.on,
        outcome=decided.outcome,
        revised_sentence=decision.revised_sentence,
        citation=decision.citation,
    )
    return decision


def _check_filed_by(review: Review, day: date, noun: str) -> None:
    if review.filed_at is None:
        return
    filed_on = day_of(review.filed_at)
    if day < filed_on:
        raise BeforeFiling(
            f"{noun} must be on or after the day the application was filed, {day_words(filed_on)}"
        )


def answer_by(review: Review) -> CountedLimit | None:
    """The last day for the respondent's notice: ten business days after service; None before."""
    served = [filing for filing in review.filings if filing.kind is FilingKind.SERVICE]
    return respondents_notice(day_of(served[-1].at)) if served else None


def supreme_court_by(review: Review) -> CountedLimit | None:
    """The last day to ask for leave to refer a point to the Supreme Court; None before the end.

    CJA 1988 s.36(5), Sch 3 para 4: 14 days beginning with the day the review was concluded.
    """
    decided_on = review.court_decisions[-1].decided_on if review.court_decisions else None
    return supreme_court_application(decided_on) if decided_on else None
