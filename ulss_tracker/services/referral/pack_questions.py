"""The numbered paragraphs of a submission, and the questions about them with their answers.

Paragraphs are counted through the whole submission, on the page as in print. A question keeps the
words of its paragraph, and stands beside them in every later version that still has them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, Refused, existing
from ulss_tracker.models import EventKind, PackQuestion, Review, Submission, User, db
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.reading import typed_words
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core.preconditions import (
    check_entered,
    check_no_conflict,
    check_open,
)
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import not_for, require
from ulss_tracker.services.history import history
from ulss_tracker.services.referral import advice, submissions

LONGEST = 5_000
"""The letters of one question or answer; the forms hold to it too."""
_BEFORE_ADVICE = ("options", "facts", "aggravating", "mitigating", "why_lenient")
_ANSWERING = [
    role for role in Role if may(role, Permission.WORK_CASES) or may(role, Permission.WRITE_ADVICE)
]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a submission; of the advice given, `part` counts whose it is from 0."""

    number: int
    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A submission as one person reads it: its paragraphs by part, each with its questions.

    `new` are the numbers of paragraphs whose words the version before had nowhere, `gone` the
    questions whose paragraph is there no more, `unanswered` those that wait for an answer.
    """

    parts: Mapping[str, Sequence[Paragraph]]
    new: frozenset[int] = frozenset()
    questions: Mapping[int, Sequence[PackQuestion]] = field(default_factory=dict)
    gone: Sequence[PackQuestion] = ()
    unanswered: Sequence[PackQuestion] = ()
    may_ask: bool = False
    may_answer: bool = False


def paragraphs(pack: Mapping[str, Any]) -> list[Paragraph]:
    """Every paragraph that was written for a pack, in its order."""
    texts = [(part, text) for part, words in _parts(pack) for text in typed_words.blocks(words)]
    return [Paragraph(number, part, text) for number, (part, text) in enumerate(texts, 1)]


def _parts(pack: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part in _BEFORE_ADVICE:
        yield part, pack.get(part, "")
    advised = pack.get("advised") or [{"words": pack.get("advice", "")}]
    for place, given in enumerate(advised):
        yield f"advice_{place}", given["words"]
    yield "victims_view", pack.get("victims_view", "")


def read(submission: Submission, reader: User) -> Reading:
    """The submission for this reader; questions stand with the newest version alone.

    Of paragraphs with the same words the first has what was asked about them.
    """
    rows = paragraphs(submission.pack)
    parts: dict[str, list[Paragraph]] = {}
    for row in rows:
        parts.setdefault(row.part, []).append(row)
    if submission is not submissions.latest(submission.review):
        return Reading(parts)
    before = submission.before
    known = {row.text for row in paragraphs(before.pack)} if before else {row.text for row in rows}
    first = {row.text: row.number for row in reversed(rows)}
    questions = of_review(submission.review)
    beside: dict[int, list[PackQuestion]] = {}
    for question in questions:
        beside.setdefault(first.get(question.quote, 0), []).append(question)
    return Reading(
        parts,
        new=frozenset(row.number for row in rows if row.text not in known),
        gone=beside.pop(0, ()),
        questions=beside,
        unanswered=[question for question in questions if question.answered_at is None],
        may_ask=not why_not_ask(submission, reader),
        may_answer=may_answer(reader),
    )


def of_review(review: Review) -> list[PackQuestion]:
    """Every question about the review's submissions, in order, with who asked and answered."""
    query = (
        select(PackQuestion)
        .where(PackQuestion.review_id == review.id)
        .options(joinedload(PackQuestion.asked_by), joinedload(PackQuestion.answered_by))
        .order_by(PackQuestion.number)
    )
    return list(db.session.scalars(query))


def get(question_id: int) -> PackQuestion:
    """The question with this id. Raises `NotFound`."""
    return existing(db.session.get(PackQuestion, question_id), "There is no such question")


def why_not_ask(submission: Submission, by: User) -> str:
    """Why this person asks nothing about a submission now; empty where they may."""
    if not may(by.role, Permission.SEE_DECISIONS):
        return "Questions are for the law officers and their office to ask"
    if submission.review.state is not State.LAW_OFFICERS:
        return "The submission is not with the law officers"
    if submissions.is_for_another(submission, by):
        return f"The submission is with the {submission.with_officer.label}"
    return ""


def may_answer(by: User) -> bool:
    """Whether somebody of this person's role may answer: whoever works on cases, or advises."""
    return by.role in _ANSWERING


def ask(
    submission: Submission, number: int, words: str, by: User, *, seen_sha256: str
) -> PackQuestion:
    """Ask about the paragraph with this number, in the submission as it was shown.

    Raises `NotAllowed` but for a law officer or the private office, `ChangedMeanwhile` where a
    newer version came, and `Refused` without words, without such a paragraph, and while the
    submission is not with them.
    """
    require(by, Permission.SEE_DECISIONS)
    check_entered(words, "Enter the question")
    review = submission.review
    if why_not := why_not_ask(submission, by):
        raise Refused(why_not)
    if seen_sha256 != submission.sha256:
        raise ChangedMeanwhile("A newer submission came while you were reading. Read it, then ask.")
    row = next((row for row in paragraphs(submission.pack) if row.number == number), None)
    if row is None:
        raise Refused("Choose the paragraph")
    with locked(review):
        question = PackQuestion(
            review=review,
            submission=submission,
            number=len(of_review(review)) + 1,
            paragraph=row.number,
            quote=row.text,
            words=words.strip(),
            advice_id=_advice_of(submission, row),
            asked_at=clock.now(),
            asked_by=by,
        )
        db.session.add(question)
        history.record(
            EventKind.PACK_QUESTION_ASKED,
            by,
            review,
            version=submission.version,
            quote=row.text,
            question=f"{question.number}. {question.words}",
        )
    return question


def answer(question: PackQuestion, words: str, by: User) -> None:
    """Answer a question, once.

    Raises `NotAllowed` but for whoever works on cases or advises, without a conflict, and `Refused`
    without words, once it is answered, and once the review has ended.
    """
    if not may_answer(by):
        raise not_for(by, _ANSWERING)
    check_entered(words, "Enter the answer")
    check_no_conflict(question.review.case, by)
    with locked(question):
        check_open(question.review)
        if question.answered_by is not None:
            raise Refused(f"{question.answered_by.name} has answered this already")
        question.answer, question.answered_at = words.strip(), clock.now()
        question.answered_by = by
        history.record(
            EventKind.PACK_QUESTION_ANSWERED,
            by,
            question.review,
            question=f"{question.number}. {question.words}",
            answer=question.answer,
        )


def _advice_of(submission: Submission, row: Paragraph) -> int | None:
    """The advice that a paragraph is of; None where it is of anything else."""
    part, _, place = row.part.partition("_")
    advised = submission.pack.get("advised")
    if part != "advice" or not advised:
        return None
    given_at = datetime.fromisoformat(advised[int(place)]["at"])
    given = advice.of_review(submission.review)
    return next((each.id for each in given if each.given_at == given_at), None)
