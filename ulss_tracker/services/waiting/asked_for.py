"""Things people ask of one another: checks of letters, notes, questions, reversals, calls."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from ulss_tracker import clock
from ulss_tracker.models import (
    Advice,
    CheckRequest,
    DefencePage,
    DraftState,
    Event,
    EventKind,
    LetterDraft,
    Mention,
    PackQuestion,
    Paper,
    PaperKind,
    PlannedCall,
    Reversal,
    Review,
    Sentence,
    WaitKind,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.waiting.pending import (
    Ids,
    Pending,
    Records,
    Source,
    active,
    only,
)

TRANSCRIPT_WITHIN = timedelta(days=14)
"""The office's own: of the 28 days, so many go by before somebody sees to the transcript."""
OPENED_WITHIN = timedelta(days=2)
"""The office's own: a page for the defence that nobody opened by then is asked after."""


def _letters(case_ids: Ids, _request_ids: Ids) -> Records:
    """Letters that somebody was asked to check, and those checked, with what was asked last."""
    latest = aliased(CheckRequest)
    number = select(func.max(latest.id)).where(latest.draft_id == LetterDraft.id).scalar_subquery()
    is_checked = and_(LetterDraft.state == DraftState.CHECKED, LetterDraft.checked_at.is_not(None))
    is_to_check = and_(LetterDraft.state == DraftState.WRITING, CheckRequest.id.is_not(None))
    return (
        select(LetterDraft, CheckRequest)
        .outerjoin(CheckRequest, CheckRequest.id == number)
        .where(LetterDraft.case_id.in_(case_ids), or_(is_checked, is_to_check))
    )


def _of_letter(draft: LetterDraft, check: CheckRequest | None) -> Pending:
    """For whoever is to check it; once it is checked, for who wrote it."""
    about: dict[str, Any] = {
        "subject_id": draft.id,
        "case_id": draft.case_id,
        "review_id": draft.review_id,
        "request_id": draft.request_id,
        "permission": Permission.WORK_CASES,
        "words": draft.kind.label,
    }
    if draft.state is DraftState.CHECKED:
        assert draft.checked_at is not None  # noqa: S101 - the query asks for it
        return Pending(
            kind=WaitKind.LETTER_CHECKED,
            since_at=draft.checked_at,
            for_id=draft.written_by_id,
            by_id=draft.checked_by_id,
            **about,
        )
    assert check is not None  # noqa: S101 - the query asks for it
    return Pending(
        kind=WaitKind.CHECK_LETTER,
        since_at=check.asked_at,
        for_id=check.of_id,
        by_id=check.asked_by_id,
        barred=frozenset({draft.written_by_id}),
        **about,
    )


def _mentions(case_ids: Ids, _request_ids: Ids) -> Records:
    return (
        select(Mention, Event.kind)
        .join(Event, Event.id == Mention.event_id)
        .where(Mention.case_id.in_(case_ids))
    )


def _of_mention(mention: Mention, kind: EventKind) -> Pending:
    """A note or a comment on a letter, for whom it mentions."""
    return Pending(
        kind=WaitKind.MENTION if kind is EventKind.NOTE_ADDED else WaitKind.COMMENT,
        subject_id=mention.id,
        since_at=mention.at,
        case_id=mention.case_id,
        for_id=mention.person_id,
        by_id=mention.by_id,
    )


def _questions(case_ids: Ids, _request_ids: Ids) -> Records:
    """The questions about submissions on which nothing is decided yet."""
    return (
        select(PackQuestion, Review)
        .join(Review, Review.id == PackQuestion.review_id)
        .where(
            Review.case_id.in_(case_ids),
            Review.state.in_((State.UNDER_CONSIDERATION, State.LAW_OFFICERS)),
            Review.outcome.is_(None),
        )
        .options(
            joinedload(Review.assignee),
            joinedload(PackQuestion.advice).joinedload(Advice.given_by),
        )
    )


def _of_question(question: PackQuestion, review: Review) -> Pending:
    """For whoever advised, of advice, else has the review; its answer for whoever asked."""
    about: dict[str, Any] = {
        "subject_id": question.id,
        "case_id": review.case_id,
        "review_id": review.id,
    }
    words = f"Question {question.number}"
    if question.answered_at is not None:
        return Pending(
            kind=WaitKind.QUESTION_ANSWERED,
            since_at=question.answered_at,
            for_id=question.asked_by_id,
            by_id=question.answered_by_id,
            words=words,
            **about,
        )
    advice = question.advice
    holder = active(advice.given_by if advice else review.assignee)
    return Pending(
        kind=WaitKind.ANSWER_QUESTION,
        since_at=question.asked_at,
        for_id=holder.id if holder else None,
        permission=Permission.WRITE_ADVICE if advice else Permission.WORK_CASES,
        by_id=question.asked_by_id,
        words=words,
        **about,
    )


