"""Taking the steps of a review, with what a person would write at each."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import time, timedelta

from ulss_tracker import clock
from ulss_tracker.cli.demo.applications import ADVICE, WORDS
from ulss_tracker.models import FilingKind, LetterDraft, LetterKind, PaperKind, Review, User
from ulss_tracker.scheme.workflow.stages import LawOfficer, Outcome, Step
from ulss_tracker.services import letters
from ulss_tracker.services.referral import (
    advice,
    court,
    filings,
    papers,
    progress,
    submissions,
)

Issue = Callable[[LetterDraft, User], object]
"""How a checked letter is issued."""

_OUTCOMES = {
    Step.RECORD_INCREASED: Outcome.INCREASED,
    Step.RECORD_UNCHANGED: Outcome.UNCHANGED,
    Step.RECORD_LEAVE_REFUSED: Outcome.LEAVE_REFUSED,
}
_NOTES = {Step.WITHDRAW: "The sentence was varied by the judge who passed it"}


def take(review: Review, step: Step, by: User, wanted: Sequence[PaperKind]) -> None:
    """Take a step, with what a person would write where the step wants it; `wanted` of papers."""
    version = review.version
    if step is Step.SEND_TO_LAW_OFFICERS:
        words = WORDS if advice.standing(review) else replace(WORDS, advice=ADVICE)
        submissions.submit(review, words, LawOfficer.ATTORNEY_GENERAL, by, version=version)
    elif step is Step.REQUEST_PAPERS and not papers.of_case(review.case):
        papers.ask(review.case, wanted, [], by)
    elif step is Step.RECEIVE_PAPERS and any(
        paper.is_wanted for paper in papers.of_case(review.case)
    ):
        for paper in papers.of_case(review.case):
            received = papers.PaperInput(received_at=clock.now())
            papers.record(review.case, paper, received, by, version=paper.version)
    elif step is Step.LIST_HEARING:
        hearing = court.HearingInput(
            on=clock.today() + timedelta(days=21), at=time(10, 30), court="Royal Courts of Justice"
        )
        court.list_hearing(review, hearing, by, version=version)
    elif outcome := _OUTCOMES.get(step):
        decision = court.CourtDecisionInput(
            on=clock.today(),
            outcome=outcome,
            revised_sentence="7 years' imprisonment" if outcome is Outcome.INCREASED else "",
        )
        court.record_decision(review, decision, by, version=version)
    else:
        progress.move(review, step, by, version=version, note=_NOTES.get(step, ""))


def send(
    review: Review,
    letter: LetterKind,
    filing: FilingKind,
    method: str,
    assignee: User,
    checker: User,
    issue: Issue,
) -> None:
    """Write a letter, have it checked, issue it, and record that it arrived."""
    draft = letters.draft(letter, assignee, review=review)
    letters.check(draft, checker, version=draft.version)
    issue(draft, assignee)
    filings.record_filing(
        review,
        filing,
        at=clock.now(),
        method=method,
        by=assignee,
        version=review.version,
        shown_by=filings.ProofOfArrival(reference="Acknowledged by return"),
        late_reason=_near_the_end(review, filing),
    )


def _near_the_end(review: Review, filing: FilingKind) -> str:
    """Why it was filed so near the end, where it was."""
    is_near = filing is FilingKind.FILING and filings.wants_reason(review, clock.now())
    return "The sentencing remarks came the day before" if is_near else ""
