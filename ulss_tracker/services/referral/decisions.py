"""The law officer's decision: refer or not, personal, with reasons (CJA 1988 s.36(1)).

It is the law officer's own act while signed in as one; or the private office records it, with the
minute that the law officer signed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Unpack

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer, joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, Refused
from ulss_tracker.models import (
    Case,
    Decision,
    DecisionChoice,
    DocumentKind,
    EventKind,
    Review,
    Submission,
    SubmissionPass,
    User,
    db,
)
from ulss_tracker.permissions import Permission, Role
from ulss_tracker.scheme.time.deadline import TimeLeft, time_left
from ulss_tracker.scheme.workflow.stages import LawOfficer, State, Step
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_entered, check_version
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.files import attachments, receiving
from ulss_tracker.services.history import history
from ulss_tracker.services.referral import progress, submissions
from ulss_tracker.services.search.narrowing import by_words

_NOTHING_SENT = "There is no submission to decide on: it must be sent again"
_STEPS = {
    DecisionChoice.REFER: Step.DECIDE_TO_REFER,
    DecisionChoice.DO_NOT_REFER: Step.DECIDE_NOT_TO_REFER,
}


@dataclass(frozen=True, slots=True)
class Minute:
    """The signed minute of a decision, as the file that was chosen."""

    name: str
    content: bytes | IO[bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """A decision about one offender, on what was seen: as `decide` takes it."""

    review: Review
    choice: DecisionChoice
    reasons: str
    version: int
    seen_sha256: str


@dataclass(frozen=True, slots=True)
class ReviewToDecide:
    """A review that waits for a decision; `left` is None without a sentence."""

    review: Review
    left: TimeLeft | None


_OFFENDER = Ordering("offender", Review.offender_name, is_personal=True)
TABLE = Table(
    title="Reviews with the law officers",
    columns=(
        Column("offender", "Offender", order=_OFFENDER),
        Column("file_by", "File by", order=Ordering("file_by", Review.earliest_file_by_at)),
        Column("submission", "Submission"),
        Column("officer", "Whose decision"),
        Column("assignee", "Assigned to"),
    ),
    filters=(
        by_words(review=Review.id),
        Filter(
            "officer",
            "Whose decision it is",
            lambda officer: _with_officer() == officer,
            LawOfficer,
            "Either law officer’s",
        ),
    ),
    default="file_by",
)


def waiting(
    filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]
) -> Rows[ReviewToDecide]:
    """A page of the reviews that wait for a decision, the soonest to be filed first."""
    query = (
        select(Review)
        .where(
            Review.state == State.LAW_OFFICERS,
            Review.outcome.is_(None),
            Review.is_historical.is_(False),
        )
        .options(
            joinedload(Review.case).selectinload(Case.restrictions),
            joinedload(Review.assignee),
            selectinload(Review.submissions).options(
                defer(Submission.pack), selectinload(Submission.passes)
            ),
        )
    )
    page = TABLE.rows(query, filters, **place)
    now = clock.now()
    rows = [
        ReviewToDecide(
            row, time_left(now, row.earliest_file_by_at) if row.earliest_file_by_at else None
        )
        for row in page.rows
    ]
    return Rows(rows, page.after)


def _with_officer() -> ColumnElement[LawOfficer]:
    """Whose decision a review's newest submission is: whom it passed to, or was addressed to."""
    newest = (
        select(Submission.id)
        .where(Submission.review_id == Review.id)
        .order_by(Submission.version.desc())
        .limit(1)
        .correlate(Review)
        .scalar_subquery()
    )
    passed = (
        select(SubmissionPass.to_officer)
        .where(SubmissionPass.submission_id == newest)
        .order_by(SubmissionPass.id.desc())
        .limit(1)
        .correlate(Review)
        .scalar_subquery()
    )
    addressed = (
        select(Submission.addressed_to)
        .where(Submission.id == newest)
        .correlate(Review)
        .scalar_subquery()
    )
    return func.coalesce(passed, addressed)


def decide(
    review: Review,
    choice: DecisionChoice,
    reasons: str,
    by: User,
    *,
    version: int,
    seen_sha256: str,
) -> Decision:
    """Record the law officer's own decision, on the submission they read, and move the review on.

    `seen_sha256` is the hash of the submission as it was shown. Raises `NotAllowed` for anyone
    else, `Refused` without reasons, when it is with the other law officer or when their account
    does not say which they are, and `ChangedMeanwhile` when a newer submission has come.
    """
    require(by, Permission.DECIDE_REVIEW)
    check_version(review, version)
    check_entered(reasons, "Enter the reasons for the decision")
    progress.find(review, _STEPS[choice], by)
    submission = _to_decide(review, by, seen_sha256)
    with transaction():
        return _keep(review, submission, choice, reasons, officer=by, at=clock.now(), by=by)