def _reversals(case_ids: Ids, _request_ids: Ids) -> Records:
    return (
        select(Reversal)
        .where(Reversal.case_id.in_(case_ids), Reversal.ended_at.is_(None))
        .options(joinedload(Reversal.event))
    )


def _of_reversal(reversal: Reversal) -> Pending:
    """A proposal to bring something back, for anybody else to approve or not."""
    return Pending(
        kind=WaitKind.APPROVE_REVERSAL,
        subject_id=reversal.id,
        since_at=reversal.proposed_at,
        case_id=reversal.case_id,
        review_id=reversal.event.review_id,
        request_id=reversal.event.request_id,
        permission=Permission.WORK_CASES,
        by_id=reversal.proposed_by_id,
        barred=only(reversal.proposed_by_id),
    )


def _calls(case_ids: Ids, request_ids: Ids) -> Records:
    return (
        select(PlannedCall)
        .where(
            or_(PlannedCall.case_id.in_(case_ids), PlannedCall.request_id.in_(request_ids)),
            PlannedCall.ended_at.is_(None),
        )
        .options(joinedload(PlannedCall.request))
    )


def _of_call(call: PlannedCall) -> Pending:
    """A call to make, from the day for which it is planned."""
    return Pending(
        kind=WaitKind.CALL,
        subject_id=call.id,
        since_at=call.made_at,
        starts_at=clock.start_of(call.due_on),
        case_id=call.case_id or (call.request.case_id if call.request else None),
        request_id=call.request_id,
        for_id=call.person_id,
        words=call.words,
        by_id=call.made_by_id,
    )


def _transcripts(case_ids: Ids, _request_ids: Ids) -> Records:
    """The remarks that were asked of the court and have not come, of each open review."""
    days = select(func.min(Sentence.sentenced_on)).where(Sentence.review_id == Review.id)
    first_day = days.scalar_subquery()
    return (
        select(Paper, Review, first_day)
        .join(Review, Review.case_id == Paper.case_id)
        .where(
            Paper.case_id.in_(case_ids),
            Paper.kind == PaperKind.SENTENCING_REMARKS,
            Paper.received_at.is_(None),
            Paper.not_applicable_reason == "",
            Review.outcome.is_(None),
            first_day.is_not(None),
        )
        .options(joinedload(Review.assignee))
    )


def _of_transcript(paper: Paper, review: Review, sentenced_on: date) -> Pending:
    """The transcript of the remarks, for the review's assignee from day 14 of the 28 on."""
    holder = active(review.assignee)
    return Pending(
        kind=WaitKind.TRANSCRIPT,
        subject_id=review.id,
        since_at=paper.asked_at,
        starts_at=clock.start_of(sentenced_on + TRANSCRIPT_WITHIN),
        case_id=review.case_id,
        review_id=review.id,
        for_id=holder.id if holder else None,
        permission=Permission.WORK_CASES,
        words="Transcript of the judge’s remarks",
        was_asked=False,
    )


def _not_opened(case_ids: Ids, _request_ids: Ids) -> Records:
    """The pages for the defence that nobody has opened, of each open review."""
    return (
        select(DefencePage)
        .join(DefencePage.review)
        .where(
            Review.case_id.in_(case_ids),
            Review.outcome.is_(None),
            DefencePage.opened_at.is_(None),
            DefencePage.ended_at.is_(None),
        )
        .options(joinedload(DefencePage.review), joinedload(DefencePage.made_by))
    )


def _of_not_opened(page: DefencePage) -> Pending:
    """A page for the defence, from day 2 on, for whoever made it; for anybody, once they left."""
    holder = active(page.made_by)
    return Pending(
        kind=WaitKind.NOT_OPENED,
        subject_id=page.id,
        since_at=page.made_at,
        starts_at=clock.start_of(clock.day_of(page.made_at) + OPENED_WITHIN),
        case_id=page.review.case_id,
        review_id=page.review_id,
        for_id=holder.id if holder else None,
        permission=Permission.WORK_CASES,
        words=f"{page.role.label}, {page.reference}",
        was_asked=False,
    )


SOURCES = (
    Source(_letters, _of_letter),
    Source(_mentions, _of_mention),
    Source(_questions, _of_question),
    Source(_reversals, _of_reversal),
    Source(_calls, _of_call),
    Source(_transcripts, _of_transcript),
    Source(_not_opened, _of_not_opened),
)
