"""Things that wait about the reviews of some cases: facts, overrides, packs, decisions, filings."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    CaseReader,
    CheckRequest,
    DeadlineChange,
    Decision,
    Event,
    EventKind,
    Request,
    Review,
    Sentence,
    Submission,
    User,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Permission, Role
from ulss_tracker.scheme.time.time_words import moment_words
from ulss_tracker.scheme.workflow import first_look
from ulss_tracker.scheme.workflow.guards import Lateness
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.core.loading import load_missing
from ulss_tracker.services.referral import late_requests
from ulss_tracker.services.requests import not_asked_about
from ulss_tracker.services.waiting import handed_over
from ulss_tracker.services.waiting.pending import Pending, active, only

FILED_SHOWN_FOR = timedelta(days=7)
_HANDING_OVER = (
    EventKind.ASSIGNEE_CHANGED,
    EventKind.DECIDED,
    EventKind.FILED,
    EventKind.NOT_ASKED_ABOUT_ANSWERED,
    EventKind.STAGE_CHANGED,
    EventKind.WORK_DECLINED,
)
_ADVISING_PAIRS = (
    (Step.ASK_ADVICE, Step.RECEIVE_ADVICE),
    (Step.INSTRUCT_COUNSEL, Step.RECEIVE_OPINION),
)
_ADVISING = frozenset(step for pair in _ADVISING_PAIRS for step in pair)
_AFTER_DECISION = (State.TO_FILE, State.TO_TELL)
_NEEDED = (
    (Review.case, Case.requests, Request.asks_about),
    (Review.sentences, Sentence.convictions),
    (Review.verifications,),
    (Review.assessments,),
    (Review.submissions, Submission.passes),
    (Review.decisions,),
)


@dataclass(frozen=True, slots=True)
class _Facts:
    """The latest event of each kind that hands a review over, and the checks asked for.

    `acted` is each person's latest event on each review or request, `steps` the latest taking of
    each step that asks for advice or has it, `counsel` those instructed in each case, the latest
    last.
    """

    events: Mapping[tuple[int, EventKind], Event]
    acted: Mapping[tuple[int, int | None], int]
    asked: Mapping[int, CheckRequest]
    steps: Mapping[tuple[int, Step], Event]
    counsel: Mapping[int, Sequence[int]]


def of_cases(case_ids: Collection[int]) -> Iterator[Pending]:
    """Everything that waits about the reviews of these cases."""
    reviews = _reviews(case_ids)
    facts = _facts(reviews, case_ids)
    for review in reviews:
        yield from _of_review(review, facts)
    yield from _deadline_changes([review.id for review in reviews])


def _reviews(case_ids: Collection[int]) -> list[Review]:
    """The reviews that somebody still has to do something about, or has just ended."""
    query = (
        select(Review)
        .where(
            Review.case_id.in_(case_ids),
            Review.is_historical.is_(False),
            or_(Review.outcome.is_(None), Review.state == State.TO_TELL),
        )
        .options(joinedload(Review.case), joinedload(Review.assignee))
    )
    reviews = list(db.session.scalars(query))
    load_missing(reviews, *_NEEDED)
    return reviews


def _facts(reviews: Sequence[Review], case_ids: Collection[int]) -> _Facts:
    if not reviews:
        return _Facts({}, {}, {}, {}, {})
    handing_over = (
        select(Event)
        .where(Event.case_id.in_(case_ids), Event.kind.in_(_HANDING_OVER))
        .order_by(Event.id)
    )
    acted = (
        select(Event.review_id, Event.by_id, func.max(Event.id))
        .where(Event.case_id.in_(case_ids), Event.review_id.is_not(None))
        .where(Event.kind.not_in(handed_over.UNANSWERED))
        .group_by(Event.review_id, Event.by_id)
    )
    checks = (
        select(CheckRequest)
        .where(CheckRequest.review_id.in_([review.id for review in reviews]))
        .order_by(CheckRequest.id)
    )
    happened = list(db.session.scalars(handing_over))
    events = {(event.review_id or 0, event.kind): event for event in happened}
    steps = {
        (event.review_id or 0, Step(event.after["step"])): event
        for event in happened
        if event.kind is EventKind.STAGE_CHANGED and event.after["step"] in _ADVISING
    }
    return _Facts(
        events,
        {(review or 0, by): number for review, by, number in db.session.execute(acted)},
        {check.review_id or 0: check for check in db.session.scalars(checks)},
        steps,
        _counsel(case_ids) if steps else {},
    )


def _counsel(case_ids: Collection[int]) -> Mapping[int, Sequence[int]]:
    query = (
        select(CaseReader.case_id, CaseReader.user_id)
        .join(User, User.id == CaseReader.user_id)
        .where(CaseReader.case_id.in_(case_ids), User.role == Role.COUNSEL, User.is_active)
        .order_by(CaseReader.named_at, CaseReader.user_id)
    )
    counsel: defaultdict[int, list[int]] = defaultdict(list)
    for case_id, user_id in db.session.execute(query):
        counsel[case_id].append(user_id)
    return counsel


def _of_review(review: Review, facts: _Facts) -> Iterator[Pending]:
    if review.outcome is None:
        yield from _not_asked_about(review, facts)
        yield from _verification(review, facts.asked.get(review.id))
        yield from _override(review)
        yield from _pack(review)
        yield from _advice(review, facts)
        yield from _time(review)
    for kind, event in _handed_over(review, facts):
        if not _is_picked_up(review, event, facts):
            yield _of_assignee(kind, review, event.id, event.at, by_id=event.by_id)
    yield from _handover(review, facts)
    yield from _filed(review, facts)


def _about(
    review: Review, kind: WaitKind, subject_id: int, since_at: datetime, **fields: Any
) -> Pending:
    return Pending(
        kind=kind,
        subject_id=subject_id,
        since_at=since_at,
        case_id=review.case_id,
        review_id=review.id,
        **fields,
    )


def _not_asked_about(review: Review, facts: _Facts) -> Iterator[Pending]:
    """An offender about whom nobody asked, until somebody has said what becomes of them."""
    is_answered = (review.id, EventKind.NOT_ASKED_ABOUT_ANSWERED) in facts.events
    if is_answered or review.is_filed or not review.case.requests:
        return
    if not not_asked_about.asking(review):
        kind, since_at = WaitKind.NOT_ASKED_ABOUT, review.opened_at
        yield _of_assignee(kind, review, review.id, since_at, was_asked=False)


def _verification(review: Review, check: CheckRequest | None) -> Iterator[Pending]:
    """The facts that a second person has yet to verify, once each; asked for anew, anew."""
    since_at = review.unconfirmed_since_at
    if since_at is None or review.is_filed:
        return
    open_facts = [fact for fact in verification.statuses(review) if not fact.verification]
    recorded = [fact.recorded_by_ids for fact in open_facts if fact.values]
    if not recorded:
        return  # nothing is recorded yet that a second person could verify
    has_check = check is not None and check.asked_at >= since_at
    began_at = check.asked_at if check and has_check else since_at
    yield _about(
        review,
        WaitKind.VERIFY,
        review.id,
        began_at,
        for_id=check.of_id if check and has_check else None,
        permission=Permission.VERIFY_FACTS,
        by_id=check.asked_by_id if check and has_check else None,
        was_asked=has_check,
        barred=frozenset.intersection(*recorded),
    )


def _override(review: Review) -> Iterator[Pending]:
    waiting = review.override_to_sign
    if waiting is not None:
        yield _about(
            review,
            WaitKind.APPROVE_OVERRIDE,
            waiting.id,
            waiting.made_at,
            permission=Permission.OVERRIDE_ASSESSMENT,
            by_id=waiting.made_by_id,
            barred=only(waiting.made_by_id),
        )


def _pack(review: Review) -> Iterator[Pending]:
    """The pack that the law officer decides on: whoever sent it or passed it on handed it over."""
    if review.state is not State.LAW_OFFICERS or not review.submissions:
        return
    newest = review.submissions[-1]
    at, by_id = newest.made_at, newest.made_by_id
    if newest.passes:
        at, by_id = newest.passes[-1].at, newest.passes[-1].by_id
    yield _about(
        review,
        WaitKind.READ_PACK,
        newest.id,
        at,
        permission=Permission.SEE_DECISIONS,
        law_office=newest.with_officer,
        by_id=by_id,
    )


def _advice(review: Review, facts: _Facts) -> Iterator[Pending]:
    """Advice asked of the lawyers, and of the counsel who was instructed last."""
    if review.state is not State.UNDER_CONSIDERATION:
        return
    counsel = facts.counsel.get(review.case_id, ())
    for asking_step, advising_step in _ADVISING_PAIRS:
        asking = facts.steps.get((review.id, asking_step))
        advice = facts.steps.get((review.id, advising_step))
        is_counsels = asking_step is Step.INSTRUCT_COUNSEL
        if asking is None or (advice and advice.id > asking.id) or (is_counsels and not counsel):
            continue
        yield _about(
            review,
            WaitKind.ADVISE,
            asking.id,
            asking.at,
            for_id=counsel[-1] if is_counsels else None,
            permission=Permission.WRITE_ADVICE,
            by_id=asking.by_id,
            barred=frozenset(counsel) if not is_counsels else frozenset(),
        )


def _time(review: Review) -> Iterator[Pending]:
    """Whether a longer limit gives time, for a lawyer to say: as soon as a missing day is found."""
    if late_requests.lateness(review) is not Lateness.FOR_LAWYER:
        return
    since_at = late_requests.for_lawyer_since(review)
    by_at = first_look.find_day_by(since_at).astimezone(clock.LONDON)
    yield _about(
        review,
        WaitKind.CHECK_TIME,
        review.id,
        since_at,
        permission=Permission.WRITE_ADVICE,
        words=f"By {moment_words(by_at)}",
        was_asked=False,
    )


def _handed_over(review: Review, facts: _Facts) -> Iterator[tuple[WaitKind, Event]]:
    """The events that handed the review to its assignee: a decision, more work."""
    decided = facts.events.get((review.id, EventKind.DECIDED))
    if decided is not None and review.state in _AFTER_DECISION and review.decisions:
        yield WaitKind.DECISION, decided
    moved = facts.events.get((review.id, EventKind.STAGE_CHANGED))
    is_returned = moved is not None and moved.after["step"] == Step.RETURN_FOR_WORK
    if moved is not None and is_returned and review.state is State.UNDER_CONSIDERATION:
        yield WaitKind.RETURNED, moved


def _handover(review: Review, facts: _Facts) -> Iterator[Pending]:
    """A review given to its assignee, who has not begun on it; or declined it, and has it still."""
    event = facts.events.get((review.id, EventKind.ASSIGNEE_CHANGED))
    declined = facts.events.get((review.id, EventKind.WORK_DECLINED))
    if event is None or review.assignee is None or event.by_id == review.assignee_id:
        return
    has_begun = _is_picked_up(review, event, facts)
    about = {"case_id": review.case_id, "review_id": review.id}
    yield from handed_over.of_handover(
        event, declined, active(review.assignee), has_begun=has_begun, **about
    )


def _is_picked_up(review: Review, event: Event, facts: _Facts) -> bool:
    """Whether whoever it was handed to has done anything about the review since."""
    holder = active(review.assignee)
    if holder is not None:
        return facts.acted.get((review.id, holder.id), 0) > event.id
    return any(
        number > event.id
        for (review_id, by_id), number in facts.acted.items()
        if review_id == review.id and by_id is not None and by_id != event.by_id
    )


def _of_assignee(
    kind: WaitKind, review: Review, subject_id: int, since_at: datetime, **fields: Any
) -> Pending:
    """Something handed to the assignee; to anyone who works on cases, where nobody is."""
    holder = active(review.assignee)
    return _about(
        review,
        kind,
        subject_id,
        since_at,
        for_id=holder.id if holder else None,
        permission=Permission.WORK_CASES,
        **fields,
    )


def _filed(review: Review, facts: _Facts) -> Iterator[Pending]:
    """That the application is filed, for the law officer who decided and the private office."""
    filed = facts.events.get((review.id, EventKind.FILED))
    decision: Decision | None = review.decision
    if filed is None or decision is None or filed.at <= clock.now() - FILED_SHOWN_FOR:
        return
    yield _about(
        review,
        WaitKind.FILED,
        filed.id,
        filed.at,
        permission=Permission.SEE_DECISIONS,
        law_office=decision.law_officer,
        by_id=filed.by_id,
    )


def _deadline_changes(review_ids: Collection[int]) -> Iterator[Pending]:
    query = select(DeadlineChange).where(
        DeadlineChange.review_id.in_(review_ids), DeadlineChange.signed_at.is_(None)
    )
    for change in db.session.scalars(query) if review_ids else ():
        yield _about(
            change.review,
            WaitKind.APPROVE_DEADLINE,
            change.id,
            change.at,
            permission=Permission.OVERRIDE_ASSESSMENT,
            by_id=change.changed_by_id,
            barred=only(change.changed_by_id),
        )