def decide_together(parts: Sequence[Part], by: User) -> None:
    """Record the law officer's own decision about each of several offenders, all or none."""
    with transaction():
        for part in parts:
            decide(
                part.review,
                part.choice,
                part.reasons,
                by,
                version=part.version,
                seen_sha256=part.seen_sha256,
            )


def beside(submission: Submission) -> list[Submission]:
    """The newest submissions about other offenders of the case that wait for the same officer."""
    return [
        newest
        for review in submission.review.case.reviews
        if review is not submission.review
        and review.state is State.LAW_OFFICERS
        and (newest := submissions.latest(review))
        and newest.with_officer is submission.with_officer
    ]


def record(
    review: Review,
    choice: DecisionChoice,
    reasons: str,
    *,
    officer: User,
    at: datetime,
    minute: Minute,
    by: User,
    version: int,
    seen_sha256: str,
) -> Decision:
    """Record for the private office what a law officer decided on paper, with the signed minute.

    It is bound to the submission that was shown, as `decide` is. Raises `NotAllowed` for anybody
    but the private office, `ChangedMeanwhile` when a newer submission has come, and `Refused`
    without reasons, for somebody who is not a law officer or not the one it is with, for a moment
    in the future or before the submission, and for a file that is not taken.
    """
    require(by, Permission.RECORD_DECISION)
    check_version(review, version)
    check_entered(reasons, "Enter the reasons as the minute gives them")
    if officer.role is not Role.LAW_OFFICER:
        raise Refused("Choose the law officer who decided")
    progress.find(review, _STEPS[choice], by)
    submission = _to_decide(review, officer, seen_sha256)
    if at > clock.now():
        raise Refused("When it was decided must be now or in the past")
    if at < submission.made_at.replace(second=0, microsecond=0):
        raise Refused("When it was decided must not be before the submission was sent")
    received = receiving.receive(minute.content)
    with transaction():
        document = attachments.add(
            review.case,
            name=minute.name,
            content=received,
            kind=DocumentKind.MINUTE,
            description=f"Signed minute of the decision of {officer.name}",
            by=by,
        )
        return _keep(
            review, submission, choice, reasons, officer=officer, at=at, by=by, minute=document.id
        )


def to_decide_on(review: Review, by: User) -> Submission:
    """The submission that waits for a decision. Raises `Refused` while none may be decided on."""
    if wanting := progress.find(review, Step.DECIDE_TO_REFER, by).wanting:
        raise Refused(wanting)
    submission = submissions.latest(review)
    if submission is None:
        raise Refused(_NOTHING_SENT)
    return submission


def _to_decide(review: Review, officer: User, seen_sha256: str) -> Submission:
    """The submission that waits for this law officer, as it was shown."""
    if officer.law_office is None:
        raise Refused(
            f"{officer.name}’s account does not say which law officer they are: an administrator "
            "can set it"
        )
    submission = submissions.latest(review)
    if submission is None or not submissions.is_as_made(submission):
        raise Refused(_NOTHING_SENT)
    if seen_sha256 != submission.sha256:
        raise ChangedMeanwhile(
            "A newer submission came while you were reading. Read it, then decide."
        )
    if officer.law_office is not submission.with_officer:
        raise Refused(f"This decision is with the {submission.with_officer.label}")
    return submission


def _keep(
    review: Review,
    submission: Submission,
    choice: DecisionChoice,
    reasons: str,
    *,
    officer: User,
    at: datetime,
    by: User,
    minute: int | None = None,
) -> Decision:
    progress.take(review, _STEPS[choice], by)
    decision = Decision(
        review=review,
        choice=choice,
        reasons=reasons,
        decided_by=officer,
        decided_at=at,
        submission_id=submission.id,
        law_officer=submission.with_officer,
        recorded_by=by if by is not officer else None,
        minute_id=minute,
    )
    db.session.add(decision)
    history.record(
        EventKind.DECIDED,
        by,
        review,
        choice=choice,
        reasons=reasons,
        law_officer=submission.with_officer,
        submission=submission.version,
        sha256=submission.sha256,
        recorded_by=by.name if by is not officer else "",
    )
    return decision
